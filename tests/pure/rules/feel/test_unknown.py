"""Unknown is never no: what nobody has said goes through every operation and is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoutong.rules.feel import Unknown, compile_node, new_scope, parse
from zoutong.rules.feel.compare import all_of, any_of

TRUTHS = st.sampled_from([True, False, None, Unknown(("a",))])


def judged(text: str, **facts: object) -> object:
    return compile_node(parse(text))(new_scope(facts, declared=frozenset({"年龄", "户籍", "known"})))


@pytest.mark.parametrize(
    "text",
    ["年龄 > 5", "年龄 + 1", "-年龄", "not(年龄 > 5)", "年龄 = null", "string(年龄)", "max(年龄, 3)", "sum([1, 年龄])", "年龄 in [1..5]", "if 年龄 > 5 then 1 else 2",
     "[1, 2][item > 年龄]", "true and 年龄 > 5", "false or 年龄 > 5", "年龄 between 1 and 3", "年龄 instance of number"],
)  # fmt: skip
def test_unknown_goes_through_every_operation(text):
    assert judged(text) == Unknown(("年龄",))


@pytest.mark.parametrize(
    "text,value",
    [("false and 年龄 > 5", False), ("true or 年龄 > 5", True), ("年龄 > 5 and false", False), ('if 年龄 > 5 then "x" else "x"', "x"),
     ("some x in [1, 2] satisfies x = 2 or 年龄 > x", True), ("list contains([年龄, 3], 3)", True), ("count([年龄, 3])", 2)],
)  # fmt: skip
def test_an_answer_that_does_not_depend_on_the_unknown_is_given(text, value):
    assert judged(text) == value


def test_every_unknown_fact_is_named_once():
    assert judged('年龄 > 5 and 户籍 = "上海" and 年龄 < 9') == Unknown(("年龄", "户籍"))


def test_a_null_that_was_said_is_not_unknown():
    assert judged("年龄 = null", 年龄=None) is True


@given(st.lists(TRUTHS, max_size=5))
def test_or_and_and_are_mirror_images(truths):
    flipped = [(not t) if isinstance(t, bool) else t for t in truths]
    both, one = all_of(truths), any_of(flipped)
    assert both == ((not one) if isinstance(one, bool) else one)


@given(TRUTHS, TRUTHS)
def test_the_side_on_which_an_operand_stands_does_not_matter(left, right):
    assert all_of([left, right]) == all_of([right, left])
    assert any_of([left, right]) == any_of([right, left])


def test_unknown_cannot_be_read_as_yes_or_no():
    with pytest.raises(TypeError):
        bool(Unknown(("x",)))
