"""Knows how days and months are said in English, and which ones are meant on a given day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from zoutong.intake.words.calendar_words import day_before, day_of, month_before, month_shifted
from zoutong.intake.words.dates import Reading
from zoutong.intake.words.tokens import DAY, MONTH, MONTHS, SPAN_OF_MONTHS, VAGUE, Token

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHORT = {name: n for n, name in enumerate(_NAMES, start=1)}
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
_DAY = r"(?:[0-3]?[0-9])(?:st|nd|rd|th)?"

DAY_FIRST = re.compile(rf"\b(?P<d>{_DAY})(?: of)? (?P<m>{_MONTH})(?:,? (?P<y>(?:19|20)[0-9]{{2}}))?\b")
MONTH_FIRST = re.compile(rf"\b(?P<m>{_MONTH}) (?P<d>{_DAY})(?![0-9])(?:,? (?P<y>(?:19|20)[0-9]{{2}}))?\b")
STRETCH = re.compile(
    rf"\b(?:from )?(?P<m1>{_MONTH})(?: (?P<y1>20[0-9]{{2}}))? (?:to|until|till|through) (?P<m2>{_MONTH})(?: (?P<y2>20[0-9]{{2}}))?\b(?! [0-3]?[0-9]\b)"
)
PAIR = re.compile(rf"\b(?P<m1>{_MONTH}) and (?P<m2>{_MONTH})(?: (?P<y>20[0-9]{{2}}))?\b(?! [0-3]?[0-9]\b)")
MONTH_ALONE = re.compile(rf"\b(?:(?P<last>last|this) )?(?P<m>{_MONTH})(?: (?:of )?(?P<y>(?:19|20)[0-9]{{2}}))?\b")
RELATIVE = re.compile(
    r"\b(?:last month|this month|yesterday|today|last year|this year|[0-9a-z]{1,8} (?:days?|weeks?|months?|years?) ago)\b"
)


def _month(words: str) -> int:
    return _SHORT[words[:3]]


def read_day(match: re.Match[str], reading: Reading) -> Token:
    """Read 5 March 2025 and March 5; without a year the latest one that is past."""
    month, day = _month(match.group("m")), int(re.sub(r"\D", "", match.group("d")))
    year = match.group("y")
    found = day_of(int(year), month, day) if year else day_before(month, day, reading.on)
    if found is None:
        return Token(VAGUE, match.start(), match.end(), None, "impossible")
    return Token(DAY, match.start(), match.end(), found, "", "year" if year else "bare")


def read_stretch(match: re.Match[str], reading: Reading) -> Token:
    """Read March to May, September 2025 to February 2026, June and July."""
    first, last = _month(match.group("m1")), _month(match.group("m2"))
    groups = match.groupdict()
    named = groups.get("y2") or groups.get("y")
    year = int(named) if named else int(groups["y1"]) + (last < first) if groups.get("y1") else month_before(last, reading.on)[0]
    start = int(groups["y1"]) if groups.get("y1") else year - (first > last)
    low, high = start * 12 + first - 1, year * 12 + last - 1
    if not 0 <= high - low < 120:
        return Token(VAGUE, match.start(), match.end(), None, "turned")
    every = (low, high) if "y" in groups else range(low, high + 1)
    months = tuple((n // 12, n % 12 + 1) for n in every)
    return Token(
        MONTHS if "y" in groups else SPAN_OF_MONTHS, match.start(), match.end(), months, "", "year" if named or groups.get("y1") else "bare"
    )


def read_month(match: re.Match[str], reading: Reading) -> Token | None:
    """Read March 2025 and last November; ``may`` and ``march`` alone count only after in, since, of, for, from or until."""
    before = reading.text[max(0, match.start() - 6) : match.start()]
    if not match.group("y") and not match.group("last") and not re.search(r"\b(?:in|since|of|for|from|until)\s$", before):
        return None
    month = _month(match.group("m"))
    year, month = (int(match.group("y")), month) if match.group("y") else month_before(month, reading.on)
    if match.group("last") == "last" and (year, month) == (reading.on.year, reading.on.month):
        year -= 1
    return Token(MONTH, match.start(), match.end(), (year, month), "month", "year" if match.group("y") or match.group("last") else "bare")


def read_relative(match: re.Match[str], reading: Reading) -> Token:
    """Read last month, yesterday; what lies some months ago is known only roughly."""
    words, on = match.group(), reading.on
    if words in ("last month", "this month"):
        return Token(MONTH, match.start(), match.end(), month_shifted(on, -1 if words == "last month" else 0), "month", "year")
    days: dict[str, date] = {"yesterday": on - timedelta(days=1), "today": on}
    if words in days:
        return Token(DAY, match.start(), match.end(), days[words], "", "year")
    return Token(VAGUE, match.start(), match.end(), None, "about")


ENGLISH = (
    (DAY_FIRST, read_day), (MONTH_FIRST, read_day), (STRETCH, read_stretch), (PAIR, read_stretch), (RELATIVE, read_relative), (MONTH_ALONE, read_month),
)  # fmt: skip
"""Every English form with its reader."""
