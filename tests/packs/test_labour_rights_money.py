"""The worked cases of the labour-rights pack: time limits and sums, with every boundary that has cost somebody money."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoutong.intake.amounts import amounts, missing
from zoutong.intake.figures import decision_names, figures
from zoutong.intake.limits import deadlines, derived, summary
from zoutong.kernel.clock import add_months
from zoutong.kernel.facts import Facts
from zoutong.kernel.money import yuan
from zoutong.pack import load
from zoutong.rules import feel

FOLDER = Path(__file__).parents[2] / "packs" / "labour-rights"
PACK = load(FOLDER)
CASES = [json.loads(line) for line in (FOLDER / "cases" / "money" / "worked.jsonl").read_text(encoding="utf-8").splitlines()]


def arithmetic(formula: str) -> Decimal:
    """Work a printed formula out, as a person with a calculator would."""
    assert re.fullmatch(r"[0-9.()+ ×÷−]+", formula), formula
    value = feel(formula.replace("×", "*").replace("÷", "/").replace("−", "-"))
    assert isinstance(value, Decimal)
    return yuan(value)


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_a_worked_case_gives_the_dates_and_the_sums_of_the_law(case: dict[str, object]) -> None:
    on, claims, expected = date.fromisoformat(str(case["on"])), tuple(case["claims"]), case["expected"]
    assert isinstance(expected, dict)
    facts = Facts.of(case["facts"])  # type: ignore[arg-type]
    limits = summary(deadlines(PACK, facts, claims, on), claims)
    found = amounts(PACK, facts, claims, on)
    wanted: Mapping[str, object] = expected.get("limitation", {})
    others = wanted.get("other_deadlines", {})
    assert isinstance(others, dict)
    assert {k: limits[k] for k in wanted if k != "other_deadlines"} == {k: v for k, v in wanted.items() if k != "other_deadlines"}, case[
        "note"
    ]
    assert {k: limits["other_deadlines"].get(k) for k in others} == others, case["note"]  # type: ignore[attr-defined]
    assert {a.claim: a.value for a in found} == {k: yuan(Decimal(str(v))) for k, v in expected["amounts"].items()}, case["note"]
    parts = {k: v for a in found for k, v in a.parts.items()}
    assert {k: parts.get(k) for k in expected.get("amount_parts", {})} == {
        k: yuan(Decimal(str(v))) for k, v in expected.get("amount_parts", {}).items()
    }
    if "missing" in expected:
        assert set(expected["missing"]) <= set(missing(PACK, facts, claims[0], on))


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_the_printed_arithmetic_gives_the_printed_sum(case: dict[str, object]) -> None:
    for amount in amounts(PACK, Facts.of(case["facts"]), tuple(case["claims"]), date.fromisoformat(str(case["on"]))):  # type: ignore[arg-type]
        assert arithmetic(amount.formula) == amount.value


def test_every_formula_is_used_by_some_worked_case() -> None:
    reached: set[str] = set()
    for case in CASES:
        reached |= {a.claim for a in amounts(PACK, Facts.of(case["facts"]), tuple(case["claims"]), date.fromisoformat(case["on"]))}
    known = {claim for claim in PACK.claims if decision_names(PACK, f"amount_{claim}")}
    assert known
    assert known <= reached


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_taking_a_fact_away_never_turns_into_a_sum_of_zero_or_an_earlier_limit_by_guess(case: dict[str, object]) -> None:
    on, claims = date.fromisoformat(str(case["on"])), tuple(case["claims"])
    facts = Facts.of(case["facts"])  # type: ignore[arg-type]
    full = {a.claim: a.value for a in amounts(PACK, facts, claims, on)}
    for name in ("monthly_wage", "avg_wage_12m", "avg_wage_excl_ot", "hire_date", "overtime_base", "injury_contribution_wage_12m"):
        less = {a.claim: a.value for a in amounts(PACK, facts.without(name), claims, on)}
        assert not [c for c, v in less.items() if v == 0 and full.get(c) not in (0, None)], name


def test_every_amount_and_limit_names_an_article_that_the_pack_knows() -> None:
    for case in CASES:
        on, claims, facts = date.fromisoformat(case["on"]), tuple(case["claims"]), Facts.of(case["facts"])
        cited = [c for a in amounts(PACK, facts, claims, on) for c in a.citations]
        cited += [c for d in deadlines(PACK, facts, claims, on) for c in d.citations]
        assert {c.law for c in cited} <= set(PACK.laws.laws)
    assert cited


def test_every_limit_speaks_both_languages_and_says_why() -> None:
    for case in CASES:
        for limit in deadlines(PACK, Facts.of(case["facts"]), tuple(case["claims"]), date.fromisoformat(case["on"])):
            assert limit.why.zh
            assert limit.why.en
            assert not re.search("[一-鿿]", limit.why.en)
            assert limit.nominal is not None or limit.days_left is None
            assert limit.nominal is None or (limit.rolled is not None and limit.rolled >= limit.nominal)


def test_a_date_in_a_year_without_published_holidays_is_called_provisional() -> None:
    found = deadlines(PACK, Facts.of({"still_employed": False, "end_date": "2026-03-31"}), ("unpaid_wages",), date(2026, 6, 1))
    assert found[0].provisional
    assert "暂定" in found[0].why.zh


def test_a_limit_whose_start_nobody_knows_has_no_date_and_says_what_to_tell() -> None:
    found = deadlines(PACK, Facts.of({"still_employed": False}), ("unpaid_wages",), date(2026, 6, 1))
    assert (found[0].nominal, found[0].expired) == (None, None)
    assert "最后一天" in found[0].why.zh


def test_what_the_visitor_brings_along_goes_before_the_figures_of_the_pack() -> None:
    facts = Facts.of({"city": "上海市", "params": {"min_wage_monthly": 3000}})
    assert figures(PACK, facts, date(2026, 6, 1)).values["min_wage_monthly"] == 3000
    assert figures(PACK, facts.without("params"), date(2026, 6, 1)).values["min_wage_monthly"] == 2740


def test_the_minimum_wage_is_that_of_the_day_of_the_matter() -> None:
    facts = Facts.of({"city": "上海市", "end_date": "2025-06-30"})
    assert figures(PACK, facts, date(2026, 6, 1)).values["min_wage_monthly"] == 2690


def test_an_amount_says_when_the_newest_figure_is_not_yet_published() -> None:
    facts = Facts.of(
        {
            "city": "上海市",
            "still_employed": False,
            "hire_date": "2020-04-01",
            "end_date": "2026-03-31",
            "avg_wage_12m": 9000,
            "end_mode": "layoff_41",
        }
    )
    before, after = (amounts(PACK, facts, ("economic_compensation",), day)[0].note for day in (date(2026, 5, 10), date(2026, 8, 10)))
    assert before is not None
    assert after is not None
    assert "尚未公布" in before.zh
    assert "尚未公布" not in after.zh


def test_the_additional_payment_is_a_remark_and_never_in_the_sum() -> None:
    facts = Facts.of({"city": "上海市", "still_employed": True, "unpaid_amount": 20000, "prior_procedure": "inspection_order_unpaid"})
    amount = amounts(PACK, facts, ("unpaid_wages",), date(2026, 6, 1))[0]
    assert amount.value == 20000
    assert amount.note is not None
    assert "10000.00 至 20000.00" in amount.note.zh


def test_days_left_count_to_the_first_month_that_is_lost() -> None:
    case = next(c for c in CASES if c["note"] == "十一个月封顶，两个月已过")
    facts = derived(PACK, Facts.of(case["facts"]), ("no_written_contract",), date(2026, 3, 20))
    assert (facts["days_left"], facts["arbitration_part"], facts["arbitration_expired"]) == (12, "partly", False)


def test_what_is_derived_says_that_it_was_derived_and_guesses_no_day() -> None:
    facts = derived(PACK, Facts.of({"city": "上海市"}), ("unpaid_wages",), date(2026, 3, 20))
    assert "violation_date" not in facts
    assert "arbitration_deadline" not in facts
    whole = derived(PACK, Facts.of({"still_employed": False, "end_date": "2026-01-15"}), ("unpaid_wages",), date(2026, 3, 20))
    found = whole.fact("arbitration_deadline")
    assert found is not None
    assert (found.value, found.source.kind) == (date(2027, 1, 15), "derived")


def test_where_the_local_average_is_not_known_the_sum_says_that_no_cap_was_checked() -> None:
    case = next(c for c in CASES if "没有核对封顶" in c["note"])
    amount = amounts(PACK, Facts.of(case["facts"]), ("economic_compensation",), date.fromisoformat(case["on"]))[0]
    assert amount.grade == "unverified"
    assert amount.note is not None
    assert "没有核对三倍封顶" in amount.note.zh


@given(st.dates(date(2008, 1, 1), date(2025, 12, 31)), st.integers(0, 6000))
def test_years_of_service_agree_with_counting_month_by_month(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    months = 0
    while add_months(first, months + 1) <= last + timedelta(days=1):
        months += 1
    years, rest = divmod(months, 12)
    over = last + timedelta(days=1) > add_months(first, months)
    expected = years + (Decimal(1) if rest >= 6 else Decimal("0.5") if rest or over else Decimal(0))
    facts = {"known": ["hire_date"], "params": {}, "hire_date": first, "end_date": last, "avg_wage_12m": 1000, "end_mode": "layoff_41"}
    value = PACK.models["calculators/termination.dmn"].decide("amount_economic_compensation_n", facts).value
    assert isinstance(value, dict)
    assert value["amount"] == expected * 1000
