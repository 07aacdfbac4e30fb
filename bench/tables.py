"""Knows how to make complete, disjoint decision tables of any size, with Chinese names and mixed inputs."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from zoutong.rules.model import DecisionTable, InputClause, OutputClause, Row

KINDS = ("number", "number", "date", "string", "string", "boolean", "boolean", "number")
NAMES = ("年龄", "拖欠月数", "离职日", "单位类型", "户籍", "有劳动合同", "在职", "月工资")
WORDS = (("公司", "个体户", "工厂", "工地", "平台"), ("本市", "外省", "外市", "港澳台"))
FIRST_DAY = date(2023, 1, 1)
Box = tuple[tuple[object, ...], ...]


def complete_table(size: int, choice: random.Random) -> DecisionTable:
    """Split the space of eight inputs until there are ``size`` boxes: every case has exactly one row."""
    boxes: list[list[object]] = [[None] * len(KINDS)]
    while len(boxes) < size:
        at = choice.randrange(len(boxes))
        halves = _split(boxes[at], choice.randrange(len(KINDS)), choice)
        if halves:
            boxes[at : at + 1] = halves
    rows = tuple(
        Row(number, tuple(_cell(kind, part) for kind, part in zip(KINDS, box, strict=True)), (f'"去向{number % 12}"',))
        for number, box in enumerate(boxes, 1)
    )
    inputs = tuple(InputClause(name, kind, step="1" if kind == "number" else "") for name, kind in zip(NAMES, KINDS, strict=True))
    return DecisionTable("去向表", inputs, (OutputClause("去向", "string"),), rows, "UNIQUE")


def _split(box: list[object], at: int, choice: random.Random) -> list[list[object]] | None:
    """Cut a box in two along one input; None where it cannot be cut any more."""
    kind, part = KINDS[at], box[at]
    if kind == "boolean":
        halves: list[object] = [True, False] if part is None else []
    elif kind == "string":
        words = WORDS[at - 3]
        inside, listed = part if isinstance(part, tuple) else (False, ())
        if inside and len(listed) < 2:
            return None
        rest = [word for word in words if word not in listed]
        if not inside and not rest:
            return None
        pick = listed[0] if inside else choice.choice(rest)
        halves = [(True, (pick,)), (True, listed[1:])] if inside else [(True, (pick,)), (False, (*listed, pick))]
    else:
        low, high = part if isinstance(part, tuple) else (0, 100)
        if high - low < 2:
            return None
        cut = choice.randrange(low + 1, high)
        halves = [(low, cut), (cut, high)]
    return [[*box[:at], half, *box[at + 1 :]] for half in halves] or None


def _cell(kind: str, part: object) -> str:
    """Write one side of a box as a cell."""
    if part is None:
        return "-"
    if kind == "boolean":
        return "true" if part else "false"
    assert isinstance(part, tuple)
    if kind == "string":
        listed = ", ".join(f'"{word}"' for word in part[1])
        return listed if part[0] else f"not({listed})"
    low, high = part
    if kind == "number":
        return "-" if (low, high) == (0, 100) else f"< {high}" if low == 0 else f">= {low}" if high == 100 else f"[{low}..{high})"
    first, last = (f'date("{FIRST_DAY + timedelta(days=10 * end)}")' for end in (low, high))
    return f"< {last}" if low == 0 else f">= {first}" if high == 100 else f"[{first}..{last})"


def case(choice: random.Random) -> dict[str, object]:
    """Make one case for such a table."""
    return {
        "年龄": choice.randrange(14, 80),
        "拖欠月数": choice.randrange(0, 100),
        "离职日": FIRST_DAY + timedelta(days=choice.randrange(0, 1000)),
        "单位类型": choice.choice((*WORDS[0], "其他")),
        "户籍": choice.choice((*WORDS[1], "其他")),
        "有劳动合同": choice.random() < 0.5,
        "在职": choice.random() < 0.5,
        "月工资": Decimal(choice.randrange(0, 100)),
    }


def dense_table(size: int, choice: random.Random) -> DecisionTable:
    """Fill every cell of a table in which the first matching row decides: the most that a row can ask."""

    def number() -> str:
        low = choice.randrange(0, 60)
        return choice.choice((f">= {low}", f"< {low + 40}", f"[{low}..{low + 40}]"))

    def day() -> str:
        return f'{choice.choice((">=", "<"))} date("{FIRST_DAY + timedelta(days=choice.randrange(1000))}")'

    def word(listed: tuple[str, ...]) -> str:
        picked = ", ".join(f'"{one}"' for one in choice.sample(listed, 2))
        return choice.choice((picked, f"not({picked})"))

    makers = {"number": number, "date": day, "boolean": lambda: choice.choice(("true", "false"))}
    rows = [
        Row(
            at,
            tuple(word(WORDS[place - 3]) if kind == "string" else makers[kind]() for place, kind in enumerate(KINDS)),
            (f'"去向{at % 12}"',),
        )
        for at in range(1, size)
    ]
    rows.append(Row(size, ("-",) * len(KINDS), ('"其他"',)))
    inputs = tuple(InputClause(name, kind, step="1" if kind == "number" else "") for name, kind in zip(NAMES, KINDS, strict=True))
    return DecisionTable("满表", inputs, (OutputClause("去向", "string"),), tuple(rows), "FIRST")
