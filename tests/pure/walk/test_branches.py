"""Holds how a walk is split by claims, and how its parts end: withdrawn, declined, done."""

from __future__ import annotations

from tests.pure.walk.scenes import APPLICANT, CAST, HEAD, MORNING, SPLIT, Story, pack, split_story

from zoutong.process.read import read_bpmn
from zoutong.walk import Act, Walk, perform, rebuild
from zoutong.walk.course import make_course

DOORS = [{"door": "arbitration", "claims": ["economic_compensation"]}, {"door": "mediation", "claims": ["unpaid_wages"]}]


def routing(**data) -> Story:
    return Story("split", {"claims": ["unpaid_wages", "economic_compensation"], **data})


def doors(story: Story) -> list[tuple[str, str]]:
    return [(d.name, d.status) for d in story.walk.doors]


def test_no_claim_is_lost_when_a_case_is_split():
    story = routing()
    assert story.fails("complete", "router", "route", data={"doors": DOORS[:1]}) == "act.claim_lost"
    story.act("complete", "router", "route", data={"doors": DOORS})
    assert doors(story) == [("arbitration", "open"), ("mediation", "open")]
    assert {t.door for t in story.walk.tasks.values()} == {"arbitration", "mediation"}


def test_whoever_departs_from_the_proposal_gives_a_reason():
    story = routing(proposed_doors=DOORS)
    other = [{"door": "inspection", "claims": ["unpaid_wages", "economic_compensation"]}]
    assert story.fails("complete", "router", "route", data={"doors": other}) == "act.reason"
    assert story.fails("complete", "router", "route", data={"doors": other}, reason="complex") == "act.reason"
    event = story.act("complete", "router", "route", data={"doors": other}, reason="applicant_chose")[0]
    assert "house:override_reason" in event.because


def test_the_proposal_itself_needs_no_reason_in_whatever_order():
    story = routing(proposed_doors=DOORS)
    story.act("complete", "router", "route", data={"doors": DOORS[::-1]})


def test_doors_that_do_not_exist_or_stand_twice_are_refused():
    story = routing()
    for bad in ([], [{"door": "nowhere", "claims": []}], [DOORS[0], DOORS[0]], "arbitration", [{"door": "court", "claims": ["gold"]}]):
        assert story.fails("complete", "router", "route", data={"doors": bad}) in ("act.doors", "act.claim", "act.value")


def test_the_applicant_withdraws_a_claim_and_the_rest_goes_on():
    story = split_story()
    story.act("withdraw", "applicant", data={"claims": ["unpaid_wages"]})
    assert doors(story) == [("arbitration", "open"), ("mediation", "withdrawn")]
    assert [t.door for t in story.walk.tasks.values()] == ["arbitration"]
    assert story.fails("withdraw", "applicant", data={"claims": ["unpaid_wages"]}) == "act.claim"
    story.act("withdraw", "applicant", to="arbitration")
    assert story.walk.status == "withdrawn"
    assert story.walk.tasks == {}
    assert rebuild(story.course, story.events) == story.walk


def test_one_claim_of_two_at_a_door_leaves_the_door_open():
    story = split_story(two=False)
    story.act("withdraw", "applicant", data={"claims": ["unpaid_wages"]}, reason="paid")
    assert [(d.claims, d.withdrawn) for d in story.walk.doors] == [(("economic_compensation",), ("unpaid_wages",))]
    strand = story.walk.doors[0].strand
    assert story.walk.state.scopes[strand].data["part"]["claims"] == ["economic_compensation"]


def test_the_applicant_may_withdraw_everything_at_any_time_before_the_end():
    for story in (Story("line"), routing(), split_story()):
        story.act("withdraw", "applicant")
        assert (story.walk.status, story.walk.tasks) == ("withdrawn", {})
        assert all(r.done for r in story.walk.clocks)
        assert story.fails("withdraw", "applicant") == "act.closed"


def test_the_receptionist_withdraws_on_her_behalf_and_a_stranger_does_not():
    story = split_story()
    stranger = type(APPLICANT)("v2", "applicant", "")
    assert story.fails("withdraw", stranger) == "act.unit"
    assert story.fails("withdraw", "arbitrator") == "act.role"
    story.act("withdraw", "receptionist")


def test_when_another_door_has_come_to_its_end_the_walk_goes_on_to_its_own():
    story = split_story()
    story.act("complete", "arbitrator", token=story.token("accept", "arbitration"))
    story.act("complete", "arbitrator", "award_it")
    assert doors(story) == [("arbitration", "complete"), ("mediation", "open")]
    story.act("withdraw", "applicant", data={"claims": ["unpaid_wages"]})
    assert (story.walk.status, story.nodes()) == ("open", ["rate_it"])


def test_declining_needs_a_reason_and_the_article_on_which_it_stands():
    story = split_story()
    token = story.token("accept", "arbitration")
    assert story.fails("decline", "arbitrator", token=token, data={"citation": "调解仲裁法 第29条"}) == "act.reason"
    assert story.fails("decline", "arbitrator", token=token, reason="not_a_party") == "act.citation"
    assert story.fails("decline", "arbitrator", token=token, reason="not_a_party", data={"citation": "天理 第1条"}) == "act.citation"
    event = story.act("decline", "arbitrator", token=token, reason="not_a_party", data={"citation": "调解仲裁法 第29条"})[0]
    assert event.because[0] == "调解仲裁法 第29条"
    assert doors(story) == [("arbitration", "declined"), ("mediation", "open")]


def test_nobody_declines_or_stops_what_others_have_in_hand():
    story = Story("split", {"claims": ["unpaid_wages"]})
    assert story.fails("decline", "arbitrator", reason="not_a_party", data={"citation": "调解仲裁法 第29条"}) == "act.unit"
    assert story.fails("suspend", "arbitrator", reason="party_unable") == "act.unit"


def test_a_declined_walk_ends_when_nothing_else_is_left():
    story = split_story(two=False)
    story.act("decline", "arbitrator", "accept", reason="not_a_party", data={"citation": "调解仲裁法 第29条"})
    assert story.walk.status == "declined"
    assert story.fails("supplement", "applicant", data={"papers": ["identity"]}) == "act.closed"


def test_what_has_ended_can_still_be_looked_at_and_rated():
    story = Story("line")
    story.act("withdraw", "applicant")
    story.act("look", "records")
    story.act("rate", "applicant", data={"level": 5})
    assert story.walk.rating.level == 5


def test_branches_may_be_done_one_after_the_other():
    text = SPLIT.replace("<multiInstanceLoopCharacteristics ", '<multiInstanceLoopCharacteristics isSequential="true" ')
    processes = read_bpmn((HEAD + text + "</definitions>").encode())
    course = make_course(pack(), processes["split"], processes)
    claims = {"claims": ["unpaid_wages", "economic_compensation"]}
    walk, events = perform(Walk.fresh(course, "W1"), Act("start", APPLICANT, data=claims, unit="hall"), MORNING)
    seen = []
    for who, data in (("router", {"doors": DOORS}), *[("arbitrator", {})] * 4):
        walk, more = perform(walk, Act("complete", CAST[who], token=next(iter(walk.tasks)), data=data), MORNING)
        events += more
        seen.append([(d.name, d.status, bool(d.strand)) for d in walk.doors])
    first, second = ("arbitration", "open"), ("mediation", "open")
    assert seen[0] == seen[1] == [(*first, True), (*second, False)]
    assert seen[2] == seen[3] == [("arbitration", "complete", True), (*second, True)]
    assert seen[4] == [("arbitration", "complete", True), ("mediation", "complete", True)]
    assert rebuild(course, events) == walk
