"""Holds how people work on tasks: claiming, completing, sending back, passing on, signing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.pure.walk.scenes import CAST, Story, split_story

from zoutong.walk import Actor

HAN = Actor("han", "inspector", "squad2")


@pytest.fixture
def story():
    """A walk that waits for the inspector's decision."""
    told = Story("line")
    told.act("complete", "receptionist", "receive")
    return told


def test_whoever_hands_something_in_gets_a_receipt_at_once():
    story = Story("line")
    assert [(e.activity, e.phase) for e in story.events[:2]] == [("line", "started"), ("receipt", "given")]
    assert story.walk.applicant == "v1"


def test_a_task_waits_for_its_role_until_somebody_claims_it(story):
    assert [(t.role, t.holder, t.unit) for t in story.walk.tasks.values()] == [("inspector", "", "")]
    story.act("claim", "inspector", "decide")
    assert [(t.role, t.holder, t.unit) for t in story.walk.tasks.values()] == [("inspector", "zhao", "squad1")]


def test_nobody_works_on_what_another_holds_but_may_take_it_over_with_a_reason(story):
    colleague = Actor("ma", "inspector", "squad1")
    story.act("claim", "inspector", "decide")
    assert story.fails("complete", colleague, "decide") == "act.held"
    assert story.fails("take_over", colleague, "decide") == "act.reason"
    story.act("take_over", colleague, "decide", reason="on_leave")
    story.act("complete", colleague, "decide")
    assert story.nodes() == ["investigate"]


def test_another_unit_of_the_same_role_keeps_its_hands_off(story):
    story.act("claim", "inspector", "decide")
    assert story.fails("take_over", HAN, "decide", reason="workload") == "act.unit"


def test_a_deputy_does_the_work_of_the_person_she_stands_in_for(story):
    story.act("claim", "inspector", "decide")
    deputy = Actor("ma", "inspector", "squad1", on_behalf_of="zhao")
    event = story.act("complete", deputy, "decide")[0]
    assert (event.actor, event.on_behalf_of) == ("ma", "zhao")


def test_the_reception_does_an_applicants_task_for_her_but_never_rates_for_her():
    story = Story("line")
    for who, node in (("receptionist", "receive"), ("inspector", "decide"), ("inspector", "investigate")):
        story.act("complete", who, node)
    helping = Actor("wang", "receptionist", "hall", on_behalf_of=story.walk.applicant)
    assert story.fails("complete", "receptionist", "tell") == "act.unit"
    story.act("complete", helping, "tell")
    assert story.walk.status == "complete"
    story = split_story(two=False)
    story.act("complete", "arbitrator", "accept")
    story.act("complete", "arbitrator", "award_it")
    helping = Actor("wang", "receptionist", "hall", on_behalf_of=story.walk.applicant)
    assert story.fails("complete", helping, "rate_it", data={"rating": "very_satisfied"}) == "act.unit"


def test_a_task_goes_back_to_any_step_that_was_passed_and_only_there(story):
    story.act("complete", "inspector", "decide")
    assert story.fails("send_back", "inspector", "investigate", to="receive") == "act.reason"
    assert story.fails("send_back", "inspector", "investigate", to="tell", reason="facts_missing") == "act.send_back"
    event = story.act("send_back", "inspector", "investigate", to="receive", reason="facts_missing")[0]
    assert (event.phase, event.data["to"]) == ("sent_back", "receive")
    assert story.nodes() == ["receive"]


def test_doing_a_step_again_does_not_give_the_office_new_time(story):
    since = story.clock("inspection_acceptance").since
    story.act("send_back", "inspector", "decide", to="receive", reason="facts_missing", after=timedelta(days=2))
    story.act("complete", "receptionist", "receive")
    running = [r for r in story.walk.clocks if r.name == "inspection_acceptance" and r.done is None]
    assert [r.since for r in running] == [since]


def test_a_task_is_assigned_to_a_person_a_unit_or_a_role(story):
    story.act("assign", "supervisor", "decide", person="han", unit="squad2", reason="workload")
    assert story.fails("complete", "inspector", "decide") == "act.held"
    story.act("assign", "supervisor", "decide", unit="squad1", reason="workload")
    assert story.fails("complete", HAN, "decide") == "act.unit"
    assert story.fails("assign", "supervisor", "decide", reason="workload") == "act.whom"
    assert story.fails("assign", "supervisor", "decide", role="wizard", reason="workload") == "act.unknown_role"
    story.act("assign", "supervisor", "decide", role="mediator", reason="expertise")
    story.act("complete", "mediator", "decide")


def test_what_is_referred_takes_its_papers_along_and_is_accepted_or_given_back_within_a_day(story):
    story.act("claim", "inspector", "decide")
    story.act("refer", "inspector", "decide", unit="squad2", reason="workplace_elsewhere")
    task = story.walk.tasks[story.token("decide")]
    assert (task.holder, task.unit, str(task.referral.due)) == ("", "squad2", "2026-11-24")
    assert story.fails("complete", HAN, "decide") == "act.referral"
    assert story.fails("refer", HAN, "decide", unit="squad3", reason="not_competent") == "act.referral"
    story.act("refer", HAN, "decide", unit="squad1", reason="refer_mistaken")
    task = story.walk.tasks[story.token("decide")]
    assert (task.holder, task.unit, task.referral) == ("zhao", "squad1", None)
    story.act("refer", "inspector", "decide", unit="squad2", reason="workplace_elsewhere")
    assert story.act("claim", HAN, "decide")[0].phase == "accepted"
    story.act("complete", HAN, "decide")


