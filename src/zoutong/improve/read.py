"""Knows which data a move carries, and refuses what cannot be read; what it gives is plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from zoutong.improve.faults import fault
from zoutong.improve.item import EVIDENCE, KINDS, SOURCES, Evidence, Item, Measure
from zoutong.improve.moves import RULES, Move

LONGEST = 2000
TEXTS = (
    "cause", "service", "process", "step", "clause", "harmed", "reporter", "lead", "leader", "measure_now", "measure_lasting",
    "walk", "text", "zh", "en", "name", "unit", "source", "into", "recurrence_of", "plan", "note", "tried",
)  # fmt: skip
CHOICES = {"kind": KINDS, "what": ("blockage", "need"), "which": ("before", "after"), "better": ("lower", "higher")}


def checked(item: Item | None, wanted: Move) -> dict[str, object]:
    """Give the data of a move, read and made plain. Fault ``item.data`` names the field that is missing or cannot be read."""
    given = {k: v for k, v in wanted.data.items() if v is not None and v not in ("", [], ())}
    for name in RULES[wanted.kind].needs:
        if name not in given:
            raise fault("data", item, wanted, field=name)
    read: dict[str, object] = {}
    for name, value in given.items():
        try:
            found = _read(name, value)
        except (ValueError, TypeError, KeyError, InvalidOperation) as wrong:
            raise fault("data", item, wanted, field=name) from wrong
        if found is not None:
            read[name] = found
    if wanted.kind == "register" and read.get("source", "seed") not in SOURCES:
        raise fault("data", item, wanted, field="source")
    if wanted.kind == "measure":
        _figure(item, wanted, read)
    if wanted.kind == "rewalk" and item is not None and read["walk"] in item.walks:
        # A walk that is in the item already was walked for something else: the proof must be a new one.
        raise fault("data", item, wanted, field="walk")
    if wanted.kind == "merge" and item is not None and read["into"] == item.number:
        raise fault("data", item, wanted, field="into")
    if wanted.kind == "extend" and item is not None and item.due is not None and str(read["due"]) <= item.due.isoformat():
        raise fault("data", item, wanted, field="due")
    return read


def _figure(item: Item | None, wanted: Move, read: dict[str, object]) -> None:
    """Look at a figure: a figure from after is one of a finished item, and none is of tomorrow."""
    try:
        figure = Measure.from_json(read)
    except ValueError as wrong:
        raise fault("data", item, wanted, field="value") from wrong
    if figure.on > wanted.at.date() or not figure.name:
        raise fault("data", item, wanted, field="on")
    if item is not None and read["which"] == "after" and (item.finished_at is None or figure.on < item.finished_at.date()):
        raise fault("data", item, wanted, field="on")
    if item is not None and read["which"] == "before" and item.finished_at is not None and figure.on > item.finished_at.date():
        raise fault("data", item, wanted, field="on")


def _read(name: str, value: object) -> object:
    if name in CHOICES:
        return _one_of(str(value), CHOICES[name])
    if name in TEXTS:
        return _text(value)
    if name in ("due", "on"):
        return date.fromisoformat(str(value)).isoformat()
    if name in ("passed", "accepts", "content"):
        if not isinstance(value, bool):
            raise ValueError(name)
        return value
    if name == "severity":
        return _one_of(int(str(value)), (1, 2, 3, 4, 5))
    if name == "cases":
        return _natural(value)
    if name in ("share", "value"):
        return str(_number(value, most=100 if name == "share" else None))
    if name in ("support", "walks"):
        return [_text(v) for v in value]  # type: ignore[attr-defined]
    if name == "evidence":
        return [_evidence(v) for v in value]  # type: ignore[attr-defined]
    if name == "title":
        return {"zh": _text(value["zh"]), "en": _text(value["en"])}  # type: ignore[index]
    raise KeyError(name)


def _one_of(value: object, among: tuple[object, ...]) -> object:
    if value not in among:
        raise ValueError(value)
    return value


def _text(value: object) -> str:
    text = str(value).replace("\x00", "").strip()
    if not isinstance(value, str) or not text or len(text) > LONGEST:
        raise ValueError(text[:20])
    return text


def _natural(value: object) -> int:
    number = int(str(value))
    if not 0 <= number < 10**12:
        raise ValueError(number)
    return number


def _number(value: object, most: int | None) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) > 10**12 or (most is not None and not 0 <= number <= most):
        raise ValueError(number)
    return number


def _evidence(value: object) -> dict[str, object]:
    one = value if isinstance(value, Evidence) else Evidence.from_json(value if isinstance(value, Mapping) else {})
    if one.kind not in EVIDENCE or not one.ref or len(one.ref) > LONGEST:
        raise ValueError(one.kind)
    return one.to_json()
