"""Knows the shape of a walk at one moment: its open tasks, running clocks, doors, notices, ratings and what is held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from zoutong.kernel.clock import Clock
from zoutong.kernel.words import Words
from zoutong.walk.act import Mode

if TYPE_CHECKING:
    from zoutong.process import Alarm, State
    from zoutong.walk.course import Course

Status = Literal["new", "open", "suspended", "complete", "withdrawn", "declined"]
"""``new``: made but not begun; the last three are the ways in which a walk ends."""

DANGERS = ("danger", "child")
"""Variables by which a process says that somebody must be protected first."""

CLOSED: frozenset[str] = frozenset(("complete", "withdrawn", "declined"))


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody whose signature a task needs (加签、会签): a person, a role or a unit; ``signed`` is who signed, "" while open."""

    person: str = ""
    role: str = ""
    unit: str = ""
    signed: str = ""
    at: datetime | None = None
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Referral:
    """A task on its way to another unit (移送), until that unit accepts it or gives it back; ``due`` is the last day for that."""

    from_role: str
    from_unit: str
    from_holder: str
    since: datetime
    due: date | None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """An open task. ``token`` is the engine's number; a task of the house itself (to chase, to contact) has a negative one.

    ``unit`` and ``holder`` are "" while it lies in the pool of its role. ``door`` is the branch to which it belongs, "" before
    the split, ``strand`` the engine's number of that branch, 0 for none. ``clock`` names the statutory clock under which it stands.
    """

    token: int
    node: str
    role: str
    unit: str
    holder: str
    signers: tuple[Signer, ...]
    since: datetime
    claimed: datetime | None
    door: str = ""
    strand: int = 0
    clock: str = ""
    due: datetime | None = None
    held: bool = False
    referral: Referral | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """A statutory clock of this walk; ``token`` is the task whose completion set it going, ``door`` its branch, "" for the whole.

    ``done`` is the day on which what it limits was done; ``overdue`` the day on which it was found to have run out;
    ``extended`` names the clock by whose length it was lengthened.
    """

    name: str
    token: int | None
    claim: str
    clock: Clock
    since: date
    done: date | None
    article: str
    door: str = ""
    strand: int = 0
    stop_reason: str = ""
    extended: str = ""
    overdue: date | None = None

    def ended(self, day: date) -> Running:
        """Give the clock as it is when what it limits was done on a day."""
        return Running(
            self.name, self.token, self.claim, self.clock, self.since, day, self.article, self.door, self.strand, self.stop_reason,
            self.extended, self.overdue,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Door:
    """A branch of the walk: the door (去向), its claims, and how it stands; ``withdrawn`` are claims taken back.

    ``strand`` is the engine's number of the branch, 0 as long as it has not begun.
    """

    name: str
    claims: tuple[str, ...]
    status: Status = "open"
    withdrawn: tuple[str, ...] = ()
    strand: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """A one-time notice (一次性告知): the papers asked for at a door ("" for the whole visit) and those that came since."""

    door: str
    papers: tuple[str, ...]
    at: datetime
    came: tuple[str, ...] = ()

    @property
    def lacking(self) -> tuple[str, ...]:
        """Give the papers that have not come yet."""
        return tuple(paper for paper in self.papers if paper not in self.came)


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating (好差评) of a door, or of the whole visit (""): 1 to 5, each part too; ``contacted`` is the day of the call after a bad one."""

    door: str
    level: int
    parts: Mapping[str, int]
    at: datetime
    contacted: date | None = None

    @property
    def bad(self) -> bool:
        """Tell whether somebody has to get in touch: the two lowest levels."""
        return self.level <= 2


@dataclass(frozen=True, slots=True)
class Pause:
    """A suspension that lasts: of the whole walk (``door`` is "") or of one branch; ``reason`` is its code."""

    door: str
    strand: int
    since: datetime
    reason: str
    alarms: tuple[Alarm, ...] = ()
    """The timers of the branch that stand still meanwhile."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk at one moment. Nothing in it changes: an act gives another walk and the events that lead there.

    ``seq`` is the number of the last event, ``keys`` the keys of the acts done so far with the number of the first event of
    each; ``marks`` the milestones with their day; ``units`` and ``people`` those who ever held a part of it; ``trips`` how
    often the person had to come. ``state`` is None until the walk is started.
    """

    course: Course = field(repr=False, compare=False)
    id: str
    mode: Mode
    pack: str
    version: str
    process: str
    state: State | None = None
    seq: int = 0
    status: Status = "new"
    opened: datetime | None = None
    closed: datetime | None = None
    applicant: str = ""
    unit: str = ""
    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    tasks: Mapping[int, Task] = field(default_factory=dict)
    clocks: tuple[Running, ...] = ()
    doors: tuple[Door, ...] = ()
    notices: tuple[Notice, ...] = ()
    ratings: tuple[Rating, ...] = ()
    pauses: tuple[Pause, ...] = ()
    marks: Mapping[str, date] = field(default_factory=dict)
    urgency: int = 0
    trips: int = 0
    keys: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def fresh(cls, course: Course, id: str, mode: Mode = "case") -> Walk:  # noqa: A002 - it is the walk's id
        """Give a walk that has not begun; its first act has the kind ``start``."""
        return cls(course, id, mode, course.pack.about.name, course.pack.about.version, course.process.id)

    @property
    def rating(self) -> Rating | None:
        """Give the rating of the whole visit, None when it was not rated."""
        return next((r for r in self.ratings if not r.door), None)

    @property
    def pressing(self) -> bool:
        """Tell whether it goes before others now: a danger that was named, a clock that ran out and still waits, a call that is owed."""
        if self.over:
            return any(r.bad and r.contacted is None for r in self.ratings)
        named = self.state is not None and any(self.state.data.get(name) is True for name in DANGERS)
        late = any(r.overdue is not None and r.done is None for r in self.clocks)
        return named or late or any(r.bad and r.contacted is None for r in self.ratings)

    @property
    def over(self) -> bool:
        """Tell whether the walk has ended, in whatever way."""
        return self.status in CLOSED


@dataclass(frozen=True, slots=True)
class Allowed:
    """An act that somebody may do now: its kind, the task meant (None: the walk as a whole) and that task's node."""

    kind: str
    token: int | None
    node: str


@dataclass(frozen=True, slots=True)
class ClockView:
    """What a page shows of a clock: last day, days left, and where it is stopped since when, why, and what if it went on today.

    ``nominal``, ``rolled`` and ``days_left`` are None while it is stopped; ``overdue_by`` counts days after the rolled last
    day, 0 when there are none. ``door`` is the branch, "" for the whole walk.
    """

    name: str
    door: str
    title: Words
    nominal: date | None
    rolled: date | None
    days_left: int | None
    provisional: bool
    stopped_since: date | None
    stop_reason: Words | None
    if_resumed_today: date | None
    overdue_by: int
    citation: str
    explain: Words
    done: date | None = None
