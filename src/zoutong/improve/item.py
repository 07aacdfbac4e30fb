"""Knows what an item of the ledger is: the blockage, its evidence, who rectifies it, and the proof that it is gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from zoutong.kernel.words import Words

KINDS = ("stuck", "pain", "hard", "blind")
"""堵 cannot pass, 痛 passes with pain, 难 needs more power than the bureau's, 盲 belongs to nobody."""
SOURCES = ("walk", "rehearsal", "rating", "rule", "seminar", "visit", "hotline", "mining", "seed", "plan")
STATES = (
    "registered", "judged", "assigned", "accepted", "rectifying", "done", "called_back",
    "closed", "returned", "parked", "declined", "merged",
)  # fmt: skip
OPEN = frozenset(STATES) - {"closed", "declined", "merged"}
EVIDENCE = ("event", "quote", "photo", "figure", "paper", "link")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that shows the blockage: an event of a walk, a quote, a photo, a figure, a paper, or a link. ``at`` is ISO 8601 or ""."""

    kind: str
    ref: str
    walk: str = ""
    seq: int | None = None
    at: str = ""

    def to_json(self) -> dict[str, object]:
        """Give it as plain JSON."""
        return {"kind": self.kind, "ref": self.ref, "walk": self.walk, "seq": self.seq, "at": self.at}

    @classmethod
    def from_json(cls, plain: Mapping[str, object]) -> Evidence:
        """Read what ``to_json`` wrote."""
        seq = plain.get("seq")
        return cls(
            str(plain["kind"]),
            str(plain["ref"]),
            str(plain.get("walk", "")),
            seq if isinstance(seq, int) else None,
            str(plain.get("at", "")),
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that was measured on a day: what, in which unit, where it comes from, and whether lower or higher is better."""

    name: str
    value: Decimal
    unit: str
    on: date
    source: str
    better: str = "lower"

    def beats(self, before: Measure) -> bool:
        """Tell whether this figure is better than an earlier one of the same name and unit."""
        return self.value > before.value if self.better == "higher" else self.value < before.value

    def same_as(self, other: Measure) -> bool:
        """Tell whether two figures can be compared: same name, unit and direction."""
        return (self.name, self.unit, self.better) == (other.name, other.unit, other.better)

    def to_json(self) -> dict[str, object]:
        """Give it as plain JSON; the value as text, so that no digit is lost."""
        return {
            "name": self.name, "value": str(self.value), "unit": self.unit,
            "on": self.on.isoformat(), "source": self.source, "better": self.better,
        }  # fmt: skip

    @classmethod
    def from_json(cls, plain: Mapping[str, object]) -> Measure:
        """Read what ``to_json`` wrote; ValueError when the value is no finite number or the day no day."""
        try:
            value = Decimal(str(plain["value"]))
        except InvalidOperation as wrong:
            raise ValueError(str(plain["value"])) from wrong
        if not value.is_finite():
            raise ValueError(str(value))
        on = date.fromisoformat(str(plain["on"]))
        return cls(str(plain["name"]), value, str(plain["unit"]), on, str(plain["source"]), str(plain.get("better", "lower")))


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is still missing for closing (销号)."""

    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody concerned says to a finding: accepts it or contests it. The person is kept as role and unit only."""

    role: str
    unit: str
    accepts: bool
    text: str
    at: datetime

    def to_json(self) -> dict[str, object]:
        """Give it as plain JSON."""
        return {"role": self.role, "unit": self.unit, "accepts": self.accepts, "text": self.text, "at": self.at.isoformat()}

    @classmethod
    def from_json(cls, plain: Mapping[str, object]) -> Reply:
        """Read what ``to_json`` wrote."""
        at = datetime.fromisoformat(str(plain["at"]))
        return cls(str(plain["role"]), str(plain["unit"]), plain["accepts"] is True, str(plain["text"]), at)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the ledger. None and "" mean that nobody knows yet; they never count as no or zero.

    ``number`` is WT+year+running number; ``share`` is the part of all cases that meets it in percent; ``severity`` 1 to 5;
    ``reporter`` says by which way somebody waits for an answer ("" for nobody); the times say when the state was last reached.
    """

    number: str
    title: Words
    what: str = "blockage"
    kind: str = ""
    cause: str = ""
    service: str = ""
    process: str = ""
    step: str = ""
    clause: str = ""
    source: str = ""
    walks: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    harmed: str = ""
    cases: int | None = None
    share: Decimal | None = None
    severity: int | None = None
    reporter: str = ""
    lead: str = ""
    support: tuple[str, ...] = ()
    leader: str = ""
    measure_now: str = ""
    measure_lasting: str = ""
    due: date | None = None
    state: str = "registered"
    registrar: str = ""
    doers: tuple[str, ...] = ()
    verifier: str = ""
    registered_at: datetime | None = None
    judged_at: datetime | None = None
    assigned_at: datetime | None = None
    finished_at: datetime | None = None
    closed_at: datetime | None = None
    rewalk: str = ""
    rewalk_by: str = ""
    rewalk_at: datetime | None = None
    rewalk_passed: bool | None = None
    before: Measure | None = None
    after: Measure | None = None
    answered_at: datetime | None = None
    answer_content: bool | None = None
    signed_by: str = ""
    chased: int = 0
    extended: int = 0
    escalated: int = 0
    reopened: int = 0
    merged_into: str = ""
    recurrence_of: str = ""
    plan: str = ""
    reason: str = ""
    replies: tuple[Reply, ...] = ()
    published_at: datetime | None = None
    published: Words | None = None
    revision: int = 0

    def to_json(self) -> dict[str, object]:
        """Give it as plain JSON."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_json(cls, plain: Mapping[str, object]) -> Item:
        """Read what ``to_json`` wrote."""
        made = {f.name: _READ.get(f.name, _as_is)(plain[f.name]) for f in fields(cls) if plain.get(f.name) is not None}
        return cls(**made)  # type: ignore[arg-type]


def _plain(value: object) -> object:
    if isinstance(value, Evidence | Measure | Reply):
        return value.to_json()
    if isinstance(value, Words):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _as_is(value: Any) -> object:
    return value


def _moment(value: Any) -> object:
    return datetime.fromisoformat(value)


def _words(value: Any) -> object:
    return Words(value["zh"], value["en"])


_MOMENTS = ("registered", "judged", "assigned", "finished", "closed", "rewalk", "answered", "published")
_READ: Mapping[str, Callable[[Any], object]] = {
    **dict.fromkeys((f"{n}_at" for n in _MOMENTS), _moment),
    "title": _words,
    "published": _words,
    "walks": tuple,
    "support": tuple,
    "doers": tuple,
    "evidence": lambda v: tuple(Evidence.from_json(e) for e in v),
    "replies": lambda v: tuple(Reply.from_json(e) for e in v),
    "share": Decimal,
    "due": date.fromisoformat,
    "before": Measure.from_json,
    "after": Measure.from_json,
}
