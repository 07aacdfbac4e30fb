"""FEEL expressions mean what DMN 1.5 says, in any script."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoutong.rules import YearsMonths, feel
from zoutong.rules.feel import constant, free_names, parse, parse_unary_tests
from zoutong.rules.feel.printing import value_text
from zoutong.rules.feel.values import DECIMAL

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6)
SIMPLE = st.one_of(
    st.none(), st.booleans(), NUMBERS, st.text(st.characters(blacklist_categories=("Cs",)), max_size=20),
    st.dates(), st.integers(-1000, 1000).map(YearsMonths), st.timedeltas(min_value=dt.timedelta(-9999), max_value=dt.timedelta(9999)),
)  # fmt: skip
VALUES = st.recursive(
    SIMPLE,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("ab 月薪", min_size=1, max_size=5).filter(str.strip), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "text,value",
    [("0.1 + 0.2 = 0.3", True), ("2 ** 10", Decimal(1024)), ("-5 ** 2", Decimal(25)), ("1 / 3", Decimal("0.3333333333333333333333333333333333")),
     ('"走" + "通"', "走通"), ("[1, 2, 3][-1]", Decimal(3)), ("[1, 2, 3][item >= 2]", [Decimal(2), Decimal(3)]),
     ("{月薪: 7000, 两倍: 月薪 * 2}.两倍", Decimal(14000)), ("for x in 1..3 return x * x", [1, 4, 9]), ("5 in ]1..5[", False), ("5 in (<3, [5..7])", True),
     ("every x in [1, 2] satisfies x > 0", True), ("if 1 > 2 then 3 else 4", Decimal(4)), ('@"2024-01-31" + @"P1M"', dt.date(2024, 2, 29)),
     ('@"2026-11-23" - @"2026-11-01"', dt.timedelta(days=22)), ('@"2026-11-23".weekday', Decimal(1)), ("(function(a, b: number) a + b)(1, 2)", Decimal(3)),
     ('"x" instance of string', True), ("[1, 2] instance of list<number>", True), ('substring(string: "走通了", start position: 2)', "通了"),
     ("sort([3, 1, 2], function(x, y) x < y)", [1, 2, 3]), ('years and months duration(date("2024-01-31"), date("2025-03-01"))', YearsMonths(13)),
     ('replace("2026-11", "(\\\\d+)-(\\\\d+)", "$2/$1")', "11/2026"), ("1 // a comment\n + 1", Decimal(2)), ('string(@"-2021-01-01" + @"P1Y")', "-2020-01-01")],
)  # fmt: skip
def test_an_expression_has_its_value(text, value):
    assert feel(text) == value


@pytest.mark.parametrize(
    "text", ["1 / 0", '1 + "a"', "10 ** (10 ** 9)", 'date("2026-02-30")', "no such name", '"a" < 1', "sqrt(-1)", "[1][2]", "{}.x"]
)
def test_what_has_no_value_is_null_and_never_a_traceback(text):
    assert feel(text) is None


def test_a_name_with_a_symbol_or_keyword_inside_is_known_by_the_context():
    assert feel("a-b + 社保 和 医保", {"a-b": 1, "a": 100, "b": 7, "社保 和 医保": 2}) == 3
    assert feel("pay and rest", {"pay and rest": "x"}) == "x"


def test_the_names_an_expression_needs_are_known_without_facts():
    assert free_names(parse("for m in 月薪表 return m.数额 + max(底数, 1)")) == {"月薪表", "底数"}
    assert constant(parse_unary_tests('date("2026-01-01")').tests[0]) == dt.date(2026, 1, 1)


@given(NUMBERS, NUMBERS)
def test_arithmetic_is_exact(a, b):
    context = {"a": a, "b": b}
    assert feel("a + b", context) == DECIMAL.add(a, b)
    assert feel("a - b", context) == DECIMAL.subtract(a, b)
    assert feel("a * b", context) == DECIMAL.multiply(a, b)
    assert feel("a / b", context) == (DECIMAL.divide(a, b) if b else None)
    assert feel("a < b", context) is (a < b)


@given(VALUES)
def test_a_value_written_as_feel_reads_back_the_same(value):
    assert feel(value_text(value, inside=True)) == value
