"""Knows how numbers are written: digits, Chinese numerals, capital numerals, mixtures, and numbers that are not exact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {c: n for n, c in enumerate("〇壹贰叁肆伍陆柒捌玖")}
_DIGITS |= {"两": 2, "俩": 2, "仨": 3, "貳": 2, "參": 3, "叄": 3, "陸": 6, "○": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_BIG = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "w": 10_000, "k": 1000}
_HAN = "零〇○一二两三四五六七八九十百千万亿壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟萬"

ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12})(?:\.[0-9]{1,4})?"
NUMBER = rf"(?:{ARABIC}(?:[几多余来])?(?:[万千百亿](?:[零{_HAN}0-9]{{1,12}})?|[wk](?![a-z]))?|[{_HAN}几数]{{1,24}})(?:[几多余来])?"
"""One number in any of the forms; what it is worth, :func:`read_number` says."""

_ARABIC = re.compile(rf"({ARABIC})([万千百亿wk]?)")
_PAIR = re.compile(r"([一二两三四五六七八九])([二三四五六七八九])([十百千万]?万?)")
_TEEN_PAIR = re.compile(r"([二三四五六七八九]?)十([一二三四五六七八九])([二三四五六七八九])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as said: ``exact`` is None when only the bounds are known (八九千, 三千多, 几百)."""

    exact: Decimal | None
    low: Decimal
    high: Decimal

    def scaled(self, factor: Decimal | int) -> Number:
        """Give the number times ``factor``."""
        return Number(None if self.exact is None else self.exact * factor, self.low * factor, self.high * factor)


def _just(value: Decimal | int) -> Number:
    worth = Decimal(value)
    return Number(worth, worth, worth)


def read_number(words: str) -> Number | None:
    """Read a whole text as one number; None when it is none. Handles 三千五, 1万2, 叁仟伍佰, 八九千, 三千多, 3k, 3,500."""
    if not words or len(words) > 40:
        return None
    if words == "半":
        return _just(Decimal("0.5"))
    loose = words[-1] in "多余来几" or words[0] in "几数" or any(c in words for c in "几多余来数")
    if loose:
        return _read_loose(words)
    pair = _read_pair(words)
    if pair is not None:
        return pair
    value = _read_arabic(words) if words[0].isascii() else _read_han(words)
    return None if value is None else _just(value)


def _read_loose(words: str) -> Number | None:
    """Read 三千多, 十来, 二十几, 几千, 10多万: bounds only."""
    if words[0] in "几数":
        scale = _read_han("一" + words[1:]) if len(words) > 1 else Decimal(1)
        return None if scale is None or not set(words[1:]) <= set("十百千万亿") else Number(None, 2 * scale, 9 * scale)
    match = re.fullmatch(r"([^几多余来数]+)[几多余来]([万千百亿]?)", words)
    base = read_number(match.group(1)) if match else None
    if match is None or base is None or base.exact is None:
        return None
    scale = Decimal(_BIG.get(match.group(2)) or _UNITS.get(match.group(2)) or 1)
    step = _last_unit(match.group(1), base.exact)
    return Number(None, base.exact * scale, (base.exact + step) * scale)


def _last_unit(words: str, value: Decimal) -> Decimal:
    """Tell how much 多 may add: below the last unit that was said."""
    unit = _UNITS.get(words[-1]) or _BIG.get(words[-1])
    if unit is not None:
        return Decimal(unit)
    whole, step = int(value), 1
    while whole and whole % (step * 10) == 0:
        step *= 10
    return Decimal(step)


def _read_pair(words: str) -> Number | None:
    """Read 八九千, 两三万, 四五, 十七八: two neighbouring digits are a range."""
    match = _PAIR.fullmatch(words)
    if match:
        low, high = _DIGITS[match.group(1)], _DIGITS[match.group(2)]
        scale = Decimal(1)
        for unit in match.group(3):
            scale *= _UNITS.get(unit) or _BIG[unit]
        return Number(None, low * scale, high * scale) if high == low + 1 else None
    match = _TEEN_PAIR.fullmatch(words)
    if match:
        tens = 10 * (_DIGITS[match.group(1)] if match.group(1) else 1)
        low, high = _DIGITS[match.group(2)], _DIGITS[match.group(3)]
        return Number(None, Decimal(tens + low), Decimal(tens + high)) if high == low + 1 else None
    return None


def _read_arabic(words: str) -> Decimal | None:
    """Read 3,500 · 1.2万 · 1万2 · 3千5 · 2万3500 · 3k · 1万零500."""
    match = _ARABIC.match(words)
    if match is None:
        return None
    value = Decimal(match.group(1).replace(",", ""))
    unit = match.group(2)
    scale = _BIG.get(unit) or _UNITS.get(unit) or 1
    rest = words[match.end() :]
    value *= scale
    if not rest:
        return value
    if scale == 1:
        return None
    zero, rest = rest[0] in "零〇", rest.lstrip("零〇")
    if len(rest) == 1 and rest in _DIGITS | {str(n): n for n in range(10)} and not zero:
        return value + Decimal(_DIGITS[rest] if rest in _DIGITS else int(rest)) * scale / 10
    tail = (_read_arabic(rest) if rest[:1].isascii() else _read_han(rest)) if rest else None
    return value + tail if tail is not None and tail < scale else None


def _read_han(words: str) -> Decimal | None:
    """Read Chinese numerals with units, or digit by digit (二〇二六); a last digit without unit counts in the next lower unit."""
    if all(c in _DIGITS for c in words):
        if len(words) == 1:
            return Decimal(_DIGITS[words])
        return Decimal("".join(str(_DIGITS[c]) for c in words)) if not set(words) & set("两俩仨") else None
    total = section = 0
    digit: int | None = None
    last_unit, zero = 0, False
    lowest = 10**9
    for char in words:
        if char in _DIGITS:
            if digit is not None:
                return None
            if _DIGITS[char] == 0:
                zero = True
            else:
                digit = _DIGITS[char]
        elif char in _UNITS:
            unit = _UNITS[char]
            if unit >= lowest or (digit is None and (unit != 10 or section)):
                return None
            section += (1 if digit is None else digit) * unit
            digit, last_unit, zero, lowest = None, unit, False, unit
        elif char in _BIG:
            big = _BIG[char]
            section += digit or 0
            if section == 0 or (total and total % big == 0 and total < big):
                return None
            total = total + section * big if total >= big else (total + section) * big
            section, digit, last_unit, zero, lowest = 0, None, big, False, 10**9
        else:
            return None
    if digit is not None:
        section += digit if zero or last_unit <= 10 else digit * last_unit // 10
    return Decimal(total + section)
