"""Which figure applies at a place on a day."""

from datetime import date
from decimal import Decimal

import pytest

from zoutong.kernel.error import Fault
from zoutong.pack.parameters import Parameters, read_parameters

HEAD = "name,place,from,to,published,value,unit,zh,en,source,grade,last_checked\n"


def parameters(tmp_path, *rows):
    file = tmp_path / "parameters.csv"
    file.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    return Parameters(read_parameters(file))


def row(name="wage", place="", since="", until="", published="", value="1"):
    return f"{name},{place},{since},{until},{published},{value},yuan,工资,wage,a notice,verified,2026-11-23"


def test_the_most_exact_place_wins_and_the_country_is_the_last_resort(tmp_path):
    p = parameters(tmp_path, row(value="1"), row(place="上海市", value="2"), row(place="上海市/徐汇区", value="3"))
    on = date(2026, 1, 1)
    assert [p.find("wage", place, on).value for place in ("上海市/徐汇区", "上海市/闵行区", "北京市", "")] == [3, 2, 1, 1]


def test_a_figure_applies_from_its_first_day_and_not_a_day_earlier(tmp_path):
    p = parameters(tmp_path, row(since="2023-07-01", until="2025-06-30", value="2690"), row(since="2025-07-01", value="2740"))
    assert p.find("wage", "", date(2025, 6, 30)).value == Decimal(2690)
    assert p.find("wage", "", date(2025, 7, 1)).value == Decimal(2740)
    assert p.find("wage", "", date(2023, 6, 30)) is None


def test_before_a_figure_is_published_the_last_published_one_applies_and_says_so(tmp_path):
    p = parameters(
        tmp_path,
        row(since="2025-01-01", until="2025-12-31", published="2025-08-01", value="12434"),
        row(since="2026-01-01", published="2026-08-01", value="12577"),
    )
    early, late = p.find("wage", "", date(2026, 3, 1)), p.find("wage", "", date(2026, 9, 1))
    assert (early.value, early.late) == (Decimal(12434), True)
    assert (late.value, late.late) == (Decimal(12577), False)


def test_a_figure_without_a_source_is_refused_with_its_row(tmp_path):
    with pytest.raises(Fault) as caught:
        parameters(tmp_path, "wage,,,,,1,yuan,工资,wage,,verified,2026-11-23")
    assert "parameters.csv:2" in caught.value.sentence("en")


def test_a_figure_that_ends_before_it_begins_is_refused(tmp_path):
    with pytest.raises(Fault):
        parameters(tmp_path, row(since="2026-01-01", until="2025-01-01"))
