"""What every kind of gateway promises."""

import pytest
from tests.pure.process.sketch import Case

from zoutong.process import set_data, tick

CHOICE = """
start s
user a
xor g
user b
user c
end e
s -> a
a -> g
g -> b : kind = "wages"
g {arrow} c{condition}
b -> e
c -> e
"""


def test_the_first_way_that_holds_is_taken():
    assert Case(CHOICE.format(arrow="=>", condition="")).do("a", kind="wages").open == ["b"]


def test_the_default_way_is_taken_when_nothing_holds_and_when_nothing_is_known():
    assert Case(CHOICE.format(arrow="=>", condition="")).do("a", kind="injury").open == ["c"]
    assert Case(CHOICE.format(arrow="=>", condition="")).do("a").open == ["c"]


def test_one_way_without_a_condition_stands_for_the_rest():
    assert Case(CHOICE.format(arrow="->", condition="")).do("a").open == ["c"]


def test_unknown_is_never_no_so_neither_side_of_a_question_is_taken():
    case = Case(CHOICE.format(arrow="->", condition=' : not(kind = "wages")')).do("a")
    assert case.open == []
    assert [t.rest for t in case.state.tokens.values()] == ["stuck"]
    assert "stuck g" in case.phases


def test_what_is_stuck_goes_on_once_the_fact_is_known():
    case = Case(CHOICE.format(arrow="->", condition=' : not(kind = "wages")')).do("a")
    before = case.state
    assert case.call(tick).state == before
    assert case.last == ()
    case.state = set_data(case.process, case.state, None, {"kind": "injury"})
    assert case.call(tick).open == ["c"]


def test_of_several_ways_without_condition_none_is_taken_by_chance():
    case = Case("start s\nxor g\nuser a\nuser b\ns -> g\ng -> a\ng -> b")
    assert case.open == []
    assert case.phases[-1] == "stuck g"


BOTH = """
start s
and g
user a
user b
and j
user c
end e
s -> g
g -> a
g -> b
a -> j
b -> j
j -> c
c -> e
"""


def test_a_parallel_join_waits_for_every_way():
    case = Case(BOTH)
    assert case.open == ["a", "b"]
    assert case.do("a").open == ["b"]
    assert "waiting j" in case.phases
    assert case.do("b").open == ["c"]
    assert case.do("c").state.status == "complete"


def test_two_tokens_of_one_way_do_not_stand_for_two_ways():
    sketch = "start s\nand g\nuser a\nuser b\nxor m\nand j\nuser c\nuser d\ns -> g\ng -> a\ng -> b\ng -> d\na -> m\nb -> m\nm -> j\nd -> j\nj -> c"
    case = Case(sketch).do("a").do("b")
    assert case.open == ["d"]
    assert case.do("d").open == ["c"]
    assert len(case.state.tokens) == 2


def test_a_parallel_join_fed_by_a_choice_is_told_of_as_stuck():
    sketch = "start s\nuser t\nxor g\nuser a\nuser b\nand j\nend e\ns -> t\nt -> g\ng -> a : x = 1\ng => b\na -> j\nb -> j\nj -> e"
    case = Case(sketch).do("t").do("b")
    assert case.phases[-1] == "stuck j"
    assert case.state.status == "running"


SOME = """
start s
user t
or g
user a
user b
user c
or j
user d
end e
s -> t
t -> g
g -> a : x = 1
g -> b : y = 1
g => c
a -> j
b -> j
c -> j
j -> d
d -> e
"""


@pytest.mark.parametrize(
    "known, opened", [({"x": 1, "y": 1}, ["a", "b"]), ({"x": 1}, ["a"]), ({"y": 1}, ["b"]), ({}, ["c"]), ({"x": 2, "y": 2}, ["c"])]
)
def test_an_inclusive_split_opens_every_way_that_holds_and_its_join_waits_for_exactly_those(known, opened):
    case = Case(SOME).do("t", **known)
    assert case.open == opened
    for place, task in enumerate(opened):
        case.do(task)
        assert case.open == (opened[place + 1 :] or ["d"])


def test_an_inclusive_join_in_a_loop_waits_in_the_second_round_too():
    sketch = SOME.replace("d -> e", "xor again\nd -> again\nagain -> t : more = true\nagain => e")
    case = Case(sketch).do("t", x=1, y=1).do("a").do("b").do("d", more=True).do("t", x=1, y=1)
    assert case.do("b").open == ["a"]
    assert case.do("a").open == ["d"]
    assert case.do("d", more=False).state.status == "complete"


def test_a_token_that_can_also_reach_a_marked_way_does_not_block_an_inclusive_join():
    # BPMN 2.0, 13.4.3: the token at w could still reach the empty way of j, but also the one that already has a token.
    sketch = """
    start s
    and g
    user a
    user w
    xor x
    xor m
    user b
    or j
    user d
    s -> g
    g -> a
    g -> w
    w -> x
    x -> m : k = 1
    x => b
    a -> m
    m -> j
    b -> j
    j -> d
    """
    case = Case(sketch).do("a")
    assert case.open == ["d", "w"]


def test_a_border_counts_as_a_way_out_of_its_activity_for_an_inclusive_join():
    # The letter of 13.4.3 speaks of sequence flow only; a token that may still leave by the border can still come.
    sketch = "start s\nand g\nuser a\nuser w\nborder k on=w message=m\nuser z\nor j\nuser d\nend e\ns -> g\ng -> a\ng -> w\na -> j\nk -> j\nj -> d\nw -> e"
    case = Case(sketch).do("a")
    assert case.open == ["w"]
    assert case.do("w").open == ["d"]


def test_two_inclusive_joins_that_wait_for_each_other_are_told_of_as_stuck():
    sketch = "start s\nand g\nor i\nor j\nuser a\nuser b\ns -> g\ng -> i\ng -> j\ni -> a\na -> j\nj -> b\nb -> i"
    case = Case(sketch)
    assert case.open == []
    assert sorted(case.phases[-2:]) == ["stuck i", "stuck j"]


def test_a_task_with_several_ways_out_opens_all_of_them_and_several_ways_in_mean_once_each():
    case = Case("start s\nuser a\nuser b\nuser c\nuser d\nend e\ns -> a\na -> b\na -> c\nb -> d\nc -> d\nd -> e").do("a")
    assert case.open == ["b", "c"]
    assert case.do("b").do("c").open == ["d", "d"]


def test_ways_out_of_a_task_may_have_conditions_and_a_default():
    sketch = "start s\nuser a\nuser b\nuser c\nuser d\ns -> a\na -> b : x = 1\na -> c : y = 1\na => d"
    assert Case(sketch).do("a", x=1, y=1).open == ["b", "c"]
    assert Case(sketch).do("a", x=2).open == ["d"]


def test_what_happened_at_a_gateway_names_the_ways_that_were_taken():
    case = Case(SOME).do("t", x=1, y=1)
    assert next(h.data for h in case.last if h.node == "g") == {"flows": ["g_a", "g_b"]}
