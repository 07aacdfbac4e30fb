"""Knows what a machine can prove about a table: gaps, overlaps, dead rows, cells that do not fit, all within a budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from zoutong.kernel.words import Words
from zoutong.rules.table.axis import TYPES
from zoutong.rules.table.cells import kind_of
from zoutong.rules.table.compile import period_of
from zoutong.rules.table.core import Core
from zoutong.rules.table.hits import key_of, rows_of
from zoutong.rules.table.sweep import Budget, Geometry, Region
from zoutong.rules.table.wording import region_words, said

NODES = 200_000
LISTED = 20
"""Gaps, and pairs of overlapping rows, that are named one by one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or worth knowing: rows by number, the column's expression, and an example case where there is one."""

    code: str
    severity: Literal["error", "warning", "info"]
    words: Words
    row: int | None = None
    rows: tuple[int, ...] = ()
    column: str = ""
    example: Mapping[str, object] = field(default_factory=dict)


def check(core: Core, on: date | None = None, budget: int = NODES) -> list[Finding]:
    """Check a table: on one day, or in every season in which its rows differ. Never runs beyond ``budget`` nodes: says "unchecked" instead."""
    geometry = Geometry(core)
    purse = Budget(budget)
    found = [*_cells(core), *_outputs(core), *_empty_cells(core, geometry)]
    if on is not None:
        found.extend(_out_of_force(core, on))
    seasons = (
        [(on, core.alive(on))]
        if on is not None
        else [(day if day > date.min else None, rows) for day, rows in zip(core.seasons, core.season_rows, strict=True)]
    )
    seen: set[tuple[object, ...]] = set()
    for day, alive in seasons:
        for finding in _season(core, geometry, alive, day, purse):
            key = (finding.code, finding.rows, tuple(sorted((name, repr(value)) for name, value in finding.example.items())))
            if key not in seen:
                seen.add(key)
                found.append(finding)
    found.extend(_dead(core, geometry, [alive for _, alive in seasons], purse))
    if purse.left < 0:
        found.append(_unchecked(budget))
    return found


def _season(core: Core, geometry: Geometry, alive: int, day: date | None, purse: Budget) -> Iterator[Finding]:
    """Check the rows that exist together."""
    if not alive:
        return
    when = Words(f"（{day} 起）", f" (from {day})") if day is not None and len(core.seasons) > 1 else Words("", "")
    if core.hits.single and core.hits.defaults is None:
        yield from _gaps(core, geometry, alive, when, purse)
    yield from _meeting(core, geometry, alive, when)


def _gaps(core: Core, geometry: Geometry, alive: int, when: Words, purse: Budget) -> Iterator[Finding]:
    """Name regions without a row."""
    for region in geometry.gaps(alive & ~geometry.opaque_rows, purse, LISTED):
        perhaps = _may_cover(core, geometry.opaque_rows & alive, region)
        words = _region(core, region)
        if perhaps:
            yield Finding(
                "table.gap.perhaps", "info",
                Words(f"没有普通的行管这种情况{when.zh}：{words.zh}；是否由带公式的行覆盖，机器查不了。",
                      f"No plain row covers this case{when.en}: {words.en}; whether a row with a formula does cannot be checked."),
                example=_example(core, region),
            )  # fmt: skip
        else:
            yield Finding(
                "table.gap", "error",
                Words(f"没有一行管这种情况{when.zh}：{words.zh}。", f"No row covers this case{when.en}: {words.en}."),
                example=_example(core, region),
            )  # fmt: skip


def _may_cover(core: Core, rows: int, region: Region) -> bool:
    """Tell whether one of the rows may match somewhere in a region."""
    for at, codes in region.items():
        some = 0
        for code in codes:
            some |= core.columns[at].mask_of_code(code)
        rows &= some
    return rows != 0


