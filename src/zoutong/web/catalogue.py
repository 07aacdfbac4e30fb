"""Knows every sentence of the pages in Chinese and in English."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

HERE = Path(__file__).parent


def files() -> list[Path]:
    """Give the catalogue of the pages that belong to no app, and that of each app."""
    return [HERE / "catalogue.csv", *sorted(HERE.glob("*/catalogue.csv"))]


@cache
def catalogue() -> dict[str, Words]:
    """Read the catalogues once: key, 中文, English; Fault for a key that stands twice."""
    found: dict[str, Words] = {}
    for file in files():
        with file.open(encoding="utf-8", newline="") as opened:
            for number, row in enumerate(csv.DictReader(opened), start=2):
                if row["key"] in found:
                    twice = Words(f"“{row['key']}”已经有了。", f"“{row['key']}” is there already.")
                    raise Fault("web.catalogue", twice, file=f"{file.parent.name}/{file.name}", row=number)
                found[row["key"]] = Words(row["zh"], row["en"])
    return found


def say(language: str, key: str, **values: object) -> str:
    """Give one sentence in one language, with values in their places; KeyError when there is no such sentence.

    ``{n}`` with an English plural is written ``{n} days|1 day``: what stands after the bar is used when ``n`` is one.
    """
    text = catalogue()[key].in_language(language)
    many, bar, one = text.partition("|")
    if bar:
        text = one if values.get("n") == 1 else many
    return text.format(**values) if values else text
