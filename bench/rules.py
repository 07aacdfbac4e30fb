"""Knows how fast tables decide: batch, single, explained, checked; each figure beside a plain peer in the same run."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable, Mapping
from decimal import Decimal

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np
import polars as pl

from bench.tables import FIRST_DAY, NAMES, WORDS, case, complete_table, dense_table
from zoutong.rules.model import DecisionTable
from zoutong.rules.table import CompiledTable, compile_table
from zoutong.rules.table.batch import batch
from zoutong.rules.table.cells import Shape, Span

LINES = 1_000_000
ROWS = 30


def figure(name: str, value: float, unit: str, **more: object) -> None:
    """Print one figure as a line of JSON."""
    print(json.dumps({"figure": name, "value": round(value, 3), "unit": unit, **more}, ensure_ascii=False), flush=True)


def best(run: Callable[[], object], times: int = 5) -> float:
    """Give the seconds of the fastest of several runs: the machine is shared."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def frame_of_cases(lines: int) -> pl.DataFrame:
    """Make a frame of cases with the types that a register has."""
    choice = np.random.default_rng(7)
    start = np.datetime64(FIRST_DAY)
    words = [np.array([*listed, "其他"]) for listed in WORDS]
    return pl.DataFrame({
        NAMES[0]: choice.integers(14, 80, lines), NAMES[1]: choice.integers(0, 100, lines),
        NAMES[2]: start + choice.integers(0, 1000, lines).astype("timedelta64[D]"),
        NAMES[3]: words[0][choice.integers(0, len(words[0]), lines)], NAMES[4]: words[1][choice.integers(0, len(words[1]), lines)],
        NAMES[5]: choice.random(lines) < 0.5, NAMES[6]: choice.random(lines) < 0.5, NAMES[7]: choice.integers(0, 10_000, lines) / 100,
    })  # fmt: skip


def plain_polars(compiled: CompiledTable) -> pl.Expr:
    """Write the table as plain Polars: when … then …, as one would by hand."""
    chain: object = pl
    for at, row in enumerate(compiled.table.rows):
        conditions = [
            _condition(column.name or "", shape)
            for column in compiled.columns
            if (shape := column.cells[column.of_row[at]].shape) and not shape.any
        ]
        every = pl.all_horizontal(conditions) if conditions else pl.lit(value=True)
        chain = chain.when(every).then(pl.lit(row.outputs[0].strip('"')))  # type: ignore[attr-defined]
    return chain.otherwise(None)  # type: ignore[attr-defined, no-any-return]


def _condition(name: str, shape: Shape) -> pl.Expr:
    """Write one cell as a Polars expression."""
    parts = [_within(name, span) for span in shape.spans]
    either = parts[0]
    for part in parts[1:]:
        either |= part
    return ~either if shape.negated else either


def _within(name: str, span: Span) -> pl.Expr:
    """Write one span as a Polars expression."""
    low, high = (int(end) if isinstance(end, Decimal) else end for end in (span.low, span.high))
    column = pl.col(name)
    if low is not None and low == high:
        return column == low
    parts = []
    if low is not None:
        parts.append(column >= low if span.low_closed else column > low)
    if high is not None:
        parts.append(column <= high if span.high_closed else column < high)
    return parts[0] if len(parts) == 1 else parts[0] & parts[1]


def plain_loop(compiled: CompiledTable) -> Callable[[Mapping[str, object]], str | None]:
    """Write the table as a plain loop over its rows in Python: the peer of a single decision."""
    rows = []
    for at, row in enumerate(compiled.table.rows):
        tests = [
            (column.name or "", shape) for column in compiled.columns if (shape := column.cells[column.of_row[at]].shape) and not shape.any
        ]
        rows.append((tests, row.outputs[0].strip('"')))

    def decide(facts: Mapping[str, object]) -> str | None:
        for tests, outcome in rows:
            if all(any(_inside(span, facts[name]) for span in shape.spans) != shape.negated for name, shape in tests):
                return outcome
        return None

    return decide


def _inside(span: Span, value: object) -> bool:
    """Tell whether a value lies in a span."""
    low, high = span.low, span.high
    if low is not None and (value < low or (value == low and not span.low_closed)):  # type: ignore[operator]
        return False
    return not (high is not None and (value > high or (value == high and not span.high_closed)))  # type: ignore[operator]


