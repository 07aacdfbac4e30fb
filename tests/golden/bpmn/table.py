"""Knows the table of models on which the referee disagrees, with the judgement on each."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.golden.bpmn.compare import Outcome

TABLE = Path(__file__).with_name("disagreements.csv")
COLUMNS = ("seed", "what", "join", "judged", "section", "why")
WHY = {
    "13.4.1": "a parallel join takes one token from each way in; the referee goes on without this one",
    "13.4.3": "an inclusive join waits while a token can still come by an empty way and by no other; the referee goes on all the same",
}


def row(outcome: Outcome) -> dict[str, str]:
    """Give the row of a disagreement.

    The referee is judged wrong when the third engine, which runs the blocks themselves, agrees with this house, and the state shows what the
    join of that section still waits for. Anything else is not judged, and the test fails.
    """
    judged = "referee wrong" if not outcome.blocks and outcome.missing else "not judged"
    why = f"{WHY[outcome.section]} ({outcome.missing})" if judged == "referee wrong" else ""
    found = (str(outcome.model.seed), outcome.referee, outcome.join, judged, outcome.section, why)
    return dict(zip(COLUMNS, found, strict=True))


def known() -> dict[int, dict[str, str]]:
    """Read the table by seed."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {int(line["seed"]): line for line in csv.DictReader(file)}


def write(rows: list[dict[str, str]]) -> None:
    """Write the table."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
