"""Knows how a value is written for people: dates, money, months and choices in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from zoutong.kernel.words import Words
from zoutong.pack.specs import FactSpec

_WEEKDAYS = "一二三四五六日"
_UNITS = {
    "year": Words("年", "years"),
    "month": Words("个月", "months"),
    "week": Words("周", "weeks"),
    "day": Words("天", "days"),
    "hour": Words("小时", "hours"),
    "person": Words("人", "people"),
    "yuan": Words("元", "yuan"),
    "percent": Words("%", "%"),
    "级": Words("级", ""),
}
_IN_CHINESE = {
    "岁": "year",
    "年": "year",
    "月": "month",
    "个月": "month",
    "周": "week",
    "天": "day",
    "日": "day",
    "小时": "hour",
    "人": "person",
    "元": "yuan",
}


def unit_words(unit: str) -> Words:
    """Give a unit of ``facts.csv``, written in English or in Chinese, in both languages; an unknown one as it stands."""
    known = _UNITS.get(_IN_CHINESE.get(unit, unit).removesuffix("s"), Words(unit, unit))
    return Words(unit, known.en) if unit in ("岁", "级") else known


def show(spec: FactSpec, value: object) -> Words:
    """Write the value of a fact in both languages; what cannot be read as its type is written as it stands."""
    if isinstance(value, bool):
        return Words("是", "Yes") if value else Words("否", "No")
    if spec.type == "choice":
        return spec.option(str(value))
    if spec.type == "date":
        day = as_day(value)
        return show_day(day) if day else Words(str(value), str(value))
    if spec.type == "month_list" and isinstance(value, (list, tuple)):
        return show_months([str(m) for m in value])
    if spec.type == "list" and isinstance(value, (list, tuple)):
        return Words("、".join(map(str, value)), ", ".join(map(str, value)))
    number = as_number(value) if spec.type in ("money", "number", "integer") else None
    if number is None:
        return Words(str(value), str(value))
    if spec.type == "money":
        return show_money(number)
    if not spec.unit:
        return Words(str(value), str(value))  # a number without a unit is a year or the like, written without separators
    unit = unit_words(spec.unit)
    plain = show_number(number)
    english = {"people": "person"}.get(unit.en, unit.en.removesuffix("s")) if number == 1 else unit.en
    return Words(f"{plain}{unit.zh}", f"{plain} {english}".strip())


def show_day(day: date) -> Words:
    """Write a day with its weekday: 2026年11月23日（周一）, Monday 23 November 2026."""
    return Words(
        f"{day.year}年{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）",
        f"{_DAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]} {day.year}",
    )


def show_money(value: Decimal) -> Words:
    """Write yuan, with fen only where there are some: 14,000元, 14,000 yuan."""
    plain = f"{value:,.2f}".removesuffix(".00")
    return Words(f"{plain}元", f"{plain} yuan")


def show_number(value: Decimal) -> str:
    """Write a number without an exponent and without zeros at the end."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def show_months(months: Iterable[str]) -> Words:
    """Write months given as 2026-08: the year is named when it changes."""
    zh: list[str] = []
    en: list[str] = []
    last = ""
    for month in sorted(months):
        year, _, number = month.partition("-")
        if not (number.isdigit() and 1 <= int(number) <= 12):
            zh.append(month)
            en.append(month)
            continue
        zh.append(f"{int(number)}月" if year == last else f"{year}年{int(number)}月")
        en.append(f"{_MONTHS_EN[int(number) - 1]} {year}")
        last = year
    return Words("、".join(zh), ", ".join(en))


def as_day(value: object) -> date | None:
    """Give the day that a value means (a date or 2026-11-23); None when it means none."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def as_number(value: object) -> Decimal | None:
    """Give the finite number that a value means; None when it means none."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
