"""Knows the law as dated citations: an article is quoted only for a day on which it was in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Grade = Literal["verified", "secondary", "unverified"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One article of one law; ``since`` and ``until`` are the first and the last day in force, None where open.

    ``grade`` says how it was checked: read in the statute text, read in a secondary source, or not checked (shown as 待核).
    """

    law: str
    article: str
    since: date | None = None
    until: date | None = None
    grade: Grade = "verified"

    def in_force(self, on: date) -> bool:
        """Tell whether the article applied on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def __str__(self) -> str:
        """Give the short form of CONTRACTS: law, space, article."""
        return f"{self.law} {self.article}"
