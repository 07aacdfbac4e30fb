"""Knows the parts of an answer page, each in one language and ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """One article as people read it."""

    text: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition behind a door: met, unmet or unknown."""

    label: str
    wanted: str
    actual: str
    state: str


@dataclass(frozen=True, slots=True)
class Door:
    """The door of one claim, with the row of the table, the conditions and the articles behind it."""

    claim: str
    claim_plain: str
    title: str
    why: str
    row: str
    conditions: tuple[Condition, ...]
    articles: tuple[Article, ...]
    possible: str
    """The doors that are still possible besides, in one line."""
    unsure: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline: the day, how many days are left, in which state the widget is drawn."""

    clock: str
    claim: str
    title: str
    claim_title: str
    state: str
    """``run``, ``soon``, ``over`` or ``still`` (not begun, or not to be counted)."""
    days: int
    day: str
    rolled: str
    why: str
    articles: tuple[Article, ...]
    provisional: bool
    part: str
    calendar: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """What may be claimed for one claim, with its arithmetic."""

    title: str
    value: str
    formula: str
    parts: tuple[tuple[str, str], ...]
    note: str
    articles: tuple[Article, ...]
    unsure: bool
    nothing: bool
    """Nothing can be claimed now; the note says why and is shown at once."""
