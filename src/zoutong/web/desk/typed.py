"""Knows how an office types an answer: one short field for each fact, read by the same rules as the public page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.http import QueryDict

from zoutong.pack.specs import FactSpec
from zoutong.web.intake import present, service
from zoutong.web.intake.answers import UNCLEAR, Given, Mistake, read_answer

DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2}))?\s*[月日号]?")
SHORT_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})")
UNCLEAR_WORDS = ("?", "？", "不清楚", "不知道", "unclear")


def kept_text(spec: FactSpec, value: object, *, about: bool = False) -> str:
    """Write a known value the way an office would type it, so that it can be sent back unchanged."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%Y-%m}" if about else value.isoformat()
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if isinstance(value, list | tuple):
        return ("、" if spec.type == "month_list" else "\n").join(str(v) for v in present.events(value))
    text = str(value)
    return text[:7] if spec.type == "date" and about else text


def read_typed(spec: FactSpec, text: str, today: date) -> Given | Mistake:
    """Read what was typed for one fact; a question mark says that it is not clear to the visitor."""
    plain = text.strip()
    if plain.lower() in UNCLEAR_WORDS:
        return Given(None)
    if spec.type == "date":
        return _day(spec, plain, today)
    if spec.type == "month_list":
        return _months(spec, plain)
    sent = QueryDict(mutable=True)
    sent["answer"] = plain
    given = read_answer(spec, sent, today)
    if spec.type == "list" and isinstance(given, Given) and isinstance(given.value, list):
        # Lines are read like a statement: "on 3 May I asked" is an event with its day, not only a sentence.
        return Given(service.read("\n".join(given.value)).facts.get(spec.name) or given.value)
    return given


def _day(spec: FactSpec, text: str, today: date) -> Given | Mistake:
    found = SHORT_DAY.fullmatch(text) or DAY.fullmatch(text)
    if found is None:
        read = service.read(text).facts.get(spec.name)
        return Given(read) if isinstance(read, date) else Mistake(spec.name, "desk.mistake.day")
    sent = QueryDict(mutable=True)
    for part, value in zip(("year", "month", "day"), found.groups(), strict=True):
        sent[f"answer-{part}"] = value or ""
    return read_answer(spec, sent, today)


def _months(spec: FactSpec, text: str) -> Given | Mistake:
    months = sorted({f"{int(y):04d}-{int(m):02d}" for y, m in MONTH.findall(text) if 1 <= int(m) <= 12})
    if months:
        return Given(months)
    read = service.read(text).facts.get(spec.name)
    return Given(read) if isinstance(read, list | tuple) and read else Mistake(spec.name, "desk.mistake.months")


def typed_fields(sent: Mapping[str, str]) -> dict[str, str]:
    """Give the facts that a form names, with what stands in their fields."""
    return {key[2:]: str(text) for key, text in sent.items() if key.startswith("f-")}


__all__ = ["UNCLEAR", "kept_text", "read_typed", "typed_fields"]
