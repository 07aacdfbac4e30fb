"""Knows the parts of the bench and runs each in a process of its own, so that one's memory is not the other's."""

import argparse
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
PARTS = {
    "rules": ("bench.rules", "single decisions, explanations and batch, beside a plain loop and plain Polars"),
    "pages": ("bench.pages", "loading the pack, understanding a statement, the result page, memory of a worker"),
    "conformance": ("tests.golden.tck", "the DMN conformance suite, level 2 and the part of level 3 that lies beside the checkout"),
    "cases": ("bench.cases", "the worked cases: claims, doors, limitation, amounts"),
    "questions": ("bench.questions", "real questions: claims, doors, labour or not"),
    "process": ("bench.process", "reading, checking and moving processes by themselves, beside SpiffWorkflow"),
    "bpmn": ("tests.golden.bpmn", "one thousand random processes, beside the blocks they are made of and beside SpiffWorkflow"),
    "walk": ("bench.walk", "acts a second of walks without a database, beside SpiffWorkflow"),
    "trace": ("bench.trace", "the rules of traces on a million events, and one act at a time"),
    "store": ("bench.store", "acts a second and their latency on SQLite and PostgreSQL; python -m bench.store kills, or pairs, does that instead"),
    "million": ("bench.million", "lists, search, board and case file on a million cases; an hour and 30 GB, and so only when it is named"),
    "interview": ("bench.interview", "how many questions the interview asks, beside the fixed list"),
    "mutation": ("tests.packs.mutation", "how many changed cells the pack's own cases and checks notice"),
}
ONLY_WHEN_NAMED = frozenset(("million",))


def main() -> int:
    """Run the parts named, or all."""
    parser = argparse.ArgumentParser(prog="python3 start.py bench", description="Measure; every figure stands beside its peer.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"one or more of {', '.join(PARTS)}; all but million when none is named")
    asked = parser.parse_args().parts or [part for part in PARTS if part not in ONLY_WHEN_NAMED]
    unknown = [p for p in asked if p not in PARTS]
    if unknown:
        parser.error(f"unknown part {unknown[0]}; there are {', '.join(PARTS)}")
    print(f"# {datetime.now(tz=UTC):%Y-%m-%d} · Python {platform.python_version()} · {platform.machine()} · {platform.system()} {platform.release()}")
    outcomes = []
    for part in asked:
        module, what = PARTS[part]
        print(f"\n## {part}: {what}", flush=True)
        outcomes.append(subprocess.run([sys.executable, "-m", module], cwd=HERE.parent, check=False).returncode)
    return max(outcomes)


if __name__ == "__main__":
    sys.exit(main())
