"""Holds that the short way to ask a plain condition gives what the whole language gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zoutong.process.condition import condition_of

NOON = datetime(2026, 11, 23, 12, 0)
NAMES = st.sampled_from(["a", "b", "door"])
TEXTS = st.sampled_from(["x", "y", "", "true", "2026-11-23", "2026-13-40", "2026-11-23T09:00", "2026-11-23T09:00:00Z", "１２"])
WANTED = st.one_of(TEXTS.map(lambda t: f'"{t}"'), st.sampled_from(["true", "false", "null", "1", "0", "1.0"]))
PLAIN = st.builds(lambda n, w, turned: f"{w} = {n}" if turned else f"{n} = {w}", NAMES, WANTED, st.booleans())
CONDITIONS = st.recursive(
    PLAIN,
    lambda inner: st.builds(
        lambda parts, word: "(" + f" {word} ".join(parts) + ")", st.lists(inner, min_size=2, max_size=3), st.sampled_from(["and", "or"])
    ),
)
VALUES = st.one_of(
    TEXTS, st.booleans(), st.none(), st.integers(0, 1), st.just(Decimal(1)), st.lists(TEXTS, max_size=1), st.just({"x": "y"})
)


@settings(max_examples=400, deadline=None)
@given(CONDITIONS, st.dictionaries(NAMES, VALUES))
def test_the_short_way_gives_what_the_whole_language_gives(text, known):
    condition = condition_of(text)
    whole = replace(condition, quick=None)
    assert condition.wrong is None
    assert condition.holds(known.get, NOON) is whole.holds(known.get, NOON)


@pytest.mark.parametrize(
    "text", ['door = "arbitration"', 'routing = "confirmed" or routing = "overridden"', "danger = false and child = false", "true = danger"]
)
def test_conditions_as_people_draw_them_are_asked_the_short_way(text):
    assert condition_of(text).quick is not None


@pytest.mark.parametrize(
    "text", ['door != "none"', "size >= 10", 'day = "2026-11-23"', "not(danger)", 'door = "a" and size > 1', "now = true"]
)
def test_what_is_not_plain_is_asked_in_the_whole_language(text):
    assert condition_of(text).quick is None
