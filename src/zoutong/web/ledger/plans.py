"""Knows how special work plans are kept, and how they are changed by two people without losing a change."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from zoutong.improve import Mover
from zoutong.improve.plan import Plan, candidates
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web import clock
from zoutong.web.ledger import store
from zoutong.web.ledger.guard import name_nobody
from zoutong.web.ledger.models import PlanRow


def all_plans() -> tuple[tuple[int, Plan, int], ...]:
    """Give the plans with their number and revision, the latest first."""
    return tuple((row.pk, Plan.from_json(row.body), row.revision) for row in PlanRow.objects.all()[:100])


def begin(plan: Plan, who: Mover) -> int:
    """Keep a new plan and give its number; Fault ``plan.title`` or ``item.absent`` for an item that is not there."""
    if not plan.title.strip():
        raise Fault("plan.title", Words("方案没有标题。", "The plan has no title."), cure=Words("请写标题。", "Give a title."))
    for number in plan.items:
        store.item(number)
    name_nobody(plan.to_json())
    return PlanRow.objects.create(body=plan.to_json(), by=who.id, unit=who.unit, at=clock.micros(clock.now())).pk


def one(number: int) -> tuple[Plan, int]:
    """Give a plan and its revision; Fault ``plan.absent``."""
    row = PlanRow.objects.filter(pk=number).first()
    if row is None:
        raise Fault(
            "plan.absent", Words("没有这个方案。", "There is no such plan."), cure=Words("请回到方案列表。", "Go back to the plans.")
        )
    return Plan.from_json(row.body), row.revision


def change(number: int, revision: int | None, made: Callable[[Plan], Plan]) -> Plan:
    """Change a plan; a settled one sends its tasks to the ledger. Fault ``plan.…``, and ``plan.conflict`` when somebody was faster."""
    with transaction.atomic():
        row = PlanRow.objects.select_for_update().filter(pk=number).first()
        if row is None or row.revision != revision:
            raise Fault(
                "plan.conflict",
                Words("别人刚刚改过这个方案。", "Somebody else has just changed this plan."),
                cure=Words("请看一遍再改。", "Please look at it again first."),
            )
        plan = made(Plan.from_json(row.body))
        name_nobody(plan.to_json())
        row.body, row.revision = plan.to_json(), row.revision + 1
        row.save()
        for candidate in candidates(plan, number):
            store.suggest(candidate)
    return plan
