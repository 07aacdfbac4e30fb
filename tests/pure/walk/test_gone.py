"""Holds that a process changed under a running walk is told in a sentence, and takes away only what it must."""

from __future__ import annotations

import functools
import json
import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pure.walk import scenes
from tests.pure.walk.scenes import CAST, MORNING, Story, course, random_act, wander

from zoutong.kernel.error import Fault
from zoutong.process.read import read_bpmn
from zoutong.walk import Act, Walk, allowed, from_json, nodes_gone, perform, to_json
from zoutong.walk.course import Course, make_course

NAMES = st.sampled_from(["line", "split", "wait", "labour"])
LABOUR = scenes.ROOT / "packs" / "labour-rights" / "processes"


@functools.cache
def without(name: str, *gone: str) -> Course:
    """Give a course whose process has these nodes under other ids, as somebody makes it who edits the file and not the version."""
    files = [p.read_text() for p in sorted(LABOUR.glob("*.bpmn"))] if name == "labour" else [scenes.HEAD + texts()[name] + "</definitions>"]
    processes = {}
    for text in files:
        for node in gone:
            text = text.replace(f'"{node}"', f'"{node}_new"').replace(f">{node}<", f">{node}_new<")  # noqa: PLW2901
        processes |= read_bpmn(text.encode())
    return make_course(scenes.pack(), processes[course(name).process.id], processes)


def texts() -> dict[str, str]:
    return {"line": scenes.LINE, "split": scenes.SPLIT, "wait": scenes.WAIT}


def moved_under(walk: Walk, name: str, *gone: str) -> Walk:
    return from_json(without(name, *gone), json.loads(json.dumps(to_json(walk))))


@settings(max_examples=60, deadline=None)
@given(NAMES, st.integers(0, 2**32))
def test_whatever_is_done_to_a_walk_whose_nodes_are_gone_ends_in_a_sentence(name, seed):
    walk, events, _ = wander(name, seed)
    chance = random.Random(seed)
    nodes = sorted(course(name).process.nodes)
    at = [t.node for t in walk.state.tokens.values()] if walk.state else []
    passed = [n for s in walk.state.scopes.values() for n in s.passed] if walk.state else []
    gone = {chance.choice(at or nodes), chance.choice(passed or nodes), chance.choice(nodes)}
    walk = moved_under(walk, name, *gone)
    now = events[-1].at
    for _ in range(12):
        now += timedelta(hours=chance.choice([1, 1, 200]))
        for actor in chance.sample(list(CAST.values()), 3):
            allowed(walk, actor, now)
        try:
            walk, _ = perform(walk, random_act(walk, chance, now), now)
        except Fault as fault:
            assert fault.what.zh and fault.what.en


def test_a_task_that_is_gone_is_named_with_what_to_do_and_the_walk_can_be_withdrawn_or_sent_back():
    story = Story("line", {"claims": ["unpaid_wages"]})
    story.act("complete", "receptionist", "receive")
    story.act("complete", "inspector", "decide", data={"acceptance": "accepted"})
    walk = moved_under(story.walk, "line", "investigate")
    assert nodes_gone(walk) == ("investigate",)
    token = story.token("investigate")
    with pytest.raises(Fault) as refused:
        perform(walk, Act("complete", CAST["inspector"], token=token), story.now)
    assert refused.value.code == "process.gone"
    assert "investigate" in refused.value.what.zh and refused.value.cure is not None
    back, _ = perform(walk, Act("send_back", CAST["inspector"], token=token, to="decide", reason="facts_missing"), story.now)
    assert [t.node for t in back.tasks.values()] == ["decide"] and nodes_gone(back) == ()
    withdrawn, _ = perform(walk, Act("withdraw", CAST["applicant"]), story.now)
    assert withdrawn.status == "withdrawn"


def test_a_walk_stands_on_no_node_that_is_gone_as_long_as_its_process_is_the_same():
    for seed in range(40):
        walk, _, _ = wander(("line", "split", "wait", "labour")[seed % 4], seed)
        assert nodes_gone(walk) == ()
    assert nodes_gone(Walk.fresh(course("line"), "W1")) == ()
    assert MORNING.tzinfo is None


def test_a_called_process_that_is_gone_is_named():
    story = Story("line")
    plain = json.loads(json.dumps(to_json(story.walk)))
    scope = plain["state"]["scopes"][0]
    plain["state"]["scopes"].append([9, "elsewhere", "", plain["state"]["tokens"][0][0], 0, {}, {}])
    plain["state"]["tokens"].append([10, "inner", 9, MORNING.isoformat(), "open", None, "", []])
    assert scope[0] == 0
    walk = from_json(course("line"), plain)
    assert nodes_gone(walk) == ("elsewhere",)
    assert allowed(walk, CAST["receptionist"], story.now)
