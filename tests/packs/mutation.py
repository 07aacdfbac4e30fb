"""Knows how well a pack's worked cases and table checks guard its tables: it changes one cell at a time and counts who notices.

Run it alone for the share of all changes, ``python -m tests.packs.mutation [every N-th]``; a sample of it is part of the tests.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from zoutong.intake.ask import questions
from zoutong.intake.claimed import claims_of
from zoutong.intake.given import given
from zoutong.intake.grounds import matter
from zoutong.intake.judge import judge_matter
from zoutong.intake.record import plain
from zoutong.kernel.error import Fault
from zoutong.pack import Pack, load
from zoutong.pack.cases import Case, differences, read_cases
from zoutong.pack.load import Tables
from zoutong.pack.show import as_day
from zoutong.rules.model import DecisionTable
from zoutong.rules.table import CompiledTable, compile_table

PACK = Path(__file__).resolve().parents[2] / "packs" / "labour-rights"
TODAY = date(2026, 11, 23)
NOT_OURS = frozenset({"arbitration_clock", "inspection_clock", "civil_clock", "other_clock"})
"""Tables of limits: their cases are dates, held elsewhere."""
ENOUGH = 15
"""Questions answered otherwise that are followed up to the end before a change counts as unnoticed."""


@dataclass(frozen=True)
class Mutant:
    """One table with one changed cell."""

    table: str
    row: int
    what: str
    changed: DecisionTable


@dataclass
class Recording:
    """What a table was asked while the cases ran: each distinct question with its outcome and the cases that asked it."""

    asked: dict[str, tuple[dict[str, object], date | None, tuple[str, str], set[int]]] = field(default_factory=dict)


class Overlay(Tables):
    """The tables of a pack with some replaced."""

    def __init__(self, base: Tables, other: Mapping[str, object]) -> None:
        super().__init__({})
        self._base, self._other = base, other

    def __getitem__(self, name: str) -> CompiledTable:
        return self._other.get(name) or self._base[name]  # type: ignore[return-value]

    def __iter__(self) -> Iterator[str]:
        return iter(self._base)

    def __len__(self) -> int:
        return len(self._base)


class Recorder:
    """A compiled table that writes down what it is asked."""

    def __init__(self, table: CompiledTable, recording: Recording, now: list[int]) -> None:
        self._table, self._recording, self._now = table, recording, now

    def __getattr__(self, name: str) -> object:
        return getattr(self._table, name)

    def decide(self, values: Mapping[str, object], on: date | None = None) -> object:
        decision = self._table.decide(values, on)
        seen = {n: values[n] for n in sorted(self._table.needs) if n in values}
        entry = self._recording.asked.setdefault(repr(seen), (seen, on, outcome(decision), set()))
        entry[3].add(self._now[0])
        return decision


def outcome(decision: object) -> tuple[str, str]:
    """Give what a decision says, and what it leaves possible, as comparable texts."""
    return repr(getattr(decision, "value", None)), repr(sorted(map(repr, getattr(decision, "possible", ()))))


def answer(pack: Pack, case: Case) -> dict[str, object]:
    """Answer one case in the form of CONTRACTS, as far as cases look at it."""
    facts = given(pack, case.facts, file=case.file, row=case.row)
    on = case.day(TODAY)
    named = facts.get("claims", ())
    ready = matter(pack, facts, claims_of(pack, facts, on, tuple(named)), on)  # type: ignore[arg-type]
    judgement = judge_matter(ready)
    return {
        "claims": list(judgement.claims),
        "primary_route": judgement.primary.route,
        "alternative_routes": list(judgement.alternatives),
        "routes": [{"claim": r.claim, "route": r.route} for r in judgement.routes],
        "flags": list(judgement.flags),
        "ask": [{"fact": ask.fact} for ask in questions(ready)[0]] if "must_ask" in case.expected else [],
    }


def failing(pack: Pack, case: Case) -> list[str]:
    """Name the points in which a case is not met; a table without an answer is one."""
    try:
        return [point for point, _, _ in differences(case.expected, answer(pack, case))]
    except Fault as fault:
        return [fault.code]


def record_all(pack: Pack, cases: list[Case]) -> dict[str, Recording]:
    """Run every case once and write down what each table was asked."""
    recordings = {name: Recording() for name in pack.tables if name not in NOT_OURS}
    now = [0]
    listening = replace(pack, tables=Overlay(pack.tables, {n: Recorder(pack.tables[n], r, now) for n, r in recordings.items()}))
    for at, case in enumerate(cases):
        now[0] = at
        failing(listening, case)
    return recordings


def mutants(pack: Pack) -> Iterator[Mutant]:
    """Give every single-cell change: a condition dropped, turned round or shifted, a conclusion replaced."""
    for name in pack.tables:
        if name in NOT_OURS:
            continue
        table = pack.tables[name].table
        for at, row in enumerate(table.rows):
            for cell, text in enumerate(row.inputs):
                for new in changed_inputs(text):
                    yield _mutant(table, at, f"{table.inputs[cell].expression}: {text} → {new}", inputs=_with(row.inputs, cell, new))
            for cell, text in enumerate(row.outputs):
                for new in changed_outputs(table, cell, text):
                    yield _mutant(table, at, f"{table.outputs[cell].name}: {text} → {new}", outputs=_with(row.outputs, cell, new))


def changed_inputs(text: str) -> Iterator[str]:
    """Change one condition: drop it, turn it round, shift its bounds by the smallest step."""
    text = text.strip()
    if text in ("", "-"):
        return
    yield "-"
    yield text[4:-1] if text.startswith("not(") else f"not({text})"
    for number in re.finditer(r"(?<![\w\"-])\d+(?![\w\"-])", text):
        yield text[: number.start()] + str(int(number.group()) + 1) + text[number.end() :]
    for day in re.finditer(r"\d{4}-\d{2}-\d{2}", text):
        moved = date.fromisoformat(day.group()) + timedelta(days=1)
        yield text[: day.start()] + moved.isoformat() + text[day.end() :]
    for sign, other in ((">=", ">"), ("<=", "<")):
        if text.startswith(sign):
            yield other + text[2:]
    for sign, other in ((">", ">="), ("<", "<=")):
        if text.startswith(sign) and not text.startswith(sign + "="):
            yield other + text[1:]


def changed_outputs(table: DecisionTable, cell: int, text: str) -> Iterator[str]:
    """Replace one conclusion by another that the column could hold."""
    if text in ("true", "false"):
        yield "false" if text == "true" else "true"
    elif text.startswith("["):
        if text != "[]":
            yield "[]"
    elif text.startswith('"'):
        others = [r.outputs[cell] for r in table.rows if r.outputs[cell] != text and r.outputs[cell].startswith('"')]
        yield others[0] if others else '"guidance"'
    elif text.isdigit():
        yield str(int(text) + 1)


def _with(cells: tuple[str, ...], at: int, new: str) -> tuple[str, ...]:
    return (*cells[:at], new, *cells[at + 1 :])


def _mutant(table: DecisionTable, at: int, what: str, **cells: tuple[str, ...]) -> Mutant:
    rows = (*table.rows[:at], replace(table.rows[at], **cells), *table.rows[at + 1 :])  # type: ignore[arg-type]
    return Mutant(table.name, table.rows[at].number, what, replace(table, rows=rows))


def table_cases(pack: Pack) -> dict[str, list[dict[str, Any]]]:
    """Read the pack's cases of single tables, by table: facts and what the table says of them, unknown facts being null."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in (pack.folder / "cases" / "tables" / "worked.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        found.setdefault(case["table"], []).append(case)
    return found


