"""Knows the one function that moves a walk, how a refusal is kept, and how a walk is made again from its events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from zoutong.kernel.error import Fault
from zoutong.walk.act import Act, Actor, Event
from zoutong.walk.course import Course
from zoutong.walk.model import Allowed, Walk


def perform(walk: Walk, act: Act, now: datetime) -> tuple[Walk, tuple[Event, ...]]:
    """Do an act: give the walk after it and its events; Fault ``act.…`` when the rules of the house forbid it.

    ``now`` is the moment in the bureau's own time; its date is the day of the act. Nothing outside the arguments is read.
    An act of kind ``tick`` that finds nothing due gives the same walk and no events.
    """
    raise NotImplementedError


def refused(walk: Walk, act: Act, fault: Fault, now: datetime) -> tuple[Walk, tuple[Event, ...]]:
    """Keep a refusal: one event of phase ``refused`` with the fault's code; but for ``seq`` the walk stays as it was."""
    raise NotImplementedError


def rebuild(course: Course, events: Iterable[Event]) -> Walk:
    """Make the walk again from all its events, in order; equal to the one that made them."""
    raise NotImplementedError


def allowed(walk: Walk, actor: Actor, now: datetime) -> tuple[Allowed, ...]:
    """Give every act that this actor may do now; what an act says in its data is looked at only by ``perform``."""
    raise NotImplementedError
