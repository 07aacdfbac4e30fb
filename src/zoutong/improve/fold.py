"""Knows what each event of the ledger makes of an item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from zoutong.improve.item import Evidence, Item, Measure, Reply
from zoutong.improve.moves import ItemEvent
from zoutong.kernel.words import Words

Data = Mapping[str, object]
PLAIN = (
    "what", "kind", "cause", "service", "process", "step", "clause", "harmed", "cases", "severity", "reporter", "lead", "leader",
    "measure_now", "measure_lasting", "source", "recurrence_of", "plan",
)  # fmt: skip
NO_PROOF: dict[str, object] = {
    "finished_at": None, "rewalk": "", "rewalk_by": "", "rewalk_at": None, "rewalk_passed": None, "after": None,
    "answered_at": None, "answer_content": None, "verifier": "", "closed_at": None,
}  # fmt: skip


def fold(item: Item | None, event: ItemEvent) -> Item:
    """Give the item after an event; the event was made by ``move``, so nothing is refused here."""
    if item is None:
        title: Mapping[str, str] = event.data["title"]  # type: ignore[assignment]
        item = Item(event.item, Words(title["zh"], title["en"]), registrar=event.who.id, registered_at=event.at)
        return replace(_written(item, event.data), revision=1)
    made = FOLDS[event.kind](item, event)
    return replace(made, revision=event.seq)


def _written(item: Item, data: Data) -> Item:
    """Write the plain fields of an event's data into an item; evidence and walks are added, not replaced."""
    changes: dict[str, object] = {name: data[name] for name in PLAIN if name in data}
    if "due" in data:
        changes["due"] = date.fromisoformat(str(data["due"]))
    if "share" in data:
        changes["share"] = Decimal(str(data["share"]))
    if "support" in data:
        changes["support"] = tuple(s for s in data["support"] if s != data.get("lead", item.lead))  # type: ignore[attr-defined]
    if "walks" in data:
        changes["walks"] = tuple(dict.fromkeys((*item.walks, *data["walks"])))  # type: ignore[misc]
    if "evidence" in data:
        changes["evidence"] = (*item.evidence, *(Evidence.from_json(e) for e in data["evidence"]))  # type: ignore[attr-defined]
    return replace(item, **changes)  # type: ignore[arg-type]


def _doer(item: Item, event: ItemEvent) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*item.doers, event.who.id)))


def _judge(item: Item, event: ItemEvent) -> Item:
    return replace(_written(item, event.data), state="judged", judged_at=event.at)


def _assign(item: Item, event: ItemEvent) -> Item:
    return replace(_written(item, event.data), state="assigned", assigned_at=event.at)


def _accept(item: Item, event: ItemEvent) -> Item:
    return replace(_written(item, event.data), state="accepted", doers=_doer(item, event))


def _progress(item: Item, event: ItemEvent) -> Item:
    return replace(_written(item, event.data), state="rectifying", doers=_doer(item, event))


def _finish(item: Item, event: ItemEvent) -> Item:
    return replace(_written(item, event.data), **(NO_PROOF | {"state": "done", "finished_at": event.at, "doers": _doer(item, event)}))  # type: ignore[arg-type]


def _measure(item: Item, event: ItemEvent) -> Item:
    figure = Measure.from_json(event.data)
    return replace(item, before=figure) if event.data["which"] == "before" else replace(item, after=figure)


def _rewalk(item: Item, event: ItemEvent) -> Item:
    """A walk that does not pass sends the item back by itself: nobody has to find the courage to do so."""
    walk, passed = str(event.data["walk"]), event.data["passed"] is True
    walks = tuple(dict.fromkeys((*item.walks, walk)))
    kept = replace(item, walks=walks, rewalk=walk, rewalk_by=event.who.id, rewalk_at=event.at, rewalk_passed=passed)
    return kept if passed else replace(kept, state="returned")


def _callback(item: Item, event: ItemEvent) -> Item:
    content = event.data["content"] is True
    return replace(item, state="called_back" if content else "returned", answered_at=event.at, answer_content=content)


def _close(item: Item, event: ItemEvent) -> Item:
    return replace(item, state="closed", verifier=event.who.id, closed_at=event.at)


def _return(item: Item, event: ItemEvent) -> Item:
    if item.state == "assigned":
        return replace(item, state="judged", reason=event.reason)
    return replace(item, state="returned", reason=event.reason)


def _reopen(item: Item, event: ItemEvent) -> Item:
    return replace(item, **(NO_PROOF | {"state": "rectifying", "reason": event.reason, "reopened": item.reopened + 1}))  # type: ignore[arg-type]


def _park(item: Item, event: ItemEvent) -> Item:
    return replace(item, state="parked", reason=event.reason)


def _resume(item: Item, _event: ItemEvent) -> Item:
    return replace(item, state="assigned" if item.lead else "judged")


def _decline(item: Item, event: ItemEvent) -> Item:
    return replace(item, state="declined", reason=event.reason)


def _merge(item: Item, event: ItemEvent) -> Item:
    return replace(item, state="merged", merged_into=str(event.data["into"]), reason=event.reason)


def _gather(item: Item, event: ItemEvent) -> Item:
    """Walks and evidence of a candidate or of a merged item come to this one; nothing else of them does."""
    return _written(item, {name: event.data[name] for name in ("walks", "evidence") if name in event.data})


def _extend(item: Item, event: ItemEvent) -> Item:
    return replace(_written(item, event.data), extended=item.extended + 1)


def _escalate(item: Item, event: ItemEvent) -> Item:
    return replace(_written(item, event.data), escalated=item.escalated + 1)


def _chase(item: Item, _event: ItemEvent) -> Item:
    return replace(item, chased=item.chased + 1)


def _sign(item: Item, event: ItemEvent) -> Item:
    return replace(item, signed_by=event.who.id)


def _reply(item: Item, event: ItemEvent) -> Item:
    said = Reply(event.who.role, event.who.unit, event.data["accepts"] is True, str(event.data["text"]), event.at)
    return replace(item, replies=(*item.replies, said))


def _publish(item: Item, event: ItemEvent) -> Item:
    return replace(item, published=Words(str(event.data["zh"]), str(event.data["en"])), published_at=event.at)


FOLDS: Mapping[str, Callable[[Item, ItemEvent], Item]] = {
    "judge": _judge, "assign": _assign, "accept": _accept, "progress": _progress, "finish": _finish, "measure": _measure,
    "rewalk": _rewalk, "callback": _callback, "close": _close, "return": _return, "reopen": _reopen, "park": _park,
    "resume": _resume, "decline": _decline, "merge": _merge, "gather": _gather, "extend": _extend, "escalate": _escalate, "chase": _chase,
    "sign": _sign, "reply": _reply, "publish": _publish,
}  # fmt: skip
