from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta

import pytest

from zoutong.improve import Item, ItemEvent, Move, Mover, allowed, lacking, move, rebuild
from zoutong.improve.moves import RULES
from zoutong.kernel.error import Fault

START = datetime(2026, 11, 2, 1, tzinfo=UTC)
PEOPLE = (
    Mover("1", "leader", "bureau"),
    Mover("2", "supervisor", "bureau"),
    Mover("3", "supervisor", "window"),
    Mover("4", "inspector", "inspection"),
    Mover("5", "receptionist", "window"),
)
TITLE = {"zh": "材料要了两次", "en": "Papers were asked for twice"}


def figure(which, value, on):
    return {"which": which, "name": "往返次数", "value": value, "unit": "次", "on": on.isoformat(), "source": "复走", "better": "lower"}


def data_of(kind, at, chance):
    """Make data that the move may carry: figures of any day, walks of any number, for a yes as for a no."""
    day = at.date() - timedelta(days=chance.choice((0, 0, 1)))
    return {
        "judge": {"kind": "stuck", "cause": "notice_unclear"},
        "assign": {
            "lead": chance.choice(["window", "inspection"]),
            "support": ["bureau"],
            "due": "2026-12-01",
            "measure_now": "改",
        },
        "finish": {"measure_now": "已改"},
        "measure": figure(*chance.choice((("before", 3), ("before", 2), ("after", 1), ("after", 0), ("after", 3))), day),
        "rewalk": {"walk": f"LD{chance.randint(0, 60)}", "passed": chance.random() < 0.8},
        "callback": {"content": chance.random() < 0.8},
        "merge": {"into": "WT2026-0009"},
        "extend": {"due": "2027-01-01"},
        "escalate": {"leader": "1"},
        "reply": {"text": "情况属实", "accepts": True},
        "publish": {"zh": "改好了", "en": "Mended"},
    }.get(kind, {})


# Ways that lead far into the table are drawn more often, or few random walks would come near the gate.
LIKELY = (
    "judge",
    "assign",
    "accept",
    "progress",
    "finish",
    "measure",
    "measure",
    "rewalk",
    "callback",
    "close",
    "close",
    "reopen",
    "return",
)


def random_way(chance):
    """Try moves at random on one item, most of them refused; give the item, its events, and how often it was closed."""
    at, events, closed = START, [], 0
    register = Move("register", PEOPLE[4], at, {"title": TITLE, "reporter": chance.choice(["", "ZT20261123-0007"]), "walks": ["LD0"]})
    item, made = move(None, register, "WT2026-0001")
    events += made
    for _ in range(chance.randint(20, 90)):
        at += timedelta(hours=chance.randint(0, 30))
        near = [k for k in LIKELY if item.state in RULES[k].states] or LIKELY
        kind, who = chance.choice(chance.choice((near, near, near, tuple(RULES)))), chance.choice(PEOPLE)
        before = item
        try:
            item, made = move(item, Move(kind, who, at, data_of(kind, at, chance), chance.choice(["", "说明"])))
        except Fault as fault:
            assert fault.code.startswith("item.")
            continue
        assert kind in allowed(before, who, at)
        events += made
        if kind == "close":
            closed += 1
            assert who.role in ("supervisor", "leader")
        if item.state == "closed":
            proved(events)
    return item, events, closed


def test_no_path_leads_to_closing_without_a_walk_a_measure_and_a_second_person():
    closed = 0
    for seed in range(800):
        closed += random_way(random.Random(seed))[2]
    assert closed > 10


def test_an_item_made_again_from_its_events_is_the_same():
    for seed in range(100):
        item, events, _ = random_way(random.Random(seed))
        assert rebuild(events) == item
        assert rebuild([ItemEvent.from_json(json.loads(json.dumps(e.to_json()))) for e in events]) == item
        assert Item.from_json(json.loads(json.dumps(item.to_json()))) == item