def _meeting(core: Core, geometry: Geometry, alive: int, when: Words) -> Iterator[Finding]:
    """Name pairs of rows that meet where the hit policy forbids it, and rows that stand there twice."""
    outcomes = core.constant_outcomes()
    numbers = core.hits.numbers
    listed = 0
    for first, second in geometry.meeting(alive):
        pair = (numbers[first], numbers[second])
        same = _constant(core, first) and _constant(core, second) and key_of(outcomes[first]) == key_of(outcomes[second])
        if same and geometry.box(first) == geometry.box(second):
            yield Finding(
                "table.row.identical", "warning",
                Words(f"第 {pair[0]} 行与第 {pair[1]} 行完全相同。", f"Rows {pair[0]} and {pair[1]} are the same."), pair[1], pair,
            )  # fmt: skip
        if core.hits.policy == "UNIQUE" or (core.hits.policy == "ANY" and not same):
            listed += 1
            if listed > LISTED:
                yield Finding(
                    "table.overlap.more",
                    "error",
                    Words(f"还有更多行重叠{when.zh}，未逐一列出。", f"More rows overlap{when.en}; they are not listed one by one."),
                )
                return
            region = geometry.common(first, second)
            words = _region(core, region)
            ending = Words("，结论相同", ", with the same conclusion") if same else Words("，结论不同", ", with different conclusions")
            yield Finding(
                "table.overlap", "error",
                Words(f"第 {pair[0]} 行与第 {pair[1]} 行在这种情况下同时命中{ending.zh}{when.zh}：{words.zh}。",
                      f"Rows {pair[0]} and {pair[1]} both hit in this case{ending.en}{when.en}: {words.en}."),
                pair[1], pair, example=_example(core, region),
            )  # fmt: skip


def _constant(core: Core, row: int) -> bool:
    """Tell whether a row's outputs are constants."""
    return all(part.code is None for part in core.outputs[row])


def _dead(core: Core, geometry: Geometry, seasons: list[int], purse: Budget) -> Iterator[Finding]:
    """Name rows that can never decide because better rows cover them, and rows that take every case."""
    numbers = core.hits.numbers
    for row in range(len(numbers)):
        if not geometry.opaque_rows >> row & 1 and all(
            box == domain for box, domain in zip(geometry.box(row), geometry.domains, strict=True)
        ):
            words = Words(f"第 {numbers[row]} 行接住其他一切情况。", f"Row {numbers[row]} takes every case that is left.")
            yield Finding("table.row.catch_all", "info", words, numbers[row], (numbers[row],))
        if core.keeps is None:
            continue
        beaten_by = [alive & ~(1 << row) & _beating(core, row) for alive in seasons if alive >> row & 1]
        verdicts = [geometry.shadowed(row, better, purse) for better in beaten_by]
        if verdicts and all(verdicts):
            words = Words(
                f"第 {numbers[row]} 行永远轮不到：前面的行已把它的情况全部接走。",
                f"Row {numbers[row]} can never decide: better rows cover all of its cases.",
            )
            yield Finding("table.row.dead", "error", words, numbers[row], (numbers[row],))


def _beating(core: Core, row: int) -> int:
    """Give the rows that win over a row when both match."""
    if core.keeps is None:
        return 0
    return sum(1 << other for other in range(len(core.keeps)) if other != row and not core.keeps[other] >> row & 1)


def _empty_cells(core: Core, geometry: Geometry) -> Iterator[Finding]:
    """Name rows with a cell that no possible value meets."""
    for row, number in enumerate(core.hits.numbers):
        for column, codes in zip(core.columns, geometry.box(row), strict=True):
            if codes == 0:
                label = column.clause.label or column.clause.expression
                yield Finding(
                    "table.row.dead", "error",
                    Words(f"第 {number} 行永远不会命中：“{label}”的任何可能的值都不符合“{column.cells[column.of_row[row]].text}”。",
                          f"Row {number} can never hit: no possible value of “{label}” meets “{column.cells[column.of_row[row]].text}”."),
                    number, (number,), column.clause.expression,
                )  # fmt: skip
                break


def _cells(core: Core) -> Iterator[Finding]:
    """Name cells whose constants do not fit their column, and cells that the geometry cannot see."""
    for column in core.columns:
        label = column.clause.label or column.clause.expression
        for cell in column.cells:
            numbers = tuple(core.hits.numbers[row] for row in rows_of(cell.rows))
            where = Words(f"第 {_list(numbers)} 行“{label}”的“{cell.text}”", f"Row {_list(numbers)}, “{label}”: “{cell.text}”")
            if cell.mixed and column.typed:
                words = Words(
                    f"{where.zh}与该列的类型 {column.clause.type_ref} 不符。",
                    f"{where.en} does not fit the type {column.clause.type_ref} of the column.",
                )
                yield Finding("table.cell.type", "error", words, numbers[0], numbers, column.clause.expression)
            elif cell.opaque:
                words = Words(
                    f"{where.zh}是公式，缺口和重叠查不到它。", f"{where.en} is a formula; gaps and overlaps cannot be checked there."
                )
                yield Finding("table.cell.opaque", "info", words, numbers[0], numbers, column.clause.expression)
            elif column.allowed is not None and cell.shape is not None:
                strange = [span.low for span in cell.shape.spans if span.single and not column.allowed >> column.code_of(span.low) & 1]
                for value in strange:
                    words = Words(
                        f"{where.zh}中的“{said(value).zh}”不在允许值里。",
                        f"{where.en}: “{said(value).en}” is not among the allowed values.",
                    )
                    yield Finding("table.cell.value", "error", words, numbers[0], numbers, column.clause.expression)


