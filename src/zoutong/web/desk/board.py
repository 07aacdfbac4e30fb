"""Knows the figures of the board that are not yet anywhere: open tasks by role, by step, and hand-overs on their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from zoutong.web import clock
from zoutong.web.cases.models import TaskRow

MOST = 20


@dataclass(frozen=True, slots=True)
class Group:
    """Open tasks put together: how many, how many past their day, since when the oldest waits."""

    code: str
    tasks: int
    late: int
    oldest: datetime | None


def _grouped(tasks: QuerySet[TaskRow], column: str) -> tuple[Group, ...]:
    now = clock.micros(clock.now())
    found = (
        tasks.values(column)
        .annotate(tasks=Count("id"), late=Count("id", filter=Q(due__lt=now)), oldest=Min("since"))
        .order_by("-tasks", column)
    )
    return tuple(
        Group(row[column], row["tasks"], row["late"], clock.moment(row["oldest"]) if row["oldest"] else None) for row in found[:MOST]
    )


def by_role() -> tuple[Group, ...]:
    """Count the open tasks of each role; those of the applicants themselves are no load of the house."""
    return _grouped(TaskRow.objects.filter(part="do").exclude(role="applicant"), "role")


def by_step() -> tuple[Group, ...]:
    """Count what waits at each step."""
    return _grouped(TaskRow.objects.filter(part="do").exclude(role="applicant"), "node")


def hand_overs() -> tuple[Group, ...]:
    """Count what was handed to a unit and nobody there has taken yet."""
    return _grouped(TaskRow.objects.filter(part="do", holder="").exclude(unit="").exclude(role="applicant"), "unit")
