"""Knows how a decision is explained: every row with every cell, what it is, what it wanted, and whether it is met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zoutong.kernel.words import Words
from zoutong.rules.decision import Decision, Unmet
from zoutong.rules.feel import Unknown
from zoutong.rules.table.core import Core, Survey
from zoutong.rules.table.hits import rows_of
from zoutong.rules.table.wording import cell_words


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell of one row: column from 0, the fact it asks, what it wanted; ``met`` is None when the fact is unknown."""

    cell: int
    fact: str
    wanted: Words
    met: bool | None


@dataclass(frozen=True, slots=True)
class RowView:
    """One row that exists on the day; ``fires`` is None while it is open, ``citations`` are the articles of the row."""

    row: int
    fires: bool | None
    cells: tuple[CellView, ...]
    citations: tuple[str, ...]
    annotations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision with every row behind it; ``actual`` gives the value of each column, Unknown where it is not known."""

    decision: Decision
    rows: tuple[RowView, ...]
    actual: tuple[object, ...]

    def unmet(self) -> tuple[Unmet, ...]:
        """List the cells that failed or are unknown, row by row, in Chinese words."""
        return tuple(
            Unmet(
                row.row,
                view.cell,
                view.fact,
                None if isinstance(self.actual[view.cell], Unknown) else self.actual[view.cell],
                view.wanted.zh,
                view.met,
            )
            for row in self.rows
            for view in row.cells
            if view.met is not True
        )

    def citations(self) -> tuple[str, ...]:
        """Give the articles behind the rows that fired, each once."""
        return tuple(dict.fromkeys(text for row in self.rows if row.fires for text in row.citations))


class Explainer:
    """What explaining a table needs, prepared once."""

    def __init__(self, compiled: Core) -> None:
        """Say every distinct cell in words, in its three states."""
        self.compiled = compiled
        self.views: list[list[dict[bool | None, CellView]]] = []
        for at, column in enumerate(compiled.columns):
            name = column.name or column.clause.expression
            self.views.append([{met: CellView(at, name, cell_words(cell), met) for met in (True, False, None)} for cell in column.cells])
        rows = compiled.table.rows
        self.citations = [tuple(part.strip() for part in row.annotations.get("citation", "").split("；") if part.strip()) for row in rows]

    def explain(self, values: Mapping[str, object], on: date | None = None) -> Explanation:
        """Decide and say of every row that exists on the day how each cell fared; agrees with ``decide``."""
        compiled = self.compiled
        decision = compiled.decide(values, on)
        survey = compiled.survey(values, on, every_cell=True)
        states = [self._column(at, survey) for at in range(len(compiled.columns))]
        met, failed = compiled.everything, 0
        for yes, no, _ in states:
            met &= yes
            failed |= no
        found = []
        for row in rows_of(compiled.alive(on)):
            cells = tuple(picked[row] for _, _, picked in states)
            fires = True if met >> row & 1 else False if failed >> row & 1 else None
            source = compiled.table.rows[row]
            found.append(RowView(source.number, fires, cells, self.citations[row], source.annotations))
        return Explanation(decision, tuple(found), tuple(survey.values[at] for at in range(len(compiled.columns))))

    def _column(self, at: int, survey: Survey) -> tuple[int, int, list[CellView]]:
        """Give the rows whose cell is met, those whose cell failed, and the view of the cell in every row."""
        column = self.compiled.columns[at]
        mask = survey.masks.get(at)
        yes, no = (mask, ~mask) if mask is not None else (column.all_mask, ~column.any_mask)
        picked: list[CellView] = []
        for place, cell in enumerate(column.cells):
            truth: bool | None = True if cell.rows & yes else False if cell.rows & no else None
            if cell.opaque:
                found = survey.opaque.get((at, place))
                truth = None if isinstance(found, Unknown) else found is True
                yes = yes | cell.rows if truth else yes & ~cell.rows
                no = no | cell.rows if truth is False else no & ~cell.rows
            picked.append(self.views[at][place][truth])
        return yes & self.compiled.everything, no & self.compiled.everything, [picked[place] for place in column.of_row]
