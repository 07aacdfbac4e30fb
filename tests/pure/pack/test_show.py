"""How values are written for people."""

from datetime import date
from decimal import Decimal

import pytest

from zoutong.kernel.words import Words
from zoutong.pack.show import show, show_day, show_money, show_months, show_number
from zoutong.pack.specs import FactSpec


def spec(kind, unit="", options=()):
    empty = Words("", "")
    return FactSpec("f", kind, unit, "", empty, empty, empty, empty, options, "plain", "worker", False, 1)


def test_a_day_carries_its_weekday():
    assert show_day(date(2026, 11, 23)) == Words("2026年11月23日（周一）", "Monday 23 November 2026")


def test_money_shows_fen_only_where_there_are_some():
    assert show_money(Decimal("14000.00")).zh == "14,000元"
    assert show_money(Decimal("1532.57")).en == "1,532.57 yuan"


def test_months_name_their_year_when_it_changes():
    assert show_months(["2026-01", "2025-11", "2025-12"]).zh == "2025年11月、12月、2026年1月"


def test_a_number_has_no_exponent_and_no_idle_zeros():
    assert show_number(Decimal("1E+3")) == "1,000"
    assert show_number(Decimal("2.50")) == "2.5"


@pytest.mark.parametrize("kind, value, zh", [("boolean", True, "是"), ("integer", 3, "3个月"), ("date", "not a day", "not a day")])
def test_every_type_is_written_and_nothing_raises(kind, value, zh):
    assert show(spec(kind, "month"), value).zh == zh


def test_a_choice_is_written_in_its_own_words():
    assert show(spec("choice", options=(("money", Words("拿到钱", "The money")),)), "money").en == "The money"
