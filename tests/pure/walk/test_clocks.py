"""Holds the statutory clocks of a walk: they start and end with its steps, stop only where the law lets them, and run out once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.pure.walk.scenes import CAST, Story, split_story

from zoutong.walk import clock_views, rebuild


def at_award() -> Story:
    story = split_story(two=False)
    story.act("complete", "arbitrator", "accept")
    return story


def view(story: Story, name: str, on: date | None = None):
    return next(v for v in clock_views(story.walk, on or story.now.date()) if v.name == name)


def test_a_clock_starts_with_its_mark_and_ends_with_the_task_that_stands_under_it():
    story = Story("line")
    assert [r.name for r in story.walk.clocks] == ["notice"]
    story.act("complete", "receptionist", "receive")
    running = story.clock("inspection_acceptance")
    assert (running.since, running.done) == (date(2026, 11, 23), None)
    assert view(story, "inspection_acceptance").rolled == date(2026, 11, 30)
    story.act("complete", "inspector", "decide")
    assert story.clock("inspection_acceptance").done == date(2026, 11, 23)
    assert view(story, "inspection_investigation").provisional


def test_a_clock_with_an_end_of_its_own_does_not_end_with_the_first_task():
    story = at_award()
    assert story.clock("award").done is None
    story.act("complete", "arbitrator", "award_it")
    assert story.clock("award").done == story.now.date()


def test_a_clock_that_runs_out_is_told_once_and_the_duty_chief_has_it_to_chase():
    story = Story("line")
    story.act("complete", "receptionist", "receive")
    urgency = story.walk.urgency
    assert [e.activity for e in story.pass_days(8) if e.phase == "overdue"] == ["inspection_acceptance"]
    assert story.walk.urgency == urgency + 1
    assert [(t.node, t.role) for t in story.walk.tasks.values() if t.token < 0] == [("chase", "duty_chief")]
    assert [e for e in story.pass_days(1) if e.phase == "overdue"] == []
    assert view(story, "inspection_acceptance").overdue_by == 2
    story.act("chase", "duty_chief", "chase", reason="overdue")
    assert "chase" not in story.nodes()


def test_a_chase_falls_away_when_what_was_late_is_done():
    story = Story("line")
    story.act("complete", "receptionist", "receive")
    story.pass_days(8)
    assert "chase" in story.nodes()
    story.act("complete", "inspector", "decide")
    assert "chase" not in story.nodes()


def test_where_the_process_draws_its_own_chase_the_house_adds_none():
    story = at_award()
    story.pass_days(60)
    assert story.nodes() == ["award_it", "hurry"]
    assert [e.activity for e in story.phases("overdue") if e.activity == "award"] == ["award"]


def test_suspending_a_branch_stops_only_the_clocks_that_the_law_lets_stop():
    story = at_award()
    story.act("claim", "arbitrator", "award_it")
    assert story.fails("suspend", "arbitrator", "award_it") == "act.reason"
    story.act("suspend", "arbitrator", "award_it", reason="awaiting_other_decision", after=timedelta(days=10))
    shown = view(story, "award")
    assert (shown.stopped_since, shown.rolled, shown.days_left) == (date(2026, 12, 3), None, None)
    assert shown.stop_reason.zh == "需以另一案件的结果为依据"
    assert shown.if_resumed_today == date(2027, 1, 7)
    assert story.clock("notice").clock.stopped is None
    assert story.fails("complete", "arbitrator", "award_it") == "act.suspended"


def test_a_suspended_branch_holds_its_timers_and_goes_on_with_the_time_that_was_left():
    story = at_award()
    due = story.walk.tasks[story.token("award_it")].due
    story.act("claim", "arbitrator", "award_it")
    story.act("suspend", "arbitrator", "award_it", reason="party_unable", after=timedelta(days=10))
    assert [e.phase for e in story.pass_days(100) if e.activity in ("award", "late")] == []
    story.act("resume", "arbitrator", "award_it", reason="obstacle_gone", after=timedelta())
    assert story.walk.tasks[story.token("award_it")].due == due + timedelta(days=100)
    assert view(story, "award").rolled == date(2027, 4, 19)  # 3 December + 100 days + the 35 days that were left is a Saturday
    assert story.nodes() == ["award_it"]
    assert rebuild(story.course, story.events) == story.walk


def test_a_suspended_walk_stands_still_as_a_whole():
    story = split_story()
    story.act("complete", "arbitrator", token=story.token("accept", "arbitration"))
    story.act("suspend", "duty_chief", reason="party_unable")
    assert story.walk.status == "suspended"
    assert story.clock("award").clock.stopped
    assert story.fails("complete", "arbitrator", token=story.token("accept", "mediation")) == "act.suspended"
    assert story.fails("suspend", "duty_chief", reason="party_unable") == "act.suspended"
    assert [e for e in story.pass_days(100) if e.activity == "award"] == []
    story.act("resume", "duty_chief")
    assert (story.walk.status, story.clock("award").clock.stopped) == ("open", None)
    assert story.fails("resume", "duty_chief") == "act.running"


def test_a_clock_is_lengthened_once_by_the_length_of_the_law_before_it_runs_out():
    story = at_award()
    before = view(story, "award").nominal
    assert story.fails("extend", "arbitrator", to="award", reason="complex") == "act.role"
    assert story.fails("extend", "leader", to="award") == "act.reason"
    assert story.fails("extend", "leader", to="notice", reason="complex") == "act.extend"
    event = story.act("extend", "leader", to="award", reason="complex")[0]
    assert "调解仲裁法 第43条" in event.because
    assert view(story, "award").nominal == before + timedelta(days=15)
    assert story.fails("extend", "leader", to="award", reason="complex") == "act.extend"
    assert story.walk.tasks[story.token("award_it")].due == datetime(2027, 1, 23)


def test_a_clock_that_is_over_is_not_lengthened():
    story = at_award()
    story.pass_days(60)
    assert story.fails("extend", "leader", to="award", reason="complex") == "act.extend"


def test_clocks_are_shown_running_ones_first_and_the_nearest_before_the_others():
    story = at_award()
    views = clock_views(story.walk, story.now.date())
    assert [v.name for v in views if v.done is None] == ["notice", "award"]
    assert [v.days_left for v in views if v.done is None] == [7, 45]
    assert views[1].citation == "调解仲裁法 第43条"


def test_chasing_is_recorded_and_changes_nothing_but_the_urgency():
    story = at_award()
    before = story.walk
    story.act("chase", "leader", reason="special_attention")
    assert (story.walk.urgency, story.walk.tasks, story.walk.state) == (before.urgency + 1, before.tasks, before.state)
    assert story.fails("chase", CAST["arbitrator"]) == "act.role"
