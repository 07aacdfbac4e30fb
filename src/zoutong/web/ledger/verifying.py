"""Knows how the ledger is proved: every link of every item, each item made again from its moves, and no number without its item."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from zoutong.improve import ItemEvent, rebuild
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web.cases.chain import link, origin
from zoutong.web.cases.shapes import Breach
from zoutong.web.ledger.models import ItemEventRow, ItemRow, ItemSeries


def verify(number: str = "") -> Iterator[Breach]:
    """Give the first thing wrong with each item, and each number that was given out and has no item; nothing when the ledger is sound.

    With ``number`` only that item is looked at.
    """
    rows = ItemRow.objects.filter(number=number) if number else ItemRow.objects.order_by("number")
    for row in rows.iterator():
        found = _first(row)
        # Somebody may have moved it between the two reads: what looks wrong is read once more before it is told.
        if found and (again := _first(ItemRow.objects.get(pk=row.pk))):
            yield again
    if not number:
        yield from _gone()


def _first(row: ItemRow) -> Breach | None:
    kept = list(ItemEventRow.objects.filter(item=row).order_by("seq"))
    return _links(row, kept) or _made_again(row, kept)


def _links(row: ItemRow, kept: Sequence[ItemEventRow]) -> Breach | None:
    """Walk the chain from its origin to the head that the item remembers."""
    head = origin(row.number)
    for expected, event in enumerate(kept, 1):
        if event.seq != expected:
            return Breach(row.number, expected, "chain.missing", Words(f"第 {expected} 步留痕不见了。", f"Move {expected} is missing."))
        if bytes(event.prev) != head:
            what = Words(f"第 {event.seq} 步留痕接不上前一步。", f"Move {event.seq} does not follow the one before it.")
            return Breach(row.number, event.seq, "chain.broken", what)
        head = link(head, event.body)
        if bytes(event.hash) != head:
            return Breach(row.number, event.seq, "chain.changed", Words(f"第 {event.seq} 步留痕被改动过。", f"Move {event.seq} was changed."))
    if head != bytes(row.head):
        what = Words(f"第 {len(kept)} 步以后的留痕被删过或添过。", f"Moves after {len(kept)} were taken away or added.")
        return Breach(row.number, len(kept) + 1, "chain.ends", what)
    return None


def _made_again(row: ItemRow, kept: Sequence[ItemEventRow]) -> Breach | None:
    """Compare the item, and what stands beside each move, with what the moves make."""
    try:
        moves = [ItemEvent.from_json(json.loads(event.body)) for event in kept]
        made = rebuild(moves).to_json()
    except (Fault, ValueError, KeyError, TypeError) as trouble:
        said = trouble.what if isinstance(trouble, Fault) else Words(str(trouble), str(trouble))
        return Breach(row.number, None, "item.rebuild", Words(f"按留痕重做不出这一项：{said.zh}", f"The moves do not make this item again: {said.en}"))
    beside = next((move.seq for move, event in zip(moves, kept, strict=True) if (move.seq, move.kind) != (event.seq, event.kind)), None)
    if beside is not None:
        what = Words(f"第 {beside} 步留痕旁边的栏目被改动过。", f"The columns beside move {beside} were changed.")
        return Breach(row.number, beside, "item.columns", what)
    if json.loads(json.dumps(made)) != row.state or (row.status, row.revision) != (row.state["state"], row.state["revision"]):
        return Breach(row.number, None, "item.state", Words("这一项现在的样子与留痕不符。", "The item is not what its moves make it."))
    return None


def _gone() -> Iterator[Breach]:
    """Give each number that was given out and has no item: an item is never deleted."""
    for series in ItemSeries.objects.order_by("year"):
        known = set(ItemRow.objects.filter(number__startswith=f"WT{series.year}-").values_list("number", flat=True))
        for n in range(1, series.last + 1):
            if (number := f"WT{series.year}-{n:04d}") not in known:
                yield Breach(number, None, "item.gone", Words("这个编号的事项不见了。", "The item with this number is gone."))
