"""Knows how days, months and stretches of months are said, and which ones are meant on a given day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from zoutong.intake.words.calendar_words import (
    DAY_NUMBER,
    MONTH_NUMBER,
    RELATIVE_MONTH,
    YEAR,
    day_before,
    day_nearest,
    day_of,
    day_relative,
    month_before,
    month_relative,
    month_shifted,
    months_between,
    small,
    year_of,
)
from zoutong.intake.words.tokens import DAY, MONTH, MONTHS, SPAN_OF_MONTHS, VAGUE, Token
from zoutong.intake.words.tokens import YEAR as YEAR_SIGN

_NOT_DAY = rf"(?!(?:的)?{DAY_NUMBER}[号日])(?![0-9])"
_JOIN = r"(?:、|，|,|和|跟|与|及|还有)"
_LIST_ITEM = rf"(?:{YEAR})?{MONTH_NUMBER}(?![0-9.]|个|号|日|天|点|块|元|万|千|百)(?:月份|月)?"
LIST = re.compile(
    rf"(?<![0-9.一二三四五六七八九十]){_LIST_ITEM}(?:(?:{_JOIN}|(?<=月)|(?<=份)){_LIST_ITEM}){{1,11}}"
    rf"(?:(?=(?:这|一共|共)?[0-9一二两三四五六七八九十几]{{1,2}}个月)|(?<=月)|(?<=份)){_NOT_DAY}"
    r"(?P<count>(?:这|一共|共)?[0-9一二两三四五六七八九十几]{1,2}个月)?"
)
PAIR = re.compile(rf"({YEAR})?(?<![十0-9])([一二三四五六七八])([二三四五六七八九])月份?{_NOT_DAY}")
RANGE = re.compile(
    rf"(?P<y1>{YEAR})?(?P<m1>{MONTH_NUMBER})(?:月份|月)?(?:到|至|-|~)(?P<to>(?P<y2>{YEAR})?(?P<m2>{MONTH_NUMBER})月份?|{RELATIVE_MONTH}){_NOT_DAY}"
)
UNTIL_NOW = re.compile(
    rf"(?:(?P<y1>{YEAR})?(?P<m1>{MONTH_NUMBER})月份?)(?:份)?(?:一直)?(?:开始|起)?(?:一直)?(?:到|至)(?:今天|今(?!年|日)|现在|目前|如今)"
)
ISO = re.compile(r"(?<![0-9.])((?:19|20)[0-9]{2})[./-]([0-9]{1,2})(?:[./-]([0-9]{1,2}))?(?![0-9]|[./-][0-9])(?:日|号)?")
COMPACT = re.compile(r"(?<![0-9])(20[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])(?!元|块)")
SHORT = re.compile(
    r"(?<![0-9./-])(1[0-2]|0?[1-9])[-/]([0-3]?[0-9])(?![0-9./%-]|个|天|元|块|月|年|小时|点|岁|人|万|千|k|名|号楼|楼|室|周|次|分)"
)
SINGLE = re.compile(
    rf"(?:(?P<y>{YEAR})的?)?(?:(?P<m>[0-9]{{1,2}}|十[一二]?|[一二三四五六七八九])月份?|(?P<rm>{RELATIVE_MONTH}))的?"
    rf"(?:(?P<d>{DAY_NUMBER})(?:号|日|曰|(?=入职|离职|进厂|进公司|被|辞职|受伤))(?!线|楼)|(?P<tail>初|底|末|中旬|上旬|下旬|中))?"
)
YEAR_ONLY = re.compile(
    rf"(?P<y>{YEAR}(?!(?:才|刚|满|已经|都){{0,2}}[0-9一二三四五六七八九十]{{1,3}}(?:周)?岁)|[0-9]{{2}}年(?=入职|进厂|进的|进公司|开始))(?P<tail>年初|年底|年末|年中|初|底|末|上半年|下半年|春节[前后]?|过年[前后]?|国庆[前后]?)?"
)
RELATIVE = re.compile(
    r"大前天|前天|昨天|昨日|昨晚|今天(?!是)|今日|今早|明天|后天|(?:上上|上|本|这)个?(?:周|星期|礼拜)[一二三四五六日天]"
    r"|[0-9一二两三四五六七八九十]{1,4}天(?:以|之)?前"
)
AGO = re.compile(r"(?:[0-9一二两三四五六七八九十几半多]{1,4}(?:个)?(?:多|半)?(?:月|年|周|星期)(?:多|半)?|半年多?)(?:以|之)前|"
                 r"(?:[0-9一二两三四五六七八九十几半]{1,4}(?:个)?(?:多|半)?(?:月|年|周|星期)(?:多|半)?|半年多?)前")  # fmt: skip
SEASON = re.compile(
    r"年初|年底|年末|年中|(?:春节|过年|国庆|五一|中秋|元旦|端午|清明|十一)(?:节)?(?:长假|假期)?(?:期间|前后|前|后|以后|之后|之前)|月初|月底|月中"
)
BARE_DAY = re.compile(r"(?<![0-9月])(?:[1-3]?[0-9])号(?!楼|线|门|厂|店|院|库|车)")
DAY_LIST = re.compile(rf"(?:{YEAR})?{MONTH_NUMBER}月{DAY_NUMBER}(?:号|日)?(?:[、，和]{DAY_NUMBER}(?:号|日)?){{1,9}}(?<=[号日])")
TODAY_IS = re.compile(rf"(?:今天是)(?:{YEAR})?{MONTH_NUMBER}月{DAY_NUMBER}[号日]")


@dataclass(slots=True)
class Reading:
    """What carries over while a text is read from left to right: today, and the last year that was said."""

    on: date
    text: str
    carried: int | None = None
    carried_at: int = -1
    carried_month: int = 0

    def say(self, year: int, month: int, at: int) -> None:
        """Remember a year that was said."""
        self.carried, self.carried_month, self.carried_at = year, month, at

    def open_year(self, year: int, month: int, at: int) -> bool:
        """Tell whether a bare month may as well lie in the year that was said just before, in the same sentence."""
        if self.carried is None or self.carried != year - 1 or month < self.carried_month:
            return False
        between = self.text[self.carried_at : at]
        return len(between) <= 40 and not any(c in between for c in "。！？!?；;\n")


def read_single(match: re.Match[str], reading: Reading) -> Token | None:
    """Read one day or one month with its year said or inferred; an impossible day becomes a vague token with a note."""
    start, end, on = match.start(), match.end(), reading.on
    year_words, month_words, day_words = match.group("y"), match.group("m"), match.group("d")
    if match.group("rm"):
        year, month = month_relative(match.group("rm"), on)
        said = True
    else:
        month = small(month_words)
        named = year_of(year_words, on, reading.carried) if year_words else None
        if year_words and named is None:
            return Token(VAGUE, start, end, None, "year")
        said, year = named is not None, named or 0
    if match.group("tail") and not day_words:
        return Token(VAGUE, start, end, None, "about")
    if not 1 <= month <= 12:
        return Token(VAGUE, start, end, None, "impossible") if day_words else None
    if day_words:
        return _read_day(reading, start, end, year if said else None, month, small(day_words))
    if not said:
        year, month = month_before(month, on)
        if reading.open_year(year, month, start):
            return Token(VAGUE, start, end, None, "which year")
    else:
        reading.say(year, month, end)
    return Token(MONTH, start, end, (year, month), "month", "year" if said else "bare")


def _read_day(reading: Reading, start: int, end: int, year: int | None, month: int, day: int) -> Token:
    if year is not None:
        found = day_of(year, month, day)
        if found is None:
            return Token(VAGUE, start, end, None, "impossible")
        reading.say(year, month, end)
        return Token(DAY, start, end, found, "", "year")
    if day_of(2024, month, day) is None:
        return Token(VAGUE, start, end, None, "impossible")
    after = reading.text[end : end + 3]
    if re.match(r"(?:之|以)?前|到期|届满|开庭|截止", after):
        found = day_nearest(month, day, reading.on)
    else:
        found = day_before(month, day, reading.on)
    if found is None or reading.open_year(found.year, month, start):
        return Token(VAGUE, start, end, None, "which year")
    return Token(DAY, start, end, found, "", "bare")


def read_list(match: re.Match[str], reading: Reading) -> Token | None:
    """Read 8、9、10三个月, 8月和9月: the months in order, the last one not after today."""
    body = match.group()[: len(match.group()) - len(match.group("count") or "")]
    items = re.findall(rf"({YEAR})?({MONTH_NUMBER})(?:月份|月)?", body)
    if "月" not in match.group() or len(items) < 2:
        return None
    return _months(match, [(small(m), year_of(y, reading.on, reading.carried) if y else None) for y, m in items], reading)


def read_pair(match: re.Match[str], reading: Reading) -> Token | None:
    """Read 八九月份 as two months."""
    year = year_of(match.group(1), reading.on, reading.carried) if match.group(1) else None
    first, second = small(match.group(2)), small(match.group(3))
    return _months(match, [(first, year), (second, None)], reading) if second == first + 1 else None


def _months(match: re.Match[str], items: list[tuple[int, int | None]], reading: Reading) -> Token:
    """Place a list of months: years that were said stand, the others run on from the one before or up to today."""
    said = any(year is not None for _, year in items)
    if said:
        year = items[0][1] or month_before(items[0][0], reading.on)[0]
        placed: list[tuple[int, int]] = []
        for month, named in items:
            if named is not None:
                year = named
            elif placed and month < placed[-1][1]:
                year += 1
            placed.append((year, month))
        reading.say(placed[-1][0], placed[-1][1], match.end())
    else:
        placed = [month_before(items[-1][0], reading.on)]
        for month, _ in reversed(items[:-1]):
            year, later = placed[0]
            placed.insert(0, (year if month <= later else year - 1, month))
    return Token(MONTHS, match.start(), match.end(), tuple(placed), "", "year" if said else "bare")


def read_range(match: re.Match[str], reading: Reading) -> Token | None:
    """Read 3月份到5月份, 去年9月到今年2月, 3月到上个月: every month of the stretch."""
    on, start, end = reading.on, match.start(), match.end()
    if "月" not in match.group():
        return None
    first_year = year_of(match.group("y1"), on, reading.carried) if match.group("y1") else None
    first = small(match.group("m1"))
    if match.group("m2") is None:
        last = month_relative(match.group("to"), on)
    else:
        number = small(match.group("m2"))
        last_year = year_of(match.group("y2"), on, first_year or reading.carried) if match.group("y2") else None
        if last_year is None:
            last_year = first_year + (number < first) if first_year is not None else month_before(number, on)[0]
        last = (last_year, number)
    if first_year is None:
        first_year = last[0] if first <= last[1] else last[0] - 1
    months = months_between((first_year, first), last)
    said = bool(match.group("y1") or match.group("y2"))
    if said and months:
        reading.say(last[0], last[1], end)
    note = "" if months else "turned"
    return Token(SPAN_OF_MONTHS if months else VAGUE, start, end, months or None, note, "year" if said else "bare")


def read_until_now(match: re.Match[str], reading: Reading) -> Token | None:
    """Read 今年3月至今: the months up to the last full one."""
    on = reading.on
    first = small(match.group("m1"))
    year = year_of(match.group("y1"), on, reading.carried) if match.group("y1") else month_before(first, on)[0]
    if year is None:
        return None
    months = months_between((year, first), month_shifted(on, -1))
    return Token(
        SPAN_OF_MONTHS if months else VAGUE,
        match.start(),
        match.end(),
        months or None,
        "until now",
        "year" if match.group("y1") else "bare",
    )


def read_iso(match: re.Match[str], reading: Reading) -> Token | None:
    """Read 2025.11.23, 2025/11/23, 2025-11 and 20251123."""
    year, month, day = (int(g) if g else 0 for g in match.groups())
    if not 1 <= month <= 12:
        return Token(VAGUE, match.start(), match.end(), None, "impossible") if day else None
    if day:
        return _read_day(reading, match.start(), match.end(), year, month, day)
    reading.say(year, month, match.end())
    return Token(MONTH, match.start(), match.end(), (year, month), "month", "year")


def read_short(match: re.Match[str], reading: Reading) -> Token | None:
    """Read 11-23 as a month and a day when the calendar has it."""
    month, day = int(match.group(1)), int(match.group(2))
    return _read_day(reading, match.start(), match.end(), None, month, day) if day_of(2024, month, day) else None


def read_year_only(match: re.Match[str], reading: Reading) -> Token | None:
    """Read a year alone, or 去年年底: known only roughly."""
    year = year_of(match.group("y"), reading.on, reading.carried)
    if year is None:
        return Token(VAGUE, match.start(), match.end(), None, "year")
    reading.say(year, 1, match.end())
    return Token(VAGUE if match.group("tail") else YEAR_SIGN, match.start(), match.end(), None, f"{year}", "year")


def read_relative(match: re.Match[str], reading: Reading) -> Token | None:
    """Read 昨天, 上周五, 10天前."""
    found = day_relative(match.group(), reading.on)
    return Token(DAY, match.start(), match.end(), found, "", "year") if found else None


def read_vague(match: re.Match[str], reading: Reading) -> Token | None:  # noqa: ARG001 - all readers are called alike
    """Keep 三个月前, 年初, 春节前 as known only roughly."""
    return Token(VAGUE, match.start(), match.end(), None, "about")


READERS = (
    (TODAY_IS, read_vague), (DAY_LIST, read_vague), (LIST, read_list), (PAIR, read_pair), (UNTIL_NOW, read_until_now), (RANGE, read_range), (ISO, read_iso), (COMPACT, read_iso),
    (SINGLE, read_single), (SHORT, read_short), (AGO, read_vague), (RELATIVE, read_relative), (YEAR_ONLY, read_year_only),
    (SEASON, read_vague), (BARE_DAY, read_vague),
)  # fmt: skip
"""Every form with its reader, the longest forms first; where two overlap the earlier one in the text wins, then this sequence."""
