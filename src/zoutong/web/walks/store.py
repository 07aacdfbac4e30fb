"""Knows the door to walks: planned, begun, joined, seats swapped, ended; and the record of what both seats did."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.walk import Event
from zoutong.web import clock, served
from zoutong.web.cases import store as cases
from zoutong.web.cases.acting import own_number
from zoutong.web.cases.scope import CASES, Scope, within
from zoutong.web.people.acting import seats_of
from zoutong.web.people.models import Account, Post, Unit
from zoutong.web.walks.models import PageRow, SeatRow, Walking

KINDS = ("in_person", "accompany", "window", "swap", "unannounced", "experiencer", "rehearsal")
APPLICANT = "applicant"
SEATS = (APPLICANT, "receptionist", "guide", "router", "inspector", "mediator", "arbitrator", "supervisor")
"""Seats that can be taken, in the order of the process."""
MODES = {"LD": "leader", "RH": "rehearsal"}
LEADS = ("leader", "supervisor", "duty_chief")
"""Who may plan and begin walks; anybody with an account may be asked to join one."""
TEXTS = {"channel": 16, "place": 120, "companion": 120, "persona": 500, "held_back": 300, "stop_rule": 300, "success": 300, "rewalk_of": 64}
"""What a plan says in words, with the most characters of each."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened on a walk: who (role), when, what it was (an event of the process or a page), and its event if it is one."""

    at: datetime
    role: str
    form: str
    text: str
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A walk as it was: both sides on one time line; ``clicks`` by role, ``minutes`` from first to last."""

    walking: Walking
    moments: tuple[Moment, ...]
    clicks: dict[str, int]
    minutes: int
    begun: bool


def _fault(code: str, zh: str, en: str) -> Fault:
    return Fault(code, Words(zh, en), cure=Words("请回到走流程页面看一看。", "Please look at the page of walks."))


def world_of(number: str) -> Scope:
    """Give the world to which a number belongs, by its first letters."""
    mode = MODES.get(number[:2])
    return Scope(mode, number) if mode else CASES  # type: ignore[arg-type]


def unit_of(role: str) -> str:
    """Give the unit in which a role works here; "" for the visitor."""
    post = Post.objects.filter(role=role, until=None).select_related("unit").order_by("id").first()
    return post.unit.code if post else Unit.objects.filter(kind="bureau").values_list("code", flat=True).first() or ""


def plan(
    account: Account, kind: str, role: str, day: date | None = None, *, consent: bool = False, demo: bool = False, **texts: str
) -> Walking:
    """Plan a walk. Fault ``walks.kind|role|consent``: a real person is accompanied only when she has agreed."""
    if kind not in KINDS:
        raise _fault("walks.kind", "没有这种走法。", "There is no such kind of walk.")
    if role not in SEATS:
        raise _fault("walks.role", "没有这个岗位。", "There is no such seat.")
    if kind == "accompany" and not consent:
        raise _fault("walks.consent", "陪同真实申请人，要先征得本人同意。", "A real applicant is accompanied only when she has agreed.")
    mode = "rehearsal" if kind == "rehearsal" else "leader"
    with transaction.atomic():
        with within(CASES):
            number = own_number(mode, clock.now())  # type: ignore[arg-type]
        known = {name: texts.get(name, "").strip()[:longest] for name, longest in TEXTS.items()}
        return Walking.objects.create(
            number=number,
            mode=mode,
            kind=kind,
            service=served.pack().about.name,
            version=served.pack().about.version,
            leader=str(account.pk),
            role=role,
            consent=consent,
            planned=day,
            secret=secrets.token_urlsafe(12),
            demo=demo,
            **known,
        )


def find(number: str) -> Walking:
    """Give a walk; Fault ``walks.absent``."""
    row = Walking.objects.filter(number=number).first()
    if row is None:
        raise _fault("walks.absent", "没有这次走流程。", "There is no such walk.")
    return row


def start(row: Walking, account: Account) -> SeatRow:
    """Begin a planned walk, or come back to one that runs; who begins sits in the seat that was planned. Fault ``walks.ended|seat``."""
    if row.state in ("ended", "stopped"):
        raise _fault("walks.ended", "这次走流程已经结束。", "This walk has ended.")
    begin(row)
    return SeatRow.objects.filter(walking=row, account=str(account.pk), until=None).first() or sit(row, account, row.role)


def begin(row: Walking) -> None:
    """Note that a planned walk has begun; one that runs goes on."""
    Walking.objects.filter(pk=row.pk, state="planned").update(state="walking", began=clock.micros(clock.now()))


def sit(row: Walking, account: Account, role: str) -> SeatRow:
    """Take a free seat, leaving the one before; Fault ``walks.seat`` when somebody else sits there, ``walks.role`` for none."""
    if role not in SEATS:
        raise _fault("walks.role", "没有这个岗位。", "There is no such seat.")
    now = clock.micros(clock.now())
    try:
        with transaction.atomic():
            SeatRow.objects.filter(walking=row, account=str(account.pk), until=None).update(until=now)
            return SeatRow.objects.create(walking=row, account=str(account.pk), role=role, since=now)
    except IntegrityError:
        raise _fault("walks.seat", "这个岗位已经有人坐了。", "Somebody else sits there already.") from None


def swap(row: Walking, account: Account) -> SeatRow:
    """Swap seats (换位) of the two people of a walk at this step; alone, Fault ``walks.alone``."""
    now = clock.micros(clock.now())
    with transaction.atomic():
        seats = list(SeatRow.objects.select_for_update().filter(walking=row, until=None).order_by("id"))
        mine = next((s for s in seats if s.account == str(account.pk)), None)
        other = next((s for s in seats if s.account != str(account.pk)), None)
        if mine is None or other is None:
            raise _fault("walks.alone", "现在只有您一个人，请直接换坐别的岗位。", "You are alone; please take another seat.")
        SeatRow.objects.filter(pk__in=(mine.pk, other.pk)).update(until=now)
        SeatRow.objects.create(walking=row, account=other.account, role=mine.role, since=now)
        return SeatRow.objects.create(walking=row, account=mine.account, role=other.role, since=now)


def end(row: Walking, *, stopped: bool = False) -> None:
    """End a walk: its seats are left, its record stands. Again it does nothing."""
    now = clock.micros(clock.now())
    with transaction.atomic():
        Walking.objects.filter(pk=row.pk, state__in=("planned", "walking")).update(state="stopped" if stopped else "ended", ended=now)
        SeatRow.objects.filter(walking=row, until=None).update(until=now)


def joined(secret: str) -> Walking:
    """Give the walk that a secret address opens; Fault ``walks.absent``, ``walks.ended``."""
    row = Walking.objects.filter(secret=secret).first() if secret else None
    if row is None:
        raise _fault("walks.absent", "没有这次走流程。", "There is no such walk.")
    if row.state in ("ended", "stopped"):
        raise _fault("walks.ended", "这次走流程已经结束。", "This walk has ended.")
    return row


def took_part(row: Walking, account: Account) -> bool:
    """Tell whether somebody planned this walk or ever sat in it."""
    return row.leader == str(account.pk) or SeatRow.objects.filter(walking=row, account=str(account.pk)).exists()


def leads(account: Account) -> bool:
    """Tell whether somebody may plan, begin and watch walks."""
    return any(seat.role in LEADS for seat in seats_of(account))


def takes_part(number: str, account: Account) -> bool:
    """Tell whether somebody leads walks, or planned this one or sat in it; what is noted on a walk comes from them only."""
    row = Walking.objects.filter(number=number).first()
    return leads(account) or (row is not None and took_part(row, account))


def record(row: Walking) -> Record:
    """Give what happened on a walk, from its events and the pages that each seat opened, in the order of time."""
    moments: list[Moment] = []
    begun = True
    try:
        with within(Scope(row.mode, row.number)):  # type: ignore[arg-type]
            moments += [Moment(event.at, event.role, "event", event.activity, event) for event in cases.events(row.number)]
    except Fault:
        begun = False
    moments += [Moment(clock.moment(seat.since), seat.role, "seat", seat.account) for seat in row.seats.all()]
    pages = list(PageRow.objects.filter(walking=row).order_by("id"))
    moments += [Moment(clock.moment(p.at), p.role, "sent" if p.sent else "page", p.page) for p in pages]
    moments.sort(key=lambda m: (m.at, m.form != "seat"))
    clicks: dict[str, int] = {}
    for page in pages:
        clicks[page.role] = clicks.get(page.role, 0) + 1
    first = row.began or (clock.micros(moments[0].at) if moments else 0)
    last = row.ended or (clock.micros(moments[-1].at) if moments else first)
    return Record(row, tuple(moments), clicks, max(0, round((last - first) / 60e6)), begun)


def listed(state: Sequence[str] = ()) -> list[Walking]:
    """Give the walks, the newest first."""
    rows = Walking.objects.order_by(F("id").desc())
    return list(rows.filter(state__in=state) if state else rows[:200])


def no_lead() -> Fault:
    """Give the Fault for somebody who neither leads walks nor took part in this one."""
    return _fault("walks.not_yours", "这次走流程不是您的。", "This walk is not yours.")


def over() -> Fault:
    """Give the Fault for a walk that has ended."""
    return _fault("walks.ended", "这次走流程已经结束。", "This walk has ended.")
