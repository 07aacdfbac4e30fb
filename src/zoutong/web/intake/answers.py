"""Knows how an answer is written on a form: one control for each type of fact, and what to say when it cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from zoutong.pack.specs import FactSpec

UNCLEAR = "unclear"
MOST = {"integer": Decimal(1_000_000), "number": Decimal(1_000_000), "money": Decimal(1_000_000_000)}
LONGEST_TEXT = 300
LONGEST_LIST = 2000
EARLIEST_YEAR = 1950
YEARS_AHEAD = 20
MONTHS_SHOWN = 12
MONTHS_BEFORE = 24
LONGEST_PART = 4
PARTS = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that can be used; None when it is not clear to her. ``about`` tells that the day was left open."""

    value: object
    about: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """What cannot be read: the field to go to, the sentence of the catalogue, and the values in it."""

    field: str
    key: str
    values: Mapping[str, object] = default(default_factory=dict)


def read_answer(spec: FactSpec, sent: QueryDict, today: date) -> Given | Mistake:
    """Read what a form sent for one fact."""
    if UNCLEAR in sent or sent.get("answer") == UNCLEAR:
        return Given(None)
    if spec.type == "boolean":
        return {"yes": Given(True), "no": Given(False)}.get(sent.get("answer", ""), Mistake("answer", "mistake.choose"))
    if spec.type == "choice":
        code = sent.get("answer", "")
        return Given(code) if code in {c for c, _ in spec.options} else Mistake("answer", "mistake.choose")
    if spec.type in MOST:
        return read_number(spec, sent.get("answer", ""))
    if spec.type == "date":
        return read_date(sent, today)
    if spec.type == "month_list":
        months = sorted({m for m in sent.getlist("answer") if re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", m)})
        return Given(months) if months else Mistake("answer", "mistake.months")
    if spec.type == "list":
        return read_list(sent.get("answer", ""))
    text = sent.get("answer", "").strip()
    if not text:
        return Mistake("answer", "mistake.empty")
    return Given(text) if len(text) <= LONGEST_TEXT else Mistake("answer", "mistake.long", {"n": LONGEST_TEXT})


def read_number(spec: FactSpec, raw: str) -> Given | Mistake:
    """Read a number as people type it: full-width digits, separators, 元 and 万 are fine."""
    text = re.sub(r"[\s,，_¥￥$]|元|块|人民币|rmb|yuan", "", unicodedata.normalize("NFKC", raw).lower())
    if spec.unit:
        text = text.removesuffix(spec.unit)
    if not text:
        return Mistake("answer", "mistake.empty_number")
    times = 1
    for sign, factor in (("万", 10_000), ("千", 1_000), ("k", 1_000), ("w", 10_000)):
        if spec.type == "money" and text.endswith(sign):
            text, times = text.removesuffix(sign), factor
    try:
        number = Decimal(text) * times if re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", text) else None
    except InvalidOperation:
        number = None
    if number is None:
        return Mistake("answer", "mistake.number")
    if number < 0:
        return Mistake("answer", "mistake.negative")
    if number > MOST[spec.type]:
        return Mistake("answer", "mistake.large")
    if spec.type == "integer":
        return Given(int(number)) if number == number.to_integral_value() else Mistake("answer", "mistake.whole")
    return Given(number.quantize(Decimal("0.01")) if spec.type == "money" else number)


def read_date(sent: QueryDict, today: date) -> Given | Mistake:
    """Read year, month, day; without the day the first of the month counts: a deadline then comes out early, never late."""
    parts = {p: re.sub("[年月日号]", "", unicodedata.normalize("NFKC", sent.get(f"answer-{p}", "")).strip()) for p in PARTS}
    if not any(parts.values()):
        return Mistake("answer-year", "mistake.date_empty")
    for part in ("year", "month"):
        if not parts[part]:
            return Mistake(f"answer-{part}", f"mistake.date_{part}")
    for part, text in parts.items():
        if text and not (text.isascii() and text.isdigit() and len(text) <= LONGEST_PART):
            return Mistake(f"answer-{part}", "mistake.date_digits")
    year, month = int(parts["year"]), int(parts["month"])
    if not EARLIEST_YEAR <= year <= today.year + YEARS_AHEAD:
        return Mistake("answer-year", "mistake.date_range", {"first": EARLIEST_YEAR, "last": today.year + YEARS_AHEAD})
    try:
        return Given(date(year, month, int(parts["day"] or 1)), about=not parts["day"])
    except ValueError:
        return Mistake("answer-month" if not 1 <= month <= 12 else "answer-day", "mistake.date_none")


def read_list(raw: str) -> Given | Mistake:
    """Read one thing a line; also 、 and ； part them."""
    if len(raw) > LONGEST_LIST:
        return Mistake("answer", "mistake.long", {"n": LONGEST_LIST})
    things = [part.strip() for part in re.split(r"[\r\n、；;]", raw) if part.strip()]
    return Given(things) if things else Mistake("answer", "mistake.empty")


@dataclass(frozen=True, slots=True)
class Control:
    """What a form shows for one fact: what was sent before, or what is known already."""

    answer: str = ""
    year: str = ""
    month: str = ""
    day: str = ""
    chosen: tuple[str, ...] = ()


def control(value: object, *, unclear: bool, about: bool) -> Control:
    """Fill the control with what is known."""
    if unclear:
        return Control(answer=UNCLEAR)
    if value is None:
        return Control()
    if isinstance(value, bool):
        return Control(answer="yes" if value else "no")
    if isinstance(value, date):
        return Control(year=str(value.year), month=str(value.month), day="" if about else str(value.day))
    if isinstance(value, (list, tuple)):
        texts = tuple(str(v) for v in value)
        return Control(answer="\n".join(texts), chosen=texts)
    text = str(value)
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        year, month, day = found.groups()
        return Control(text, year, str(int(month)), "" if about else str(int(day)))
    if isinstance(value, Decimal):
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return Control(answer=text)


def sent_control(sent: QueryDict) -> Control:
    """Fill the control with what was sent, so that nothing typed is lost on a mistake."""
    year, month, day = (sent.get(f"answer-{p}", "") for p in PARTS)
    return Control(sent.get("answer", ""), year, month, day, tuple(sent.getlist("answer")))


def months_before(today: date, count: int, skip: int = 0) -> list[str]:
    """Give months as 2026-11, the current one first."""
    first = today.year * 12 + today.month - 1 - skip
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(first, first - count, -1)]


def month_choices(today: date, chosen: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give the months to tick: the last year at once, and two more years (with any chosen before them) folded away."""
    near = months_before(today, MONTHS_SHOWN)
    far = months_before(today, MONTHS_BEFORE, MONTHS_SHOWN)
    far += sorted((m for m in chosen if re.fullmatch(r"\d{4}-\d\d", m) and m not in near and m not in far), reverse=True)
    return near, far
