"""Knows what the steps of a process are called towards the person whose case it is."""

from __future__ import annotations

from pathlib import Path

from zoutong.kernel.words import Words
from zoutong.pack.rows import each, read_rows


def read_steps(path: Path) -> dict[str, Words]:
    """Read ``steps.csv``: plain words by node; nothing where the pack has no such file. Fault at a row that lacks a part."""
    records = read_rows(path, ("step", "zh", "en"), optional=True)
    return dict(item for _, item in each(records, lambda r: (r.need("step"), Words(r.need("zh"), r.need("en"))), None))
