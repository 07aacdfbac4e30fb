from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from zoutong.intake.keeping import pack_value, unpack_value
from zoutong.web.intake import service
from zoutong.web.intake.answers import Given, Mistake, control, month_choices, read_answer, read_list, read_number
from zoutong.web.intake.story import Story

DAY = date(2026, 11, 23)


def spec(name: str):
    return service.served_pack().facts[name]


def sent(**fields: str) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in fields.items():
        query[name.replace("_", "-")] = value
    return query


@pytest.mark.parametrize(
    "typed, value",
    [
        ("5200", "5200"),
        ("５２００", "5200"),
        ("5,200.50 元", "5200.50"),
        ("¥5200", "5200"),
        ("1.2万", "12000"),
        ("3千", "3000"),
        (" 8 000 ", "8000"),
        ("0", "0"),
    ],
)
def test_money_is_read_as_people_type_it(typed, value):
    assert read_number(spec("monthly_wage"), typed) == Given(Decimal(value).quantize(Decimal("0.01")))


@pytest.mark.parametrize(
    "typed, key",
    [
        ("", "empty_number"),
        ("很多", "number"),
        ("-5", "negative"),
        ("99999999999", "large"),
        ("1e9", "number"),
        ("1.2.3", "number"),
        ("NaN", "number"),
    ],
)
def test_money_that_cannot_be_read_says_what_is_wrong(typed, key):
    assert read_number(spec("monthly_wage"), typed) == Mistake("answer", f"mistake.{key}")


def test_half_a_person_is_no_answer():
    assert read_number(spec("group_size"), "2.5") == Mistake("answer", "mistake.whole")


@pytest.mark.parametrize(
    "year, month, day, outcome",
    [
        ("2026", "8", "15", Given(date(2026, 8, 15))),
        ("２０２６年", "8月", "15日", Given(date(2026, 8, 15))),
        ("2026", "8", "", Given(date(2026, 8, 1), about=True)),
        ("2024", "2", "29", Given(date(2024, 2, 29))),
        ("2026", "2", "29", Mistake("answer-day", "mistake.date_none")),
        ("2026", "13", "1", Mistake("answer-month", "mistake.date_none")),
        ("2026", "", "", Mistake("answer-month", "mistake.date_month")),
        ("", "8", "1", Mistake("answer-year", "mistake.date_year")),
        ("", "", "", Mistake("answer-year", "mistake.date_empty")),
        ("二〇二六", "8", "1", Mistake("answer-year", "mistake.date_digits")),
        ("26", "8", "1", Mistake("answer-year", "mistake.date_range", {"first": 1950, "last": 2046})),
    ],
)
def test_dates_are_read_part_by_part(year, month, day, outcome):
    assert read_answer(spec("end_date"), sent(answer_year=year, answer_month=month, answer_day=day), DAY) == outcome


def test_no_choice_is_a_mistake_and_never_a_no():
    assert read_answer(spec("still_employed"), sent(), DAY) == Mistake("answer", "mistake.choose")
    assert read_answer(spec("want"), sent(answer="anything"), DAY) == Mistake("answer", "mistake.choose")


@pytest.mark.parametrize("fact", ["still_employed", "want", "monthly_wage", "end_date", "unpaid_months", "employer_name", "evidence"])
def test_not_sure_is_an_answer_to_every_type_and_gives_no_value(fact):
    assert read_answer(spec(fact), sent(unclear="1"), DAY) == Given(None)


def test_a_year_of_months_is_offered_at_once_and_two_more_folded():
    near, far = month_choices(DAY, ["2019-05"])
    assert (near[0], near[-1], len(near)) == ("2026-11", "2025-12", 12)
    assert (far[0], far[-1]) == ("2025-11", "2019-05")


def test_lists_are_read_line_by_line():
    assert read_list("合同\n工资条、聊天记录；\n\n") == Given(["合同", "工资条", "聊天记录"])


@given(
    st.one_of(st.text(), st.integers(), st.booleans(), st.dates(), st.decimals(allow_nan=False, allow_infinity=False), st.lists(st.text()))
)
def test_a_session_gives_back_what_was_put_in(value):
    assert unpack_value(pack_value(value)) == value


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_number(typed):
    assert isinstance(read_number(spec("monthly_wage"), typed), Given | Mistake)


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_no_text_breaks_the_reading_of_a_date(year, month, day):
    assert isinstance(read_answer(spec("end_date"), sent(answer_year=year, answer_month=month, answer_day=day), DAY), Given | Mistake)


def test_an_unclear_answer_takes_away_what_was_known():
    story = Story(said={"want": {"value": "money", "kind": "said", "span": [0, 1], "note": ""}})
    assert story.facts()["want"] == "money"
    story.answer("want", None)
    assert "want" not in story.facts()
    story.answer("want", "enforcement")
    assert story.facts()["want"] == "enforcement"


def test_a_control_shows_numbers_without_needless_zeros():
    assert control(Decimal("5200.00"), unclear=False, about=False).answer == "5200"
    assert control(Decimal("0.50"), unclear=False, about=False).answer == "0.5"
