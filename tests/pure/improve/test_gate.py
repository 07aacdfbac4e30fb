from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zoutong.improve import MOVES, Item, Measure, Move, Mover, allowed, lacking, move_from_json, move_to_json, perform, rebuild
from zoutong.kernel.error import Fault

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
PEOPLE = (
    Mover("1", "supervisor", "bureau"),
    Mover("2", "leader", "bureau"),
    Mover("3", "receptionist", "window"),
    Mover("4", "inspector", "inspection"),
    Mover("5", "supervisor", "window"),
    Mover("6", "leader", "window"),
)
OFFICE, HEAD, WORKER = PEOPLE[:3]
BEFORE = Measure("补材料次数", "次", 2.0, date(2026, 11, 20))
AFTER = Measure("补材料次数", "次", 1.0, date(2026, 12, 20))
FIRST = {"title": "两次要求补材料", "process": "labour_rights", "step": "register", "source": "walk", "reporter": "来访人"}
ASSIGNED = {"lead": "window", "support": ["inspection"], "leader": "2", "due": "2026-12-04"}


def at(n: int) -> datetime:
    return START + timedelta(days=n)


def way(*, reporter: str = "来访人") -> list[Move]:
    """Give the whole way of an item from the walk in which it was found to its close."""
    return [
        Move("register", WORKER, at(0), FIRST | {"reporter": reporter}),
        Move("judge", OFFICE, at(1), {"kind": "stuck", "cause": "unclear_notice", "severity": 3}),
        Move("before", OFFICE, at(1), {"measure": BEFORE}),
        Move("assign", OFFICE, at(2), ASSIGNED),
        Move("accept", WORKER, at(3)),
        Move("finish", WORKER, at(8), {"measure_now": "当场一次告知", "measure_lasting": "修订告知单"}),
        Move("rewalk", OFFICE, at(20), {"walk": "LD20261213-0001", "walker": "2", "passed": True}),
        Move("after", OFFICE, at(27), {"measure": AFTER}),
        Move("callback", OFFICE, at(27)),
        Move("close", OFFICE, at(28)),
    ]


moves = st.builds(
    Move,
    st.sampled_from([*MOVES, "rewalk", "after", "close", "finish", "callback"]),
    st.sampled_from(PEOPLE),
    st.integers(0, 60).map(at),
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["stuck", "pain", "quote", ""]),
            "cause": st.sampled_from(["unclear_notice", "slow_system"]),
            "lead": st.sampled_from(["window", "inspection"]),
            "support": st.just(["inspection"]),
            "leader": st.just("2"),
            "due": st.just("2026-12-04"),
            "measure_now": st.just("改"),
            "measure": st.sampled_from([BEFORE, AFTER, replace(AFTER, on=date(2026, 11, 1)), replace(AFTER, value=3.0)]),
            "walk": st.just("LD1"),
            "walker": st.sampled_from([p.id for p in PEOPLE]),
            "passed": st.booleans(),
            "into": st.just("WT2026-0009"),
            "found": st.just("x"),
            "ref": st.just("y"),
            "title": st.just("t"),
            "process": st.just("labour_rights"),
            "source": st.just("walk"),
        }
    ),
    st.sampled_from(["", "有理由"]),
)


def test_the_whole_way_closes_an_item():
    item = rebuild("WT2026-0001", way())
    assert (item.state, item.verifier, item.mended) == ("closed", "1", True)


@pytest.mark.parametrize(
    "without, code", [("rewalk", "rewalk"), ("before", "before"), ("after", "after"), ("callback", "callback"), ("finish", "finish")]
)
def test_no_part_of_the_proof_can_be_left_out(without, code):
    item = Item("WT2026-0001")
    for move in way():
        if move.kind == without:
            continue
        try:
            item = perform(item, move)
        except Fault as fault:
            assert fault.code in ("item.gate", "item.state")
    assert item.state != "closed"
    assert code in {lack.code for lack in lacking(item)}


def test_whoever_mended_it_neither_walks_again_nor_closes():
    item = rebuild("WT2026-0001", way()[:6])
    own = Move("rewalk", OFFICE, at(20), {"walk": "LD1", "walker": WORKER.id, "passed": True})
    with pytest.raises(Fault, match="不能自己复走"):
        perform(item, own)
    window_head = Mover(WORKER.id, "leader", "window")
    with pytest.raises(Fault, match="不能自己核实或销号"):
        perform(rebuild("WT2026-0001", way()[:9]), Move("close", window_head, at(28)))


def test_a_walk_that_did_not_pass_sends_the_item_back_to_be_mended_again():
    item = rebuild("WT2026-0001", [*way()[:6], Move("rewalk", OFFICE, at(20), {"walk": "LD1", "walker": "2", "passed": False})])
    assert item.state == "returned"
    again = perform(item, Move("finish", WORKER, at(30), {"measure_now": "换了告知单"}))
    assert {"rewalk", "after"} <= {lack.code for lack in lacking(again)}


def test_a_figure_that_did_not_get_better_proves_nothing():
    worse = [replace(m, data={"measure": replace(AFTER, value=2.0)}) if m.kind == "after" else m for m in way()]
    with pytest.raises(Fault, match="没有变好"):
        rebuild("WT2026-0001", worse)


def test_reopening_throws_the_old_proof_away():
    item = perform(rebuild("WT2026-0001", way()), Move("reopen", OFFICE, at(60), reason="同样的事又发生了"))
    assert (item.state, item.reopened, item.mended) == ("returned", 1, False)
    assert {"finish", "rewalk", "after"} <= {lack.code for lack in lacking(item)}


@given(st.lists(moves, max_size=40))
@settings(max_examples=400, deadline=None)
def test_no_moves_lead_to_closed_without_a_passed_walk_a_measure_and_a_second_person(tried):
    item, made = Item("WT2026-0001"), []
    for move in [way()[0], *tried]:
        try:
            item = perform(item, move)
        except Fault:
            continue
        made.append(move)
        if item.state == "closed":
            last = max(m.at for m in made if m.kind == "finish")
            walked = [r for r in item.rewalks if r.passed and item.finished and r.at >= item.finished]
            doers = {m.who.id for m in made if m.kind in ("accept", "progress", "finish")}
            assert walked
            assert walked[-1].walker not in doers
            assert item.finished is not None
            assert item.finished <= last
            assert item.before is not None
            assert item.after is not None
            assert item.after.better_than(item.before)
            closer = next(m for m in reversed(made) if m.kind == "close")
            assert closer.who.id not in doers
            assert item.called_back is not None
    kept = [move_from_json(json.loads(json.dumps(move_to_json(m)))) for m in made]
    assert rebuild("WT2026-0001", kept) == item


@given(st.lists(moves, max_size=30), st.sampled_from(PEOPLE))
@settings(max_examples=150, deadline=None)
def test_what_is_offered_is_never_refused_for_role_state_or_second_person(tried, who):
    item = Item("WT2026-0001")
    for move in [way()[0], *tried]:
        try:
            item = perform(item, move)
        except Fault:
            continue
    full = {
        "kind": "stuck",
        "cause": "c",
        "lead": "window",
        "leader": "2",
        "due": date(2026, 12, 4),
        "measure_now": "m",
        "ref": "r",
        "found": "f",
    }
    full |= {"measure": AFTER, "walk": "w", "walker": "9", "passed": True, "into": "WT2026-0008"}
    for kind in allowed(item, who, at(100)):
        perform(item, Move(kind, who, at(100), full, "理由"))
