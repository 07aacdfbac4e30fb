"""What sending back (驳回) promises."""

import pytest
from tests.pure.process.sketch import Case

from zoutong.kernel.error import Fault
from zoutong.process import may_put_back, put_back

LONG = """
start s
user a
and g
user b
user b2
user c
and j
user d
sub box {
start i
user x
user y
i -> x
x -> y
}
user z
s -> a
a -> g
g -> b
b -> b2
g -> c
b2 -> j
c -> j
j -> d
d -> box
box -> z
"""


def test_a_task_goes_back_to_one_that_was_done_and_keeps_what_is_known():
    case = Case("start s\nuser a\nuser b\ns -> a\na -> b").do("a", x=1)
    case.call(put_back, case.token("b"), "a")
    assert case.open == ["a"]
    assert case.phases[-2:] == ["cancelled b", "enabled a"]
    assert case.state.data == {"x": 1}
    assert case.do("a").open == ["b"]


def test_nobody_goes_back_to_where_the_case_never_was():
    case = Case("start s\nuser a\nuser b\ns -> a\na -> b")
    with pytest.raises(Fault) as wrong:
        case.call(put_back, case.token("a"), "b")
    assert wrong.value.code == "process.not_passed"


def test_going_back_before_a_split_takes_the_other_ways_along():
    case = Case(LONG).do("a").do("b")
    case.call(put_back, case.token("b2"), "a")
    assert case.open == ["a"]
    assert case.do("a").open == ["b", "c"]


def test_going_back_inside_one_way_leaves_the_other_ways_alone():
    case = Case(LONG).do("a").do("b")
    case.call(put_back, case.token("b2"), "b")
    assert case.open == ["b", "c"]
    assert case.do("b").do("b2").do("c").open == ["d"]


def test_nobody_goes_back_to_what_was_done_beside_him():
    case = Case(LONG).do("a").do("b")
    assert may_put_back(case.process, case.state, case.token("c"), case.around) == ("a",)
    with pytest.raises(Fault) as wrong:
        case.call(put_back, case.token("c"), "b")
    assert wrong.value.code == "process.not_before"


def test_a_way_that_waits_at_the_join_is_taken_along_too():
    case = Case(LONG).do("a").do("c").do("b")
    case.call(put_back, case.token("b2"), "a")
    assert case.do("a").do("b").do("b2").open == ["c"]


def test_nobody_goes_back_into_one_of_several_ways_that_have_met():
    case = Case(LONG).do("a").do("b").do("b2").do("c")
    assert set(may_put_back(case.process, case.state, case.token("d"), case.around)) == {"a"}
    with pytest.raises(Fault) as wrong:
        case.call(put_back, case.token("d"), "c")
    assert wrong.value.code == "process.starved"
    assert case.call(put_back, case.token("d"), "a").open == ["a"]


def test_going_back_out_of_a_sub_process_closes_it():
    case = Case(LONG).do("a").do("b").do("b2").do("c").do("d").do("x")
    assert case.open == ["y"]
    assert may_put_back(case.process, case.state, case.token("y"), case.around) == ("x", "a", "d")
    case.call(put_back, case.token("y"), "d")
    assert case.open == ["d"]
    assert "cancelled box" in case.phases
    assert list(case.state.scopes) == [0]
    assert case.do("d").open == ["x"]


def test_after_a_sub_process_the_case_goes_back_to_the_whole_of_it_not_into_it():
    case = Case(LONG).do("a").do("b").do("b2").do("c").do("d").do("x").do("y")
    with pytest.raises(Fault):
        case.call(put_back, case.token("z"), "x")
    assert case.call(put_back, case.token("z"), "box").open == ["x"]


def test_one_of_several_instances_that_goes_back_takes_all_of_them_along():
    case = Case("start s\nuser a\nuser m times=3\ns -> a\na -> m").do("a")
    token = max(case.state.tokens)
    assert case.call(put_back, token, "a").open == ["a"]
    assert case.state.many == {}


def test_an_inclusive_join_lets_one_of_its_ways_be_done_again():
    sketch = "start s\nuser t\nor g\nuser a\nuser b\nor j\nuser d\ns -> t\nt -> g\ng -> a\ng -> b\na -> j\nb -> j\nj -> d"
    case = Case(sketch).do("t").do("a").do("b")
    case.call(put_back, case.token("d"), "a")
    assert case.open == ["a"]
    assert case.do("a").open == ["d"]


def test_what_is_stuck_can_be_sent_back():
    case = Case("start s\nuser a\nxor g\nuser b\ns -> a\na -> g\ng -> b : x = 1").do("a")
    assert case.open == []
    assert case.call(put_back, case.token("g"), "a").open == ["a"]
    assert case.do("a", x=1).open == ["b"]


def test_a_loop_in_which_one_way_ends_by_itself_does_not_make_the_state_grow():
    sketch = "start s\nuser a\nuser note\nend n\nxor g\nend e\ns -> a\na -> note\nnote -> n\na -> g\ng => a\ng -> e : stop = true"
    case = Case(sketch)
    sizes = []
    for _ in range(30):
        case.do("a").do("note")
        sizes.append(len(str(case.state.to_json())))
    assert sizes[-1] <= sizes[0] + 10
    assert case.call(put_back, case.token("a"), "a").open == ["a"]
