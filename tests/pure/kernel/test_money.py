"""Money: exact inside, rounded half up to one fen, once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoutong.kernel.money import decimal, plain, spoken, total, yuan

SUMS = st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=6)


@pytest.mark.parametrize(("exact", "paid"), [("2706.445", "2706.45"), ("0.005", "0.01"), ("0.0049", "0.00"), ("2.675", "2.68")])
def test_half_a_fen_goes_up(exact: str, paid: str) -> None:
    assert yuan(Decimal(exact)) == Decimal(paid)


def test_parts_are_added_before_rounding() -> None:
    third = Decimal(100) / 3
    assert total([third, third, third]) == Decimal("100.00")


@given(SUMS)
def test_rounding_moves_a_sum_by_at_most_half_a_fen_and_never_below_zero(value: Decimal) -> None:
    assert abs(yuan(value) - value) <= Decimal("0.005")
    assert yuan(value) >= 0


@given(SUMS)
def test_what_is_written_plainly_reads_back_the_same(value: Decimal) -> None:
    assert decimal(plain(value)) == value


@pytest.mark.parametrize("value", [None, True, "many", "", float("nan"), [1], "NaN"])
def test_what_is_no_number_is_not_taken_for_one(value: object) -> None:
    assert decimal(value) is None


def test_floats_are_read_as_they_are_written() -> None:
    assert decimal(21.75) == Decimal("21.75")
    assert decimal("12,577") == Decimal(12577)


def test_a_sum_is_spoken_with_thousands_and_fen() -> None:
    assert (plain(Decimal("7000.00")), plain(Decimal(7000)), spoken(Decimal(14000))) == ("7000", "7000", "14,000.00")
