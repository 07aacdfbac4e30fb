"""Knows the door to the ledger: items are registered, moved and read here; events are chained, and two people never lose each other's move."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string

from zoutong.improve import Item, ItemEvent, Move, Mover
from zoutong.improve import move as moved
from zoutong.improve.alike import came_back
from zoutong.improve.candidate import Candidate
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web import clock
from zoutong.web.cases.chain import canonical, link, origin
from zoutong.web.ledger.guard import name_nobody
from zoutong.web.ledger.models import CandidateRow, ItemEventRow, ItemRow, ItemSeries
from zoutong.web.people.acting import Acting

PAGE = 50
NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Filters:
    """Which items are wanted; "" asks for nothing. ``unit`` leads or assists."""

    states: tuple[str, ...] = ()
    kind: str = ""
    unit: str = ""
    late_on: date | None = None
    public: bool = False
    numbers: tuple[str, ...] = field(default=())


def waiting(who: Acting) -> int | None:
    """Give how many candidates wait for a person; nobody but a head looks at them."""
    return CandidateRow.objects.filter(outcome="").count() if who.role in ("supervisor", "leader") else None


def register(
    candidate: Candidate, who: Mover, more: Mapping[str, object] = NOTHING, *, demo: bool = False, now: datetime | None = None
) -> Item:
    """Register an item; ``more`` are further data of the move. Fault ``item.…``."""
    at = now or clock.now()
    data = {**candidate.data(), **more}
    name_nobody(data)
    with transaction.atomic():
        ItemSeries.objects.get_or_create(year=at.year)
        ItemSeries.objects.filter(year=at.year).update(last=F("last") + 1)
        number = f"WT{at.year}-{ItemSeries.objects.get(year=at.year).last:04d}"
        item, events = moved(None, Move("register", who, at, data), number)
        before = came_back(item, _same_place(item))
        if before is not None:
            item, events = moved(None, Move("register", who, at, data | {"recurrence_of": before.number}), number)
        row = ItemRow(number=number, head=origin(number), demo=demo)
        _write(row, item)
        row.save(force_insert=True)
        _append(row, events)
    return item


def move(
    number: str,
    kind: str,
    who: Mover,
    data: Mapping[str, object] = NOTHING,
    reason: str = "",
    expected_revision: int | None = None,
    now: datetime | None = None,
) -> Item:
    """Move an item. Fault ``item.…`` as the ledger's rules say, and ``item.conflict`` when somebody was faster."""
    name_nobody({**data, "reason": reason})
    with transaction.atomic():
        row = ItemRow.objects.select_for_update().filter(number=number).first()
        if row is None:
            raise absent()
        if expected_revision is not None and expected_revision != row.revision:
            raise Fault(
                "item.conflict",
                Words("别人刚刚动过这一项。", "Somebody else has just moved this item."),
                cure=Words("请看一遍再办。", "Please look at it again first."),
            )
        if kind == "merge" and not ItemRow.objects.filter(number=str(data.get("into", ""))).exclude(status="merged").exists():
            raise absent()
        at = now or clock.now()
        if kind == "rewalk":
            import_string(settings.REWALK_CHECK)(Item.from_json(row.state), str(data.get("walk", "")), data.get("passed") is True)
        item, events = moved(Item.from_json(row.state), Move(kind, who, at, data, reason))
        _write(row, item)
        row.save()
        _append(row, events)
        if kind == "merge":
            _hand_over(item, who, at)
    return item


def _hand_over(item: Item, who: Mover, at: datetime) -> None:
    """Give what a merged item knew to the one it went into: its walks and its evidence are proof there too."""
    row = ItemRow.objects.select_for_update().get(number=item.merged_into)
    into = Item.from_json(row.state)
    data: dict[str, object] = {"walks": list(item.walks), "evidence": list(item.evidence), "note": item.number}
    merged, events = moved(into, Move("gather", who, at, data))
    _write(row, merged)
    row.save()
    _append(row, events)


def item(number: str) -> Item:
    """Give an item; Fault ``item.absent``."""
    row = ItemRow.objects.filter(number=number).first()
    if row is None:
        raise absent()
    return Item.from_json(row.state)


def events(number: str) -> tuple[ItemEvent, ...]:
    """Give what happened to an item, from the beginning."""
    return tuple(
        ItemEvent.from_json(json.loads(body)) for body in ItemEventRow.objects.filter(item_id=number).values_list("body", flat=True)
    )


def items(filters: Filters | None = None, page: int = 0) -> tuple[Item, ...]:
    """Give the items that are wanted: all of them for page 0, else fifty; the latest number first."""
    rows = _rows(filters or Filters())
    kept = rows if page < 1 else rows[(page - 1) * PAGE : page * PAGE]
    return tuple(Item.from_json(state) for state in kept.values_list("state", flat=True))


