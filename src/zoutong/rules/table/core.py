"""Knows a compiled decision table: one structure that decides, tells what is possible, and says what is missing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.rules.decision import Decision, Reason
from zoutong.rules.feel import Calendar, Environment, Scope, Unknown
from zoutong.rules.feel.builtins import BUILTINS
from zoutong.rules.feel.values import to_feel
from zoutong.rules.model import DecisionTable
from zoutong.rules.table.compile import column_of, output_of, period_of, priorities, seasons
from zoutong.rules.table.hits import Hits, Verdict, key_of
from zoutong.rules.table.reach import Exhausted, Reach, Unsure, unsure

BUDGET = 20_000
"""Nodes that one sweep over unknown facts may visit before it falls back to counting rows one by one."""
_LIST_BUDGET, _LIST_OUTCOMES = 3_000, 100
"""Tables that give lists have as many outcomes as sets of rows; nobody reads more of them than this."""
_REMEMBERED = 4096


@dataclass(slots=True)
class Survey:
    """What is known about one case before the hit policy speaks: rows that may still match, and what is unsure."""

    active: int
    unknowns: list[Unsure] = field(default_factory=list)
    values: dict[int, object] = field(default_factory=dict)
    masks: dict[int, int] = field(default_factory=dict)
    opaque: dict[tuple[int, int], object] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    wrong: bool = False
    scope: Scope | None = None
    spoken: tuple[object, ...] | None = None


class Core:
    """A decision table ready to decide; it holds no state of any case."""

    def __init__(self, table: DecisionTable, calendar: Calendar | None = None, names: Iterable[str] = ()) -> None:
        """Compile; Fault with file and row when something cannot be read."""
        known = tuple(names)
        self.table = table
        self.calendar = calendar
        for row in table.rows:
            if len(row.inputs) != len(table.inputs) or len(row.outputs) != len(table.outputs):
                raise _ragged(table, row.number)
        self.columns = tuple(column_of(table, index, known, calendar) for index in range(len(table.inputs)))
        self.outputs = tuple(tuple(output_of(table, text, row, at, known) for at, text in enumerate(row.outputs)) for row in table.rows)
        self.priorities = priorities(table, known)
        defaults = [output_of(table, clause.default, None, at, known) for at, clause in enumerate(table.outputs)]
        self.seasons, self.season_rows = seasons([period_of(table, row) for row in table.rows])
        self.everything = (1 << len(table.rows)) - 1
        self._names = tuple(clause.name or clause.label or str(at + 1) for at, clause in enumerate(table.outputs))
        self._constant = [
            None if any(part.code for part in parts) else (self._joined([part.value for part in parts]),) for parts in self.outputs
        ]
        default = self._joined([part.value for part in defaults]) if any(clause.default.strip() for clause in table.outputs) else None
        self.hits = Hits(table.hit_policy, table.aggregation, default, self._ranks(), [row.number for row in table.rows])
        self.keeps = self.hits.keeps()
        self.fixed = all(value is not None for value in self._constant)
        self.needs = self._all_needs()
        self.reasons = tuple(Reason(table.name, row.number, row.annotations) for row in table.rows)
        self._opaque = tuple(
            (at, place, cell) for at, column in enumerate(self.columns) for place, cell in enumerate(column.cells) if cell.opaque
        )
        self._plain = self.fixed and not self._opaque and all(column.name is not None and column.allowed is None for column in self.columns)
        self._fast = tuple((column.name or "", column.mask, tuple(column.sections)) for column in self.columns)
        self._settled: dict[int, Decision] = {}
        self._open: dict[object, Decision] = {}
        self._spoken = tuple(sorted({name for parts in self.outputs for part in parts for name in part.needs}))

    def _all_needs(self) -> frozenset[str]:
        found: set[str] = set()
        for column in self.columns:
            found |= column.needs
            for cell in column.cells:
                found |= cell.needs if cell.opaque else set()
        for parts in self.outputs:
            for part in parts:
                found |= part.needs
        return frozenset(found)

    def _joined(self, values: list[object]) -> object:
        """Make the outcome of a row of its output values: the value itself, or a context when there are several outputs."""
        return values[0] if len(values) == 1 else dict(zip(self._names, values, strict=True))

    def _ranks(self) -> list[tuple[int, ...]]:
        """Rank every row by its constant outputs in the order of the allowed values; what is not listed comes last."""
        places = [{key_of(value): at for at, value in enumerate(listed)} for listed in self.priorities]
        return [
            tuple(
                place.get(key_of(part.value), len(place)) if part.code is None else len(place)
                for place, part in zip(places, parts, strict=True)
            )
            for parts in self.outputs
        ]

    def constant_outcomes(self) -> tuple[object, ...]:
        """Give the outcome of each row, None where it is computed."""
        return tuple(value[0] if value is not None else None for value in self._constant)

    def alive(self, on: date | None) -> int:
        """Give the rows that exist on a day; without a day every row does."""
        return self.everything if on is None else self.season_rows[bisect_right(self.seasons, on) - 1]

    def decide(self, values: Mapping[str, object], on: date | None = None) -> Decision:
        """Decide on plain values; an absent name is unknown, None is FEEL's null. Never a guess: see ``Decision``."""
        if self._plain:
            active = self.everything if on is None else self.alive(on)
            try:
                for name, mask, _ in self._fast:
                    value = values[name]
                    if value is None or type(value) is Unknown:
                        break
                    active &= mask(value, self._no_scope)
                else:
                    found = self._settled.get(active)
                    if found is not None:
                        return found
            except (KeyError, _Foreign):
                pass
        return self._decide(values, on)

    def _no_scope(self) -> Scope:
        """End the fast way: a value of another kind than its column needs the cells themselves."""
        raise _Foreign

    def _decide(self, values: Mapping[str, object], on: date | None) -> Decision:
        return self.conclude(self.survey(values, on))

    def conclude(self, survey: Survey) -> Decision:
        """Let the hit policy speak on a survey: the decision, or what is still possible and what is missing."""
        if survey.wrong:
            return Decision(None, errors=tuple(survey.errors))
        reach = self.reach(survey)
        if not survey.unknowns:
            decision = self._of(reach.settle(survey.active), survey)
            if self._plain and not survey.errors and len(self._settled) < _REMEMBERED:
                self._settled[survey.active] = decision
            return decision
        # An interview asks about the same open rows again and again; what they leave open depends on nothing else.
        open_rows = None if self._opaque or survey.errors or survey.spoken is None else (survey.active, survey.spoken, tuple((one.column, one.facts) for one in survey.unknowns))
        if open_rows is not None and (seen := self._open.get(open_rows)) is not None:
            return seen
        decision = self._undecided(survey, reach)
        if open_rows is not None and len(self._open) < _REMEMBERED:
            self._open[open_rows] = decision
        return decision

    def _said(self, values: Mapping[str, object]) -> tuple[object, ...] | None:
        """Give the values that conclusions repeat, by which a remembered decision is told from another; None when they cannot be compared."""
        said = tuple(values.get(name, Unknown) for name in self._spoken)
        return said if all(value is None or value is Unknown or type(value) in (str, bool, int, Decimal) for value in said) else None

    def _undecided(self, survey: Survey, reach: Reach) -> Decision:
        """Say what is still possible and what is missing; a decision after all when nothing missing can change it."""
        try:
            chances = reach.chances(survey.active)
            verdicts = [reach.verdicts[key] for key in sorted(chances, key=lambda key: -chances[key])]
        except Exhausted:
            verdicts = self._rough(reach, survey.active)
        if len(verdicts) == 1 and not isinstance(verdicts[0].value, Unknown):
            return self._of(self._certain(verdicts[0], reach, survey), survey)
        missing = self._missing(reach, survey)
        pending = [verdict.value for verdict in verdicts if isinstance(verdict.value, Unknown)]
        names = dict.fromkeys([*missing, *(name for unknown in pending for name in unknown.names)])
        return Decision(None, (), tuple(names), tuple(verdict.value for verdict in verdicts), tuple(survey.errors))

    def _rough(self, reach: Reach, active: int) -> list[Verdict]:
        """Give the outcomes when the sweep grew too large: exact for one winner, open for lists of rows."""
        if self.hits.single:
            return reach.roughly(active)
        names = tuple(dict.fromkeys(name for unknown in reach.unknowns for name in unknown.facts))
        return [Verdict(Unknown(names), ("pending", active))]

    def _certain(self, verdict: Verdict, reach: Reach, survey: Survey) -> Verdict:
        """Name only those rows as reasons that match whatever the missing facts turn out to be."""
        active = reach.trimmed(survey.active)
        certain = active & reach.sure_from[0]
        return Verdict(verdict.value, verdict.key, tuple(row for row in verdict.rows if certain >> row & 1), verdict.error)

    def _missing(self, reach: Reach, survey: Survey) -> list[str]:
        """Rank the facts that still matter by the share of open rows that each is expected to settle."""
        active = reach.trimmed(survey.active)
        scores: dict[str, float] = {}
        for unknown in reach.unknowns:
            if active & ~unknown.all == 0:
                continue
            settled = sum(weight * (active & ~mask).bit_count() for mask, weight in unknown.ways)
            for name in unknown.facts:
                scores[name] = max(scores.get(name, 0.0), settled / len(unknown.facts))
        return sorted(scores, key=lambda name: -scores[name])

    def _of(self, verdict: Verdict, survey: Survey) -> Decision:
        """Make the decision of a settled verdict."""
        errors = (*survey.errors, *((verdict.error,) if verdict.error else ()))
        because = tuple(self.reasons[row] for row in verdict.rows)
        if isinstance(verdict.value, Unknown):
            return Decision(None, because, verdict.value.names, (verdict.value,), errors)
        return Decision(verdict.value, because, (), (verdict.value,), errors)

    def reach(self, survey: Survey, budget: int = BUDGET) -> Reach:
        """Set up the sweep over what a survey leaves open."""

        def value_of(row: int) -> object:
            constant = self._constant[row]
            if constant is not None:
                return constant[0]
            scope = survey.scope or self.scope({}, None)
            parts = [part.value if part.code is None else part.code(scope) for part in self.outputs[row]]
            unknown = [part for part in parts if isinstance(part, Unknown)]
            return Unknown(tuple(dict.fromkeys(name for part in unknown for name in part.names))) if unknown else self._joined(parts)

        def settle(bits: int) -> Verdict:
            return self.hits.settle(bits, value_of)

        if self.hits.single:
            return Reach(survey.unknowns, self.keeps, settle, budget, len(self.table.rows) + 3)
        return Reach(survey.unknowns, self.keeps, settle, min(budget, _LIST_BUDGET), _LIST_OUTCOMES)

    def scope(self, values: Mapping[str, object], on: date | None) -> Scope:
        """Open the scope in which computed inputs, opaque cells and outputs are evaluated; absent names are unknown."""
        now = datetime.combine(on, time()) if on is not None else None
        env = Environment(BUILTINS, self.needs.difference(values), self.calendar, now)
        return Scope({name: to_feel(value) for name, value in values.items()}, env)

    def survey(self, values: Mapping[str, object], on: date | None, *, every_cell: bool = False) -> Survey:
        """Read every column: which rows may still match, and what is unsure; ``every_cell`` evaluates opaque cells also where a row is out."""
        survey = Survey(self.alive(on), spoken=self._said(values))

        def scope_of() -> Scope:
            if survey.scope is None:
                survey.scope = self.scope(values, on)
            return survey.scope

        if not self.fixed:
            scope_of()
        for at, column in enumerate(self.columns):
            value = column.value(values, scope_of)
            survey.values[at] = value
            if isinstance(value, Unknown):
                if column.all_mask & survey.active != survey.active:
                    ways = [(branch.mask, float(len(branch.codes))) for branch in column.branches]
                    survey.unknowns.append(unsure(value.names, ways, at))
                continue
            if wrong := column.fault(value):
                survey.wrong = True
                survey.errors.append(wrong)
            mask = column.mask(value, scope_of)
            survey.masks[at] = mask
            survey.active &= mask
        if self._opaque:
            self._ask_cells(survey, scope_of, every_cell)
        if survey.scope is not None:
            survey.errors.extend(survey.scope.env.errors)
        return survey

    def _ask_cells(self, survey: Survey, scope_of: Callable[[], Scope], every_cell: bool) -> None:
        """Evaluate the opaque cells of the rows that are still open, or of all."""
        scope = scope_of()
        for at, place, cell in self._opaque:
            if not every_cell and not cell.rows & survey.active:
                continue
            found = cell.code(scope.child({"?": to_feel(survey.values[at])}))
            survey.opaque[at, place] = found
            if isinstance(found, Unknown):
                survey.unknowns.append(unsure(found.names, [(-1, 1.0), (~cell.rows, 1.0)]))
            elif found is not True:
                survey.active &= ~cell.rows


class _Foreign(Exception):  # noqa: N818 - it ends the fast way, it is no error
    """A value is of another kind than its column."""


def _ragged(table: DecisionTable, row: int) -> Fault:
    """Say that a row has too many or too few cells."""
    return Fault(
        "table.ragged",
        Words(f"表“{table.name}”第 {row} 行的单元格数与表头不符。", f"Table “{table.name}”, row {row}: the number of cells does not fit the columns."),
        cure=Words("请补齐或删去多余的单元格。", "Fill in the missing cells or delete the extra ones."),
        file=table.file, row=row,
    )  # fmt: skip
