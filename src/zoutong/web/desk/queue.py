"""Knows the day's queue: who waits, who is next, who is at which window, and how long a new number would wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from django.db.models import Exists, OuterRef

from zoutong.walk import Actor
from zoutong.web import clock
from zoutong.web.cases import store
from zoutong.web.cases.models import Run
from zoutong.web.desk.models import Call
from zoutong.web.desk.seat import case_url, hall_steps
from zoutong.web.desk.tongue import Tongue

MOST = 200
LONG_WAIT = timedelta(minutes=10)
"""From here on a wait is marked as long: the service target of the bureau (labour-rights brief §9, step 1)."""
ENOUGH, LOOK_BACK = 3, 60
"""How many receptions an estimate needs at least, and how many of the last ones it looks at."""
DANGER = ("danger", "child")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One visitor of the queue, as a row shows her."""

    value: str
    number: str
    queue: str
    person: str
    url: str
    urgent: bool
    long: bool
    waited: str
    since_exact: str


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A visitor who was called: by whom, to which window."""

    value: str
    number: str
    queue: str
    window: str
    holder: str
    url: str
    since: str
    since_exact: str
    mine: bool
    held_by: str


@dataclass(frozen=True, slots=True)
class Hall:
    """The queue at one moment."""

    rows: tuple[Waiting, ...]
    desks: tuple[AtDesk, ...]
    minutes: int | None
    """How long a number taken now would wait; None while too little is known."""

    @property
    def next(self) -> Waiting | None:
        return self.rows[0] if self.rows else None


def hall_of(actor: Actor, tongue: Tongue, now: datetime) -> Hall:
    """Read the queue; urgent ones first, then as they came; who was called and did not come stands behind who waited then."""
    lines = [line for node in sorted(hall_steps()) for line in store.worklist(actor, store.Filters("all", node=node), size=MOST).rows]
    calls = {c.case: c for c in Call.objects.filter(case__in=[line.case for line in lines])}
    free = sorted((line for line in lines if not line.holder), key=lambda line: (not _urgent(line), _place(line, calls)))
    taken = sorted((line for line in lines if line.holder), key=lambda line: calls[line.case].at if line.case in calls else line.since)
    rows = tuple(_waiting(line, tongue, now) for line in free)
    return Hall(
        rows, tuple(_at_desk(line, calls.get(line.case), actor, tongue, now) for line in taken), wait_minutes(len(rows), len(taken))
    )


def _place(line: store.Line, calls: Mapping[str, Call]) -> datetime:
    call = calls.get(line.case)
    return max(line.since, call.at) if call is not None and not call.here else line.since


def _urgent(line: store.Line) -> bool:
    if line.urgent:
        return True
    state = store.load(line.case).walk.state
    return state is not None and any(state.data.get(name) is True for name in DANGER)


def _waiting(line: store.Line, tongue: Tongue, now: datetime) -> Waiting:
    return Waiting(
        f"{line.case}.{line.token}",
        line.case,
        line.queue,
        line.person,
        case_url(tongue.lang, line.case),
        _urgent(line),
        now - line.since > LONG_WAIT,
        tongue.waited(line.since, now),
        tongue.moment(line.since),
    )


def _at_desk(line: store.Line, call: Call | None, actor: Actor, tongue: Tongue, now: datetime) -> AtDesk:
    since = call.at if call is not None else line.since
    return AtDesk(
        f"{line.case}.{line.token}",
        line.case,
        line.queue,
        call.window if call else "",
        tongue.person(line.holder),
        case_url(tongue.lang, line.case),
        tongue.waited(since, now),
        tongue.moment(since),
        line.holder in (actor.id, actor.on_behalf_of),
        line.holder,
    )


def wait_minutes(waiting: int, desks: int) -> int | None:
    """Estimate how many minutes a new number waits: those before it, by the usual length of a reception, over the desks at work."""
    # Calls of another world say nothing about how long people wait in this one.
    ours = Call.objects.filter(Exists(Run.objects.filter(walk=OuterRef("case"))))
    spans = usual_minutes(list(ours.exclude(done=None).order_by("-at")[:LOOK_BACK]))
    if spans is None:
        return 0 if not waiting and not desks else None
    return ceil(waiting * spans / max(desks, 1))


def usual_minutes(calls: Sequence[Call]) -> float | None:
    """Give the median length of receptions in minutes; None when there are too few."""
    spans = [(c.done - c.at).total_seconds() / 60 for c in calls if c.done is not None and c.done > c.at]
    return median(spans) if len(spans) >= ENOUGH else None


def estimate_words(minutes: int | None, tongue: Tongue) -> str:
    if minutes is None:
        return tongue.say("desk.queue.unknown")
    return tongue.say("desk.queue.minutes", n=minutes) if minutes else tongue.say("desk.queue.no_wait")


def called(actor: Actor, case: str, queue: str, window: str) -> None:
    """Note that a number was called."""
    known = Call.objects.filter(case=case).first()
    values = {"day": clock.today(), "queue": queue, "window": window[:6], "actor": actor.id, "at": clock.now(), "here": True, "done": None}
    Call.objects.update_or_create(case=case, defaults={**values, "missed": known.missed if known else 0})


def absent(case: str) -> None:
    """Note that nobody came."""
    for call in Call.objects.filter(case=case):
        call.here, call.at, call.missed = False, clock.now(), call.missed + 1
        call.save()


def received(case: str) -> None:
    """Note that the reception of a number has ended."""
    Call.objects.filter(case=case, done=None).update(done=clock.now())