def count(filters: Filters) -> int:
    """Count the items that are wanted."""
    return _rows(filters).count()


def demo_numbers() -> frozenset[str]:
    """Name the items that are a demo's."""
    return frozenset(ItemRow.objects.filter(demo=True).values_list("number", flat=True))


def _rows(filters: Filters) -> QuerySet[ItemRow]:
    wanted = Q()
    if filters.states:
        wanted &= Q(status__in=filters.states)
    if filters.kind:
        wanted &= Q(kind=filters.kind)
    if filters.unit:
        wanted &= Q(units__contains=f"|{filters.unit}|")
    if filters.late_on:
        wanted &= Q(due__lt=filters.late_on) & ~Q(status__in=("done", "called_back", "parked", "closed", "declined", "merged"))
    if filters.public:
        wanted &= Q(public=True)
    if filters.numbers:
        wanted &= Q(number__in=filters.numbers)
    return ItemRow.objects.filter(wanted)


def _same_place(item: Item) -> Iterable[Item]:
    if not (item.step and item.cause):
        return ()
    states = ItemRow.objects.filter(process=item.process, step=item.step, cause=item.cause).values_list("state", flat=True)
    return tuple(Item.from_json(state) for state in states)


def _write(row: ItemRow, item: Item) -> None:
    row.state, row.status, row.revision = item.to_json(), item.state, item.revision
    row.kind, row.cause, row.process, row.step = item.kind, item.cause, item.process, item.step
    row.lead, row.due, row.public = item.lead, item.due, item.published is not None
    row.units = "".join(f"|{u}" for u in (item.lead, *item.support) if u) + "|"


def _append(row: ItemRow, happened: Iterable[ItemEvent]) -> None:
    prev = bytes(row.head)
    for event in happened:
        body = canonical(event.to_json())
        mark = link(prev, body)
        ItemEventRow.objects.create(item_id=row.number, seq=event.seq, kind=event.kind, body=body, prev=prev, hash=mark)
        prev = mark
    ItemRow.objects.filter(pk=row.number).update(head=prev)
    row.head = prev


def absent() -> Fault:
    return Fault(
        "item.absent",
        Words("台账里没有这一项。", "There is no such item in the ledger."),
        cure=Words("请核对编号。", "Please check the number."),
    )


def suggest(candidate: Candidate, now: datetime | None = None) -> bool:
    """Put a candidate before people; the same key again changes nothing. Tells whether it is new."""
    at = clock.micros(now or clock.now())
    try:
        with transaction.atomic():
            _, new = CandidateRow.objects.get_or_create(
                key=candidate.key[:200],
                defaults={"body": candidate.to_json(), "source": candidate.source, "mode": candidate.mode, "at": at},
            )
    except IntegrityError:
        # Two suggested it in the same moment: one of them was first.
        return False
    return new


def candidates(*, open_only: bool = True) -> tuple[tuple[CandidateRow, Candidate], ...]:
    """Give the candidates, the latest first: at most two hundred at once."""
    rows = CandidateRow.objects.filter(outcome="") if open_only else CandidateRow.objects.all()
    return tuple((row, Candidate.from_json(row.body)) for row in rows[:200])


def settle(pk: int, outcome: str, who: Mover, reason: str = "", into: str = "") -> str:
    """Confirm a candidate as an item, merge it into one, or dismiss it with a reason; gives the item's number, "" when dismissed."""
    if outcome == "dismissed" and not reason.strip():
        raise Fault("item.reason", Words("不采纳要写理由。", "Say why it is dismissed."), cure=Words("请写一句话。", "Give one sentence."))
    name_nobody({"reason": reason})
    with transaction.atomic():
        row = CandidateRow.objects.select_for_update().filter(pk=pk).first()
        if row is None or row.outcome:
            raise Fault(
                "item.candidate",
                Words("这条线索已经处理过了。", "This candidate has been dealt with already."),
                cure=Words("请刷新页面。", "Please reload the page."),
            )
        candidate = Candidate.from_json(row.body)
        number = ""
        if outcome == "item":
            number = register(candidate, who).number
        elif outcome == "merged":
            data: dict[str, object] = {"evidence": list(candidate.evidence), "walks": [candidate.walk] if candidate.walk else []}
            number = move(into.strip(), "gather", who, data).number
        row.outcome, row.number, row.reason, row.by = outcome, number, reason.strip()[:500], who.id
        row.done_at = clock.micros(clock.now())
        row.save()
    return number
