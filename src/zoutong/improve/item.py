"""Knows the shape of an item of the ledger (台账): a blockage or need, its evidence, its measures, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

State = Literal[
    "registered",
    "judged",
    "assigned",
    "accepted",
    "rectifying",
    "done",
    "called_back",
    "closed",
    "returned",
    "parked",
    "declined",
    "merged",
]
STATES: tuple[State, ...] = (
    "registered", "judged", "assigned", "accepted", "rectifying", "done", "called_back", "closed", "returned", "parked", "declined", "merged",
)  # fmt: skip
"""登记 研判分类 交办 签收 办理中 办结待核 回访 销号 | 退回重办 挂账 不予办理 并入."""

KINDS: tuple[str, ...] = ("stuck", "pain", "hard", "blind")
"""堵点 痛点 难点 盲点."""

SOURCES: tuple[str, ...] = ("walk", "rehearsal", "rating", "rule", "visit", "seminar", "hotline", "mining", "seed")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: an event of a walk (``walk`` and ``seq``), a quote, photo, figure or source; ``ref`` is its text or address."""

    kind: Literal["event", "quote", "photo", "figure", "paper", "link"]
    ref: str
    walk: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure before or after: what was counted, in which unit, over which walks; ``less`` tells that a smaller one is better."""

    name: str
    unit: str
    value: float
    on: date
    walks: int = 0
    less: bool = True

    def better_than(self, other: Measure) -> bool:
        """Tell whether this figure is better than another of the same name and unit; False when they cannot be compared."""
        if (self.name, self.unit, self.less) != (other.name, other.unit, other.less):
            return False
        return self.value < other.value if self.less else self.value > other.value


@dataclass(frozen=True, slots=True)
class Rewalk:
    """A walk again (复走) after the mending: its number, who walked (a code), and whether it passed."""

    walk: str
    walker: str
    passed: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """An item at one moment; nothing in it changes, a move gives another one.

    ``seq`` counts its moves. ``doers`` are the codes of all who ever mended at it; none of them may verify, walk again or close.
    ``finished`` is the moment of the last 办结; only what came after it counts as proof. ``cases`` says how many walks it harmed.
    """

    number: str
    seq: int = 0
    title: str = ""
    what: Literal["blockage", "need"] = "blockage"
    kind: str = ""
    cause: str = ""
    process: str = ""
    step: str = ""
    source: str = ""
    walks: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    harmed: str = ""
    cases: int = 0
    severity: int = 0
    reporter: str = ""
    lead: str = ""
    support: tuple[str, ...] = ()
    leader: str = ""
    measure_now: str = ""
    measure_lasting: str = ""
    due: date | None = None
    extended: int = 0
    level: int = 0
    state: State = "registered"
    before_parking: State = "registered"
    registered: datetime | None = None
    finished: datetime | None = None
    closed: datetime | None = None
    called_back: datetime | None = None
    doers: frozenset[str] = frozenset()
    verifier: str = ""
    rewalks: tuple[Rewalk, ...] = ()
    before: Measure | None = None
    after: Measure | None = None
    merged_into: str = ""
    recurrence_of: str = ""
    plan: str = ""
    reopened: int = 0
    reply_until: date | None = None
    published: datetime | None = None
    public_found: str = ""
    public_changed: str = ""
    demo: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done; what is parked stays open."""
        return self.state not in ("closed", "declined", "merged")

    @property
    def mended(self) -> bool:
        """Tell whether it counts as fixed: closed with its proof. A declined or merged item never does."""
        return self.state == "closed"

    def overdue(self, on: date) -> int:
        """Count the calendar days by which it is over its day, 0 when it is not or waits for its proof only."""
        if self.due is None or not self.is_open or self.state in ("done", "called_back", "parked"):
            return 0
        return max(0, (on - self.due).days)

    def light(self, on: date) -> Literal["", "soon", "late"]:
        """Give the light of the ledger: ``late`` (red) over its day, ``soon`` (yellow) in the last five days before it."""
        if self.overdue(on):
            return "late"
        waits = self.due is not None and self.is_open and self.state not in ("done", "called_back", "parked")
        return "soon" if waits and (self.due - on).days <= 5 else ""  # type: ignore[operator]
