"""Holds the worked cases that lie beside the checkout: claims and doors from facts alone, and the length of the interview."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bench.interview import FIXED_LIST, GOLDEN, ROOT, interviews

from zoutong.intake.advise import advise
from zoutong.intake.given import given
from zoutong.intake.record import record
from zoutong.pack import Pack, load

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not GOLDEN.is_file(), reason="the worked cases do not lie beside this checkout"),
]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(ROOT / "packs" / "labour-rights")


@pytest.fixture(scope="module")
def answers(pack: Pack) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    found = []
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        facts = given(pack, case["facts"])
        found.append((case, record(advise(pack, facts, (), facts["intake_date"]), case["id"])))  # type: ignore[arg-type]
    return found


def test_facts_alone_give_the_claims_and_the_door_of_every_worked_case(answers: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    wrong = {
        case["id"]: (answer["claims"], answer["primary_route"])
        for case, answer in answers
        if set(answer["claims"]) != set(case["expected"]["claims"]) or answer["primary_route"] != case["expected"]["primary_route"]
    }
    assert not wrong


def test_what_has_to_be_flagged_is_flagged(answers: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    lacking = {case["id"]: lack for case, answer in answers if (lack := set(case["expected"].get("flags", ())) - set(answer["flags"]))}
    assert not lacking


def test_most_other_doors_of_the_worked_cases_are_named(answers: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    wanted = sum(len(case["expected"]["alternative_routes"]) for case, _ in answers)
    named = sum(len(set(case["expected"]["alternative_routes"]) & set(answer["alternative_routes"])) for case, answer in answers)
    assert named / wanted >= 0.95


def test_an_interview_takes_at_most_two_fifths_of_the_fixed_list_and_never_leads_to_another_door(pack: Pack) -> None:
    done = interviews(pack, GOLDEN.read_text(encoding="utf-8").splitlines())
    assert not [i.name for i in done if i.door != i.full]
    assert sum(len(i.asked) for i in done) / len(done) <= 0.4 * FIXED_LIST
