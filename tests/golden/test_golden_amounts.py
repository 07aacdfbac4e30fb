"""The worked cases that lie beside the checkout: their dates and sums, with their own claims as input."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from zoutong.intake.amounts import amounts
from zoutong.intake.limits import deadlines, summary
from zoutong.kernel.facts import Facts
from zoutong.kernel.money import yuan
from zoutong.pack import load

ROOT = Path(__file__).parents[2]
FILE = ROOT.parent / "shared" / "data" / "golden-labour.jsonl"
CASES = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()] if FILE.is_file() else []
PACK = load(ROOT / "packs" / "labour-rights")
CLOCKS = {"review_or_" + "appeal": "civil_servant_review"}  # the cases name one clock by a word that the house does not use

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not CASES, reason="golden-labour.jsonl does not lie beside the checkout")]


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_the_time_limits_of_a_worked_case_are_found(case: dict[str, dict[str, object]]) -> None:
    claims = tuple(str(c) for c in case["expected"]["claims"])  # type: ignore[attr-defined]
    wanted = case["expected"]["limitation"]
    assert isinstance(wanted, dict)
    on = date.fromisoformat(str(case["facts"]["intake_date"]))
    found = summary(deadlines(PACK, Facts.of(case["facts"]), claims, on), claims)
    others = found["other_deadlines"]
    assert isinstance(others, dict)
    rolled = {f"{d}_rolled": wanted.get(f"{d}_rolled") or wanted.get(d) for d in ("arbitration_deadline", "inspection_deadline")}
    plain = {k: wanted.get(k) for k in ("arbitration_deadline", "inspection_deadline", "expired", "inspection_expired")}
    assert {k: found[k] for k in (*plain, *rolled)} == plain | rolled
    named = {CLOCKS.get(k, k): v for k, v in wanted.get("other_deadlines", {}).items()}
    assert {k: others.get(k) for k in named} == named


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_the_sums_of_a_worked_case_are_found_and_no_others(case: dict[str, dict[str, object]]) -> None:
    claims = tuple(str(c) for c in case["expected"]["claims"])  # type: ignore[attr-defined]
    on = date.fromisoformat(str(case["facts"]["intake_date"]))
    found = amounts(PACK, Facts.of(case["facts"]), claims, on)
    assert {a.claim: a.value for a in found} == _sums(case["expected"]["amounts"])
    parts = {name: value for a in found for name, value in a.parts.items()}
    wanted = _sums(case["expected"].get("amount_parts", {}))
    assert {name: parts.get(name) for name in wanted} == wanted


def _sums(values: object) -> dict[str, Decimal]:
    assert isinstance(values, dict)
    return {str(k): yuan(Decimal(str(v))) for k, v in values.items()}
