"""What holds for every process and every course it may take."""

from __future__ import annotations

import datetime as dt
import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.golden.bpmn.models import make
from tests.pure.process.sketch import NOON, Case, process, world

from zoutong.process import State, begin, cancel, complete, may_put_back, next_timer, open_tasks, put_back, read_bpmn, tick

WORLD = world()
SEEDS = st.integers(10_000, 20_000)


def model_of(seed: int):
    made = make(seed, deepest=2)
    return made, read_bpmn(made.xml.replace(" == ", " = ").encode())["p"]


def course(seed: int, longest: int = 3_000, back: float = 0.0):
    """Run a random model with random answers to its end; give every state on the way with the call that made it."""
    made, model = model_of(seed)
    chance = random.Random(seed)
    state = begin(model, {}, NOON, WORLD).state
    way = [(state, None)]
    while open_tasks(model, state) and len(way) < longest:
        token = chance.choice(open_tasks(model, state))
        places = may_put_back(model, state, token.id, WORLD) if len(way) < 40 and chance.random() < back else ()
        if places:
            call = ("back", token.id, chance.choice(places))
            state = put_back(model, state, token.id, call[2], NOON, WORLD).state
        else:
            data = {name: min(chance.randrange(n), chance.randrange(n)) for name, n in made.sets.get(token.node, {}).items()}
            call = ("do", token.id, data)
            state = complete(model, state, token.id, data, NOON, WORLD).state
        way.append((state, call))
    return model, way


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_no_token_is_ever_lost_every_nested_process_comes_to_its_end(seed):
    _, way = course(seed)
    assert way[-1][0].status == "complete"
    assert way[-1][0].tokens == {}
    assert list(way[-1][0].scopes) == [0]


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_also_with_sending_back_at_random_it_comes_to_its_end(seed):
    _, way = course(seed, back=0.15)
    assert way[-1][0].status == "complete"


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_a_state_goes_to_json_and_back_and_moves_on_as_before(seed):
    model, way = course(seed, back=0.1)
    for (state, _), (after, call) in zip(way, way[1:], strict=False):
        again = State.from_json(json.loads(json.dumps(state.to_json())))
        assert again == state
        if call[0] == "do":
            assert complete(model, again, call[1], call[2], NOON, WORLD).state == after
        else:
            assert put_back(model, again, call[1], call[2], NOON, WORLD).state == after


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_the_same_calls_give_the_same_state_and_no_call_changes_the_state_it_was_given(seed):
    _, way = course(seed, back=0.1)
    texts = [json.dumps(state.to_json()) for state, _ in way]
    _, again = course(seed, back=0.1)
    assert [state for state, _ in again] == [state for state, _ in way]
    assert [json.dumps(state.to_json()) for state, _ in way] == texts


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_a_process_can_be_withdrawn_at_any_moment(seed):
    model, way = course(seed)
    state = way[len(way) // 2][0]
    step = cancel(model, state, NOON)
    assert step.state.tokens == {}
    assert step.state.status in ("cancelled", "complete")
    opened = {t.id for t in open_tasks(model, state)}
    assert opened <= {h.token for h in step.happenings if h.phase == "cancelled"}


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12), st.lists(st.integers(1, 90), min_size=1, max_size=12))
@settings(max_examples=80, deadline=None)
def test_timers_fire_once_each_in_the_order_of_their_moments_however_often_anybody_looks(lengths, looks):
    waits = "\n".join(f"catch w{n} timer=PT{length}M\ng -> w{n}\nw{n} -> e" for n, length in enumerate(lengths))
    case = Case(process(f"start s\nand g\nend e\nuser last\nend f\ns -> g\ng -> last\nlast -> f\n{waits}"))
    fired = []
    for minutes in [*looks, 500]:
        case.later(minutes=minutes).call(tick)
        fired += [h for h in case.last if h.phase == "fired"]
        assert next_timer(case.state) is None or next_timer(case.state) > case.now
    due = [dt.datetime.fromisoformat(h.data["due"]) for h in fired]
    assert due == sorted(due)
    assert sorted(h.node for h in fired) == sorted(f"w{n}" for n in range(len(lengths)))
    assert all(moment <= h.at for moment, h in zip(due, fired, strict=False))


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_a_state_of_a_random_process_stays_small(seed):
    _, way = course(seed)
    assert max(len(json.dumps(state.to_json())) for state, _ in way) < 12_000