def proved(events):
    """Look for the proof in the events themselves, not in what the item says of itself."""
    last = max(n for n, e in enumerate(events) if e.kind == "finish")
    closed = max(n for n, e in enumerate(events) if e.kind == "close")
    assert last < closed
    doers = {e.who.id for e in events[:closed] if e.kind in ("accept", "progress", "finish")}
    walks = [e for e in events[last:closed] if e.kind == "rewalk"]
    assert walks and walks[-1].data["passed"] is True and walks[-1].who.id not in doers
    befores = [e for e in events[:closed] if e.kind == "measure" and e.data["which"] == "before"]
    afters = [e for e in events[last:closed] if e.kind == "measure" and e.data["which"] == "after"]
    assert befores and afters
    assert int(afters[-1].data["value"]) < int(befores[-1].data["value"])
    assert afters[-1].data["on"] >= events[last].at.date().isoformat()
    assert events[closed].who.id not in doers
    if events[0].data.get("reporter"):
        assert any(e.kind == "callback" and e.data["content"] for e in events[last:closed])


def walked(*steps, item=None, at=START, reporter=""):
    if item is None:
        item, _ = move(None, Move("register", PEOPLE[4], at, {"title": TITLE, "reporter": reporter}), "WT2026-0001")
    for kind, who, data in steps:
        at += timedelta(hours=1)
        item, _ = move(item, Move(kind, who, at, data, "说明"))
    return item


HEAD, WINDOW = PEOPLE[1], PEOPLE[4]
WORK = (
    ("judge", HEAD, {"kind": "stuck", "cause": "notice_unclear"}),
    ("measure", HEAD, figure("before", 3, date(2026, 11, 1))),
    ("assign", HEAD, {"lead": "window", "due": "2026-11-20"}),
    ("accept", WINDOW, {}),
    ("progress", WINDOW, {"note": "改了告知单"}),
    ("finish", WINDOW, {"measure_now": "告知单一页写全"}),
)
PROOF = (("rewalk", HEAD, {"walk": "LD9", "passed": True}), ("measure", HEAD, figure("after", 1, date(2026, 11, 2))))


def test_an_item_with_all_its_proof_is_closed_by_a_second_person():
    item = walked(*WORK, *PROOF)
    assert lacking(item) == ()
    closed = walked(("close", HEAD, {}), item=item, at=START + timedelta(days=1))
    assert closed.state == "closed"
    assert closed.verifier == HEAD.id


def test_what_is_missing_is_told_one_by_one_until_nothing_is():
    item = walked(*WORK[:1])
    assert [lack.code for lack in lacking(item)] == ["finish", "rewalk", "before", "after"]
    item = walked(*WORK, reporter="hotline")
    assert [lack.code for lack in lacking(item)] == ["rewalk", "after", "callback"]
    assert "close" not in allowed(item, HEAD, START)


def test_a_walk_that_does_not_pass_sends_the_item_back_by_itself():
    item = walked(*WORK, ("rewalk", HEAD, {"walk": "LD9", "passed": False}))
    assert item.state == "returned"
    assert walked(WORK[4], WORK[5], item=item, at=START + timedelta(days=1)).rewalk_passed is None


@pytest.mark.parametrize("who, walk", [(WINDOW, "LD9"), (HEAD, "LD0")])
def test_neither_the_doers_walk_nor_an_old_walk_is_a_proof(who, walk):
    item = walked(*WORK)
    if walk == "LD0":
        item = walked(("judge", HEAD, {"kind": "pain", "cause": "x", "walks": ["LD0"]}), *WORK[1:])
        with pytest.raises(Fault, match="walk"):
            walked(("rewalk", who, {"walk": walk, "passed": True}), item=item)
    else:
        item = walked(("rewalk", who, {"walk": walk, "passed": True}), PROOF[1], item=item, at=START + timedelta(hours=9))
        assert [lack.code for lack in lacking(item)] == ["rewalk_doer"]


def test_reopening_takes_the_proof_away():
    item = walked(*WORK, *PROOF, ("close", HEAD, {}), ("reopen", HEAD, {}))
    assert item.state == "rectifying"
    assert {"finish", "rewalk", "after"} <= {lack.code for lack in lacking(item)}


def test_a_figure_that_has_not_become_better_closes_nothing():
    item = walked(*WORK, PROOF[0], ("measure", HEAD, figure("after", 3, date(2026, 11, 2))))
    with pytest.raises(Fault) as told:
        walked(("close", HEAD, {}), item=item)
    assert told.value.code == "item.lacking"
    assert "没有变好" in told.value.what.zh
