"""Knows the order in which a letter is signed off: drafted, reviewed by another, signed by a leader, issued with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

NEXT = {"review": "reviewed", "sign": "signed", "issue": "issued", "return": "drafted", "edit": "drafted", "drop": "dropped"}
FROM = {
    "edit": ("drafted",),
    "review": ("drafted",),
    "sign": ("reviewed",),
    "issue": ("signed",),
    "return": ("reviewed", "signed"),
    "drop": ("drafted", "reviewed"),
}
ROLES = {
    "edit": ("supervisor", "duty_chief", "leader"),
    "review": ("supervisor", "duty_chief", "leader"),
    "sign": ("leader",),
    "issue": ("supervisor", "leader"),
    "return": ("supervisor", "leader"),
    "drop": ("supervisor", "duty_chief", "leader"),
}
"""Which roles may make which move. The drafter never reviews, and whoever reviewed does not sign."""


@dataclass(frozen=True, slots=True)
class Stood:
    """Who drafted and who has reviewed since the letter was last a draft."""

    drafter: str
    reviewer: str = ""


def stood(drafter: str, steps: Sequence[tuple[str, str]]) -> Stood:
    """Read who reviewed from the steps (move, actor) made so far."""
    reviewer = ""
    for move, actor in steps:
        if move == "review":
            reviewer = actor
        elif move in ("edit", "return"):
            reviewer = ""
    return Stood(drafter, reviewer)


def refusal(move: str, state: str, actor: str, role: str, so_far: Stood) -> Fault | None:
    """Say why a move may not be made now; None when it may."""
    if move not in FROM:
        return _fault("letter.move", "没有这一步。", "There is no such step.")
    if state not in FROM[move]:
        return _fault("letter.state", "这份公文现在不在这一步。", "This letter does not stand at that step now.")
    if role not in ROLES[move]:
        return _fault("letter.role", "您的岗位不能做这一步。", "Your role may not take this step.")
    if move == "review" and actor == so_far.drafter:
        return _fault("letter.own", "拟稿人不能核自己的稿。", "Whoever drafted a letter does not review it.")
    if move == "sign" and actor == so_far.reviewer:
        return _fault("letter.own", "核稿人不能签发同一份公文。", "Whoever reviewed a letter does not sign it.")
    return None


def _fault(code: str, zh: str, en: str) -> Fault:
    return Fault(code, Words(zh, en), cure=Words("请让该做这一步的同志来做。", "Please let the person whose step it is take it."))
