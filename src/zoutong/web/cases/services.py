"""Knows what the house itself does at a service task of a process: what it is called there, and what it writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, cast

from django.conf import settings

from zoutong.intake.advice import Advice
from zoutong.intake.advise import advise
from zoutong.intake.keeping import unpack_facts
from zoutong.intake.reader import listen
from zoutong.kernel.error import Fault
from zoutong.kernel.facts import Fact, Facts, Source
from zoutong.pack import Pack
from zoutong.walk import SYSTEM, Act, Event, Task, Walk, perform

ADVISE_ONLY = frozenset(("guidance",))
"""Doors behind which nothing is handled: the visit ends with the rules explained."""

Service = Callable[[Pack, Facts, tuple[str, ...], date], Mapping[str, object]]


def propose(pack: Pack, facts: Facts, claims: tuple[str, ...], on: date) -> dict[str, object]:
    """Propose the doors of a case: the judgement of the tables on what is known, as process variables (codes only, nothing personal).

    ``proposed_doors`` puts claims with the same door together, the main claim's door first; claims that need advice only have no door. ``questions_open``
    counts the claims whose door a fact that is not known yet could still change.
    """
    return variables_of(advise(pack, facts, claims, on, interview=False))


def variables_of(advice: Advice) -> dict[str, object]:
    """Give what a process may know of an answer."""
    doors: dict[str, list[str]] = {}
    for route in sorted(advice.routes, key=lambda r: r.route != advice.primary_route):
        if route.route not in ADVISE_ONLY:
            doors.setdefault(route.route, []).append(route.claim)
    return {
        "claims": list(advice.claims),
        "proposed_route": advice.primary_route,
        "proposed_doors": [{"door": door, "claims": claims} for door, claims in doors.items()],
        "questions_open": sum(len(route.possible) > 1 for route in advice.routes),
    }


SERVICES: Mapping[str, Service] = {"advise": propose}
"""By the name that a service task bears (``zt:service``)."""


def go_on(walk: Walk, parts: Callable[[], Mapping[str, object]], now: datetime) -> tuple[Walk, tuple[Event, ...]]:
    """Do every service task that is open, one after the other; ``parts`` gives the dossier and is asked only when there is one.

    What cannot be worked out now (a table is broken, nothing is known) leaves the task open, for a person to do.
    """
    events: tuple[Event, ...] = ()
    tried: set[int] = set()
    while found := next(((t, name) for t in walk.tasks.values() if t.token not in tried and (name := service_of(walk, t)) in SERVICES), None):
        task, name = found
        tried.add(task.token)
        try:
            data = SERVICES[name](walk.course.pack, *_known(walk, parts(), now.date()), now.date())
            walk, more = perform(walk, Act("complete", SYSTEM, token=task.token, data=data), now)
        except Fault:
            continue
        events += more
    return walk, events


def service_of(walk: Walk, task: Task) -> str:
    """Give the name of the service that a task waits for; "" for a task that a person does."""
    if task.token < 0 or walk.state is None or task.token not in walk.state.tokens:
        return ""
    near = (walk.state.scopes[walk.state.tokens[task.token].scope].process,)
    node = walk.course.node(task.node, near)
    if node is None:
        return ""  # the process was changed under it: no service of the house, and no reason to stop other acts
    return node.service if node.kind == "service" else ""


def _known(walk: Walk, parts: Mapping[str, object], on: date) -> tuple[Facts, tuple[str, ...]]:
    """Give what is known of a case: facts of its dossier with what the office knows by itself, and its claims, read from the words if nobody set them."""
    pack = walk.course.pack
    facts = unpack_facts(cast("Mapping[str, Any]", parts.get("facts") or {}))
    own = {"intake_date": on, "city": settings.ZOUTONG_CITY, "intake_district": settings.ZOUTONG_DISTRICT}
    facts = facts.with_facts(*(Fact(n, v, Source("register")) for n, v in own.items() if n in pack.facts and n not in facts))
    said = walk.state.data.get("claims") if walk.state else None
    claims = tuple(str(c) for c in said) if isinstance(said, list | tuple) else ()
    words = parts.get("statement")
    if not claims and isinstance(words, str):
        claims = tuple(claim for claim, _ in listen(pack, words, on, f"{settings.ZOUTONG_CITY}/{settings.ZOUTONG_DISTRICT}").claims)
    return facts, claims
