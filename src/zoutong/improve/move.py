"""Knows how an item moves, who may move it, and what is missing before it may be closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from zoutong.improve.faults import fault
from zoutong.improve.fold import fold
from zoutong.improve.item import Item, Lack
from zoutong.improve.moves import HEADS, RULES, ItemEvent, Move, Mover
from zoutong.improve.read import checked
from zoutong.kernel.words import Words

LACKS = {
    "finish": Words("还没有报告整改完成。", "Nobody has reported that it is rectified."),
    "rewalk": Words("整改完成以后还没有复走。", "Nobody has walked again since it was rectified."),
    "rewalk_failed": Words("复走没有通过。", "The walk afterwards did not pass."),
    "rewalk_doer": Words("复走的人参加过整改，要换人复走。", "Whoever walked again had a hand in the mending: somebody else must walk."),
    "before": Words("没有整改前的数据。", "There is no figure from before."),
    "after": Words("没有整改后的数据。", "There is no figure from after."),
    "compare": Words(
        "整改前后的数据不是同一项，没法比。", "The figures from before and after are not the same figure, so they cannot be compared."
    ),
    "better": Words("数据没有变好。", "The figure has not become better."),
    "callback": Words("反映人还没有回访。", "Whoever told us has not been called back."),
    "second": Words("销号人不能是整改的人。", "Whoever closes it must not be one of those who rectified it."),
}


def lacking(item: Item, who: Mover | None = None) -> tuple[Lack, ...]:
    """Give what is still missing for closing; with ``who``, also whether that person is the second person. Empty means that it may be closed."""
    return tuple(Lack(code, LACKS[code]) for code in _lacks(item, who))


def _lacks(item: Item, who: Mover | None) -> Iterable[str]:
    if item.finished_at is None:
        yield "finish"
    if item.rewalk_passed is None or item.rewalk_at is None or (item.finished_at is not None and item.rewalk_at < item.finished_at):
        yield "rewalk"
    elif not item.rewalk_passed:
        yield "rewalk_failed"
    elif item.rewalk_by in item.doers:
        yield "rewalk_doer"
    if item.before is None:
        yield "before"
    if item.after is None or (item.finished_at is not None and item.after.on < item.finished_at.date()):
        yield "after"
    elif item.before is not None and not item.after.same_as(item.before):
        yield "compare"
    elif item.before is not None and not item.after.beats(item.before):
        yield "better"
    if item.reporter and item.answered_at is None:
        yield "callback"
    if who is not None and who.id in item.doers:
        yield "second"


def refusal(item: Item | None, kind: str, who: Mover) -> str:
    """Give the code of why somebody may not make a move now; "" when she may (data and proof are looked at when it is made)."""
    rule = RULES.get(kind)
    if rule is None:
        return "kind"
    if (kind == "register") != (item is None):
        return "state"
    if item is None:
        return "" if who.id else "role"
    if item.state not in rule.states:
        return "state"
    return "" if _may(item, rule.by, who) else "role"


def _may(item: Item, by: str, who: Mover) -> bool:
    if not who.id:
        return False
    ours = who.unit in (item.lead, *item.support)
    if by == "any":
        return True
    if by == "unit":
        return ours
    if by == "leader":
        return who.role == "leader"
    if by == "return":
        # The lead unit may hand an assignment back; only heads may hand a finished piece of work back.
        return who.role in HEADS or (item.state == "assigned" and ours)
    return who.role in HEADS


def allowed(item: Item, who: Mover, at: datetime) -> tuple[str, ...]:
    """Name the moves that somebody may make now, in the sequence of the table; closing only when nothing is missing."""
    del at  # the state alone says it today; a caller passes the moment as it does for a walk
    return tuple(k for k in RULES if not refusal(item, k, who) and (k != "close" or not lacking(item, who)))


def move(item: Item | None, wanted: Move, number: str = "") -> tuple[Item, tuple[ItemEvent, ...]]:
    """Make a move: the item after it and its event.

    ``item`` is None and ``number`` is given when an item is registered. Fault ``item.kind``, ``item.state``, ``item.role``, ``item.reason``,
    ``item.data``, ``item.time`` or ``item.lacking``; the item stays what it was.
    """
    if code := refusal(item, wanted.kind, wanted.who):
        raise fault(code, item, wanted)
    rule = RULES[wanted.kind]
    if rule.reason and not wanted.reason.strip():
        raise fault("reason", item, wanted)
    if wanted.at.tzinfo is None:
        raise fault("time", item, wanted)
    if wanted.kind == "close" and item is not None and (lacks := lacking(item, wanted.who)):
        raise fault("lacking", item, wanted, lacks)
    data = checked(item, wanted)
    event = ItemEvent(
        item.number if item else number, item.revision + 1 if item else 1, wanted.kind, wanted.who, wanted.at, data, wanted.reason.strip()
    )
    return fold(item, event), (event,)


def rebuild(events: Sequence[ItemEvent]) -> Item:
    """Make the item again from its events; equal to the one that made them. Fault ``item.events`` when they are none, or have a gap."""
    item: Item | None = None
    for n, event in enumerate(events, start=1):
        if event.seq != n or event.item != events[0].item or (event.kind == "register") != (n == 1):
            raise fault("events", item, None)
        item = fold(item, event)
    if item is None:
        raise fault("events", None, None)
    return item
