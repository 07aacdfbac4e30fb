"""Knows how to run all the random models: ``python -m tests.golden.bpmn [--models N] [--write]``; --write renews the table, to be read before it is kept."""

from __future__ import annotations

import argparse
import sys
import time

from tests.golden.bpmn.compare import side_by_side
from tests.golden.bpmn.table import known, row, write


def main() -> int:
    """Run, print the figures, and fail on a disagreement that the table does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", type=int, default=1000)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    began = time.perf_counter()
    outcomes = [side_by_side(seed) for seed in range(asked.models)]
    against = [row(o) for o in outcomes if o.referee]
    wrong = [o.model.seed for o in outcomes if o.blocks]
    if asked.write:
        write(against)
    table = known()
    new = [line for line in against if table.get(int(line["seed"])) != line]
    print(
        f"{len(outcomes)} models, {sum(o.steps for o in outcomes)} steps, {time.perf_counter() - began:.0f} s: "
        f"{len(outcomes) - len(wrong)} agree with the blocks themselves, {len(outcomes) - len(against)} with the referee; "
        f"{len(against)} disagreements, {sum(line['judged'] == 'not judged' for line in against)} not judged, {len(new)} not in the table"
    )
    for line in new:
        print(line)
    return 1 if new or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
