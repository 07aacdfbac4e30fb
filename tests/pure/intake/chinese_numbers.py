"""Writes numbers as people write them, so that reading can be tried against another hand."""

from __future__ import annotations

LOW = "零一二三四五六七八九"
CAPITAL = "零壹贰叁肆伍陆柒捌玖"


def _section(number: int, digits: str, units: tuple[str, str, str]) -> str:
    """Write 0 < number < 10000 with units."""
    words, gap = "", False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            words += (digits[0] if gap and words else "") + digits[digit] + unit
            gap = False
        else:
            gap = True
    return words


def in_full(number: int, *, capital: bool = False) -> str:
    """Write 0 < number < 100,000,000 in Chinese numerals, with every zero that is spoken."""
    digits, units = (CAPITAL, ("拾", "佰", "仟")) if capital else (LOW, ("十", "百", "千"))
    high, low = divmod(number, 10_000)
    words = f"{_section(high, digits, units)}万" if high else ""
    if low:
        zero = digits[0] if high and low < 1000 else ""
        words += zero + _section(low, digits, units)
    return words[1:] if words.startswith("一十") else words


def in_short(number: int) -> str | None:
    """Write 3500 as 三千五 and 12000 as 一万二 where that is how it is said; None elsewhere."""
    for power, unit in ((10_000, "万"), (1000, "千"), (100, "百")):
        high, rest = divmod(number, power)
        if 0 < high < 10 and rest and rest % (power // 10) == 0:
            return f"{LOW[high]}{unit}{LOW[rest * 10 // power]}"
    return None
