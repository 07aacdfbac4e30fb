"""Knows what the house itself does at a service task of a process: what it is called there, and what it writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from zoutong.intake.advice import Advice
from zoutong.intake.advise import advise
from zoutong.kernel.facts import Facts
from zoutong.pack import Pack

ADVISE_ONLY = frozenset(("guidance",))
"""Doors behind which nothing is handled: the visit ends with the rules explained."""

Service = Callable[[Pack, Facts, tuple[str, ...], date], Mapping[str, object]]


def propose(pack: Pack, facts: Facts, claims: tuple[str, ...], on: date) -> dict[str, object]:
    """Propose the doors of a case: the judgement of the tables on what is known, as process variables (codes only, nothing personal).

    ``proposed_doors`` puts claims with the same door together, the main claim's door first; claims that need advice only have no door.
    """
    return variables_of(advise(pack, facts, claims, on, interview=True))


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
        "questions_open": len(advice.ask),
    }


SERVICES: Mapping[str, Service] = {"advise": propose}
"""By the name that a service task bears (``zt:service``)."""
