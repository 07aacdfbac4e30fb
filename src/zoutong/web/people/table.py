"""Knows the one table of permissions, access.csv: which role may open which address."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, cast

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web.people.roles import ANYONE, ROLES, SEATLESS

FILE = Path(__file__).with_name("access.csv")
COLUMNS = (ANYONE, SEATLESS, *ROLES)
CELLS = ("yes", "no", "own")

Cell = Literal["yes", "no", "own"]
"""``own``: the page opens, and shows only what is the person's own (her account; the case of whoever holds the secret link)."""


@cache
def table() -> Mapping[str, Mapping[str, Cell]]:
    """Read the table: name of an address (or ``app:*``) → column → cell; Fault when a row cannot be read."""
    rows: dict[str, dict[str, Cell]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            name = (row.get("name") or "").strip()
            cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
            bad = next((column for column, cell in cells.items() if cell not in CELLS), None)
            if not name or bad or name in rows:
                what = Words(
                    f"权限表这一行读不了：{name or '没有名称'} {bad or '重复'}。", f"this row of the access table cannot be read: {name}."
                )
                raise Fault("account.table", what, file=FILE.name, row=number)
            rows[name] = cast("dict[str, Cell]", cells)
    return rows


def row_of(name: str) -> Mapping[str, Cell] | None:
    """Give the row of an address: its own, else that of its app; None when the table does not know it."""
    rows = table()
    app = name.rpartition(":")[0]
    return rows.get(name) or (rows.get(f"{app}:*") if app else None)


def cell(name: str, column: str) -> Cell:
    """Give what the table says for a column (a role, ``anyone`` or ``seatless``); ``no`` for an address or a role that it does not know.

    What is open to anyone is open to every role.
    """
    row = row_of(name)
    if row is None:
        return "no"
    return row.get(column, "no") if row[ANYONE] == "no" else row[ANYONE]


def may(name: str, column: str) -> bool:
    """Say whether a column may open an address."""
    return cell(name, column) != "no"
