"""Knows how the events of a case are told: one line for each act, who and in which role, what, because, and what followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from zoutong.walk.act import Event
from zoutong.web.desk.tongue import APPLICANT, Tongue
from zoutong.web.intake.parts import Article

QUIET = ("tick",)
"""Acts that are only told when something followed."""
SHAPES = {
    "start": "●",
    "complete": "✓",
    "sign": "✓",
    "send_back": "↩",
    "refer": "→",
    "assign": "→",
    "take_over": "→",
    "suspend": "‖",
    "resume": "▶",
    "withdraw": "■",
    "decline": "■",
    "notice": "✉",
    "supplement": "✉",
    "chase": "!",
    "look": "○",
    "rate": "★",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One act as people read it."""

    seq: int
    kind: str
    shape: str
    at: datetime
    exact: str
    ago: str
    who: str
    role: str
    text: str
    then: tuple[str, ...]
    articles: tuple[Article, ...]
    refused: bool
    reason: str = ""
    times: int = 1


@dataclass(slots=True)
class _Group:
    first: Event
    act: Mapping[str, Any]
    rest: list[Event] = field(default_factory=list)


def timeline(events: Iterable[Event], tongue: Tongue, now: datetime, *, looks: bool = False) -> tuple[Line, ...]:
    """Tell the events, the newest first; who looked at papers is told only when asked for, several looks of one person as one."""
    told: list[Line] = []
    for group in _groups(events):
        line = _line(group, tongue, now)
        if (line.kind in QUIET and not line.then) or (line.kind == "look" and not looks):
            continue
        last = told[-1] if told else None
        if last is not None and line.kind == "look" == last.kind and line.who == last.who and line.text == last.text:
            told[-1] = replace(line, times=last.times + 1)
            continue
        told.append(line)
    return tuple(reversed(told))


def _groups(events: Iterable[Event]) -> list[_Group]:
    """Put each act together with its consequences."""
    groups: list[_Group] = []
    for event in events:
        act = event.data.get("act")
        if isinstance(act, Mapping) or not groups:
            groups.append(_Group(event, act if isinstance(act, Mapping) else {}))
        else:
            groups[-1].rest.append(event)
    return groups


def _line(group: _Group, tongue: Tongue, now: datetime) -> Line:
    first, act = group.first, group.act
    kind = str(act.get("kind") or first.act)
    refused = first.phase == "refused"
    every = (first, *group.rest)
    because = dict.fromkeys(text for event in every for text in event.because)
    who = tongue.say("desk.applicant") if first.role == APPLICANT else tongue.person(first.actor)
    if first.on_behalf_of:
        who = tongue.say("desk.for", who=who, whom=tongue.person(first.on_behalf_of))
    reason = str(act.get("reason", ""))
    return Line(
        first.seq,
        kind,
        "✕" if refused else SHAPES.get(kind, "·"),
        first.at,
        tongue.moment(first.at),
        tongue.ago(first.at, now),
        who,
        "" if first.role in (APPLICANT, "system") else tongue.role(first.role),
        told(kind, act, first, tongue) if not refused else tongue.say("desk.event.refused", what=told(kind, act, first, tongue)),
        tuple(dict.fromkeys(filter(None, (_then(event, tongue) for event in group.rest)))),
        tongue.articles(because),
        refused,
        tongue.reason(reason) if reason else "",
    )


def told(kind: str, act: Mapping[str, Any], first: Event, tongue: Tongue) -> str:
    """Say what an act did, as a sentence without its subject."""
    key = f"desk.event.{kind}"
    if not tongue.knows(key):
        key = "desk.event.other"
    return tongue.say(key, **_places(kind, act, first, tongue))


def _places(kind: str, act: Mapping[str, Any], first: Event, tongue: Tongue) -> dict[str, str]:
    """Give what stands in the sentence: the step, where it leads, who gets it, which papers, which level."""
    data = act.get("data") or {}
    to = str(act.get("to", ""))
    whom = act.get("person") and tongue.person(str(act["person"]))
    whom = whom or (act.get("unit") and tongue.unit(str(act["unit"]))) or (act.get("role") and tongue.role(str(act["role"]))) or ""
    papers = data.get("papers") or ()
    return {
        "kind": kind,
        "step": tongue.node(first.activity, first.role)
        if first.activity != kind or tongue.node_spec(kind)
        else tongue.say("desk.whole_case"),
        "to": _goal(to, tongue) if to else tongue.say("desk.earlier_step"),
        "whom": str(whom) or tongue.say("desk.other_unit"),
        "papers": tongue.listed(tongue.paper(str(p)) for p in papers) or tongue.say("desk.papers"),
        "level": str(data.get("level", "")),
    }


def _goal(to: str, tongue: Tongue) -> str:
    if to in tongue.pack.clocks:
        return tongue.of(tongue.pack.clocks[to].title)
    if to in tongue.pack.routes:
        return tongue.route(to)
    return tongue.node(to)


def _then(event: Event, tongue: Tongue) -> str:
    """Say one consequence; nothing for what no reader needs (a gateway passed, a scope opened)."""
    key = f"desk.then.{event.phase}"
    if not tongue.knows(key):
        return ""
    spec = tongue.node_spec(event.activity)
    if event.phase in ("enabled", "completed") and (
        spec is None or (not spec.role and spec.kind not in ("user", "manual", "receive", "send", "rule", "service"))
    ):
        return ""
    step = _goal(event.activity, tongue) if spec is None else tongue.node(event.activity)
    role = tongue.role_of_node(event.activity)
    return tongue.say(key if role or event.phase != "enabled" else "desk.then.next", step=step, role=role)
