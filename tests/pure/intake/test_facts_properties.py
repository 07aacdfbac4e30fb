"""What holds for every statement: spans, bounds, secrets, and that numbers and days are read as they are written."""

from __future__ import annotations

import string
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pure.intake.chinese_numbers import in_full, in_short

from zoutong.intake.understand import READ, understand
from zoutong.intake.words.fold import plain
from zoutong.intake.words.numbers import read_number
from zoutong.intake.words.phrases import FactLexicon
from zoutong.intake.words.secrets import identity_number_holds

ROOT = Path(__file__).parents[3]
LEXICON = FactLexicon.read(ROOT / "packs" / "labour-rights")
ON = date(2026, 11, 23)
SENTENCES = [
    line.split("=>")[0].strip()
    for line in (Path(__file__).parent / "fact_sentences.txt").read_text(encoding="utf-8").splitlines()
    if "=>" in line and not line.startswith("#")
]
WILD = st.text(alphabet=st.characters(), max_size=80)
PIECES = st.lists(
    st.one_of(st.sampled_from(SENTENCES), WILD, st.sampled_from(["，", "。", "\n", "😀", "\x00", "如果", "没有", "2月30日"])), max_size=8
)


@given(PIECES)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_an_error_and_every_span_lies_inside_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    understood = understand(text, LEXICON, on=ON, place="上海市/徐汇区")
    assert understood.text == text
    for fact in understood.facts.records():
        assert fact.source.span is not None
        start, end = fact.source.span
        assert 0 <= start < end <= len(text)


@given(st.integers(1, 99_999_999), st.booleans())
def test_a_number_written_in_full_is_read_back(number: int, capital: bool) -> None:
    read = read_number(in_full(number, capital=capital))
    assert read is not None
    assert read.exact == number


@given(st.integers(110, 99_000))
def test_a_number_said_in_short_is_read_back(number: int) -> None:
    short = in_short(number)
    if short is not None:
        read = read_number(short)
        assert read is not None
        assert read.exact == number


@given(st.integers(1, 99_999), st.sampled_from(["{}", "{}元", "{:,}元", "{}块钱"]))
@settings(max_examples=60, deadline=None)
def test_a_sum_is_read_however_it_is_written(number: int, form: str) -> None:
    if number < 100:
        return
    for words in (form.format(number), in_full(number) + "元"):
        facts = understand(f"老板欠我{words}", LEXICON, on=ON).facts
        assert facts.get("unpaid_amount") == number
        fact = facts.fact("unpaid_amount")
        assert fact is not None
        assert fact.source.span == (4, 4 + len(words))


@given(st.dates(date(2010, 1, 1), ON), st.sampled_from(["%Y年%-m月%-d日", "%Y.%-m.%-d", "%Y/%m/%d", "%Y-%m-%d", "%Y年%m月%d号"]))
@settings(max_examples=80, deadline=None)
def test_a_day_is_read_however_it_is_written(day: date, form: str) -> None:
    words = day.strftime(form)
    text = f"我{words}入职的"
    facts = understand(text, LEXICON, on=ON).facts
    fact = facts.fact("hire_date")
    assert fact is not None
    assert fact.value == day
    assert fact.source.span == (1, 1 + len(words))


@given(st.dates(date(2020, 3, 1), date(2030, 12, 28)), st.integers(1, 400))
@settings(max_examples=60, deadline=None)
def test_relative_days_move_with_today(on: date, shift: int) -> None:
    first = understand("我前天入职的", LEXICON, on=on).facts["hire_date"]
    second = understand("我前天入职的", LEXICON, on=on + timedelta(days=shift)).facts["hire_date"]
    assert isinstance(first, date)
    assert second == first + timedelta(days=shift)


