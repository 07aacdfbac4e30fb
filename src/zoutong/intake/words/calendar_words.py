"""Knows the words of the calendar: what years, months and days are called, in figures, in Chinese and relative to today."""

from __future__ import annotations

import re
from datetime import date, timedelta

from zoutong.intake.words.numbers import read_number

RELATIVE_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
RELATIVE_MONTHS = {
    "上上个月": -2, "上上月": -2, "上个月": -1, "上月": -1, "这个月": 0, "这月": 0, "本月": 0, "当月": 0, "下个月": 1, "下月": 1, "下下个月": 2,
}  # fmt: skip
RELATIVE_DAYS = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0, "今早": 0, "明天": 1, "后天": 2}
WEEKDAYS = {c: n for n, c in enumerate("一二三四五六")} | {"日": 6, "天": 6}

YEAR = (
    r"(?:(?:19|20)[0-9]{2}年|[0-9]{2}年(?=[0-9一二三四五六七八九十])|[一二][零〇○一二三四五六七八九]{3}年"
    r"|[零〇一二三四五六七八九]{2}年(?=[一二三四五六七八九十0-9])|大前年|前年|去年|上年|今年|本年|当年|同年|明年|后年)"
)
MONTH_NUMBER = r"(?:1[0-2](?![0-9])|0?[1-9](?![0-9])|十[一二]?|[一二三四五六七八九])"
RELATIVE_MONTH = r"(?:下下个月|上上个?月|上个?月|这个?月|本月|当月|下个?月)"
DAY_NUMBER = r"(?:[0-9]{1,2}|[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"


def year_of(words: str, on: date, carried: int | None) -> int | None:
    """Read a year word; 同年 and 当年 are the year that was named before, None when none was."""
    if words in RELATIVE_YEARS:
        return on.year + RELATIVE_YEARS[words]
    if words in ("同年", "当年"):
        return carried
    number = read_number(words.rstrip("年"))
    if number is None or number.exact is None:
        return None
    year = int(number.exact)
    digits = len(words) - 1
    if digits == 2:
        year = 2000 + year if 2000 + year <= on.year + 10 else 1900 + year
    return year if 1900 <= year <= on.year + 50 else None


def small(words: str) -> int:
    """Read the number of a month or a day; 0 when it is none."""
    number = read_number(words)
    return int(number.exact) if number is not None and number.exact is not None else 0


def month_shifted(on: date, months: int) -> tuple[int, int]:
    """Give year and month ``months`` later than the month of ``on``."""
    index = on.year * 12 + on.month - 1 + months
    return index // 12, index % 12 + 1


def month_relative(words: str, on: date) -> tuple[int, int]:
    """Read 上个月, 本月 and the like."""
    return month_shifted(on, RELATIVE_MONTHS[words])


def month_before(month: int, on: date) -> tuple[int, int]:
    """Give the latest such month that is not after the month of ``on``."""
    return (on.year if month <= on.month else on.year - 1, month)


def day_of(year: int, month: int, day: int) -> date | None:
    """Give the day, None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_before(month: int, day: int, on: date) -> date | None:
    """Give the latest such day that is not after ``on``; None when no year of the last four has one."""
    for year in range(on.year, on.year - 5, -1):
        found = day_of(year, month, day)
        if found is not None and found <= on:
            return found
    return None


def day_nearest(month: int, day: int, on: date) -> date | None:
    """Give the day on whichever side of ``on`` is clearly nearer (120 days against 200); None when it is open."""
    near = [d for d in (day_of(year, month, day) for year in (on.year - 1, on.year, on.year + 1)) if d is not None]
    near.sort(key=lambda d: abs((d - on).days))
    return near[0] if len(near) > 1 and abs((near[0] - on).days) <= 120 and abs((near[1] - on).days) >= 200 else None


_WEEK = re.compile(r"(上上|上|本|这)个?(?:周|星期|礼拜)([一二三四五六日天])")


def day_relative(words: str, on: date) -> date | None:
    """Read 昨天, 前天, 上周五, 10天前; None for anything else."""
    if words in RELATIVE_DAYS:
        return on + timedelta(days=RELATIVE_DAYS[words])
    week = _WEEK.fullmatch(words)
    if week:
        monday = on - timedelta(days=on.weekday())
        back = {"上上": 14, "上": 7, "本": 0, "这": 0}[week.group(1)]
        return monday - timedelta(days=back) + timedelta(days=WEEKDAYS[week.group(2)])
    ago = re.fullmatch(r"(.{1,6}?)天(?:以|之)?前", words)
    number = read_number(ago.group(1)) if ago else None
    if number is not None and number.exact is not None and number.exact == int(number.exact) and number.exact < 3000:
        return on - timedelta(days=int(number.exact))
    return None


def months_between(first: tuple[int, int], last: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Give every month from ``first`` to ``last``, both counted; empty when turned round or longer than ten years."""
    a, b = first[0] * 12 + first[1] - 1, last[0] * 12 + last[1] - 1
    return tuple((n // 12, n % 12 + 1) for n in range(a, b + 1)) if 0 <= b - a < 120 else ()
