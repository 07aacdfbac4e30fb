"""Knows how moves and items are kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from zoutong.improve.item import Item, Measure
from zoutong.improve.move import Move, Mover


def move_to_json(move: Move) -> dict[str, object]:
    """Give a move as a plain JSON object."""
    return {
        "kind": move.kind,
        "who": [move.who.id, move.who.role, move.who.unit],
        "at": move.at.isoformat(),
        "data": {name: _plain(value) for name, value in move.data.items()},
        "reason": move.reason,
    }


def move_from_json(plain: Mapping[str, object]) -> Move:
    """Read a move from the object that ``move_to_json`` gave; TypeError for another."""
    who, data = plain["who"], plain["data"]
    if not isinstance(who, (list, tuple)) or not isinstance(data, Mapping):
        raise TypeError(plain)
    return Move(str(plain["kind"]), Mover(*map(str, who)), datetime.fromisoformat(str(plain["at"])), dict(data), str(plain["reason"]))


def item_to_json(item: Item) -> dict[str, object]:
    """Give an item as a plain JSON object, for exports and the programs of others; it is never read back: moves are."""
    return {name: _plain(value) for name, value in asdict(item).items()}


def _plain(value: object) -> object:
    if isinstance(value, Measure):
        return _plain(asdict(value))
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value
