"""What moving a running case to a new version of its process promises."""

import datetime as dt

import pytest
from tests.pure.process.sketch import NOON, Case, process

from zoutong.kernel.error import Fault
from zoutong.process import State, can_move, complete, move, next_timer, open_tasks

OLD = """
start s
user a
and g
user b
user c
and j
user d
border t on=b timer=P3D
user late
end e
s -> a
a -> g
g -> b
g -> c
b -> j
c -> j
j -> d
d -> e
t -> late
late -> e
"""


def test_a_task_put_in_ahead_is_reached_and_what_is_done_stays_done():
    case = Case(OLD).do("a").do("c")
    new = process(OLD.replace("d -> e", "user more\nd -> more\nmore -> e"))
    step = move(case.process, new, case.state, NOON)
    assert step.happenings == ()
    assert State.from_json(step.state.to_json()) == step.state
    case.process, case.state = new, step.state
    assert next_timer(case.state) == NOON + dt.timedelta(days=3)
    assert case.do("b").do("d").open == ["more"]


def test_a_token_whose_task_is_gone_says_so_and_a_name_for_it_mends_that():
    case = Case(OLD).do("a")
    new = process(OLD.replace("user c", "user c2").replace("g -> c\n", "g -> c2\n").replace("c -> j", "c2 -> j"))
    assert [w.en for w in can_move(case.process, new, case.state)] == ['The new version has no task "c".']
    with pytest.raises(Fault) as wrong:
        move(case.process, new, case.state, NOON)
    assert wrong.value.code == "process.move"
    assert can_move(case.process, new, case.state, {"c": "c2"}) == ()
    state = move(case.process, new, case.state, NOON, {"c": "c2"}).state
    assert sorted(t.node for t in open_tasks(new, state)) == ["b", "c2"]


def test_a_token_that_waits_at_a_join_needs_its_way_in():
    case = Case(OLD).do("a").do("c")
    new = process(OLD.replace("c -> j", "user c3\nc -> c3\nc3 -> j"))
    assert can_move(case.process, new, case.state)[0].en == 'The join "j" has no such way in in the new version.'
    assert can_move(case.process, new, case.state, {"c_j": "c3_j"}) == ()
    state = move(case.process, new, case.state, NOON, {"c_j": "c3_j"}).state
    token = next(t.id for t in open_tasks(new, state))
    assert [t.node for t in open_tasks(new, complete(new, state, token, {}, NOON, case.around).state)] == ["d"]


@pytest.mark.parametrize(
    "old, new, why",
    [
        ("user b", "receive b", "another kind"),
        ("user b", "user b times=2", "another kind"),
        ("user c", "sub box {\nstart i\nuser c\ni -> c\n}", "sub-process"),
    ],
)
def test_another_kind_or_another_level_is_not_the_same_place(old, new, why):
    case = Case(OLD).do("a")
    changed = process(
        OLD.replace(old, new, 1)
        .replace("g -> c\n", "g -> box\n" if "box" in new else "g -> c\n")
        .replace("c -> j", "box -> j" if "box" in new else "c -> j")
    )
    assert why in can_move(case.process, changed, case.state)[0].en


def test_a_timer_whose_event_is_gone_is_cancelled_and_told_of():
    case = Case(OLD).do("a")
    new = process(OLD.replace("border t on=b timer=P3D\n", "").replace("t -> late\n", ""))
    step = move(case.process, new, case.state, NOON)
    assert [(h.phase, h.node) for h in step.happenings] == [("cancelled", "t")]
    assert next_timer(step.state) is None
    assert all(t.due is None for t in step.state.tokens.values())


def test_a_case_inside_a_sub_process_moves_with_its_levels():
    sketch = "start s\nsub box {\nstart i\nuser a\nuser b\ni -> a\na -> b\n}\nuser z\ns -> box\nbox -> z"
    case = Case(sketch).do("a", x=1)
    new = process(sketch.replace("user z", "user y\nuser z\nbox -> y").replace("box -> z", "y -> z"))
    case.state = move(case.process, new, case.state, NOON).state
    case.process = new
    assert case.do("b").open == ["y"]
    gone = process("start s\nuser box\nuser z\ns -> box\nbox -> z")
    assert len(can_move(process(sketch), gone, Case(sketch).state)) == 2