def _outputs(core: Core) -> Iterator[Finding]:
    """Name conclusions that are not allowed or not of their type, and hit policies that lack what they need."""
    for at, clause in enumerate(core.table.outputs):
        allowed = {key_of(value) for value in core.priorities[at]}
        label = clause.label or clause.name or core.table.name
        if core.hits.policy in ("PRIORITY", "OUTPUT ORDER") and not allowed and not any(core.priorities):
            words = Words(
                f"命中策略按优先级，但结论“{label}”没有列出允许值的次序。",
                f"The hit policy goes by priority, but conclusion “{label}” lists no order of values.",
            )
            yield Finding("table.priority.unlisted", "error", words, column=clause.name)
        for row, parts in enumerate(core.outputs):
            number, value = core.hits.numbers[row], parts[at].value
            if parts[at].code is not None or value is None:
                continue
            where = Words(f"第 {number} 行的结论“{label}”：{said(value).zh}", f"Row {number}, conclusion “{label}”: {said(value).en}")
            if clause.type_ref in TYPES and kind_of(value) not in ("other", TYPES[clause.type_ref]):
                words = Words(f"{where.zh} 与类型 {clause.type_ref} 不符。", f"{where.en} does not fit the type {clause.type_ref}.")
                yield Finding("table.output.type", "error", words, number, (number,), clause.name)
            elif allowed and key_of(value) not in allowed:
                yield Finding(
                    "table.output.value",
                    "error",
                    Words(f"{where.zh} 不在允许值里。", f"{where.en} is not among the allowed values."),
                    number,
                    (number,),
                    clause.name,
                )
    if core.table.aggregation not in ("", "COUNT") and len(core.table.outputs) > 1:
        yield Finding("table.aggregate.outputs", "error", Words("有多个结论列时不能汇总。", "Several conclusions cannot be aggregated."))


def _out_of_force(core: Core, on: date) -> Iterator[Finding]:
    """Name rows that do not exist on the day."""
    for row in core.table.rows:
        since, until = period_of(core.table, row)
        if until < on:
            words = Words(f"第 {row.number} 行已于 {until} 停止施行。", f"Row {row.number} ceased to be in force on {until}.")
            yield Finding("table.row.expired", "warning", words, row.number, (row.number,))
        elif since > on:
            words = Words(
                f"第 {row.number} 行自 {since} 起施行，现在还不起作用。",
                f"Row {row.number} is in force from {since} and does not count yet.",
            )
            yield Finding("table.row.not_yet", "info", words, row.number, (row.number,))


def _region(core: Core, region: Region) -> Words:
    """Say a region column by column; columns that take anything are left out."""
    parts = []
    for at in sorted(region):
        column = core.columns[at]
        if set(region[at]) == set(column.domain):
            continue
        words = region_words(column, region[at])
        label = column.clause.label or column.clause.expression
        parts.append(Words(f"{label} {words.zh}", f"{column.clause.expression} {words.en}"))
    if not parts:
        return Words("任何情况", "any case at all")
    return Words("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _example(core: Core, region: Region) -> dict[str, object]:
    """Give one case inside a region; every column has a value."""
    found: dict[str, object] = {}
    for at, column in enumerate(core.columns):
        codes = region.get(at, column.domain)
        found.setdefault(column.name or column.clause.expression, column.sample(codes[0]))
    return found


def _list(numbers: tuple[int, ...]) -> str:
    """Write row numbers, not more than five."""
    return "、".join(map(str, numbers[:5])) + ("…" if len(numbers) > 5 else "")


def _unchecked(budget: int) -> Finding:
    """Say that the search was cut off."""
    return Finding(
        "table.unchecked", "warning",
        Words(f"表太大，查了 {budget} 步仍未查完；已列出的都是真的，没列出的不等于没有。",
              f"The table is too large to check within {budget} steps; what is listed is real, what is not listed may still exist."),
    )  # fmt: skip