@given(st.dates(date(2020, 3, 1), date(2030, 12, 28)), st.integers(1, 12), st.integers(1, 28))
@settings(max_examples=60, deadline=None)
def test_a_day_without_a_year_is_the_latest_that_is_past(on: date, month: int, day: int) -> None:
    found = understand(f"我{month}月{day}号入职的", LEXICON, on=on).facts["hire_date"]
    assert isinstance(found, date)
    assert (found.month, found.day) == (month, day)
    assert found <= on < found.replace(year=found.year + 1)


@given(st.sampled_from(SENTENCES))
@settings(max_examples=100, deadline=None)
def test_the_words_of_a_fact_stay_the_same_in_wide_signs_and_with_blanks(sentence: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c in string.digits else c for c in sentence)
    if any(c.isascii() and c.isalpha() for c in sentence):
        return
    one = understand(sentence, LEXICON, on=ON, place="上海市/徐汇区").facts
    other = understand(wide, LEXICON, on=ON, place="上海市/徐汇区").facts
    assert dict(one) == dict(other)


@given(st.integers(100_000, 999_999), st.dates(date(1950, 1, 1), date(2008, 12, 31)), st.integers(0, 999))
def test_identity_numbers_are_masked_and_never_read(area: int, born: date, serial: int) -> None:
    head = f"{area}{born:%Y%m%d}{serial:03d}"
    number = next(head + last for last in "0123456789X" if identity_number_holds(head + last))
    text = f"我的身份证是{number}，老板欠我3500元"
    understood = understand(text, LEXICON, on=ON)
    assert number not in understood.masked
    assert "[身份证号]" in understood.masked
    assert understood.facts["unpaid_amount"] == 3500
    assert "hire_date" not in understood.facts


@pytest.mark.parametrize(
    ("secret", "name"),
    [
        ("13812345678", "手机号"), ("138 1234 5678", "手机号"), ("+86 13812345678", "手机号"), ("021-54321678", "电话"), ("6222020200112233445", "银行卡号"),
        ("li.si@example.com", "电子邮箱"), ("31010419900307123X", "身份证号"), ("310104900307123", "身份证号"), ("一三八零零一三八零零零", "手机号"),
    ],
)  # fmt: skip
def test_secrets_are_masked_wherever_they_stand(secret: str, name: str) -> None:
    understood = understand(f"联系我{secret}，谢谢", LEXICON, on=ON)
    assert understood.masked == f"联系我[{name}]，谢谢"
    far = understand("公司欠钱。" * (READ // 4) + f"联系我{secret}，谢谢", LEXICON, on=ON)
    assert secret not in far.masked


@given(st.text(alphabet=st.characters(), max_size=200))
def test_the_plain_form_keeps_the_place_of_every_sign(text: str) -> None:
    form = plain(text)
    assert len(form.text) == len(form.places)
    assert list(form.places) == sorted(set(form.places))
    assert all(0 <= place < len(text) for place in form.places)


@pytest.mark.parametrize(
    "text", ["工资" * 500_000, "1" * 1_000_000, "😀" * 300_000, "\n" * 1_000_000, "有限公司" * 250_000, "在8月上班没发工资" * 2000]
)
def test_a_megabyte_is_read_within_seconds_and_called_too_long(text: str) -> None:
    understood = understand(text, LEXICON, on=ON)
    assert len(understood.facts) < 30
    assert understood.kind in ("too_long", "unreadable", "empty", "statement")


@given(st.integers(1, 36), st.booleans())
@settings(max_examples=40, deadline=None)
def test_months_owed_are_read_in_figures_and_in_words(months: int, figures: bool) -> None:
    words = str(months) if figures else ("两" if months == 2 else in_full(months))
    assert understand(f"公司拖欠我{words}个月工资", LEXICON, on=ON).facts["unpaid_months_full"] == months


@given(st.decimals(Decimal(1), Decimal(99), places=1))
@settings(max_examples=40, deadline=None)
def test_ten_thousands_with_a_decimal_are_read(number: Decimal) -> None:
    assert understand(f"老板欠我{number}万元", LEXICON, on=ON).facts["unpaid_amount"] == number * 10_000
