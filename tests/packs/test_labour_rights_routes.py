"""Holds what the labour-rights pack promises: its own cases, its red lines, and tables without gap, overlap or dead row."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from tests.packs.mutation import PACK, failing, measure, table_cases, table_failing

from zoutong.intake.advise import advise
from zoutong.intake.ask import next_questions
from zoutong.intake.given import given
from zoutong.intake.judge import judge, possible
from zoutong.intake.record import record
from zoutong.kernel.error import Fault
from zoutong.kernel.facts import Fact, Facts
from zoutong.pack import Pack, load
from zoutong.pack.cases import read_cases

ON = date(2026, 11, 23)
OFFICE = {"intake_date": "2026-11-23", "city": "上海市", "intake_district": "徐汇区"}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(PACK)


def told(pack: Pack, **facts: object) -> Facts:
    return given(pack, {**OFFICE, "hire_date": "2025-03-03", **facts})


def door(pack: Pack, claim: str, **facts: object) -> str:
    return judge(pack, told(pack, **facts), (claim,), ON).primary.route


@pytest.mark.parametrize("file", sorted({case.file for case in read_cases(PACK)}))
def test_the_packs_own_cases_are_answered_as_they_say(pack: Pack, file: str) -> None:
    wrong = {case.name: points for case in read_cases(PACK) if case.file == file and (points := failing(pack, case))}
    assert not wrong


def test_single_tables_say_what_their_cases_say(pack: Pack) -> None:
    wrong = [case["id"] for table, cases in table_cases(pack).items() for case in cases if table_failing(pack.tables[table], case)]
    assert not wrong


def test_no_table_has_a_gap_an_overlap_or_a_dead_row(pack: Pack) -> None:
    findings = [(name, f.code, f.rows) for name in pack.tables for f in pack.tables[name].check() if f.severity != "info"]
    assert not findings


def test_every_claim_has_a_table_and_every_door_of_a_table_is_a_route(pack: Pack) -> None:
    for claim in pack.claims:
        table = pack.tables[f"route_{claim}"].table
        assert {row.outputs[0].strip('"') for row in table.rows} <= set(pack.routes)


def test_every_row_that_gives_a_door_says_why_in_both_languages_and_names_an_article_of_a_known_law(pack: Pack) -> None:
    for name in pack.tables:
        if not name.startswith("route_") and name not in ("gate", "identity", "place"):
            continue
        for row in pack.tables[name].table.rows:
            told = row.annotations
            assert all((told["why_zh"], told["why_en"])), (name, row.number)
            goes_on = row.outputs[0] in ('"continue"', "route")
            assert told["citation"] or goes_on, (name, row.number)
            assert all(c.law in pack.laws.laws for c in pack.laws.cite_all(told["citation"])), (name, row.number)


def test_every_input_of_a_table_is_a_fact_of_the_pack(pack: Pack) -> None:
    ours = [name for name in pack.tables if not name.endswith("_clock")]
    names = {n for table in ours for n in pack.tables[table].needs}
    assert names <= set(pack.facts), sorted(names - set(pack.facts))


def test_what_the_usual_case_takes_for_granted_covers_every_condition_of_the_doors(pack: Pack) -> None:
    for claim in pack.claims:
        assert judge(pack, told(pack), (claim,), ON).primary.row.split("#")[1] != "0"


def test_tables_asked_with_unknown_facts_as_null_have_positive_conditions_only(pack: Pack) -> None:
    filled = {"identity_type", "employer_type", "claimant_role"}
    for name in pack.tables:
        if name.startswith("claims_") or name == "flags":
            table = pack.tables[name].table
            for row in table.rows:
                for clause, cell in zip(table.inputs, row.inputs, strict=True):
                    known = clause.expression in filled or "list contains(known" in clause.expression
                    assert known or not cell.startswith("not("), (name, row.number)


# --- what a window never does (labour-rights brief §7) ---


@pytest.mark.parametrize("claim", ["unpaid_wages", "overtime_pay", "no_written_contract", "economic_compensation", "illegal_termination", "annual_leave"])
def test_a_claim_out_of_time_still_gets_a_door_where_it_is_taken(pack: Pack, claim: str) -> None:
    advice = judge(pack, told(pack, hire_date="2019-03-04", still_employed=False, end_date="2021-01-31", employment_relation="yes", end_mode="dismissal_no_ground", contract_signed=False, want="money"), (claim,), ON)
    assert advice.primary.route in ("arbitration", "inspection", "mediation")
    assert "arbitration_time_barred" in advice.flags


def test_no_row_sends_a_person_away(pack: Pack) -> None:
    away = ("不予受理", "不受理您", "请回", "不归我们管，", "拒绝")
    for name in pack.tables:
        for row in pack.tables[name].table.rows:
            assert not any(word in row.annotations.get("why_zh", "") for word in away), (name, row.number)
    assert "照收" in pack.routes["guidance"].next.zh
    assert "we take it" in pack.routes["guidance"].next.en


@pytest.mark.parametrize("claim", ["housing_fund", "not_labour", "retirement", "unpaid_wages", "other_labour"])
def test_advice_is_never_the_only_door(pack: Pack, claim: str) -> None:
    found = judge(pack, told(pack, want="advice"), (claim,), ON)
    assert found.primary.route == "guidance"
    assert "arbitration" in found.alternatives


@pytest.mark.parametrize("fact", ["life_safety", "violence", "unlawful_detention"])
def test_danger_comes_before_every_other_row(pack: Pack, fact: str) -> None:
    for claim, prior, want in product(("unpaid_wages", "housing_fund", "not_labour"), ("none", "arbitration_accepted", "award_effective"), ("advice", "legal_help", "money")):
        found = judge(pack, told(pack, **{fact: True}, prior_procedure=prior, want=want), (claim,), ON)
        assert found.primary.route == "public_security"
        assert "urgent_life_safety" in found.flags


def test_a_child_at_work_is_acted_on_today_even_when_another_step_was_taken(pack: Pack) -> None:
    found = judge(pack, told(pack, worker_age=15, prior_procedure="arbitration_accepted"), ("unpaid_wages",), ON)
    assert (found.primary.route, "child_labour" in found.flags) == ("inspection", True)
    assert door(pack, "unpaid_wages", worker_age=16) == "inspection"
    assert "child_labour" not in judge(pack, told(pack, worker_age=16), ("unpaid_wages",), ON).flags


def test_a_report_needs_no_name(pack: Pack) -> None:
    assert door(pack, "excess_hours", anonymous=True) == door(pack, "excess_hours") == "inspection"
    assert "匿名" in judge(pack, told(pack), ("excess_hours",), ON).primary.why.zh


def test_add_on_pay_and_fines_are_never_shown_as_the_workers_money(pack: Pack) -> None:
    facts = told(pack, unpaid_amount=8000, amount_disputed=False, employment_relation="yes", still_employed=True, prior_procedure="none")
    answer = record(advise(pack, facts, ("unpaid_wages",), ON))
    assert answer["amounts"] == {"unpaid_wages": 8000.0}


def test_no_sum_is_shown_while_key_facts_contradict_each_other(pack: Pack) -> None:
    facts = told(pack, unpaid_amount=8000, end_date="contradictory")
    answer = record(advise(pack, facts, ("unpaid_wages",), ON))
    assert answer["amounts"] == {}
    assert "contradictory_facts" in answer["flags"]  # type: ignore[operator]


def test_nobody_is_asked_for_what_only_the_office_or_the_employer_knows(pack: Pack) -> None:
    for claim in pack.claims:
        for ask in next_questions(pack, given(pack, OFFICE), (claim,), ON):
            assert pack.facts[ask.fact].known_by == "worker"
            assert "？" in ask.question.zh, ask.fact
            assert "?" in ask.question.en, ask.fact
            assert all((ask.because.zh, ask.because.en)), ask.fact


def test_safety_is_the_first_question_of_every_interview(pack: Pack) -> None:
    for claim in pack.claims:
        assert next_questions(pack, given(pack, OFFICE), (claim,), ON)[0].fact == "urgent_situation"


def test_not_sure_is_an_answer_and_is_not_asked_again(pack: Pack) -> None:
    facts = given(pack, OFFICE)
    asked: list[str] = []
    while questions := next_questions(pack, facts, ("unpaid_wages",), ON):
        assert questions[0].fact not in asked
        asked.append(questions[0].fact)
        facts = facts.with_facts(Fact(questions[0].fact, None))
    found = judge(pack, facts, ("unpaid_wages",), ON)
    assert (found.primary.route, found.flags) == ("guidance", ("missing_facts",))


# --- the law of the day ---


@pytest.mark.parametrize(
    ("day", "route"),
    [("2025-08-31", "court"), ("2025-09-01", "arbitration"), ("2026-06-30", "arbitration"), ("2026-07-01", "inspection")],
)
def test_work_after_retirement_follows_the_rule_in_force_on_the_day_it_was_done(pack: Pack, day: str, route: str) -> None:
    assert door(pack, "unpaid_wages", retirement_status="drawing_pension", violation_end=day, unpaid_amount=5000) == route


def test_an_unchecked_ground_is_shown_as_such(pack: Pack) -> None:
    found = judge(pack, told(pack, retirement_status="drawing_pension", violation_end="2026-09-30", unpaid_amount=5000), ("unpaid_wages",), ON)
    assert found.primary.grade == "unverified"
    assert "unverified_source" in found.flags


def test_seven_days_left_go_to_arbitration_today_and_eight_do_not(pack: Pack) -> None:
    left = {"still_employed": False, "employment_relation": "yes", "unpaid_amount": 5000}
    assert door(pack, "unpaid_wages", end_date="2025-11-30", **left) == "arbitration"
    assert door(pack, "unpaid_wages", end_date="2025-12-01", **left) == "inspection"


def test_a_matter_of_two_claims_keeps_a_door_for_each(pack: Pack) -> None:
    found = judge(pack, told(pack, still_employed=False, si_status="never_registered", end_mode="forced_resign_38"), ("economic_compensation", "social_insurance"), ON)
    assert {r.claim: r.route for r in found.routes} == {"economic_compensation": "arbitration", "social_insurance": "inspection"}
    assert (found.primary.claim, "split_routes" in found.flags) == ("economic_compensation", True)


# --- unknown is never no ---


def test_adding_a_fact_never_opens_a_door_that_was_closed(pack: Pack) -> None:
    more = {"prior_procedure": "none", "want": "money", "life_safety": False, "violence": False, "unlawful_detention": False, "amount_disputed": False,
            "employment_relation": "yes", "still_employed": True, "wage_iou": False}  # fmt: skip
    for claim in ("unpaid_wages", "overtime_pay", "social_insurance", "work_injury"):
        facts: dict[str, object] = {}
        before = set(possible(pack, {}, claim, ON))
        for name, value in more.items():
            facts[name] = value
            after = set(possible(pack, facts, claim, ON))
            assert after <= before
            before = after


def test_the_advised_door_is_one_of_those_still_possible(pack: Pack) -> None:
    for claim in pack.claims:
        found = judge(pack, told(pack, workplace_district="徐汇区"), (claim,), ON)
        assert found.primary.route in found.possible


def test_a_fact_of_the_wrong_kind_is_refused_with_a_cure() -> None:
    pack = load(PACK)
    with pytest.raises(Fault) as refused:
        given(pack, {"hire_date": "last spring"}, file="in.jsonl", row=3)
    assert "in.jsonl:3" in str(refused.value)
    assert refused.value.cure
    with pytest.raises(Fault):
        given(pack, {"group_size": 2.5})
    with pytest.raises(Fault):
        given(pack, {"still_employed": "yes"})


def test_a_changed_cell_is_noticed_by_the_cases_or_the_checks() -> None:
    found = measure(step=40, start=7)
    assert float(str(found["share"])) >= 0.95, found["survivors"]


def test_a_table_of_the_pack_decides_the_same_through_its_file_as_through_the_pack(pack: Pack) -> None:
    model = pack.models["tables/priority.dmn"]
    assert model.decide("priority", {"route": "public_security"}, ON).value == 1
    silent = model.decide("priority", {}, ON)
    assert silent.value is None
    assert "route" in silent.missing