def measure_batch(compiled: CompiledTable, name: str) -> None:
    """Measure whole frames, coding included, on one core."""
    frame = frame_of_cases(LINES)
    expression = plain_polars(compiled)
    ours = batch(compiled, frame).values
    theirs = frame.select(expression.alias("x"))["x"]
    assert ours.equals(theirs), "batch and plain Polars disagree"
    seconds, peer = best(lambda: batch(compiled, frame)), best(lambda: frame.select(expression), 3)
    cells = sum(text != "-" for row in compiled.table.rows for text in row.inputs)
    more = {"rows": ROWS, "inputs": 8, "cells_filled": cells, "threads": os.environ["POLARS_MAX_THREADS"]}
    figure(f"batch, {name}", LINES / seconds / 1e6, "million lines/s", target="≥ 3", **more)
    figure(f"batch, {name}, peer: plain Polars when/then", LINES / peer / 1e6, "million lines/s")
    blank = frame.with_columns(pl.when(pl.int_range(pl.len()) % 10 == 0).then(None).otherwise(pl.col(NAMES[3])).alias(NAMES[3]))
    figure(f"batch, {name}, one fact unknown in every tenth line", LINES / best(lambda: batch(compiled, blank), 3) / 1e6, "million lines/s")


def measure_single(compiled: CompiledTable, name: str) -> None:
    """Measure single decisions, with and without explanation, and with facts missing."""
    choice = random.Random(11)
    cases = [case(choice) for _ in range(2_000)]
    peer = plain_loop(compiled)
    assert all(compiled.decide(facts).value == peer(facts) for facts in cases), "decide and the plain loop disagree"
    fresh = compile_table(compiled.table)
    start = time.perf_counter()
    for facts in cases:
        fresh.decide(facts)
    figure(f"{name}: single decision, fresh table", (time.perf_counter() - start) / len(cases) * 1e6, "µs")
    figure(f"{name}: single decision", best(lambda: [compiled.decide(facts) for facts in cases]) / len(cases) * 1e6, "µs", target="≤ 10")
    figure(f"{name}: single decision, peer: plain Python loop", best(lambda: [peer(facts) for facts in cases]) / len(cases) * 1e6, "µs")
    figure(
        f"{name}: with explanation of every row",
        best(lambda: [compiled.explain(facts) for facts in cases[:300]]) / 300 * 1e6,
        "µs",
        target="≤ 300",
    )
    partial = [{name: facts[name] for name in NAMES[:4]} for facts in cases[:300]]
    figure(f"{name}: single, 4 of 8 facts missing", best(lambda: [compiled.decide(facts) for facts in partial], 3) / 300 * 1e6, "µs")
    figure(
        f"{name}: ranking what to ask, 4 of 8 facts missing",
        best(lambda: [compiled.ask(facts) for facts in partial[:100]], 3) / 100 * 1e6,
        "µs",
    )
    figure(f"{name}: ranking what to ask, nothing known", best(lambda: compiled.ask({}), 3) * 1e3, "ms")
    figure(
        f"{name}: nearest change",
        best(lambda: [compiled.nearest(facts, "去向3", {NAMES[3], NAMES[5], NAMES[6]}) for facts in cases[:100]], 3) / 100 * 1e3,
        "ms",
    )


def measure_checks() -> None:
    """Measure the proof that a table has no gap and no overlap, and that a deleted row is found, at four sizes."""
    for size in (30, 100, 300, 1000):
        table = complete_table(size, random.Random(size))
        seconds = best(lambda table=table: compile_table(table), 1)  # type: ignore[misc]
        compiled = compile_table(table)
        proof = best(lambda compiled=compiled: compiled.check(budget=2_000_000), 1)  # type: ignore[misc]
        clean = not [finding for finding in compiled.check(budget=2_000_000) if finding.severity == "error"]
        gone = DecisionTable(
            table.name, table.inputs, table.outputs, table.rows[: size // 2] + table.rows[size // 2 + 1 :], table.hit_policy
        )
        found = [finding.code for finding in compile_table(gone).check(budget=2_000_000) if finding.severity == "error"]
        figure(
            f"check of {size} complete disjoint rows",
            proof * 1e3,
            "ms",
            compile_ms=round(seconds * 1e3, 1),
            clean=clean,
            deleted_row_found="table.gap" in found,
        )


def main() -> int:
    """Print every figure as a line of JSON."""
    tables = {
        "complete disjoint table": complete_table(ROWS, random.Random(ROWS)),
        "table with every cell filled": dense_table(ROWS, random.Random(ROWS)),
    }
    for name, table in tables.items():
        compiled = compile_table(table)
        measure_batch(compiled, name)
        measure_single(compiled, name)
    measure_checks()
    return 0


if __name__ == "__main__":
    sys.exit(main())
