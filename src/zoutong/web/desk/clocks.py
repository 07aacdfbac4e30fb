"""Knows how the statutory clocks of a case are shown: the same widget as at reception, with since when and why one stands still."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zoutong.walk.model import ClockView
from zoutong.web.desk.tongue import Tongue
from zoutong.web.intake.parts import Article

SOON = 3
"""Days from which a clock is shown as pressing at the desk."""


@dataclass(frozen=True, slots=True)
class Dial:
    """One clock in one language; ``state`` is run, soon, over, stopped, done or still."""

    name: str
    title: str
    claim_title: str
    state: str
    days: int
    day: str
    rolled: str
    provisional: bool
    stopped: str
    why: str
    articles: tuple[Article, ...]
    part: str = ""


def dials(views: Iterable[ClockView], tongue: Tongue) -> tuple[Dial, ...]:
    """Lay out the clocks: what presses first, what is done last."""
    order = {"over": 0, "soon": 1, "run": 2, "stopped": 3, "still": 4, "done": 5}
    return tuple(sorted((dial(view, tongue) for view in views), key=lambda d: (order[d.state], -d.days if d.state == "over" else d.days)))


def dial(view: ClockView, tongue: Tongue) -> Dial:
    """Lay out one clock."""
    return Dial(
        view.name,
        tongue.of(view.title),
        tongue.route(view.door) if view.door else "",
        _state(view),
        view.overdue_by or abs(view.days_left or 0),
        tongue.day(view.nominal) if view.nominal else "",
        tongue.day(view.rolled) if view.rolled and view.rolled != view.nominal else "",
        view.provisional,
        _stopped(view, tongue),
        tongue.of(view.explain),
        tongue.articles([view.citation]),
    )


def _state(view: ClockView) -> str:
    if view.done is not None:
        return "done"
    if view.stopped_since is not None:
        return "stopped"
    if view.days_left is None:
        return "still"
    if view.overdue_by:
        return "over"
    return "soon" if view.days_left <= SOON else "run"


def _stopped(view: ClockView, tongue: Tongue) -> str:
    """Say since when and why a clock stands still, and until when it would run if it went on today."""
    if view.done is not None:
        return tongue.say("desk.clock.done_on", day=tongue.day(view.done))
    if view.stopped_since is None:
        return ""
    text = tongue.say(
        "desk.clock.since", day=tongue.day(view.stopped_since), reason=tongue.of(view.stop_reason) or tongue.say("desk.clock.no_reason")
    )
    if view.if_resumed_today is not None:
        text += tongue.say("desk.clock.if_resumed", day=tongue.day(view.if_resumed_today))
    return text
