"""Knows which steps end at the reception screen, what the screen itself fills into their forms, and how they are done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from zoutong.intake.advice import Advice
from zoutong.kernel.error import Fault
from zoutong.walk import Act, Actor, Walk, allowed
from zoutong.walk.model import Task
from zoutong.web.cases import store
from zoutong.web.cases.services import ADVISE_ONLY, variables_of
from zoutong.web.desk.acts import variable_fields
from zoutong.web.desk.control import Control
from zoutong.web.desk.draft import Draft
from zoutong.web.desk.reception import Screen
from zoutong.web.desk.tongue import Tongue

FILLED = frozenset(("claims", "questions_open", "papers_shown", "doors", "proposed_route", "proposed_doors"))
"""Variables that follow from the screen: nobody types them."""
RECEIPT = "receipt_given"
CHANGED = "facts_changed"
"""Why the doors differ from what was proposed earlier although nobody set another one: the facts did."""


def before_split(walk: Walk) -> bool:
    """Tell whether the visit is still at the window: no door is settled yet, and no receipt has ended it with advice."""
    return not walk.over and not walk.doors and RECEIPT not in walk.marks


def steps_here(walk: Walk, actor: Actor, now: datetime) -> tuple[Task, ...]:
    """Give the open steps before the split that this person may complete, the first one first."""
    if not before_split(walk):
        return ()
    tokens = {a.token for a in allowed(walk, actor, now) if a.kind == "complete"}
    return tuple(t for t in sorted(walk.tasks.values(), key=lambda t: t.since) if t.token in tokens and t.token > 0 and not t.strand)


def fields_here(walk: Walk, task: Task, tongue: Tongue, screen: Screen, draft: Draft) -> tuple[Control, ...]:
    """Give what only the office knows of a step: the rest of its form, with what the facts already say."""
    known = guesses(screen.advice)
    fields = []
    for control in variable_fields(walk, tongue, task.token):
        name = control.name[2:]
        if name in FILLED:
            continue
        value = draft.register.get(name) or control.value or known.get(name, "")
        if name == "routing" and not draft.register.get(name):
            value = routing_of(screen)
        fields.append(
            Control(control.name, control.label, control.kind, value, control.options, control.hint, control.suffix, chosen=control.chosen)
        )
    return tuple(fields)


def guesses(advice: Advice) -> dict[str, str]:
    """Give what the facts say of the office's own questions; what they do not say is left open, never taken for no."""
    found: dict[str, str] = {}
    if advice.facts.get("urgent_situation") == "none":
        found |= {"danger": "no", "child": "no"}
    if "urgent_life_safety" in advice.flags:
        found["danger"] = "yes"
    if "child_labour" in advice.flags or "child_labour" in advice.claims:
        found["child"] = "yes"
    if "group_size" in advice.facts:
        found["group_size"] = str(advice.facts["group_size"])
    return found


def routing_of(screen: Screen) -> str:
    """Give how the doors were settled: as proposed, changed by somebody, or advice only."""
    if screen.doors and all(line.chosen in ADVISE_ONLY for line in screen.doors):
        return "advice_only"
    return "overridden" if any(line.overrides for line in screen.doors) else "confirmed"


def doors_of(screen: Screen) -> list[dict[str, Any]]:
    """Give each door with its claims as the screen has them; claims that need advice only have no door."""
    doors: dict[str, list[str]] = {}
    for line in screen.doors:
        if line.chosen not in ADVISE_ONLY:
            doors.setdefault(line.chosen, []).append(line.claim)
    return [{"door": door, "claims": claims} for door, claims in doors.items()]


def data_of(form: Sequence[str], typed: Mapping[str, object], screen: Screen) -> dict[str, object]:
    """Fill the form of a step: what was typed, and what follows from the screen."""
    advice = screen.advice
    own: dict[str, object] = {
        **variables_of(advice),
        "papers_shown": [p.name for p in screen.papers if p.state == "here"],
        "doors": doors_of(screen),
        "claims": [line.claim for line in screen.doors],
        "questions_open": screen.questions_left,
    }
    own["routing"] = routing_of(screen)
    data = {name: own[name] for name in form if name in own and name in (*FILLED, "routing")}
    if not data.get("doors", True) or typed.get("routing") in ("ask_again", "advice_only"):
        data.pop("doors", None)
    return {**data, **{name: value for name, value in typed.items() if name in form}}


def reason_of(data: Mapping[str, object], screen: Screen, walk: Walk) -> str:
    """Give the reason for doors other than those proposed: that of the first claim that was changed, else that the facts did."""
    if "doors" not in data:
        return ""
    chosen = next((line.reason for line in screen.doors if line.overrides and line.reason), "")
    proposed = walk.state.data.get("proposed_doors") if walk.state else None
    if chosen or not proposed:
        return chosen

    def shape(doors: Any) -> set[tuple[str, frozenset[str]]]:
        return {(d["door"], frozenset(d["claims"])) for d in doors}

    return CHANGED if shape(proposed) != shape(data["doors"]) else ""


def tell_papers(number: str, actor: Actor, screen: Screen, key: str) -> bool:
    """Give the one-time notice of what was ticked; False when nothing is lacking or it was given before."""
    papers = [p.name for p in screen.notice]
    case = store.load(number)
    if not papers or case.walk.notices:
        return False
    try:
        store.act(number, Act("notice", actor, key, data={"papers": papers}))
    except Fault:
        return False
    return True
