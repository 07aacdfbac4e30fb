"""Knows the shape of an answer: door, reasons, deadlines, amounts, papers, and what is still to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from zoutong.kernel.facts import Facts
from zoutong.kernel.law import Citation, Grade
from zoutong.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read in a statement: claims with a weight (most important first), facts with spans, what disagrees."""

    text: str
    masked: str
    claims: tuple[tuple[str, float], ...]
    facts: Facts
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    contradictions: tuple[Words, ...] = ()
    route_hint: str = ""
    kind: str = "statement"
    """One of statement, empty, too_long, abuse, unreadable."""


@dataclass(frozen=True, slots=True)
class Step:
    """One met, unmet or unknown condition behind a conclusion; ``met`` is None when it is unknown."""

    fact: str
    wanted: Words
    actual: Words
    met: bool | None


@dataclass(frozen=True, slots=True)
class RouteAdvice:
    """The door of one claim, from one row of one table."""

    claim: str
    route: str
    why: Words
    citations: tuple[Citation, ...]
    row: str
    alternatives: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    grade: Grade = "verified"
    possible: tuple[str, ...] = ()
    """The doors that are still possible while facts are missing; one when the claim is settled."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question that would settle more than any other; ``settles`` is the expected share of doors it removes."""

    fact: str
    question: Words
    because: Words
    settles: float = 0.0


@dataclass(frozen=True, slots=True)
class Deadline:
    """One clock at work: nominal and rolled last day, both None while it has not started or cannot be computed."""

    clock: str
    claim: str
    title: Words
    nominal: date | None
    rolled: date | None
    expired: bool | None
    days_left: int | None
    provisional: bool
    why: Words
    citations: tuple[Citation, ...]
    part: str = ""
    """For a claim that accrues by the month: full, partly or gone; empty where that does not apply."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What may be claimed, in yuan, with the arithmetic that gives it."""

    claim: str
    value: Decimal
    formula: str
    citations: tuple[Citation, ...]
    grade: Grade = "verified"
    note: Words | None = None
    parts: Mapping[str, Decimal] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperAdvice:
    """A paper to bring, that helps, or that nobody may ask for."""

    paper: str
    title: Words
    why: Words
    holder: str
    need: str
    where: Words | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The nearest change of facts that would open another door."""

    changes: Mapping[str, object]
    claim: str
    gives: str


@dataclass(frozen=True, slots=True)
class Advice:
    """The whole answer on one day; the doors of the claims each stand on a row of a table."""

    on: date
    facts: Facts
    claims: tuple[str, ...]
    primary_route: str
    alternative_routes: tuple[str, ...]
    routes: tuple[RouteAdvice, ...]
    ask: tuple[Ask, ...]
    deadlines: tuple[Deadline, ...]
    amounts: tuple[Amount, ...]
    flags: tuple[str, ...]
    citations: tuple[Citation, ...]
    papers: tuple[PaperAdvice, ...]
    changes: tuple[Change, ...]
    possible_routes: tuple[str, ...]
    """Doors of the main claim that are still possible; one when decided."""

    @property
    def settled(self) -> bool:
        """Tell whether no missing fact can change the door any more."""
        return len(self.possible_routes) == 1
