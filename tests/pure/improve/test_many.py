from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.pure.improve.test_gate import FIRST, HEAD, OFFICE, at, way

from zoutong.improve import Answer, Move, Plan, PlanTask, alike, consulting_until, digest, publishable, rebuild, recurrence
from zoutong.improve.digest import period

CLOSED = rebuild("WT2026-0001", way())
OPEN = rebuild("WT2026-0002", way()[:2])
NEW = rebuild("WT2026-0003", way()[:1])
DAY = date(2026, 12, 31)


def test_the_same_step_and_cause_are_shown_as_one_blockage():
    assert alike(NEW, [CLOSED, OPEN, NEW]) == (OPEN,)
    assert not alike(replace(NEW, step="hand_over"), [OPEN])


def test_a_blockage_that_comes_back_is_named_with_the_one_that_was_closed():
    assert recurrence(OPEN, [CLOSED]) == CLOSED
    assert recurrence(NEW, [CLOSED]) is None


def test_closed_counts_as_mended_only_with_its_proof_and_declined_never():
    declined = rebuild("WT2026-0004", [*way()[:2], Move("decline", HEAD, at(3), reason="不属本局职责")])
    done = rebuild("WT2026-0005", way()[:6])
    figures = digest([CLOSED, declined, done, OPEN], date(2026, 11, 1), DAY)
    assert (figures.registered, figures.mended, figures.declined, figures.waiting_for_proof, figures.open) == (4, 1, 1, 1, 2)


def test_a_merged_item_is_counted_where_it_went():
    merged = rebuild("WT2026-0006", [*way()[:2], Move("merge", OFFICE, at(3), {"into": "WT2026-0002"})])
    assert digest([OPEN, merged], date(2026, 11, 1), DAY).registered == 1


def test_lights_turn_yellow_before_the_day_and_red_after_it_and_rest_while_proof_is_awaited():
    item = rebuild("WT2026-0001", way()[:5])
    assert [item.light(date(2026, 12, d)) for d in (1, 4, 6)] == ["soon", "soon", "late"]
    assert item.overdue(date(2026, 12, 6)) == 2
    assert rebuild("WT2026-0001", way()[:6]).light(date(2026, 12, 6)) == ""


@pytest.mark.parametrize(
    "name, part, days",
    [
        ("month", 2, ("2026-02-01", "2026-02-28")),
        ("quarter", 4, ("2026-10-01", "2026-12-31")),
        ("half", 1, ("2026-01-01", "2026-06-30")),
        ("year", 1, ("2026-01-01", "2026-12-31")),
    ],
)
def test_periods_have_their_first_and_last_day(name, part, days):
    assert tuple(d.isoformat() for d in period(name, 2026, part)) == days


def test_a_period_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="quarter"):
        period("quarter", 2026, 5)


def test_a_plan_that_becomes_policy_waits_thirty_days_and_answers_everybody():
    plan = Plan("FA2026-01", "一次告知", items=("WT2026-0001",), tasks=(PlanTask("统一告知单", "window", due=DAY),), is_policy=True)
    assert [m.code for m in publishable(plan, DAY)] == ["consult"]
    first = date(2026, 11, 1)
    short = replace(plan, consult_from=first, consult_until=date(2026, 11, 20))
    assert [m.code for m in publishable(short, DAY)] == ["short"]
    full = replace(plan, consult_from=first, consult_until=consulting_until(first), answers=(Answer("写明方言服务", "来访人", "no"),))
    assert [m.code for m in publishable(full, date(2026, 11, 30))] == ["running", "answers"]
    answered = replace(full, answers=(replace(full.answers[0], reason="另案办理"),))
    assert not publishable(answered, DAY)


def test_a_plan_without_items_or_without_a_lead_is_not_ready():
    assert [m.code for m in publishable(Plan("FA2026-02", "空", tasks=(PlanTask("x"),)), DAY)] == ["items", "tasks"]


def test_registering_needs_a_title_a_process_and_a_source():
    assert rebuild("WT2026-0007", [Move("register", OFFICE, at(0), FIRST)]).title == "两次要求补材料"
