"""Knows what a page shows of the clocks of a walk on a day."""

from __future__ import annotations

from datetime import date

from zoutong.walk.model import ClockView, Walk


def clock_views(walk: Walk, on: date) -> tuple[ClockView, ...]:
    """Give every clock of the walk as a page shows it on that day, running ones first, the nearest last day first."""
    raise NotImplementedError
