"""Knows the working copy of what is remembered of a walk while one event is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from zoutong.trace.rules import Rules


class Owed(NamedTuple):
    """Something that must happen: for which rule, about what, at which step, since which event, by which day (None: before the next act)."""

    rule: str
    about: str
    step: str
    seq: int
    due: date | None


class Found(NamedTuple):
    """A breach as a check finds it: its rule, its subject (told once each), the step and the events that show it."""

    rule: str
    about: str
    step: str
    evidence: tuple[int, ...]


@dataclass(slots=True)
class Seen:
    """What a check may read and write; it becomes the next watch."""

    opened: date | None
    firsts: dict[str, tuple[int, ...]]
    owed: list[Owed]
    marks: set[str]
    rules: Rules

    def count(self, rule: str, about: str, seq: int) -> tuple[int, ...]:
        """Count one more, and give the numbers of the events counted so far."""
        name = f"{rule} {about}"
        self.firsts[name] = (*self.firsts.get(name, ()), seq)
        return self.firsts[name]

    def paid(self, rule: str, about: str = "") -> None:
        """Strike out what was owed: about one subject, or all of the rule."""
        self.owed = [o for o in self.owed if o.rule != rule or (about and o.about != about)]
