"""Knows a claim that grows by the month: each month with its own time limit and its working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zoutong.intake.figures import decision_names
from zoutong.intake.interruptions import Interruptions
from zoutong.kernel.clock import Clock, Due, Term
from zoutong.pack import Pack

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Month:
    """One month of service for which something is due: first and last day that count, and until when it can be claimed.

    ``workdays`` are those from ``first`` to ``last``; ``workdays_in_month`` those of the whole month of service.
    """

    first: date
    last: date
    whole: bool
    due: Due
    in_time: bool
    workdays: int
    workdays_in_month: int


def months_of(
    pack: Pack, claim: str, values: Mapping[str, object], term: Term, breaks: Interruptions, on: date
) -> tuple[tuple[Month, ...], tuple[str, ...]]:
    """Give the months of the claim's decision ``accrual_<claim>``, and the facts that it still needs; both empty when it does not grow."""
    found = decision_names(pack, f"accrual_{claim}")
    if not found:
        return (), ()
    file, name = found[0]
    decision = pack.models[file].decide(name, values, on)
    if not isinstance(decision.value, list):
        return (), decision.missing
    months = (_month(pack, entry, term, breaks, on) for entry in decision.value if isinstance(entry, Mapping))
    return tuple(m for m in months if m is not None), ()


def _month(pack: Pack, entry: Mapping[str, object], term: Term, breaks: Interruptions, on: date) -> Month | None:
    first, last, end = entry.get("from"), entry.get("to"), entry.get("end")
    if not (isinstance(first, date) and isinstance(last, date) and isinstance(end, date)):
        return None
    due, _ = breaks.apply(Clock.start(term, last, pack.calendar))
    if due is None:
        return None
    before = first - ONE_DAY
    worked = pack.calendar.workdays_between(before, last).days
    return Month(
        first, last, entry.get("whole") is True, due, not due.expired(on), worked, pack.calendar.workdays_between(before, end).days
    )
