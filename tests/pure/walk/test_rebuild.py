"""Holds walks to their word: what is rebuilt from events is what was, whatever people tried."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pure.walk.scenes import CAST, MORNING, Story, course, wander

from zoutong.kernel.error import Fault
from zoutong.walk import Act, Walk, from_json, perform, rebuild, to_json
from zoutong.walk import act as acts

SEEDS = st.integers(0, 2**32)
NAMES = st.sampled_from(["line", "split", "wait", "labour"])


@settings(max_examples=80, deadline=None)
@given(NAMES, SEEDS)
def test_a_walk_rebuilt_from_its_events_is_the_walk_that_made_them(name, seed):
    walk, events, _ = wander(name, seed)
    assert rebuild(course(name), events) == walk
    stored = [acts.from_json(json.loads(json.dumps(acts.to_json(e)))) for e in events]
    assert stored == events
    assert rebuild(course(name), stored) == walk


@settings(max_examples=30, deadline=None)
@given(NAMES, SEEDS)
def test_a_walk_comes_back_from_json_as_it_was(name, seed):
    walk, _, _ = wander(name, seed)
    assert from_json(course(name), json.loads(json.dumps(to_json(walk)))) == walk


@settings(max_examples=30, deadline=None)
@given(NAMES, SEEDS)
def test_a_refused_act_changes_nothing_but_the_number_of_events(name, seed):
    _, _, refusals = wander(name, seed)
    for before, after in refusals:
        assert after == replace(before, seq=before.seq + 1)


@settings(max_examples=30, deadline=None)
@given(NAMES, SEEDS)
def test_events_are_numbered_without_a_gap_and_each_act_is_said_once(name, seed):
    walk, events, _ = wander(name, seed)
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    assert walk.seq == len(events)
    for key, seq in walk.keys.items():
        assert events[seq - 1].key == key
        assert "act" in events[seq - 1].data
    assert {e.mode for e in events} == {walk.mode}


@settings(max_examples=30, deadline=None)
@given(NAMES, SEEDS)
def test_nobody_is_told_twice_at_one_door_what_is_lacking(name, seed):
    walk, _, _ = wander(name, seed)
    doors = [n.door for n in walk.notices]
    assert len(doors) == len(set(doors))
    assert "" not in doors or doors[0] != "" or len(doors) == 1 or len(set(doors)) == len(doors)


@settings(max_examples=30, deadline=None)
@given(NAMES, SEEDS)
def test_a_stopped_clock_never_runs_out_and_no_last_day_is_moved_forward_to_an_earlier_one(name, seed):
    walk, events, _ = wander(name, seed)
    for running in walk.clocks:
        due = walk.course.due_of(running.clock)
        assert (due is None) == (running.clock.stopped is not None)
        assert due is None or due.rolled >= due.nominal
    stopped: set[tuple[str, object]] = set()
    for event in events:
        at = (event.activity, event.data.get("door"))
        if event.phase == "clock_stopped":
            stopped.add(at)
        elif event.phase in ("clock_resumed", "clock_ended", "clock_anew") or event.phase == "restarted":
            stopped.discard(at)
        assert event.phase != "overdue" or at not in stopped


def test_a_missing_event_is_noticed():
    story = Story("line")
    story.act("claim", "receptionist", "receive")
    story.act("complete", "receptionist", "receive")
    for at in range(len(story.events)):
        with pytest.raises(Fault):
            rebuild(story.course, [e for e in story.events if e.seq != at + 1])


def test_a_walk_of_another_version_is_not_taken_for_one_of_this():
    story = Story("line")
    assert from_json(story.course, to_json(story.walk)) == story.walk
    with pytest.raises(Fault) as told:
        from_json(course("split"), to_json(story.walk))
    assert told.value.code == "act.version"
    with pytest.raises(Fault) as told:
        rebuild(story.course, [e._replace(version="9") for e in story.events])
    assert told.value.code == "act.version"


def test_the_same_key_is_answered_with_the_first_event_and_nothing_is_done_twice():
    story = Story("line")
    first = story.act("claim", "receptionist", "receive", key="once")
    with pytest.raises(Fault) as told:
        perform(story.walk, Act("claim", CAST["receptionist"], "once", story.token("receive")), MORNING + timedelta(days=1))
    assert told.value.code == "act.repeated"
    assert told.value.seq == first[0].seq


def test_a_tick_with_nothing_due_leaves_no_trace():
    story = Story("line")
    before = story.walk
    assert story.act("tick", "system") == ()
    assert story.walk is before


def test_a_fresh_walk_takes_nothing_but_a_start():
    walk = Walk.fresh(course("line"), "W1")
    with pytest.raises(Fault) as told:
        perform(walk, Act("look", CAST["receptionist"]), MORNING)
    assert told.value.code == "act.not_begun"
