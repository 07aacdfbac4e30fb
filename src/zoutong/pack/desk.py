"""Knows who works on a pack's walks and what each may do: roles, the table of acts by role, and the codes of reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.pack.rows import each, read_rows
from zoutong.pack.specs import by_name

ACTS = (
    "start", "claim", "answer", "complete", "send_back", "refer", "add_signer", "sign", "take_over", "assign", "suspend", "resume", "withdraw",
    "decline", "note", "rate", "notice", "supplement", "chase", "extend", "contact", "message", "tick", "look", "restart", "erase",
)  # fmt: skip
"""Everything that can be done to a walk; see docs/reference/acts.md."""
CELLS = ("no", "yes", "own", "unit", "lane")
"""What a role may do: never, always, with its own task or case, with what lies with its unit, with the tasks of its role."""


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """A role (岗位): the kind of unit in which it works, "" for none, and whether it is a lane of processes."""

    name: str
    title: Words
    unit_kind: str
    process_lane: bool
    row: int


@dataclass(frozen=True, slots=True)
class ActSpec:
    """An act and, by role, who may do it: one of CELLS; a role without a column may not."""

    name: str
    cells: Mapping[str, str]
    row: int


@dataclass(frozen=True, slots=True)
class ReasonSpec:
    """A reason that can be chosen for some acts: its code, the acts, its words."""

    name: str
    acts: tuple[str, ...]
    title: Words
    row: int


def read_roles(path: Path, faults: list[Fault] | None = None) -> dict[str, RoleSpec]:
    """Read ``roles.csv``; a pack without one has nobody who walks."""
    records = read_rows(path, ("role", "zh", "en", "unit_kind", "process_lane"), optional=True)
    return by_name(
        records,
        lambda r: RoleSpec(
            r.need("role"),
            Words(r.need("zh"), r.need("en")),
            r["unit_kind"],
            r.one_of("process_lane", ("yes", "no"), "yes") == "yes",
            r.number,
        ),
        faults,
    )


def read_acts(path: Path, faults: list[Fault] | None = None) -> dict[str, ActSpec]:
    """Read ``acts.csv``: a row for each act, a column for each role; an empty cell means no."""
    records = read_rows(path, ("act",), optional=True)
    return by_name(
        records,
        lambda r: ActSpec(r.need("act"), {role: r.one_of(role, CELLS, "no") for role in r.cells if role != "act"}, r.number),
        faults,
    )


def read_reasons(path: Path, faults: list[Fault] | None = None) -> dict[str, ReasonSpec]:
    """Read ``reasons.csv``; a reason that serves several acts names them with ; between."""
    reasons: dict[str, ReasonSpec] = {}
    records = read_rows(path, ("reason", "act", "zh", "en"), optional=True)
    for record, spec in each(
        records,
        lambda r: ReasonSpec(
            r.need("reason"),
            tuple(filter(None, (act.strip() for act in r.need("act").split(";")))),
            Words(r.need("zh"), r.need("en")),
            r.number,
        ),
        faults,
    ):
        if spec.name in reasons:
            twice = record.fault(
                "pack.name.twice",
                f"“{spec.name}”出现了两次。",
                f"“{spec.name}” stands twice.",
                "请删去一行或改名。",
                "Delete one, or rename it.",
            )
            if faults is None:
                raise twice
            faults.append(twice)
        reasons.setdefault(spec.name, spec)
    return reasons
