"""Knows which items are one and the same blockage: the same step and cause now (duplicates), and again after it was closed (recurrence)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zoutong.improve.item import Item


def place(item: Item) -> tuple[str, str, str]:
    """Give what makes two items alike: process, step and cause."""
    return item.process, item.step, item.cause


def alike(item: Item, others: Iterable[Item]) -> tuple[Item, ...]:
    """Give the open items at the same step with the same cause; where one of two has no cause yet, the same step is enough."""
    return tuple(
        other
        for other in others
        if other.number != item.number
        and other.is_open
        and other.what == item.what
        and (other.process, other.step) == (item.process, item.step)
        and (other.cause == item.cause or not other.cause or not item.cause)
    )


def recurrence(item: Item, others: Sequence[Item]) -> Item | None:
    """Give the closed item of the same step and cause that this one brings back, the latest; None when it is new or has no cause yet."""
    if not item.cause:
        return None
    closed = [o for o in others if o.number != item.number and o.mended and place(o) == place(item)]
    return max(closed, key=lambda o: str(o.closed), default=None)
