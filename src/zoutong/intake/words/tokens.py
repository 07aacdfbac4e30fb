"""Knows the kinds of quantity that stand in a statement, each with one private sign that patterns can speak of."""

from __future__ import annotations

from dataclasses import dataclass

DAY, MONTH, YEAR, VAGUE, MONTHS, SPAN_OF_MONTHS = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
MONEY, BARE = "\ue010", "\ue011"
DURATION, ONE_MONTH, ONE_DAY, ONE_HOUR, ONE_YEAR = "\ue020", "\ue021", "\ue022", "\ue023", "\ue024"
HOURS, DAYS, PEOPLE, AGE, GRADE = "\ue025", "\ue026", "\ue027", "\ue028", "\ue029"
DISTRICT, CITY = "\ue030", "\ue031"
EMPLOYER, PERSON = "\ue040", "\ue041"
SECRET, OTHER = "\ue050", "\ue051"

DATED = DAY + MONTH + YEAR + VAGUE + MONTHS + SPAN_OF_MONTHS

PLACEHOLDERS: dict[str, str] = {
    "date": DAY + MONTH + YEAR + VAGUE,
    "day": DAY,
    "month": MONTH,
    "months": MONTH + MONTHS + SPAN_OF_MONTHS,
    "span": SPAN_OF_MONTHS,
    "money": MONEY + BARE,
    "sum": MONEY,
    "duration": DURATION + ONE_MONTH + ONE_YEAR,
    "one_month": ONE_MONTH,
    "one_day": ONE_DAY,
    "one_hour": ONE_HOUR,
    "hours": HOURS + ONE_HOUR,
    "days": DAYS + ONE_DAY,
    "people": PEOPLE,
    "age": AGE,
    "grade": GRADE,
    "district": DISTRICT,
    "city": CITY,
    "employer": EMPLOYER,
}
"""What may stand between braces in a pattern, and the signs that it meets."""


@dataclass(frozen=True, slots=True)
class Token:
    """One quantity in the plain text, half-open ``start`` to ``end``; ``value`` is None when it is known only roughly.

    ``note`` says what is rough about it (``month`` when only the month was said, ``about``, bounds); ``dated_by`` is
    "year" when the year was said, "bare" when it was inferred.
    """

    kind: str
    start: int
    end: int
    value: object = None
    note: str = ""
    dated_by: str = ""


@dataclass(frozen=True, slots=True)
class Abstract:
    """The plain text in which every quantity is one sign; ``places[i]`` and ``ends[i]`` lead back to the plain text."""

    text: str
    places: tuple[int, ...]
    ends: tuple[int, ...]
    at: dict[int, Token]


def abstract(text: str, tokens: list[Token]) -> Abstract:
    """Put one sign in the place of each token; the tokens do not overlap."""
    chars: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    at: dict[int, Token] = {}
    place = 0
    for token in sorted(tokens, key=lambda t: t.start):
        for i in range(place, token.start):
            chars.append(text[i])
            places.append(i)
            ends.append(i + 1)
        at[len(chars)] = token
        chars.append(token.kind)
        places.append(token.start)
        ends.append(token.end)
        place = token.end
    for i in range(place, len(text)):
        chars.append(text[i])
        places.append(i)
        ends.append(i + 1)
    return Abstract("".join(chars), tuple(places), tuple(ends), at)
