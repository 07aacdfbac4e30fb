"""Knows which local figures apply to a person: by place, by the day of the matter, and by what was published by then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zoutong.kernel.facts import Facts
from zoutong.kernel.law import Citation, Grade
from zoutong.kernel.words import Words
from zoutong.pack import Pack, Parameter
from zoutong.pack.parameters import scopes


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures for one matter: plain values by name, and the rows of the pack that they come from.

    ``given`` names the figures that the facts themselves brought along (``params``): they go before the pack's.
    """

    values: Mapping[str, object]
    rows: Mapping[str, Parameter]
    given: frozenset[str]

    def grade(self, name: str) -> Grade:
        """Give how well a figure was checked; one brought along by the facts counts as checked by who brought it."""
        return "verified" if name in self.given or name not in self.rows else self.rows[name].grade

    def remark(self, name: str) -> Words | None:
        """Say that a newer figure was not yet published, where that is so."""
        row = self.rows.get(name)
        if row is None or name in self.given or not row.late:
            return None
        return Words(
            f"{row.title.zh}之后的数字尚未公布，先用已公布的。",
            f"No newer figure is published than this: {row.title.en}; it is used for now.",
        )


def day_of(value: object) -> date | None:
    """Read a fact as a day: a date, or text such as 2026-11-23; None otherwise."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def known_matter_day(facts: Mapping[str, object]) -> date | None:
    """Give the day of the matter: end of the breach, else of the work, else when payment was due; None when none is known."""
    days = (day_of(facts.get(name)) for name in ("violation_end", "end_date", "due_date"))
    return next((day for day in days if day), None)


def matter_day(facts: Mapping[str, object], on: date) -> date:
    """Give the day that decides which law and which figures apply; ``on`` when no earlier day is known."""
    return min(known_matter_day(facts) or on, on)


def cited(pack: Pack, text: str, days: Iterable[date]) -> tuple[Citation, ...]:
    """Read citations and keep those in force on one of the days: that of the matter, or that of the visit."""
    wanted = tuple(days)
    return tuple(c for c in pack.laws.cite_all(text) if any(c.in_force(day) for day in wanted))


def figures(pack: Pack, facts: Facts, on: date) -> Figures:
    """Gather every figure that applies on the day of the matter and was published by ``on``."""
    city = str(facts.get("workplace_city") or facts.get("city") or "")
    district = str(facts.get("workplace_district") or "")
    place = "/".join(part for part in (city, district) if part)
    day = min(day_of(facts.get("end_date")) or on, on)
    rows = {name: row for name in pack.parameters.names() if (row := _applying(pack, name, place, day, on))}
    values: dict[str, object] = {name: row.value for name, row in rows.items()}
    given = facts.get("params")
    own = {str(k): _exact(v) for k, v in given.items() if v is not None} if isinstance(given, Mapping) else {}
    return Figures({**values, **own}, rows, frozenset(own))


def _applying(pack: Pack, name: str, place: str, day: date, on: date) -> Parameter | None:
    """Find the row in force on ``day`` that is known on ``on``: what was not out on the day of the matter may be out now."""
    found = pack.parameters.find(name, place, day)
    if found is None or not found.late:
        return found
    for scope in scopes(place):
        known = [
            p
            for p in pack.parameters
            if p.name == name and p.place == scope and _in_force(p, day) and (p.published is None or p.published <= on)
        ]
        if known:
            best = max(known, key=lambda p: p.since or date.min)
            return found if best.row == found.row else best
    return found


def _in_force(row: Parameter, day: date) -> bool:
    return (row.since is None or row.since <= day) and (row.until is None or day <= row.until)


def _exact(value: object) -> object:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def seen(pack: Pack, facts: Facts, on: date, local: Figures | None = None) -> dict[str, object]:
    """Give the facts as the formulas of a pack see them.

    Days are days; ``params`` holds the local figures; ``known`` names the facts that are known, so that a formula can
    ask whether something was said at all without taking silence for "no"; ``intake_date`` is ``on`` when not said.
    """
    values: dict[str, object] = {}
    for name, value in facts.items():
        spec = pack.facts.get(name)
        values[name] = day_of(value) or value if spec is None or spec.type == "date" else value
    values.setdefault("intake_date", on)
    if day_of(facts.get("end_date")) and "still_employed" not in values:
        values["still_employed"] = False
    values["known"] = sorted(values)
    values["params"] = dict((local or figures(pack, facts, on)).values)
    return values


def decision_names(pack: Pack, prefix: str) -> tuple[tuple[str, str], ...]:
    """Name the decisions that begin with a prefix, each with the file of its model, in the order in which they are written."""
    return tuple((file, name) for file, model in pack.models.items() for name in model.decisions if name.startswith(prefix))
