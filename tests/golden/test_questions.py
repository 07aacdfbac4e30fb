"""Promises about real questions and our own sentences: the figures on what was kept apart do not fall."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench.questions import DATA, PHRASES, as_shipped, by_part, stories

from zoutong.intake.claims import Lexicon, advise_route, read_claims
from zoutong.pack import load

SENTENCES = Path(__file__).resolve().parents[1] / "packs" / "sentences.jsonl"
PACK = load(PHRASES.parent)
MISSING = "the labelled questions are not beside the checkout (../shared/data)"


@pytest.mark.shared
@pytest.mark.skipif(not (DATA / "questions-dev.jsonl").is_file(), reason=MISSING)
def test_questions_that_were_kept_apart_are_understood_no_worse_than_before() -> None:
    figures = by_part(as_shipped(PACK))["C"].figures()
    assert figures["claims micro-F1"] >= 0.67
    assert figures["route on labour items"] >= 0.62
    assert figures["labour or not"] >= 0.88
    assert figures["labour recall"] >= 0.95


@pytest.mark.shared
@pytest.mark.skipif(not (DATA / "golden-labour.jsonl").is_file(), reason=MISSING)
def test_the_stories_of_the_worked_cases_give_their_claims() -> None:
    right = stories(as_shipped(PACK))
    assert right["read"][0] >= 17
    assert right["unread"][0] >= 13


def test_our_own_sentences_keep_their_claims_and_doors() -> None:
    lexicon = Lexicon.read(PHRASES)
    rows = [json.loads(line) for line in SENTENCES.read_text("utf-8").splitlines()]
    read = [read_claims(r["text"], lexicon) for r in rows]
    claims = sum(set(a.codes) == set(r["claims"]) for a, r in zip(read, rows, strict=True))
    doors = sum(advise_route(r["text"], a, lexicon)[0] == r["route"] for a, r in zip(read, rows, strict=True))
    assert claims / len(rows) >= 0.88
    assert doors / len(rows) >= 0.8
