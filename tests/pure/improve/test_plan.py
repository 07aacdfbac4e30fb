from __future__ import annotations

import json
from datetime import date

import pytest

from zoutong.improve.plan import Opinion, Plan, Task, add_task, answer, candidates, consult, hear, settle
from zoutong.kernel.error import Fault

OPENS, CLOSES = date(2026, 11, 24), date(2026, 12, 24)
PLAN = add_task(Plan("方案", ("WT2026-0001",)), Task("重写指南", "office"))


def refused(made, code):
    with pytest.raises(Fault) as told:
        made()
    assert told.value.code == f"plan.{code}"


def test_a_consultation_lasts_thirty_days_and_not_one_less():
    refused(lambda: consult(PLAN, OPENS, date(2026, 12, 23)), "short")
    assert consult(PLAN, OPENS, CLOSES).state == "consulting"


def test_a_plan_is_settled_only_after_its_last_day_and_with_every_opinion_answered():
    plan = hear(consult(PLAN, OPENS, CLOSES), Opinion("企业", "请配例子"), CLOSES)
    refused(lambda: settle(plan, CLOSES), "early")
    refused(lambda: settle(plan, date(2026, 12, 25)), "unanswered")
    refused(lambda: answer(plan, 0, "declined", " "), "answer")
    settled = settle(answer(plan, 0, "partly", "下一版加"), date(2026, 12, 25))
    assert settled.state == "settled"
    refused(lambda: add_task(settled, Task("再加一项")), "settled")
    assert Plan.from_json(json.loads(json.dumps(settled.to_json()))) == settled


def test_nothing_is_heard_outside_the_days_of_the_consultation():
    refused(lambda: hear(PLAN, Opinion("企业", "意见"), OPENS), "closed")
    refused(lambda: hear(consult(PLAN, OPENS, CLOSES), Opinion("企业", "意见"), date(2026, 12, 25)), "closed")


def test_tasks_come_back_to_the_ledger_once_the_plan_is_settled_and_always_under_the_same_key():
    assert candidates(PLAN, 7) == ()
    settled = settle(consult(PLAN, OPENS, CLOSES), date(2026, 12, 25))
    assert [c.key for c in candidates(settled, 7)] == ["plan-7-0"]
    assert candidates(settled, 7)[0].source == "plan"
