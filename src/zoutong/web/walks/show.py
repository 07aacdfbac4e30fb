"""Knows how walks are shown: lines of lists, who sits where, and the record with both sides on one time line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from zoutong.kernel.error import Fault
from zoutong.web import clock, served
from zoutong.web.catalogue import catalogue, say
from zoutong.web.desk.seat import tongue_of
from zoutong.web.desk.tongue import Tongue
from zoutong.web.people.models import Account
from zoutong.web.walks import store
from zoutong.web.walks.models import SeatRow, Walking
from zoutong.web.walks.must import DAYS, Must, Reason
from zoutong.web.walks.sides import Sides
from zoutong.web.walks.words import seat_words

SAID = ("planned",)
FEW = 5
"""Fewer ratings or complaints than this are not counted out."""
GAP_S = 60
"""A silence of one side longer than this is drawn as a gap."""


@dataclass(frozen=True, slots=True)
class Line:
    """A walk in a list."""

    number: str
    kind: str
    seat: str
    day: str
    who: str
    state: str
    state_words: str
    place: str
    rewalk_of: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the time line: the hour, on whose side it stands, what it was; ``gap`` is how long that side was still before it.

    ``told`` says what the seat knew, what was asked of it, and how long its step had waited.
    """

    at: str
    side: str
    seat: str
    text: str
    form: str
    gap: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The record as the page shows it."""

    steps: tuple[Step, ...]
    clicks: tuple[tuple[str, int], ...]
    minutes: int
    begun: bool


def words(key: str, lang: str, **values: object) -> str:
    return say(lang, key, **values)


def sentence(fault: Fault, lang: str) -> str:
    """Give what is wrong and what to do about it."""
    cure = fault.cure.in_language(lang) if fault.cure else ""
    return f"{fault.what.in_language(lang)}{'' if lang == 'zh' or not cure else ' '}{cure}"


def hour(at: datetime) -> str:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%H:%M:%S")


def names() -> dict[str, str]:
    return {str(pk): shown for pk, shown in Account.objects.values_list("pk", "shown")}


def seats(lang: str) -> tuple[tuple[str, str], ...]:
    return tuple((role, seat_words(role).in_language(lang)) for role in store.SEATS)


def kinds(lang: str) -> tuple[tuple[str, str], ...]:
    return tuple((kind, say(lang, f"walks.kind.{kind}")) for kind in store.KINDS)


def line(row: Walking, lang: str, who: Mapping[str, str] | None = None) -> Line:
    """Give a walk as a list shows it; ``who`` are the names of accounts, asked for once for a whole list."""
    day = f"{row.planned:%Y-%m-%d}" if row.planned else ""
    return Line(
        row.number, say(lang, f"walks.kind.{row.kind}"), seat_words(row.role).in_language(lang), day, (names() if who is None else who).get(row.leader, ""), row.state,
        say(lang, f"walks.state.{row.state}"), row.place, row.rewalk_of, row.demo,
    )  # fmt: skip


def sitting(row: Walking, lang: str) -> tuple[tuple[str, str], ...]:
    """Name who sits where now."""
    who = names()
    return tuple((seat_words(s.role).in_language(lang), who.get(s.account, "")) for s in SeatRow.objects.filter(walking=row, until=None))


def free(row: Walking, lang: str) -> tuple[tuple[str, str], ...]:
    taken = set(SeatRow.objects.filter(walking=row, until=None).values_list("role", flat=True))
    return tuple((role, seat_words(role).in_language(lang)) for role in store.SEATS if role not in taken)


def must(found: Must, lang: str) -> tuple[str, str, str, str, str]:
    """Give a line of the must-walk list: the claim, step or service, how many cases, their share, how far the list covers, why."""
    tongue = tongue_of(lang, served.course())
    why = ("、" if lang == "zh" else ", ").join(_why(reason, found, lang) for reason in found.why)
    cases = "—" if found.cases is None else str(found.cases)
    return _subject(found, tongue, lang), cases, _share(found.share), _share(found.covered), why


def _subject(found: Must, tongue: Tongue, lang: str) -> str:
    if found.subject == "service":
        return say(lang, "walks.must.whole", name=tongue.of(served.pack().about.title))
    return tongue.claim(found.name) if found.subject == "claim" else tongue.node(found.name)


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.0%}"


def _why(reason: Reason, found: Must, lang: str) -> str:
    """Say one reason with its figure; few ratings or complaints would point at single people, and are hidden."""
    hidden = reason.code in ("bad_ratings", "complaints") and reason.figure < FEW
    key = f"walks.why.{reason.code}"
    n = say(lang, "walks.few", n=FEW) if hidden else reason.figure
    return say(lang, key, n=n, days=DAYS, share=_share(found.share), was=reason.was, now=reason.now)


def sheet(kept: store.Record, lang: str) -> Sheet:
    """Lay the two sides on one time line: the applicant's on the left, the house's on the right, silences as gaps."""
    tongue, who, steps = tongue_of(lang), names(), []
    last: dict[str, datetime] = {}
    before, sides = "", Sides(tongue, {}, {})
    for m in kept.moments:
        side = "left" if m.role == store.APPLICANT else "right"
        gap = ""
        if (seen := last.get(side)) is not None and (m.at - seen).total_seconds() >= GAP_S:
            gap = say(lang, "walks.waited", n=round((m.at - seen).total_seconds() / 60))
        last[side] = m.at
        text, told = _text(m, lang, tongue, who), sides.tell(m, lang)
        if not text or text == before:
            continue
        before = text
        steps.append(
            Step(hour(m.at), side if m.role != "system" else "middle", seat_words(m.role).in_language(lang), text, m.form, gap, told)
        )
    clicks = tuple((seat_words(role).in_language(lang), n) for role, n in kept.clicks.items())
    return Sheet(tuple(steps), clicks, kept.minutes, kept.begun)


def _text(m: store.Moment, lang: str, tongue: Tongue, who: dict[str, str]) -> str:
    match m.form:
        case "seat":
            return say(lang, "walks.did.sat", who=who.get(m.text, m.text))
        case "page" | "sent":
            key = f"walks.page.{m.text.replace(':', '.')}"
            return say(lang, key) if key in catalogue() else ""
    event = m.event
    if event is None or event.phase not in ("completed", "started", "claimed", "refused"):
        return ""
    return say(lang, f"walks.did.{event.phase}", step=tongue.node(event.activity, event.role))


def waited_since(row: Walking) -> int:
    """Count the minutes since a walk began; 0 before."""
    return max(0, round((clock.micros(clock.now()) - row.began) / 60e6)) if row.began else 0
