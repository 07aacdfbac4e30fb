"""Sentences of our own invention, each with what is understood of it and what may not be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zoutong.intake.understand import understand
from zoutong.intake.words.phrases import FactLexicon

ROOT = Path(__file__).parents[3]
LEXICON = FactLexicon.read(ROOT / "packs" / "labour-rights")
ON = date(2026, 11, 23)
CASES = [
    tuple(part.strip() for part in line.split("=>"))
    for line in (Path(__file__).parent / "fact_sentences.txt").read_text(encoding="utf-8").splitlines()
    if "=>" in line and not line.startswith("#")
]


def said(value: object) -> str:
    """Write a value as the table writes it."""
    if isinstance(value, list):
        return str(len(value)) if value and isinstance(value[0], dict) else ",".join(value)
    return str(value)


@pytest.mark.parametrize(("sentence", "wanted"), CASES, ids=[c[0] for c in CASES])
def test_a_sentence_is_understood_as_the_table_says(sentence: str, wanted: str) -> None:
    facts = understand(sentence, LEXICON, on=ON, place="上海市/徐汇区").facts
    for want in wanted.split(";"):
        sign, name = (want[0], want[1:]) if want[0] in "-?*" else ("=", want.partition("=")[0])
        fact = facts.fact(name)
        if sign == "-":
            assert name not in facts, f"{name} was made up: {fact}"
        elif sign == "?":
            assert fact is not None, f"{name} should be known roughly"
            assert fact.value is None
        elif sign == "*":
            assert name in facts.contradictory(), f"{name} should contradict itself: {fact}"
        else:
            assert fact is not None, f"{name} is missing"
            assert said(fact.value) == want.partition("=")[2]
