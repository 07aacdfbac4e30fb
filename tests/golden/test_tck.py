"""The DMN Technology Compatibility Kit passes: all of level 2, and of level 3 all but what is listed with its reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.golden.tck import FOLDER, Result, run

KNOWN = Path(__file__).with_name("tck_known_failures.csv")
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def results() -> list[Result]:
    if not FOLDER.is_dir():
        pytest.skip("the compatibility kit does not lie beside the checkout (../shared/data/dmn-tck)")
    return run(FOLDER)


def known() -> dict[str, str]:
    with KNOWN.open(encoding="utf-8", newline="") as file:
        return {row["case"]: row["reason"] for row in csv.DictReader(file)}


def test_level_two_passes_whole(results):
    level = [result for result in results if result.level == 2]
    assert len(level) == 116
    assert [result for result in level if not result.passed] == []


def test_level_three_passes_in_at_least_98_of_100_cases(results):
    level = [result for result in results if result.level == 3]
    assert level
    assert sum(result.passed for result in level) >= 0.98 * len(level)


def test_every_failure_is_listed_with_its_reason_and_nothing_listed_passes(results):
    failed = {result.name for result in results if not result.passed}
    assert failed == set(known())
    assert all(known().values())
