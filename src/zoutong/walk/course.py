"""Knows what a walk stands on: one pack's processes, roles, table of acts, clocks, calendar, papers and tables."""

from __future__ import annotations

from dataclasses import dataclass

from zoutong.pack import Pack


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Everything that a walk may ask, made once for a pack and a process; it never changes, so it is equal only to itself."""

    pack: Pack


def course_of(pack: Pack, process: str = "") -> Course:
    """Make the course of one process of a pack ("" where the pack has but one, or for the one that bears the pack's name)."""
    raise NotImplementedError
