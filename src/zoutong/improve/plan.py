"""Knows a special work plan (专项工作方案) made of items, and the consultation that comes before it becomes a policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from zoutong.improve.gate import Lack
from zoutong.kernel.words import Words

SHORTEST = timedelta(days=30)
"""优化营商环境条例 第62条：公开征求意见一般不少于三十日。"""


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A task of a plan: what, who leads and helps, until when, what comes out, and the item of the ledger into which it flows back."""

    what: str
    lead: str = ""
    support: tuple[str, ...] = ()
    due: date | None = None
    outcome: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One opinion of the consultation and what became of it; a reason is owed unless it was adopted whole (采纳/部分采纳/不采纳)."""

    opinion: str
    group: str
    adopted: Literal["", "yes", "partly", "no"] = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan: its items, goals with figures, tasks, and the days of its consultation."""

    number: str
    title: str
    basis: str = ""
    items: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    tasks: tuple[PlanTask, ...] = ()
    is_policy: bool = False
    consult_from: date | None = None
    consult_until: date | None = None
    answers: tuple[Answer, ...] = ()
    published: date | None = None


def consulting_until(first: date) -> date:
    """Give the earliest last day of a consultation that begins on ``first``: thirty days (优化营商环境条例 第62条)."""
    return first + SHORTEST


def publishable(plan: Plan, on: date) -> tuple[Lack, ...]:
    """Name what is missing before a plan may be published as a policy; a plan that is none needs items and tasks only."""
    missing: list[Lack] = []
    if not plan.items:
        missing.append(Lack("items", Words("还没有选台账事项。", "No items have been chosen.")))
    if not plan.tasks or any(not (t.lead and t.due) for t in plan.tasks):
        missing.append(Lack("tasks", Words("任务要有牵头和时限。", "Each task needs a lead and a day.")))
    if not plan.is_policy:
        return tuple(missing)
    if plan.consult_from is None or plan.consult_until is None:
        missing.append(Lack("consult", Words("还没有公开征求意见。", "There has been no consultation.")))
    elif plan.consult_until - plan.consult_from < SHORTEST:
        missing.append(Lack("short", Words("征求意见不足三十日。", "The consultation is shorter than thirty days.")))
    elif on <= plan.consult_until:
        missing.append(Lack("running", Words("征求意见还没有到期。", "The consultation is still running.")))
    if any(not a.adopted or (a.adopted != "yes" and not a.reason.strip()) for a in plan.answers):
        missing.append(
            Lack(
                "answers",
                Words(
                    "每条意见都要答复；未全部采纳的要写理由。", "Each opinion needs an answer, and a reason where it was not adopted whole."
                ),
            )
        )
    return tuple(missing)
