"""Hostile text ends quickly: with a fault that says what to do, or with null; never with a traceback or a hang."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoutong.kernel.error import Fault
from zoutong.rules import feel
from zoutong.rules.feel import parse, parse_unary_tests


@pytest.fixture(autouse=True)
def quickly():
    started = time.perf_counter()
    yield
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "text",
    ["(" * 9_000, "[" * 9_000, "{a:" * 3_000, "not(" * 3_000, "-" * 9_000 + "1", "1" + "+1" * 4_000, "a" + ".b" * 4_000, "a" + "[1]" * 2_000,
     "if true then " * 1_000, "f(a: " * 2_000, "x instance of " + "list<" * 2_000, "function(a) " * 1_500, "x" * 30_000, '"' + "a" * 100, "for x in " * 2_000, "1e999999"],
)  # fmt: skip
def test_text_that_is_nested_too_deeply_or_too_long_is_refused(text):
    with pytest.raises(Fault) as wrong:
        parse(text)
    assert wrong.value.cure is not None


@pytest.mark.parametrize(
    "text",
    ["for x in 1..10**12 return x", "some x in 1..10**12 satisfies x < 0", "for a in 1..9999, b in 1..9999 return a", "count(for x in 1..10**30 return 1)",
     "{f: function(n) f(n + 1), g: f(1)}.g", "{f: function(n) if n = 0 then 1 else f(n) + f(n), g: f(1)}.g"],
)  # fmt: skip
def test_an_evaluation_without_end_is_stopped(text):
    with suppress(Fault):
        assert feel(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "10**10**9",
        "9**9**9**9",
        "10**6144 * 10",
        "exp(10**20)",
        "decimal(1, 10**9)",
        "modulo(10**6000, 3.7)",
        '@"P999999999999D"',
    ],
)
def test_huge_numbers_end_quickly(text):
    feel(text)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a|a)*$", "(a*)*b", "((a+)*)+$", "a*a*a*a*a*a*a*b", "(.*)(.*)(.*)(.*)[0-9]", "a?" * 30 + "a" * 30, "(a?){40}a{40}"],
)
def test_a_pattern_that_could_take_for_ever_is_not_tried(pattern):
    feel("matches(t, p)", {"t": "a" * 5_000, "p": pattern})


@given(st.text(alphabet='()[]{}.,:+-*/<>=!?"@ab1 月薪\n', max_size=60))
def test_any_text_is_read_or_refused_with_a_fault(text):
    for read in (parse, parse_unary_tests):
        try:
            read(text)
        except Fault as fault:
            said = fault
            assert said.what.zh
