"""Holds the one-time notice: told once, only what the guide lists, and in time or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.pure.walk.scenes import Story, split_story

PAPERS = {"papers": ["identity", "employer_name"]}


@pytest.fixture
def story():
    return Story("line", {"claims": ["unpaid_wages"]})


def test_what_is_lacking_is_told_once_and_a_second_time_is_refused_by_the_rules_of_the_house(story):
    event = story.act("notice", "receptionist", "receive", data=PAPERS)[0]
    assert (event.phase, event.because[0], event.because[-1]) == ("told", "house:one_notice", "行政许可法 第32条第4项")
    assert story.fails("notice", "receptionist", "receive", data={"papers": ["wage_slips"]}) == "act.notice_twice"


def test_a_notice_for_the_whole_visit_counts_at_every_door():
    story = Story("split", {"claims": ["unpaid_wages", "economic_compensation"]})
    story.act("notice", "router", "route", data=PAPERS)
    doors = [{"door": "arbitration", "claims": ["economic_compensation"]}, {"door": "mediation", "claims": ["unpaid_wages"]}]
    story.act("complete", "router", "route", data={"doors": doors})
    assert story.fails("notice", "arbitrator", token=story.token("accept", "arbitration"), data=PAPERS) == "act.notice_twice"


def test_each_door_may_tell_once_where_nothing_was_told_before():
    story = split_story()
    for door in ("arbitration", "mediation"):
        token = story.token("accept", door)
        story.act("notice", "arbitrator", token=token, data={"papers": ["identity"]})
        assert story.fails("notice", "arbitrator", token=token, data={"papers": ["identity"]}) == "act.notice_twice"


def test_only_papers_of_the_guide_can_be_asked_for(story):
    assert story.fails("notice", "receptionist", "receive", data={"papers": ["family_tree"]}) == "act.paper"
    assert story.fails("notice", "receptionist", "receive", data={"papers": ["diagnosis"]}) == "act.paper"
    assert story.fails("notice", "receptionist", "receive", data={"papers": []}) == "act.value"
    assert story.fails("notice", "receptionist", "receive", data={"papers": ["identity", "identity"]}) == "act.value"


def test_what_the_employer_keeps_is_never_asked_of_the_person(story):
    assert story.fails("notice", "receptionist", "receive", data={"papers": ["attendance_books"]}) == "act.paper_never"
    assert story.fails("notice", "receptionist", "receive", data={"papers": ["residence"]}) == "act.paper_never"


def test_papers_that_come_are_kept_with_a_receipt_and_a_trip_counts_only_when_she_came(story):
    story.act("notice", "receptionist", "receive", data=PAPERS)
    events = story.act("supplement", "applicant", data={"papers": ["identity"], "channel": "online"})
    assert [(e.activity, e.phase) for e in events] == [("supplement", "supplemented"), ("receipt", "given")]
    assert story.walk.notices[0].lacking == ("employer_name",)
    assert story.walk.trips == 0
    story.act("supplement", "applicant", data={"papers": ["employer_name"], "channel": "counter"})
    assert (story.walk.notices[0].lacking, story.walk.trips) == ((), 1)
    assert "supplemented" in story.walk.marks
    assert story.fails("supplement", "applicant", data={"papers": ["gold"]}) == "act.paper"


def test_silence_for_five_days_makes_the_papers_complete_from_the_day_they_came_in(story):
    assert [e for e in story.pass_days(7) if e.phase == "accepted_as_complete"] == []  # the fifth day was a Saturday
    events = [e for e in story.pass_days(1) if e.phase == "accepted_as_complete"]
    assert [(e.data["accepted_on"], e.data["due"]) for e in events] == [("2026-11-23", "2026-11-30")]
    assert events[0].because == ("house:silence", "行政许可法 第32条第4项")
    assert story.fails("notice", "receptionist", "receive", data=PAPERS) == "act.notice_late"
    assert [e for e in story.pass_days(1) if e.phase == "accepted_as_complete"] == []


def test_it_is_too_late_to_tell_even_before_the_clock_was_looked_at(story):
    assert story.fails("notice", "receptionist", "receive", data=PAPERS, after=timedelta(days=8)) == "act.notice_late"


def test_a_notice_in_time_ends_the_silence(story):
    story.act("notice", "receptionist", "receive", data=PAPERS)
    assert [e for e in story.pass_days(30) if e.phase == "accepted_as_complete"] == []
