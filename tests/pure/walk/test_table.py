"""Holds the table of acts: nobody does what it does not give to her, and everybody may do what it does."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pure.walk.scenes import CAST, ROOT, Story, split_story, wander

from zoutong.kernel.error import Fault
from zoutong.walk import Act, allowed, perform
from zoutong.walk.act import KINDS

with (ROOT / "packs/labour-rights/acts.csv").open(encoding="utf-8", newline="") as file:
    TABLE = {row.pop("act"): row for row in csv.DictReader(file)}

BARRED = {"act.role", "act.unit", "act.held"}
MOMENT = {"act.closed", "act.token", "act.suspended", "act.not_begun", "act.begun", "act.mode", "act.open"}


def refusal(walk, actor, kind, token, now, **more):
    try:
        perform(walk, Act(kind, actor, token=token, **more), now)
    except Fault as fault:
        return fault.code
    return ""


def scenes():
    waiting = Story("line", {"claims": ["unpaid_wages"]})
    waiting.act("complete", "receptionist", "receive")
    held = Story("line")
    held.act("claim", "receptionist", "receive")
    done = Story("line")
    done.act("withdraw", "applicant")
    paused = split_story()
    paused.act("suspend", "duty_chief", reason="party_unable")
    return {
        "fresh": Story("line"),
        "waiting": waiting,
        "held": held,
        "split": split_story(),
        "done": done,
        "paused": paused,
        "labour": Story("labour"),
    }


SCENES = scenes()


def test_the_table_has_a_row_for_every_act_and_a_column_for_every_role():
    assert set(TABLE) == set(KINDS)
    assert all(set(row) == set(CAST) for row in TABLE.values())


def test_the_administrator_of_the_machine_sees_no_case_and_does_nothing_in_one():
    assert {row["admin"] for row in TABLE.values()} == {"no"}


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("role", CAST)
def test_what_the_table_refuses_to_a_role_is_refused_in_every_scene(scene, role):
    story = SCENES[scene]
    for kind in KINDS:
        if TABLE[kind][role] == "no":
            for token in (None, *story.walk.tasks):
                code = refusal(story.walk, CAST[role], kind, token, story.now)
                assert code == "act.role", (kind, token, code)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("role", CAST)
def test_own_unit_and_lane_mean_what_the_reference_says(scene, role):
    story, actor = SCENES[scene], CAST[role]
    for kind in KINDS:
        cell = TABLE[kind][role]
        for task in story.walk.tasks.values():
            own = task.holder == actor.id or (role == "applicant" and story.walk.applicant == actor.id)
            pool = not task.unit
            lane = task.role == role and (pool or task.unit == actor.unit)
            unit = (pool and (task.role == role or story.walk.unit == actor.unit)) or (not pool and task.unit == actor.unit)
            reached = {"no": False, "yes": True, "own": own, "lane": own or lane, "unit": own or unit}[cell]
            code = refusal(story.walk, actor, kind, task.token, story.now)
            assert reached or code in BARRED, (kind, task, code)
            if reached and cell == "yes":
                assert code not in BARRED, (kind, task, code)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["line", "split", "wait", "labour"]), st.integers(0, 2**32))
def test_the_buttons_of_a_desk_are_exactly_what_perform_lets_pass(name, seed):
    walk, events, _ = wander(name, seed, 25)
    now = events[-1].at
    for actor in CAST.values():
        free = {(one.kind, one.token) for one in allowed(walk, actor, now)}
        for kind in KINDS:
            if kind == "message":
                continue
            for token in (None, *walk.tasks):
                code = refusal(walk, actor, kind, token, now)
                if (kind, token) in free:
                    assert code not in BARRED | MOMENT, (kind, token, code)
                elif token is None or kind in {"claim", "complete", "answer", "send_back", "suspend", "resume", "extend"}:
                    assert code, (kind, token)
