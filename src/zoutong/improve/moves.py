"""Knows the moves of the ledger: from which states, by which roles, with which data; and the event that each leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from zoutong.improve.item import OPEN

NOTHING: Mapping[str, object] = MappingProxyType({})
BEFORE_DONE = OPEN - {"done", "called_back"}
AT_WORK = frozenset({"assigned", "accepted", "rectifying", "returned"})


@dataclass(frozen=True, slots=True)
class Mover:
    """Who moves an item: the person's id, and in which role of which unit."""

    id: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class Move:
    """One move as it is wanted: JSON data, and a reason in words where the move needs one."""

    kind: str
    who: Mover
    at: datetime
    data: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ItemEvent:
    """One move as it happened; ``seq`` counts from 1. Folding the events of an item gives the item again."""

    item: str
    seq: int
    kind: str
    who: Mover
    at: datetime
    data: Mapping[str, object]
    reason: str = ""

    def to_json(self) -> dict[str, object]:
        """Give it as plain JSON."""
        who = {"id": self.who.id, "role": self.who.role, "unit": self.who.unit}
        at = self.at.isoformat()
        return {
            "item": self.item, "seq": self.seq, "kind": self.kind, "who": who, "at": at, "data": dict(self.data), "reason": self.reason
        }  # fmt: skip

    @classmethod
    def from_json(cls, plain: Mapping[str, object]) -> ItemEvent:
        """Read what ``to_json`` wrote."""
        who: Mapping[str, str] = plain["who"]  # type: ignore[assignment]
        data: Mapping[str, object] = plain["data"]  # type: ignore[assignment]
        at = datetime.fromisoformat(str(plain["at"]))
        seq = int(str(plain["seq"]))
        mover = Mover(who["id"], who["role"], who["unit"])
        return cls(str(plain["item"]), seq, str(plain["kind"]), mover, at, data, str(plain.get("reason", "")))


@dataclass(frozen=True, slots=True)
class Rule:
    """When a move may be made. ``by``: ``any`` of the staff, ``unit`` (lead or assisting unit), ``head`` (supervisor or leader)."""

    states: frozenset[str]
    by: str
    needs: tuple[str, ...] = ()
    reason: bool = False


def _in(*states: str) -> frozenset[str]:
    return frozenset(states)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "register": Rule(frozenset(), "any", ("title",)),
        "judge": Rule(_in("registered", "judged"), "head", ("kind", "cause")),
        "assign": Rule(_in("judged", "assigned"), "head", ("lead", "due")),
        "accept": Rule(_in("assigned"), "unit"),
        "progress": Rule(_in("accepted", "rectifying", "returned"), "unit"),
        "finish": Rule(_in("rectifying"), "unit", ("measure_now",)),
        "measure": Rule(OPEN, "any", ("which", "name", "value", "unit", "on", "source")),
        "rewalk": Rule(_in("done", "called_back"), "any", ("walk", "passed")),
        "callback": Rule(_in("done", "called_back"), "any", ("content",)),
        "close": Rule(_in("done", "called_back"), "head"),
        "return": Rule(_in("assigned", "done", "called_back"), "return", reason=True),
        "reopen": Rule(_in("closed"), "head", reason=True),
        "park": Rule(BEFORE_DONE - {"registered", "parked"}, "head", reason=True),
        "resume": Rule(_in("parked"), "head"),
        "decline": Rule(_in("registered", "judged"), "head", reason=True),
        "merge": Rule(BEFORE_DONE, "head", ("into",), reason=True),
        "gather": Rule(OPEN, "head"),
        "extend": Rule(AT_WORK, "head", ("due",), reason=True),
        "escalate": Rule(BEFORE_DONE - {"registered"}, "head", ("leader",), reason=True),
        "chase": Rule(AT_WORK, "head"),
        "sign": Rule(AT_WORK | {"done", "called_back"}, "leader"),
        "reply": Rule(OPEN, "any", ("text", "accepts")),
        "publish": Rule(frozenset({"judged", "assigned", "accepted", "rectifying", "returned", "done", "called_back", "closed", "parked"}),
                        "head", ("zh", "en")),
    }
)  # fmt: skip
HEADS = frozenset({"supervisor", "leader"})