def table_failing(table: CompiledTable, case: Mapping[str, Any]) -> bool:
    """Tell whether a table says something else than its case."""
    given_values = {n: as_day(v) or v if table_dates(n) else v for n, v in case["facts"].items()}
    return plain(table.decide({**dict.fromkeys(table.needs), **given_values}, TODAY).value) != case["expected"]


def table_dates(name: str) -> bool:
    """Tell whether a fact of a table's case is a date."""
    return name.endswith("_date") or name == "contract_end"


def serious(table: CompiledTable) -> frozenset[tuple[str, tuple[int, ...]]]:
    """Give the errors and warnings that the checks find in a table."""
    return frozenset((f.code, f.rows) for f in table.check() if f.severity != "info")


def noticed(pack: Pack, mutant: Mutant, cases: list[Case], recording: Recording, first: Container[int] = (), alone: Sequence[Mapping[str, Any]] = ()) -> str:
    """Say who notices a change: "check", "table case", "case" and its number (those in ``first`` are tried first), or "" for nobody.

    ``alone`` are the cases of the changed table alone.
    """
    try:
        table = compile_table(mutant.changed)
    except Fault:
        return "check"
    unique = mutant.changed.hit_policy == "UNIQUE"
    if unique and serious(table) - serious(pack.tables[mutant.table]):
        return "check"
    if any(table_failing(table, case) for case in alone):
        return "table case"
    changed = replace(pack, tables=Overlay(pack.tables, {mutant.table: table}))
    touched: dict[int, tuple[bool, int, bool, int]] = {}
    names = _conditions(pack, mutant)
    for seen, on, before, askers in recording.asked.values():
        now = outcome(table.decide(seen, on))
        if now != before:
            near = sum(seen.get(name) is not None for name in names)
            for at in sorted(askers, key=lambda at: (at not in first, at))[:2]:
                # The likeliest to notice first: a settled answer changed, and the facts of the row are known.
                touched[at] = min(touched.get(at, (True, 0, True, 0)), (before[0] == now[0], -near, at not in first, at))
    for at in sorted(touched, key=lambda at: touched[at])[:ENOUGH]:
        if failing(changed, cases[at]):
            return f"case {at}"
    if not unique and serious(table) - serious(pack.tables[mutant.table]):
        return "check"
    return ""


def _conditions(pack: Pack, mutant: Mutant) -> set[str]:
    """Name the facts that the changed row asks for."""
    columns = pack.tables[mutant.table].columns
    row = next(r for r in mutant.changed.rows if r.number == mutant.row)
    before = next(r for r in pack.tables[mutant.table].table.rows if r.number == mutant.row)
    asked = [i for i, cells in enumerate(zip(row.inputs, before.inputs, strict=True)) if any(c.strip() not in ("", "-") for c in cells)]
    return {name for i in asked for name in columns[i].needs}


def measure(step: int = 1, start: int = 0) -> dict[str, object]:
    """Give how many changes are noticed, and name those that are not; every ``step``-th one from ``start``."""
    pack = load(PACK)
    cases = read_cases(PACK)
    recordings = record_all(pack, cases)
    tried = [m for at, m in enumerate(mutants(pack)) if at % step == start % step]
    alone = table_cases(pack)
    by = [noticed(pack, m, cases, recordings[m.table], (), alone.get(m.table, ())) for m in tried]
    caught = sum(1 for one in by if one)
    return {
        "mutants": len(tried),
        "caught": caught,
        "by_checks": sum(1 for one in by if one == "check"),
        "share": round(caught / len(tried), 4),
        "survivors": [f"{m.table}#{m.row} {m.what}" for m, one in zip(tried, by, strict=True) if not one],
    }


if __name__ == "__main__":
    json.dump(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1), sys.stdout, ensure_ascii=False, indent=1)
