"""Measures acts a second and their 95 % latency on SQLite and PostgreSQL, at 8 and 32 connections, in two processes; kills them; sets pairs on one case."""

from __future__ import annotations

import json
import os
import statistics
import sys
from pathlib import Path

from bench.kills import kills
from bench.places import Place, places

SECONDS = 12.0
PAIRS = int(os.environ.get("ZOUTONG_PAIRS", "10000"))
COUNTER = Path(__file__).resolve().parents[1] / "tests" / "web" / "cases" / "packs" / "counter"


def throughput(place: Place, connections: int) -> None:
    """Print acts a second and latencies of a load in two processes."""
    log = place.folder / f"log-{connections}"
    loads = [
        place.start("bench.load", "--threads", str(connections // 2), "--seconds", str(SECONDS), "--log", str(log), "--seed", str(seed))
        for seed in (1, 2)
    ]
    codes = [load.wait() for load in loads]
    times = sorted(json.loads(line)[2] for line in log.read_text(encoding="utf-8").splitlines())
    print(
        json.dumps({
            "figure": f"store {place.name}, {connections} connections", "value": round(len(times) / SECONDS, 1), "unit": "acts/s",
            "median_ms": round(statistics.median(times), 1), "p95_ms": round(times[int(len(times) * 0.95)], 1), "errors": sum(map(bool, codes)),
        }),
        flush=True,
    )  # fmt: skip


def pairs(place: Place) -> None:
    """Print what became of pairs of acts that two people did on one case in the same moment."""
    told = place.run("tests.web.cases.pairs", str(PAIRS))
    print(
        json.dumps(
            {"figure": f"pairs {place.name}", **json.loads(told.stdout or json.dumps({"failed": told.stderr[-500:]}))}, ensure_ascii=False
        ),
        flush=True,
    )


def main() -> None:
    """Measure both databases; the words ``kills`` and ``pairs`` do that instead."""
    words = set(sys.argv[1:])
    if not words - {"sqlite", "postgresql"}:
        words |= {"speed"}
    only = words & {"sqlite", "postgresql"} or {"sqlite", "postgresql"}
    if "pairs" in words:
        with places(ZOUTONG_PACK=str(COUNTER)) as found:
            for place in found:
                if place.name in only:
                    pairs(place)
    if words & {"speed", "kills"}:
        with places() as found:
            for place in found:
                if place.name in only and "speed" in words:
                    throughput(place, 8)
                    throughput(place, 32)
                if place.name in only and "kills" in words:
                    kills(place)


if __name__ == "__main__":
    main()
