"""Knows how the many things that were found become one value for each fact, or one that contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zoutong.intake.words.match import Found
from zoutong.kernel.facts import CONTRADICTORY

GATHERED = frozenset({"unpaid_months", "interruptions"})
"""Facts that are lists: what was found in several places is put together."""
AT_ODDS = frozenset(
    {
        "contract_signed",
        "end_mode",
        "still_employed",
        "employer_name",
        "pregnant",
        "injury_recognized",
        "worker_age",
        "hire_date",
        "end_date",
    }
)
"""Facts of which a person can say only one thing: two values are a contradiction, not a second thought."""


def settle(found: Iterable[Found], on: date) -> dict[str, Found]:
    """Give each fact once: the highest rank wins; equal ranks that differ are contradictory, or unknown where that proves nothing."""
    by_fact: dict[str, list[Found]] = {}
    for one in found:
        by_fact.setdefault(one.fact, []).append(one)
    settled = {name: _one(name, ones, on) for name, ones in by_fact.items()}
    _fit_months(settled)
    return {name: one for name, one in settled.items() if one is not None}


def _one(name: str, ones: list[Found], on: date) -> Found:
    top = max(one.rank for one in ones)
    known = sorted((one for one in ones if one.rank == top), key=lambda one: one.span)
    exact = [one for one in known if one.value is not None]
    if name in ("still_employed", "end_mode"):
        exact = exact or [one for one in ones if one.value is not None]
    if not exact:
        return known[0]
    if (
        name == "hire_date"
        and exact[0].dated_by == "bare"
        and isinstance(exact[0].value, date)
        and _worked_longer(ones, exact[0].value, on)
    ):
        return Found(name, None, exact[0].span, top, exact[0].row, "which year")
    if name in GATHERED:
        return _gathered(exact)
    first = exact[0]
    if all(one.value == first.value for one in exact):
        return first
    if name == "end_mode" and len({_family(one.value) for one in exact}) == 1:
        return first if first.value != "dismissal_claimed" else exact[1]
    value = CONTRADICTORY if name in AT_ODDS else None
    return Found(name, value, first.span, top, first.row, "; ".join(dict.fromkeys(str(one.value) for one in exact)))


def _worked_longer(ones: list[Found], hired: date, on: date) -> bool:
    """Tell whether a length of service that was said does not fit the year that was only inferred."""
    since = (on.year - hired.year) * 12 + on.month - hired.month
    said = [float(one.note.split()[1]) for one in ones if one.note.startswith("worked ")]
    return any(months > since + 2 for months in said)


def _family(mode: object) -> str:
    words = str(mode)
    return "left" if words in ("resign_37", "forced_resign_38") else "agreed" if words.startswith("mutual") else "sent"


def _gathered(ones: list[Found]) -> Found:
    """Put lists together in order, each member once."""
    members: list[object] = []
    for one in ones:
        members += [m for m in (one.value if isinstance(one.value, list) else []) if m not in members]
    members.sort(key=str)
    first = ones[0]
    bare = "bare" if any(one.dated_by == "bare" for one in ones) else first.dated_by
    return Found(first.fact, members, first.span, first.rank, first.row, first.note, bare)


def _fit_months(settled: dict[str, Found]) -> None:
    """Move unpaid months whose year was only inferred before a last day whose year was said: nobody earns after leaving."""
    end, months = settled.get("end_date"), settled.get("unpaid_months")
    if end is None or months is None or not isinstance(end.value, date) or not isinstance(months.value, list):
        return
    last = f"{end.value:%Y-%m}"
    if end.dated_by != "year" or months.dated_by != "bare" or max(months.value) <= last:
        return
    moved = sorted(_not_after(month, end.value) for month in months.value)
    settled["unpaid_months"] = Found("unpaid_months", moved, months.span, months.rank, months.row, months.note, "bare")


def _not_after(month: str, last: date) -> str:
    number = int(month[5:])
    return f"{last.year if number <= last.month else last.year - 1:04d}-{number:02d}"
