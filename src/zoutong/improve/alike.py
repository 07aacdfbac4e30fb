"""Knows which items of the ledger are one and the same blockage, and which came back after they were closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zoutong.improve.item import OPEN, Item


@dataclass(frozen=True, slots=True)
class Same:
    """Items at the same step of the same process with the same cause."""

    process: str
    step: str
    cause: str
    items: tuple[Item, ...]


def place_of(item: Item) -> tuple[str, str, str] | None:
    """Give process, step and cause; None while step or cause is unknown, because two unknowns are not the same."""
    return (item.process, item.step, item.cause) if item.step and item.cause else None


def alike(items: Iterable[Item]) -> tuple[Same, ...]:
    """Give the open items that share a place and a cause, two or more of each; the oldest number first."""
    return tuple(s for s in _groups(i for i in items if i.state in OPEN) if len(s.items) > 1)


def recurrences(items: Iterable[Item]) -> tuple[Same, ...]:
    """Give the places with the same cause where an item was registered after another had been closed."""
    return tuple(
        s for s in _groups(i for i in items if i.state not in ("merged", "declined")) if any(came_back(i, s.items) for i in s.items)
    )


def came_back(item: Item, others: Iterable[Item]) -> Item | None:
    """Give the item that had been closed at this place with this cause before this one was registered; None when there is none."""
    place, began = place_of(item), item.registered_at
    if place is None or began is None:
        return None
    earlier = [o for o in others if o.number != item.number and place_of(o) == place and o.closed_at is not None and o.closed_at <= began]
    return max(earlier, key=lambda o: (o.closed_at, o.number), default=None)


def _groups(items: Iterable[Item]) -> tuple[Same, ...]:
    found: dict[tuple[str, str, str], list[Item]] = {}
    for item in items:
        place = place_of(item)
        if place is not None:
            found.setdefault(place, []).append(item)
    return tuple(Same(*place, tuple(sorted(those, key=lambda i: i.number))) for place, those in sorted(found.items()))
