"""Knows which taps are findings: every tag, a paper outside the guide, being sent back, one trip more, words not understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from zoutong.kernel.words import Words
from zoutong.web.recorder.guide import Guide
from zoutong.web.recorder.tapping import TapView

NEAR = timedelta(minutes=2)
"""What was said, photographed or read so soon before or after a tag, at the same step and by the same person, is its evidence."""
TELLING = ("quote", "photo", "word", "mood")
EVIDENCE = {"quote": "quote", "photo": "photo", "paper": "paper"}
KINDS = {
    "stuck": Words("堵点", "Stuck"),
    "pain": Words("痛点", "Pain"),
    "hard": Words("难点", "Hard"),
    "blind": Words("盲点", "Blind spot"),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence: ``ref`` is the tap's uuid, or the place of a photo in the vault."""

    kind: str
    ref: str
    at: datetime
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found at a step. ``key`` is the same whenever it is asked for; ``cause`` is a code of causes.csv, "" when nobody said."""

    key: str
    walk: str
    mode: str
    process: str
    step: str
    kind: str
    cause: str
    at: datetime
    account: str
    evidence: tuple[Proof, ...]
    words: Words
    role: str = ""
    """The seat from which it was noted."""


def findings_of(walk: str, mode: str, process: str, taps: Iterable[TapView], guide: Guide) -> tuple[Finding, ...]:
    """Give the findings among the taps of a walk, in their order."""
    every = tuple(taps)
    found = []
    for tap in every:
        judged = _judged(tap, guide)
        if judged is None:
            continue
        kind, cause, words = judged
        near = tuple(_proof(t) for t in every if t is not tap and _tells_of(t, tap))
        found.append(
            Finding(
                f"tap:{tap.uuid}", walk, mode, process, tap.step, kind, cause, tap.at, tap.account, (_proof(tap), *near), words, tap.role
            )
        )
    return tuple(found)


def _judged(tap: TapView, guide: Guide) -> tuple[str, str, Words] | None:
    step = guide.step_title(tap.step)
    at = Words(f"在“{step.zh}”", f"At “{step.en}”")
    said = Words(f"：{tap.quote}", f": {tap.quote}") if tap.quote else Words("", "")
    if tap.kind == "tag":
        name = KINDS[tap.value]
        return tap.value, "", Words(f"{at.zh}遇到{name.zh}{said.zh}", f"{at.en}: {name.en.lower()}{said.en}")
    if tap.kind == "paper" and guide.outside(tap.value):
        paper = Words(tap.quote, tap.quote) if tap.quote else guide.paper_title(tap.value)
        if tap.value == "other" and not tap.quote:
            paper = Words("没有写名称的材料", "a paper whose name was not written down")
        return (
            "stuck",
            "paper_outside",
            Words(f"{at.zh}要了指南以外的材料：{paper.zh}", f"{at.en}, a paper outside the guide was asked for: {paper.en}"),
        )
    if tap.kind == "returned":
        return "pain", "", Words(f"{at.zh}被退了回来{said.zh}", f"{at.en}, sent back{said.en}")
    if tap.kind == "trip":
        return "pain", "", Words(f"{at.zh}要多跑一趟{said.zh}", f"{at.en}, one trip more{said.en}")
    if tap.kind == "word":
        return (
            "pain",
            "policy_not_understood",
            Words(f"{at.zh}这句话没看懂：{tap.quote}", f"{at.en}, this sentence was not understood: {tap.quote}"),
        )
    return None


def _tells_of(tap: TapView, tag: TapView) -> bool:
    near = tap.kind in TELLING and abs(tap.at - tag.at) <= NEAR
    return near and (tap.step, tap.account) == (tag.step, tag.account)


def _proof(tap: TapView) -> Proof:
    ref = tap.photo if tap.kind == "photo" and tap.photo else tap.uuid
    return Proof(EVIDENCE.get(tap.kind, "event"), ref, tap.at, tap.quote or (tap.value if tap.kind == "mood" else ""))
