"""Knows how a walk is written as a plain JSON object and read back."""

from __future__ import annotations

from collections.abc import Mapping

from zoutong.walk.course import Course
from zoutong.walk.model import Walk


def to_json(walk: Walk) -> dict[str, object]:
    """Give a walk as a plain JSON object, without its course."""
    raise NotImplementedError


def from_json(course: Course, plain: Mapping[str, object]) -> Walk:
    """Read a walk from the object that ``to_json`` gave; Fault ``act.version`` when it belongs to another pack or version."""
    raise NotImplementedError
