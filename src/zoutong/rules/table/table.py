"""Knows all that a compiled decision table can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from zoutong.rules.feel import Calendar
from zoutong.rules.model import DecisionTable
from zoutong.rules.table.core import Core
from zoutong.rules.table.explain import Explainer, Explanation


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


def compile_table(table: DecisionTable, calendar: Calendar | None = None, names: Iterable[str] = ()) -> CompiledTable:
    """Compile a decision table; ``names`` are names in scope with symbols inside, ``calendar`` serves working-day functions. Fault when it cannot be read."""
    return CompiledTable(table, calendar, names)
