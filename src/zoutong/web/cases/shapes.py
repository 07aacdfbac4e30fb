"""Knows the shapes in which the store answers: a case, a page of a list, counts, a board, and what a check found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from zoutong.kernel.words import Words
from zoutong.walk import Event, Walk
from zoutong.web.cases.models import Run

Row = TypeVar("Row")
Scope = Literal["mine", "lane", "unit", "all"]
CAP = 1000
"""Counts end here: who has a thousand things to do need not know how many more."""


@dataclass(frozen=True, slots=True)
class Case:
    """A walk as it stands: its row, the walk itself, and the events of the act that was just done.

    ``repeated``: the same key was used before, so nothing was done now and ``events`` are those of the first time.
    """

    run: Run
    walk: Walk
    events: tuple[Event, ...] = ()
    repeated: bool = False

    @property
    def id(self) -> str:
        return self.run.walk

    @property
    def number(self) -> str:
        return self.run.walk

    @property
    def revision(self) -> int:
        return self.run.revision


@dataclass(frozen=True, slots=True)
class Filters:
    """What of a worklist is wanted. ``scope``: what I hold, what my role may take in my unit, all of my unit, or all there is."""

    scope: Scope = "lane"
    node: str = ""
    role: str = ""
    unit: str = ""
    overdue: bool = False
    urgent: bool = False
    unclaimed: bool = False
    due_until: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a worklist: the open task and what may be shown of its case."""

    case: str
    token: int
    part: Literal["do", "sign"]
    node: str
    role: str
    unit: str
    holder: str
    since: datetime
    due: datetime | None
    held: bool
    urgent: bool
    claims: tuple[str, ...]
    person: str
    queue: str
    status: str
    revision: int


@dataclass(frozen=True, slots=True)
class Found:
    """One case that a search found."""

    case: str
    status: str
    unit: str
    claims: tuple[str, ...]
    person: str
    opened: datetime
    last: datetime
    urgent: bool
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and the mark from which the next ones follow ("" when these are the last)."""

    rows: tuple[Row, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is to do for somebody; each figure stops at ``CAP``."""

    mine: int
    free: int
    overdue: int
    today: int
    urgent: int


@dataclass(frozen=True, slots=True)
class Load:
    """What lies with a unit: open tasks, and those past their day."""

    unit: str
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Board:
    """A day in figures: cases opened and ended that day, still open, tasks overdue, and the load of each unit."""

    day: date
    opened: int
    ended: int
    open: int
    overdue: int
    units: tuple[Load, ...]


@dataclass(frozen=True, slots=True)
class Breach:
    """The first thing that is wrong with a walk, or with the whole (``walk`` is ""): where, a stable code, a sentence."""

    walk: str
    seq: int | None
    code: str
    what: Words
