import csv
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from zoutong.process import Surroundings, awaited, begin, check, complete, deliver, open_tasks, read_bpmn, tick
from zoutong.process.lint import Known

PACK = Path(__file__).resolve().parents[2] / "packs" / "labour-rights"
FILES = sorted((PACK / "processes").glob("*.bpmn"))
PROCESSES = {name: process for file in FILES for name, process in read_bpmn(file).items()}
WORD = re.compile(r"[a-z_]\w*")
FEEL = {"and", "or", "not", "true", "false", "null", "in"}
MORNING = datetime(2026, 11, 23, 9)
GROUP = {"danger": False, "child": False, "group_size": 1, "common_claim": False}


def column(file, name):
    with (PACK / file).open(encoding="utf-8", newline="") as opened:
        return {row[name]: row for row in csv.DictReader(opened)}


@pytest.fixture
def visit():
    return Visit()


class Visit:
    """A visit under way, one act every five minutes."""

    def __init__(self):
        self.around = Surroundings(PROCESSES, lambda name, data, at: {}, lambda clock, start: start + timedelta(days=5))
        self.process, self.now = PROCESSES["labour_rights"], MORNING
        self.state = begin(self.process, {"channel": "counter"}, self.now, self.around).state

    def open(self):
        return sorted(t.node for t in open_tasks(self.process, self.state))

    def do(self, node, **data):
        self.now += timedelta(minutes=5)
        token = next(t for t in open_tasks(self.process, self.state) if t.node == node)
        self.state = complete(self.process, self.state, token.id, data, self.now, self.around).state
        return self

    def wait(self, days):
        self.now += timedelta(days=days)
        self.state = tick(self.process, self.state, self.now, self.around).state

    def hear(self, message):
        assert message in [name for name, _ in awaited(self.process, self.state, self.around)]
        self.state = deliver(self.process, self.state, message, {}, self.now, self.around).state

    def to_doors(self, *doors):
        self.do("take_number").do("reception", **GROUP).do("hear_story", claims=["unpaid_wages"]).do("see_evidence")
        if "propose" in self.open():
            self.do("propose")
        listed = [{"door": door, "claims": ["unpaid_wages"]} for door in doors]
        self.do("confirm_route", routing="confirmed", doors=listed)
        for door in doors:
            self.do("hand_over", door=door)
        return self


@pytest.mark.parametrize("process", PROCESSES.values(), ids=list(PROCESSES))
def test_no_process_of_the_pack_holds_an_error(process):
    known = Known(processes=set(PROCESSES), clocks=set(column("clocks.csv", "clock")), roles=set(column("roles.csv", "role")))
    assert [f for f in check(process, known) if f.severity == "error"] == []


def test_every_variable_of_a_form_or_condition_has_words_in_both_languages():
    known = column("variables.csv", "variable")
    used = {name for p in PROCESSES.values() for n in p.nodes.values() for name in (*n.form, *n.gives)}
    for process in PROCESSES.values():
        for flow in process.flows.values():
            plain = re.sub(r'"[^"]*"', "", flow.condition.text) if flow.condition else ""
            used |= set(WORD.findall(plain)) - FEEL
    assert used - set(known) == set()
    assert all(row["zh"] and row["en"] for row in known.values())


def test_every_code_that_a_condition_asks_for_can_be_chosen():
    known = column("variables.csv", "variable")
    for process in PROCESSES.values():
        for flow in process.flows.values():
            for name, code in re.findall(r'(\w+) !?= "([^"]*)"', flow.condition.text if flow.condition else ""):
                assert code in [option.partition("=")[0] for option in known[name]["options"].split(";")], (name, code)


def test_a_table_of_variables_holds_no_person():
    assert not {"name", "phone", "address", "identity", "contact"} & set(column("variables.csv", "variable"))


def test_nobody_goes_past_reception_before_danger_and_children_were_asked_about(visit):
    visit.do("take_number").do("reception", danger=False)
    assert visit.open() == ["reception"]
    visit.do("reception", **GROUP)
    assert visit.open() == ["hear_story"]


