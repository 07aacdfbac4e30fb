"""Knows how to make random tables and random cases for the property tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st

from zoutong.rules.model import DecisionTable, InputClause, OutputClause, Row

DAYS = [date(2026, 1, 1) + timedelta(days=day) for day in range(5)]
DOMAINS: dict[str, list[object]] = {
    "number": [Decimal(value) for value in range(-1, 8)],
    "string": ["公司", "工厂", "店铺", "别处"],
    "boolean": [True, False],
    "date": list(DAYS),
}
NAMES = {"number": "月数", "string": "单位", "boolean": "有合同", "date": "离职日"}
POLICIES = ["UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"]
_NUMBERS = st.sampled_from(range(7)).map(str)
_STRINGS = st.sampled_from(['"公司"', '"工厂"', '"店铺"'])
_DATES = st.sampled_from(DAYS).map(lambda day: f'date("{day}")')


def _comparisons(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        values,
        st.tuples(st.sampled_from(["<", "<=", ">", ">="]), values).map(" ".join),
        st.tuples(st.sampled_from("[("), values, values, st.sampled_from("])")).map(lambda part: f"{part[0]}{part[1]}..{part[2]}{part[3]}"),
        values.map(lambda value: f"not({value})"),
        st.tuples(values, values).map(", ".join),
    )


CELLS = {
    "number": st.one_of(st.just("-"), st.just("-"), _comparisons(_NUMBERS)),
    "string": st.one_of(st.just("-"), _STRINGS, st.tuples(_STRINGS, _STRINGS).map(", ".join), _STRINGS.map(lambda value: f"not({value})")),
    "boolean": st.sampled_from(["-", "true", "false", "not(true)"]),
    "date": st.one_of(st.just("-"), _comparisons(_DATES)),
}


@st.composite
def tables(draw: st.DrawFn, policies: list[str] | None = None, max_rows: int = 7, kinds: list[str] | None = None) -> DecisionTable:
    """Draw a table with up to four typed inputs and text conclusions."""
    kinds = kinds or draw(st.lists(st.sampled_from(list(DOMAINS)), min_size=1, max_size=4))
    inputs = tuple(
        InputClause(f"{NAMES[kind]}{at}", kind, allowed="[-1..7]" if kind == "number" else f'[date("{DAYS[0]}")..date("{DAYS[-1]}")]' if kind == "date" else "",
                    step="1" if kind == "number" else "")
        for at, kind in enumerate(kinds)
    )  # fmt: skip
    count = draw(st.integers(1, max_rows))
    rows = tuple(
        Row(at + 1, tuple(draw(CELLS[kind]) for kind in kinds), (draw(st.sampled_from(['"监察"', '"仲裁"', '"调解"'])),))
        for at in range(count)
    )
    policy = draw(st.sampled_from(policies or POLICIES))
    default = draw(st.sampled_from(["", '"指引"']))
    return DecisionTable(
        "去向", inputs, (OutputClause("route", "string", allowed='"仲裁", "监察", "调解", "指引"', default=default),), rows, policy
    )


def domain(table: DecisionTable) -> dict[str, list[object]]:
    """Give the values that each input of a random table may have."""
    return {clause.expression: DOMAINS[clause.type_ref] for clause in table.inputs}


def completions(table: DecisionTable, facts: dict[str, object]) -> Iterator[dict[str, object]]:
    """Go over all ways in which the missing facts may turn out."""
    open_names = {name: values for name, values in domain(table).items() if name not in facts}
    for values in product(*open_names.values()):
        yield facts | dict(zip(open_names, values, strict=True))


@st.composite
def cases(draw: st.DrawFn, table: DecisionTable, full: bool = False) -> dict[str, object]:
    """Draw a case, with every fact or with some."""
    return {name: draw(st.sampled_from(values)) for name, values in domain(table).items() if full or draw(st.booleans())}
