"""Row by row and by bitmap a table says the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zoutong.rules.dmn import model_of
from zoutong.rules.dmn.policy import Table
from zoutong.rules.feel import Unknown, new_scope
from zoutong.rules.model import DecisionTable, InputClause, OutputClause, Row

NUMBER_CELLS = st.sampled_from(["-", "< 3", ">= 3", "[2..4]", "5", "not(1)", "1, 4", "]2..5["])
WORD_CELLS = st.sampled_from(["-", '"a"', '"b"', 'not("a")', '"a", "b"'])
RESULTS = st.sampled_from(['"x"', '"y"', '"z"'])
POLICIES = st.sampled_from(["UNIQUE", "ANY", "FIRST", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"])


@st.composite
def tables(draw):
    rows = draw(st.lists(st.tuples(NUMBER_CELLS, WORD_CELLS, RESULTS), min_size=1, max_size=6))
    default = draw(st.sampled_from(["", '"z"']))
    return DecisionTable(
        "t", (InputClause("n", "number"), InputClause("w", "string")), (OutputClause("", "string", allowed='"x", "y", "z"', default=default),),
        tuple(Row(place, (number, word), (result,)) for place, (number, word, result) in enumerate(rows, 1)), draw(POLICIES),
    )  # fmt: skip


FACTS = st.fixed_dictionaries({}, optional={"n": st.integers(0, 6), "w": st.sampled_from(["a", "b", "c"])})


@given(tables(), FACTS)
def test_both_ways_of_deciding_agree(table, facts):
    types = model_of("m", [table]).types
    one, two = Table(table, frozenset(), types), Table(table, frozenset(), types)
    assert one.compiled is not None
    declared = frozenset({"n", "w"})
    bitmap = one.decide(new_scope(facts, declared=declared))
    closures = two.by_closures(new_scope(facts, declared=declared))
    if isinstance(closures.value, Unknown):
        # Cell by cell one cannot see that two open rows exclude each other, the bitmap can: it may settle more, never less.
        assert isinstance(bitmap.value, Unknown) or not {"n", "w"} <= facts.keys()
    else:
        assert bitmap.value == closures.value
        if {"n", "w"} <= facts.keys():
            assert bitmap.rows == closures.rows


@given(tables(), st.integers(0, 6), st.sampled_from(["a", "b", "c"]))
def test_what_turns_out_was_among_the_possible(table, number, word):
    model = model_of("m", [table])
    later = model.decide("t", {"n": number, "w": word})
    for facts in ({"n": number}, {"w": word}, {}):
        earlier = model.decide("t", facts)
        if earlier.missing:
            assert not earlier.possible or later.value in earlier.possible
        else:
            assert earlier.value == later.value
