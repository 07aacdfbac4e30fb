"""Knows how a letter is kept as JSON between being drafted and being signed; pictures are kept apart, by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zoutong.documents.letter import Annex, Grid, Head, Letter, Para, Part

Plain = Mapping[str, object]
TEXTS = ("office", "title", "form", "mark", "number", "to", "signer", "urgency", "contact", "copies", "printed_by")
ALWAYS = ("office", "title")


def letter_to_json(letter: Letter) -> dict[str, object]:
    """Give a letter as a plain JSON object; TypeError for one with a picture in it, which is no text."""
    plain: dict[str, object] = {name: getattr(letter, name) for name in TEXTS if name in ALWAYS or getattr(letter, name)}
    for name in ("signed", "printed"):
        day = getattr(letter, name)
        if day is not None:
            plain[name] = day.isoformat()
    plain["parts"] = [_part(part) for part in letter.parts]
    plain["annexes"] = [{"title": a.title, "across": a.across, "parts": [_part(p) for p in a.parts]} for a in letter.annexes]
    return plain


def letter_from_json(plain: Plain) -> Letter:
    """Read a letter from the object that ``letter_to_json`` gave."""
    texts = {name: str(plain[name]) for name in TEXTS if name in plain}
    days = {name: date.fromisoformat(str(plain[name])) for name in ("signed", "printed") if name in plain}
    annexes = tuple(
        Annex(str(a["title"]), tuple(map(_read, a["parts"])), bool(a["across"]))
        for a in plain.get("annexes", ())  # type: ignore[attr-defined]
    )
    parts = tuple(map(_read, plain["parts"]))  # type: ignore[call-overload]
    return Letter(**texts, **days, parts=parts, annexes=annexes)  # type: ignore[arg-type]


def _part(part: Part) -> dict[str, object]:
    match part:
        case Head(level, text):
            return {"head": text, "level": level}
        case Para(text, lead):
            return {"para": text, "lead": lead} if lead else {"para": text}
        case Grid(heads, rows, shares, aligns):
            return {"grid": [list(heads), *map(list, rows)], "shares": list(shares), "aligns": list(aligns)}
    raise TypeError(type(part).__name__)


def _read(plain: Plain) -> Part:
    if "head" in plain:
        return Head(int(str(plain["level"])), str(plain["head"]))
    if "para" in plain:
        return Para(str(plain["para"]), str(plain.get("lead", "")))
    heads, *rows = (tuple(map(str, row)) for row in plain["grid"])  # type: ignore[attr-defined]
    return Grid(heads, tuple(rows), tuple(plain["shares"]), tuple(plain["aligns"]))  # type: ignore[arg-type]
