"""Knows a pack's own worked cases: facts, what is expected, and in which points an answer differs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.pack.load import Pack
from zoutong.pack.rows import read_text

Answer = Mapping[str, object]
"""An answer in the form of CONTRACTS (``claims``, ``primary_route``, ``limitation``, ``amounts`` …)."""
EXPECTED = frozenset({"claims", "primary_route", "alternative_routes", "routes", "limitation", "amounts", "citations", "flags", "must_ask"})


@dataclass(frozen=True, slots=True)
class Case:
    """One worked case: its place, its facts, and the part of the answer that is fixed."""

    file: str
    row: int
    name: str
    facts: Mapping[str, object]
    expected: Mapping[str, object]

    def day(self, otherwise: date) -> date:
        """Give the day of the visit, when the case names one."""
        said = self.facts.get("intake_date")
        try:
            return date.fromisoformat(said) if isinstance(said, str) else otherwise
        except ValueError:
            return otherwise


Judge = Callable[[Pack, Case, date], Answer]
"""What answers a case, on its day or else on the one given. The caller brings it, because answering stands above packs."""


def read_cases(folder: Path, faults: list[Fault] | None = None) -> list[Case]:
    """Read ``cases/*.jsonl``; Fault (or one more in ``faults``) for a line that is no case."""
    found: list[Case] = []
    for path in sorted((folder / "cases").glob("*.jsonl")):
        for number, line in enumerate(read_text(path).splitlines(), 1):
            if not line.strip():
                continue
            try:
                found.append(_case(line, path.relative_to(folder).as_posix(), number))
            except Fault as fault:
                if faults is None:
                    raise
                faults.append(fault)
    return found


def _case(line: str, file: str, row: int) -> Case:
    try:
        said = json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as trouble:
        raise _no_case(file, row, "不是 JSON", f"is no JSON ({trouble})") from None
    if not isinstance(said, dict) or not isinstance(said.get("facts"), dict) or not isinstance(said.get("expected"), dict):
        raise _no_case(file, row, "缺 facts 或 expected", "lacks facts or expected")
    strange = sorted(set(said["expected"]) - EXPECTED)
    if strange or not said["expected"]:
        raise _no_case(
            file, row, f"expected 里不能写“{'、'.join(strange)}”", f"expects what no answer has: {', '.join(strange) or 'nothing'}"
        )
    return Case(file, row, str(said.get("id", row)), said["facts"], said["expected"])


def _no_case(file: str, row: int, zh: str, en: str) -> Fault:
    cure = Words('一行写一个 {"id", "facts", "expected"}。', 'Write one {"id", "facts", "expected"} per line.')
    return Fault("pack.case", Words(f"这一行{zh}。", f"this line {en}."), cure=cure, file=file, row=row)


def differences(expected: Answer, answer: Answer) -> Iterator[tuple[str, object, object]]:
    """Give each point in which an answer is not what was expected: its name, the expected and the given value.

    The first claim must be the same and the others the same set; routes, dates and amounts (to the cent) the same; alternatives,
    citations, flags and questions at least those that are named.
    """
    for point, wanted in expected.items():
        given = answer.get(point)
        if point == "claims":
            same = _list(wanted)[:1] == _list(given)[:1] and set(_list(wanted)) == set(_list(given))
            if not same:
                yield point, wanted, given
        elif point == "routes" and isinstance(wanted, Mapping):
            doors = {r.get("claim"): r.get("route") for r in _list(given) if isinstance(r, Mapping)}
            for claim, door in wanted.items():
                if doors.get(claim) != door:
                    yield f"routes.{claim}", door, doors.get(claim)
        elif point in ("limitation", "amounts") and isinstance(wanted, Mapping):
            held = given if isinstance(given, Mapping) else {}
            for key, value in wanted.items():
                if not _same(value, held.get(key)):
                    yield f"{point}.{key}", value, held.get(key)
        elif point == "must_ask":
            asked = {str(a.get("fact")) for a in _list(given or answer.get("ask")) if isinstance(a, Mapping)}
            if lacking := [w for w in _list(wanted) if w not in asked]:
                yield point, lacking, sorted(asked)
        elif point in ("alternative_routes", "citations", "flags"):
            have = {str(g) for g in _list(given)}
            if lacking := [w for w in _list(wanted) if str(w) not in have]:
                yield point, lacking, sorted(have)
        elif not _same(wanted, given):
            yield point, wanted, given


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]


def _same(wanted: object, given: object) -> bool:
    """Compare numbers as amounts of money, everything else as it is written."""
    if isinstance(wanted, bool) or isinstance(given, bool) or wanted is None or given is None:
        return wanted is given
    try:
        return abs(Decimal(str(wanted)) - Decimal(str(given))) < Decimal("0.005")
    except InvalidOperation:
        return str(wanted) == str(given)
