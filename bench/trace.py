"""Knows how fast the rules of traces are: a million stored events at once, and one act at a time."""

from __future__ import annotations

import json
import time
from itertools import chain
from pathlib import Path

from bench.walk import figure
from zoutong.pack import load
from zoutong.trace import Watch, judge, over, read_rules
from zoutong.trace.batch import Row
from zoutong.walk import course_of
from zoutong.walk.act import Event, from_json, to_json
from zoutong.walk.rehearse import play
from zoutong.walk.script import read_script, scripts

PACK = Path(__file__).resolve().parents[1] / "packs" / "labour-rights"
EVENTS = 1_000_000


def opened(raw: object) -> Event:
    """Open a stored event as the store does."""
    return from_json(json.loads(str(raw)))


def main() -> None:
    """Print both figures."""
    pack = load(PACK)
    course, rules = course_of(pack), read_rules(pack)
    walks = [play(course, read_script(path), rules).events for path in scripts(PACK) if path.stem != "surge"]
    traces = [[(e, json.dumps(to_json(e), ensure_ascii=False)) for e in events] for events in walks]
    rows: list[Row] = []
    number = 0
    while len(rows) < EVENTS:
        rows += (Row(f"W{number}", e.phase, e.activity, e.at, "act" in e.data, raw) for e, raw in traces[number % len(traces)])
        number += 1
    begin = time.perf_counter()
    found = sum(1 for _ in over(rules, rows, opened))
    figure(
        "the rules of traces on stored events",
        time.perf_counter() - begin,
        "s",
        events=len(rows),
        walks=number,
        breaches=found,
        wanted="5 s a million",
    )
    spent = []
    for _ in range(50):
        for events in walks:
            watch = Watch()
            for event in events:
                begin = time.perf_counter()
                watch, _ = judge(rules, watch, event)
                spent.append(time.perf_counter() - begin)
    figure(
        "one event judged, mean",
        1e6 * sum(spent) / len(spent),
        "µs",
        longest_ms=round(1e3 * max(spent), 3),
        events=len(list(chain(*walks))),
    )


if __name__ == "__main__":
    main()
