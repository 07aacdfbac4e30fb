"""Holds 好差评: one rating for each visit and door, by the person herself, and a call within a working day after a bad one."""

from __future__ import annotations

from tests.pure.walk.scenes import Story, split_story

from zoutong.walk import Actor


def at_rating() -> Story:
    story = split_story(two=False)
    story.act("complete", "arbitrator", "accept")
    story.act("complete", "arbitrator", "award_it")
    return story


def test_a_rating_has_five_levels_and_four_parts():
    story = Story("line")
    for bad in ({}, {"level": 0}, {"level": 6}, {"level": True}, {"level": "5"}, {"level": 4, "skill": 9}, {"level": 4, "weather": 1}):
        assert story.fails("rate", "applicant", data=bad) == "act.value"
    story.act("rate", "applicant", data={"level": 4, "efficiency": 5, "skill": 4, "attitude": 3, "guidance": 2})
    assert story.walk.rating.parts == {"efficiency": 5, "skill": 4, "attitude": 3, "guidance": 2}


def test_a_visit_is_rated_once_and_so_is_each_door():
    story = split_story()
    story.act("rate", "applicant", data={"level": 4})
    assert story.fails("rate", "applicant", data={"level": 5}) == "act.rated"
    story.act("rate", "applicant", to="arbitration", data={"level": 5})
    assert story.fails("rate", "applicant", to="court", data={"level": 5}) == "act.door"
    story.act("rate", "applicant", to="mediation", data={"level": 3})
    assert story.fails("rate", "applicant", to="mediation", data={"level": 3}) == "act.rated"


def test_nobody_rates_for_the_applicant():
    story = split_story()
    for who in ("receptionist", "arbitrator", "leader", "system"):
        assert story.fails("rate", who, data={"level": 5}) == "act.role"
    assert story.fails("rate", Actor("v2", "applicant", ""), data={"level": 5}) == "act.unit"


def test_a_bad_rating_starts_the_clock_for_a_call_and_a_good_one_does_not():
    story = Story("line")
    story.act("rate", "applicant", data={"level": 3})
    assert all(r.name != "rating_contact" for r in story.walk.clocks)
    story = Story("line")
    story.act("rate", "applicant", data={"level": 2})
    assert str(story.course.due_of(story.clock("rating_contact").clock).rolled) == "2026-11-24"
    assert [(t.node, t.role) for t in story.walk.tasks.values() if t.token < 0] == [("contact", "duty_chief")]
    story.act("contact", "receptionist")
    assert story.clock("rating_contact").done == story.now.date()
    assert story.walk.rating.contacted == story.now.date()
    assert story.nodes() == ["receive"]
    assert story.fails("contact", "receptionist") == "act.contact"


def test_a_bad_rating_is_followed_up_even_when_the_walk_is_over():
    story = Story("line")
    story.act("withdraw", "applicant")
    story.act("rate", "applicant", data={"level": 1})
    assert story.clock("rating_contact").done is None
    assert [e.activity for e in story.pass_days(2) if e.phase == "overdue"] == ["rating_contact"]
    story.act("contact", "duty_chief")
    assert story.clock("rating_contact").done


def test_a_rating_does_the_step_in_which_the_process_asks_for_it():
    story = at_rating()
    assert story.nodes() == ["rate_it"]
    story.act("rate", "applicant", data={"level": 5})
    assert story.walk.status == "complete"
    assert story.walk.state.data["rating"] == "very_satisfied"


def test_a_rating_given_as_the_answer_of_a_step_is_a_rating_too():
    story = at_rating()
    story.act("complete", "applicant", "rate_it", data={"rating": "dissatisfied"})
    assert story.walk.rating.level == 2
    assert story.walk.status == "complete"
    assert [t.node for t in story.walk.tasks.values()] == ["contact"]
    assert story.clock("rating_contact").done is None
