from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from zoutong.improve import Item, Measure
from zoutong.improve.alike import alike, recurrences
from zoutong.improve.digest import colour, digest, period
from zoutong.kernel.words import Words

AT = datetime(2026, 11, 10, 3, tzinfo=UTC)
BARE = Item("WT2026-0001", Words("一", "one"), kind="pain", cause="manner", process="p", step="s", lead="window", registered_at=AT)
CLOSED = replace(BARE, state="closed", finished_at=AT, closed_at=AT + timedelta(days=3))
PROVED = replace(
    CLOSED,
    rewalk="LD1", rewalk_by="2", rewalk_at=AT + timedelta(days=1), rewalk_passed=True,
    before=Measure("跑动", Decimal(3), "次", AT.date(), "走流程"), after=Measure("跑动", Decimal(1), "次", AT.date(), "复走"),
)  # fmt: skip


def test_closed_without_its_proof_is_never_counted_as_fixed():
    made = digest([CLOSED, replace(PROVED, number="WT2026-0002")], date(2026, 11, 1), date(2026, 11, 30))
    assert made.whole.closed_with_proof == 1
    assert made.whole.found == 2


def test_an_item_that_waits_for_its_walk_stands_in_a_column_of_its_own():
    made = digest([replace(BARE, state="done", finished_at=AT)], date(2026, 11, 1), date(2026, 11, 30))
    assert (made.whole.finished, made.whole.waiting, made.whole.closed_with_proof) == (1, 1, 0)


def test_the_same_step_and_cause_is_alike_while_open_and_a_recurrence_after_closing():
    second = replace(BARE, number="WT2026-0002", registered_at=AT + timedelta(days=9))
    assert [i.number for s in alike([BARE, second]) for i in s.items] == ["WT2026-0001", "WT2026-0002"]
    assert recurrences([BARE, second]) == ()
    assert [i.number for s in recurrences([PROVED, second]) for i in s.items] == ["WT2026-0001", "WT2026-0002"]
    assert digest([PROVED, second], date(2026, 11, 1), date(2026, 11, 30)).whole.recurring == 1


def test_two_items_of_which_nothing_is_known_are_not_the_same():
    unknown = [replace(BARE, number=f"WT2026-000{n}", step="", cause="") for n in (1, 2)]
    assert alike(unknown) == ()


@pytest.mark.parametrize(
    "kind, day, span",
    [
        ("month", date(2026, 2, 5), (date(2026, 2, 1), date(2026, 2, 28))),
        ("quarter", date(2026, 12, 31), (date(2026, 10, 1), date(2026, 12, 31))),
        ("half", date(2026, 6, 30), (date(2026, 1, 1), date(2026, 6, 30))),
        ("year", date(2024, 2, 29), (date(2024, 1, 1), date(2024, 12, 31))),
    ],
)
def test_a_period_has_a_first_and_a_last_day(kind, day, span):
    assert period(kind, day) == span


def test_late_is_red_and_near_is_yellow_and_what_is_rectified_is_neither():
    due = date(2026, 11, 20)
    item = replace(BARE, state="assigned", due=due)
    assert [colour(item, date(2026, 11, d)) for d in (14, 15, 20, 21)] == ["", "yellow", "yellow", "red"]
    assert colour(replace(item, state="done"), date(2026, 11, 30)) == ""
