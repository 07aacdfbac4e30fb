"""Knows how rows of phrases are found in an abstract text and what value each of their facts gets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zoutong.intake.words.guards import clause_end, clause_start, held_back
from zoutong.intake.words.phrases import Assignment, FactPhrase
from zoutong.intake.words.tokens import DAY, DURATION, MONTH, ONE_MONTH, ONE_YEAR, Abstract, Token

MAX_HITS = 40
LIMITS: dict[str, tuple[int, int]] = {
    "monthly_wage": (300, 1_000_000), "avg_wage_12m": (300, 1_000_000), "hourly_wage": (1, 3000), "worker_age": (5, 99), "hours_per_day": (1, 24),
    "hours_per_week": (1, 168), "days_per_week": (1, 7), "disability_grade": (1, 10), "group_size": (1, 100_000), "unpaid_months_full": (1, 120),
    "ot_holiday_days": (1, 4), "unpaid_amount": (10, 100_000_000), "deposit_amount": (10, 1_000_000), "annual_leave_entitled_days": (1, 40),
}  # fmt: skip
"""What a value may be at all; outside, the words are about something else."""
EVENTS = frozenset({"demand", "complaint"})
PROOFS = ("微信", "短信", "录音", "邮件", "快递", "书面", "聊天记录", "电话")
"""What shows that somebody asked for what is owed, as people name it."""
ROUGH_DAYS = frozenset({"hire_date", "end_date", "contract_start", "contract_end"})
"""Days for which the edge of a month that was said is good enough to go on with, with the note ``month``."""


@dataclass(frozen=True, slots=True)
class Found:
    """One fact that a row found: ``span`` half-open in the plain text; ``value`` None when it is known only roughly."""

    fact: str
    value: object
    span: tuple[int, int]
    rank: int
    row: int
    note: str = ""
    dated_by: str = ""


def find_facts(abstract: Abstract, rows: Iterable[FactPhrase], on: date) -> list[Found]:
    """Find every fact that the rows say, in the order of the rows; no match counts that a guard holds back."""
    signs = frozenset(abstract.text)
    found: list[Found] = []
    for row in rows:
        for pattern in row.patterns:
            if not pattern.possible(signs):
                continue
            for hits, match in enumerate(pattern.regex.finditer(abstract.text)):
                if hits >= MAX_HITS:
                    break
                start, end = match.span()
                if held_back(abstract.text, start, end, row.allow) or _excepted(abstract.text, start, end, row):
                    continue
                slots: dict[str, list[Token]] = {}
                for name, group in zip(pattern.slots, range(1, len(pattern.slots) + 1), strict=True):
                    if match.start(group) >= 0:
                        slots.setdefault(name, []).append(abstract.at[match.start(group)])
                span = (abstract.places[start], abstract.ends[end - 1])
                for assignment in row.facts:
                    fact = _value(assignment, slots, span, row, on)
                    if fact is not None and assignment.form in EVENTS and isinstance(fact.value, date):
                        fact = replace(
                            fact, value=[_event(fact.value, assignment.form, abstract.text[start : clause_end(abstract.text, end)])]
                        )
                    if fact is not None:
                        found.append(fact)
    return found


def _event(day: date, kind: str, words: str) -> dict[str, object]:
    """Make one event of ``interruptions``; its evidence only when a kind of it was named."""
    event: dict[str, object] = {"date": day, "type": kind}
    proofs = [word for word in PROOFS if word in words]
    return event | {"evidence": proofs[0]} if proofs else event


def _excepted(text: str, start: int, end: int, row: FactPhrase) -> bool:
    if not row.unless:
        return False
    clause = text[clause_start(text, start) : clause_end(text, end)]
    return any(p.regex.search(clause) for p in row.unless)


def _value(assignment: Assignment, slots: dict[str, list[Token]], span: tuple[int, int], row: FactPhrase, on: date) -> Found | None:
    """Turn a slot into the value of a fact; None when it cannot be that fact at all."""
    name = assignment.fact
    if not assignment.slot:
        return Found(name, assignment.value, span, row.rank, row.row)
    tokens = slots.get(assignment.slot, [])
    if len(tokens) < assignment.turn:
        return None
    token = tokens[assignment.turn - 1]
    value, note = _read(token, assignment.form, on)
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else value.normalize()
        low, high = LIMITS.get(name, (0, 10**12))
        if not low <= value <= high:
            return None
        if name in ("unpaid_months_full", "group_size", "worker_age", "disability_grade") and not isinstance(value, int):
            value, note = None, f"{value}"
    if note == "month" and isinstance(value, date) and name not in ROUGH_DAYS:
        value = None
    if isinstance(value, date) and value > on and assignment.form != "future":
        return None
    return Found(name, value, (token.start, token.end), row.rank, row.row, note, token.dated_by)


def _read(token: Token, form: str, on: date) -> tuple[object, str]:
    """Read a token in the way a row wants it: first, last, worked, demand:…; give value and what is rough about it."""
    value = token.value
    if form == "worked":
        return None, f"worked {value:f} months" if isinstance(value, Decimal) else "worked"
    if token.kind == DAY or value is None:
        return value, token.note
    if token.kind == MONTH and isinstance(value, tuple):
        return (_list([value]), "") if form == "list" else (_edge(value, form, on), "month")
    if isinstance(value, tuple):
        if form == "first":
            return _edge(value[0], "", on), "month"
        if form == "last":
            return _edge(value[-1], "last", on), "month"
        return _list(list(value)), token.note
    if token.kind in (DURATION, ONE_MONTH, ONE_YEAR) and form == "years" and isinstance(value, Decimal):
        return value / 12, token.note
    return value, token.note


def _list(months: list[tuple[int, int]]) -> list[str]:
    return [f"{year:04d}-{month:02d}" for year, month in months]


def _edge(month: tuple[int, int], form: str, on: date) -> date:
    """Give the first day of a month, or with ``last`` its last one (not after ``on``)."""
    first = date(month[0], month[1], 1)
    if form != "last":
        return first
    following = date(month[0] + month[1] // 12, month[1] % 12 + 1, 1)
    last = date.fromordinal(following.toordinal() - 1)
    return min(last, on) if first <= on else last