def test_a_referral_that_nobody_accepts_is_told_once_and_chased(story):
    story.act("refer", "inspector", "decide", unit="squad2", reason="workplace_elsewhere")
    assert [e for e in story.pass_days(1) if e.phase == "overdue"] == []
    late = [e for e in story.pass_days(1) if e.phase == "overdue" and e.activity == "decide"]
    assert len(late) == 1
    assert "house:first_asked" in late[0].because
    assert "chase" in story.nodes()
    assert [e for e in story.pass_days(1) if e.activity == "decide"] == []


def test_a_task_waits_for_every_signature(story):
    story.act("add_signer", "inspector", "decide", person="qian")
    story.act("add_signer", "inspector", "decide", role="arbitrator")
    assert story.fails("add_signer", "inspector", "decide", person="qian") == "act.signer_twice"
    assert story.fails("complete", "inspector", "decide") == "act.signatures"
    assert story.fails("sign", "guide", "decide") == "act.not_signer"
    story.act("sign", "mediator", "decide")
    assert story.fails("sign", "mediator", "decide") == "act.not_signer"
    assert story.fails("complete", "inspector", "decide") == "act.signatures"
    story.act("sign", "arbitrator", "decide", data={"opinion": "disagree"})
    assert [s.opinion for s in story.walk.tasks[story.token("decide")].signers] == ["agree", "disagree"]
    story.act("complete", "inspector", "decide")


def test_one_person_does_not_fill_two_open_signatures(story):
    story.act("add_signer", "inspector", "decide", role="arbitrator")
    story.act("add_signer", "inspector", "decide", unit="court1")
    story.act("sign", "arbitrator", "decide")
    assert story.fails("sign", "arbitrator", "decide") == "act.not_signer"
    story.act("sign", Actor("yang", "arbitrator", "court1"), "decide")


def test_a_step_takes_only_what_its_form_asks_for(story):
    assert story.fails("complete", "inspector", "decide", data={"finding": "breach"}) == "act.variable"
    assert story.fails("complete", "inspector", "decide", data={"acceptance": "maybe"}) == "act.value"
    story.act("answer", "inspector", "decide", data={"acceptance": "accepted"})
    assert story.walk.state.data["acceptance"] == "accepted"


@pytest.mark.parametrize(
    "data", [{"employer_name": "某某公司"}, {"worker_age": 33}, {"x": "字" * 81}, {"x": {1: 2}}, {"x": object()}, {"x": float("nan")}]
)
def test_no_person_and_no_prose_gets_into_a_walk(data):
    story = Story("wait")
    code = story.fails("message", "system", to="answered", data=data)
    assert code in ("act.personal", "act.variable", "act.data")


def test_a_name_has_no_place_where_codes_belong(story):
    assert story.fails("claim", Actor("张三", "inspector", "squad1"), "decide") == "act.code"
    assert story.fails("claim", "inspector", "decide", key="not a code") == "act.code"


def test_what_is_done_is_not_done_again(story):
    token = story.token("decide")
    story.act("complete", "inspector", "decide")
    assert story.fails("complete", "inspector", token=token) == "act.token"
    assert story.fails("start", "receptionist") == "act.begun"
    assert story.fails("dance", "receptionist") == "act.kind"
    assert story.fails("complete", "inspector") in ("act.token", "act.unit")


def test_a_message_from_outside_moves_what_waits_for_it():
    story = Story("wait")
    story.act("complete", "liaison", "ask")
    assert story.fails("message", "liaison", to="unheard_of") == "process.message"
    story.act("message", "system", to="answered")
    assert story.nodes() == ["close"]


def test_silence_from_outside_is_answered_by_the_timer():
    story = Story("wait")
    story.act("complete", "liaison", "ask")
    story.pass_days(5)
    assert story.nodes() == ["urge"]


def test_a_look_is_kept_and_changes_nothing_else(story):
    before = story.walk
    event = story.act("look", "supervisor")[0]
    assert (event.phase, event.because) == ("looked", ("house:look_recorded",))
    assert story.walk.tasks == before.tasks
    assert story.walk.state is before.state
    assert story.fails("look", "admin") == "act.role"


def test_events_carry_the_mode_of_their_walk():
    story = Story("line", mode="rehearsal")
    story.act("complete", "receptionist", "receive")
    assert {e.mode for e in story.events} == {"rehearsal"}
    story.act("restart", "leader")
    assert story.nodes() == ["receive"]
    assert Story("line").fails("restart", "leader") == "act.mode"


def test_the_cast_has_a_person_for_every_role(story):
    assert set(CAST) == set(story.course.roles)
