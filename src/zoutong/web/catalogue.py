"""Knows every sentence of the pages in Chinese and in English."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from zoutong.kernel.words import Words

FILE = Path(__file__).with_name("catalogue.csv")


@cache
def catalogue() -> dict[str, Words]:
    """Read the catalogue once: key, 中文, English; a key that stands twice or a cell that is empty is a mistake of ours."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [(row["key"], Words(row["zh"], row["en"])) for row in csv.DictReader(file)]
    return dict(rows)


def say(language: str, key: str, **values: object) -> str:
    """Give one sentence in one language, with values in their places; KeyError when there is no such sentence.

    ``{n}`` with an English plural is written ``{n} days|1 day``: what stands after the bar is used when ``n`` is one.
    """
    text = catalogue()[key].in_language(language)
    many, bar, one = text.partition("|")
    if bar:
        text = one if values.get("n") == 1 else many
    return text.format(**values) if values else text
