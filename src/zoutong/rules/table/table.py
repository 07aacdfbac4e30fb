"""Knows all that a compiled decision table can be asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from zoutong.rules.decision import Nearest
from zoutong.rules.feel import Calendar
from zoutong.rules.model import DecisionTable
from zoutong.rules.table.ask import Question, Weights, ask
from zoutong.rules.table.check import NODES, Finding, check
from zoutong.rules.table.core import Core
from zoutong.rules.table.explain import Explainer, Explanation
from zoutong.rules.table.nearest import nearest


class CompiledTable(Core):
    """A decision table ready for use: decide, explain, ask, nearest, check. It holds no state of any case."""

    def __init__(self, table: DecisionTable, calendar: Calendar | None = None, names: Iterable[str] = ()) -> None:
        """Compile; Fault with file and row when something cannot be read."""
        super().__init__(table, calendar, names)
        self._explainer: Explainer | None = None

    def explain(self, values: Mapping[str, object], on: date | None = None) -> Explanation:
        """Decide, and say of every row that exists on the day how each of its cells fared."""
        if self._explainer is None:
            self._explainer = Explainer(self)
        return self._explainer.explain(values, on)

    def ask(
        self, values: Mapping[str, object], on: date | None = None, wanted: object = None, weights: Weights | None = None
    ) -> tuple[Question, ...]:
        """Rank the missing facts that still matter, the most telling first; empty when the outcome is settled."""
        return ask(self, values, on, wanted, weights)

    def nearest(self, values: Mapping[str, object], wanted: object, changeable: Collection[str], on: date | None = None) -> Nearest | None:
        """Find the smallest change of changeable facts that gives the wanted outcome; None when there is none within bounds."""
        return nearest(self, values, wanted, changeable, on)

    def check(self, on: date | None = None, budget: int = NODES) -> list[Finding]:
        """Prove what can be proved about the table: gaps, overlaps, dead rows, cells and conclusions that do not fit."""
        return check(self, on, budget)


def compile_table(table: DecisionTable, calendar: Calendar | None = None, names: Iterable[str] = ()) -> CompiledTable:
    """Compile a decision table; ``names`` are names in scope with symbols inside, ``calendar`` serves working-day functions. Fault when it cannot be read."""
    return CompiledTable(table, calendar, names)
