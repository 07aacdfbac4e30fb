from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pure.improve.test_digest import AT, BARE, CLOSED, PROVED

from zoutong.improve.item import KINDS
from zoutong.improve.yields import FEWEST, OUTCOMES, RULES, UNKNOWN, Line, Noted, Walked, hidden, yields

SEATS = ("applicant", "receptionist", "inspector")
NUMBERS = tuple(f"WT2026-000{n}" for n in range(1, 6))


@st.composite
def periods(draw):
    walks = [
        Walked(f"LD{n}", date(2026, 7, 1 + n), tuple(draw(st.lists(st.sampled_from(SEATS), unique=True))))
        for n in range(draw(st.integers(0, 4)))
    ]
    some = st.sampled_from([w.number for w in walks] or ["LD9"])
    noted = [
        Noted(
            f"k{n}", draw(some), draw(st.sampled_from((*SEATS, RULES, UNKNOWN))), draw(st.sampled_from(KINDS)),
            outcome := draw(st.sampled_from(OUTCOMES)), draw(st.sampled_from((*NUMBERS, "WT2026-0099"))) if outcome == "confirmed" else "",
        )
        for n in range(draw(st.integers(0, 20)))
    ]  # fmt: skip
    items = [
        replace(
            draw(st.sampled_from((BARE, CLOSED, PROVED))), number=number, source=draw(st.sampled_from(("walk", "hotline"))),
            walks=(draw(some),), **({"state": "merged", "merged_into": into} if (into := draw(st.sampled_from(("", *NUMBERS)))) else {}),
        )
        for number in NUMBERS
    ]  # fmt: skip
    return walks, noted, items, {n: draw(st.lists(st.booleans(), max_size=3)) for n in NUMBERS}


@settings(max_examples=150, deadline=None)
@given(periods())
def test_the_lines_of_seats_and_the_lines_of_walks_each_add_up_to_the_whole(given_):
    made = yields(*given_)
    for lines in (made.by_seat, made.by_walk):
        for name in (f.name for f in fields(Line) if f.name != "code"):
            assert sum(getattr(line, name) for line in lines) == getattr(made.whole, name), name
    for line in (made.whole, *made.by_seat, *made.by_walk):
        assert line.noted == sum(getattr(line, outcome) for outcome in OUTCOMES)
        assert line.proved <= line.items
        assert line.passed <= line.rewalks
    assert [w.code for w in made.by_walk] == [w.number for w in given_[0]]


@given(st.lists(st.integers(0, 12), max_size=7))
def test_what_is_hidden_is_never_found_by_taking_the_other_lines_from_the_whole(counts):
    lines = [Line(str(n), pain=many) for n, many in enumerate(counts)]
    codes = hidden(lines)
    told = [line for line in lines if line.code not in codes]
    assert all(line.noted >= FEWEST or not line.noted for line in told)
    masked = [line.noted for line in lines if line.code in codes]
    assert not masked or "" in codes or (len(masked) > 1 and sum(masked) >= FEWEST)


def test_an_item_counts_once_with_the_finding_that_it_came_from_and_closed_without_proof_is_not_proved():
    walks = [Walked("LD1", date(2026, 7, 2), ("applicant", "receptionist"))]
    noted = [
        Noted("a", "LD1", "applicant", "pain", "confirmed", "WT2026-0001"),
        Noted("b", "LD1", "receptionist", "stuck", "confirmed", "WT2026-0002"),
        Noted("c", "LD1", RULES, "hard", "confirmed", "WT2026-0003"),
        Noted("d", "LD1", "applicant", "pain", "dismissed"),
        Noted("e", "LD8", "applicant", "pain", "waiting"),
    ]
    items = [
        replace(PROVED, assigned_at=AT),
        replace(BARE, number="WT2026-0002", state="merged", merged_into="WT2026-0001"),
        replace(CLOSED, number="WT2026-0003", step="other"),
        replace(BARE, number="WT2026-0004", source="walk", walks=("LD1",), step="third"),
        replace(BARE, number="WT2026-0005", source="hotline", walks=("LD1",), step="fourth"),
    ]
    made = yields(walks, noted, items, {"WT2026-0001": [False, True]})
    whole = made.whole
    assert (whole.noted, whole.confirmed, whole.dismissed, whole.items, whole.proved, whole.assigned) == (4, 3, 1, 3, 1, 1)
    assert (whole.rewalks, whole.passed) == (2, 1)
    seats = {line.code: line for line in made.by_seat}
    assert (seats["applicant"].items, seats["receptionist"].items, seats[RULES].items, seats[UNKNOWN].items) == (1, 0, 1, 1)
    assert (seats["applicant"].pain, seats["receptionist"].stuck, seats[RULES].hard, seats[RULES].ruled) == (2, 1, 0, 1)