@pytest.mark.parametrize(
    "said, next_task",
    [
        ({"danger": True}, "act_at_once"),
        ({**GROUP, "child": True}, "act_at_once"),
        ({**GROUP, "group_size": 12, "common_claim": True}, "receive_group"),
    ],
)
def test_what_is_urgent_goes_to_the_duty_chief_first(visit, said, next_task):
    visit.do("take_number").do("reception", **said)
    assert visit.open() == [next_task]
    assert visit.process.role_of(visit.process.nodes[next_task]) == "duty_chief"


def test_advice_alone_ends_with_a_record_and_a_rating(visit):
    visit.do("take_number").do("reception", **GROUP).do("hear_story").do("see_evidence")
    if "propose" in visit.open():
        visit.do("propose")
    visit.do("confirm_route", routing="advice_only").do("explain_rules", advice_given="rules_explained").do("rate", rating="satisfied")
    assert visit.state.status != "running"


def test_a_decision_that_was_not_taken_sends_the_visit_back_to_guidance(visit):
    visit.do("take_number").do("reception", **GROUP).do("hear_story").do("see_evidence")
    if "propose" in visit.open():
        visit.do("propose")
    visit.do("confirm_route")
    assert visit.open() == ["hear_story"]


def test_claims_go_to_several_doors_at_once_and_the_result_waits_for_all(visit):
    visit.to_doors("mediation", "court")
    visit.do("mediation_receive_application").do("ask_employer", employer_consents=False).do(
        "choose_next", next_door="none", door_result="not_agreed"
    )
    assert visit.open() == ["choose_office"]
    visit.do("choose_office").hear("office_accepted")
    visit.do("ask_result", next_door="none", door_result="answered")
    assert visit.open() == ["tell_result"]
    assert sorted(visit.state.data["door_results"]) == ["answered", "not_agreed"]


def test_a_failed_mediation_goes_on_to_arbitration_in_the_same_file(visit):
    visit.to_doors("mediation").do("mediation_receive_application").do("ask_employer", employer_consents=True)
    visit.do("mediate_talks", mediation_outcome="not_agreed").do("choose_next", next_door="arbitration", door_result="not_agreed")
    assert visit.open() == ["hand_over"]
    visit.do("hand_over", door="arbitration").do("arbitration_receive_application").do("arbitration_decide_acceptance", acceptance="declined")
    assert visit.open() == ["tell_result"]


def test_a_chase_does_not_hold_up_what_it_chases(visit):
    visit.to_doors("inspection").do("receive_complaint")
    visit.wait(6)
    assert visit.open() == ["inspection_chase", "inspection_decide_acceptance"]
    visit.do("inspection_decide_acceptance", acceptance="declined", next_door="none", door_result="declined")
    assert visit.open() == ["tell_result"]


def test_an_employer_that_does_not_answer_does_not_hold_up_the_hearing(visit):
    visit.to_doors("arbitration").do("arbitration_receive_application").do("arbitration_decide_acceptance", acceptance="accepted")
    visit.do("form_panel", panel_kind="sole").do("serve_copy")
    visit.wait(6)
    assert "set_hearing" in visit.open()


def test_a_breach_that_arbitration_sees_reaches_inspection_as_a_clue(visit):
    visit.to_doors("arbitration").do("arbitration_receive_application").do("arbitration_decide_acceptance", acceptance="accepted")
    visit.do("form_panel").do("serve_copy").hear("defence_received")
    visit.do("serve_defence").do("set_hearing").do("hold_hearing").do("settle", settled=False)
    token = next(t for t in open_tasks(visit.process, visit.state) if t.node == "make_award")
    done = complete(visit.process, visit.state, token.id, {"breach_found": True}, visit.now, visit.around)
    assert "send_clue" in [h.node for h in done.happenings if h.phase == "completed"]


def test_a_bad_rating_is_followed_by_a_call_and_no_rating_does_not_keep_the_visit_open(visit):
    visit.to_doors("court").do("choose_office").hear("office_accepted")
    visit.do("ask_result", door_result="answered").do("tell_result")
    silent = visit.state
    visit.do("rate", rating="dissatisfied")
    assert visit.open() == ["contact"]
    visit.state = silent
    visit.wait(8)
    assert visit.state.status != "running"
