"""Two people on one case in the same moment, on both databases, in threads and in processes."""

from __future__ import annotations

import json

import pytest
from tests.web.cases.pairs import play, threads
from tests.web.cases.people import INSPECTOR, MEDIATOR, at, split, token

from zoutong.walk import Act
from zoutong.web.cases import acting
from zoutong.web.cases import store as door

pytestmark = pytest.mark.both
PAIRS = 80


def test_of_random_pairs_of_acts_none_is_lost_none_done_twice_and_the_loser_is_told(store):
    tally = play(range(PAIRS), threads)
    assert tally.wrong == []
    assert tally.done + tally.repeated + tally.told["case.conflict"] == 2 * PAIRS
    assert tally.told["case.conflict"] > PAIRS / 10
    assert tally.repeated > PAIRS / 20


def test_pairs_in_two_processes_come_out_the_same(store):
    said = store.run("-m", "tests.web.cases.pairs", "24")
    found = json.loads(said.stdout)
    assert (found["wrong"], found["first_wrong"]) == (0, [])
    assert found["done"] + found["repeated"] + found["told"]["case.conflict"] == 48


def test_an_act_overtaken_between_reading_and_writing_is_thought_out_anew_and_both_stand(store, monkeypatch):
    case = split()
    mediate = token(case, "mediate")
    perform = acting.perform
    inside = []

    def meanwhile(walk, act, now):
        if not inside:
            inside.append(1)
            door.act(case.id, Act("complete", MEDIATOR, "", mediate), at(20))
        return perform(walk, act, now)

    monkeypatch.setattr(acting, "perform", meanwhile)
    after = door.act(case.id, Act("complete", INSPECTOR, "", token(case, "inspect")), at(21))
    assert {t.node for t in after.walk.tasks.values()} == {"tell"}
    assert door.load(case.id).revision == 4
    assert list(door.verify()) == []
