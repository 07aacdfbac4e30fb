"""Knows what the phone page of the recorder shows: the step, its clock, the papers of the guide, and what this person has tapped."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from zoutong.walk import Actor
from zoutong.web import clock
from zoutong.web.catalogue import say
from zoutong.web.recorder import store
from zoutong.web.recorder.guide import Guide, Step, guide_of
from zoutong.web.recorder.tapping import TAGS, TapView

LAST = 8
"""How many of her own taps a person sees."""
_FORMS = uuid.UUID("6f0c1a52-6a52-4c1e-9d6e-3d1f7d5d2a10")


def device_of(account: str) -> str:
    """Give the device under which plain forms of one person are counted."""
    return str(uuid.uuid5(_FORMS, account))


def screen(number: str, actor: Actor, lang: str, step: str, seat: str = "") -> dict[str, object]:
    """Give what the page shows; Fault ``tap.walk``."""
    walk = store.walk_of(number)
    guide = guide_of(walk)
    every = store.taps(number)
    mine = [tap for tap in every if tap.account == actor.id]
    chosen = next((s for s in guide.steps if s.name == step), guide.current or (guide.steps[0] if guide.steps else None))
    said = [_line(tap, guide, lang) for tap in reversed(mine[-LAST:])]
    return {
        "number": number,
        "title": guide.title.in_language(lang),
        "chosen": chosen.name if chosen else "",
        "chosen_title": chosen.title.in_language(lang) if chosen else "",
        "steps": [(s.name, s.title.in_language(lang), s.open) for s in guide.steps],
        "sentences": [w.in_language(lang) for w in chosen.sentences] if chosen else [],
        "papers": [(p.name, p.title.in_language(lang), p.outside) for p in guide.papers],
        "tags": TAGS,
        "waiting": _waiting(mine),
        "minutes": _minutes(chosen, walk.since),
        "said": said,
        "last": mine[-1].uuid if mine else "",
        "trips": sum(tap.kind == "trip" for tap in mine),
        "findings": len(store.findings(number)),
        "data": {
            "number": number, "account": actor.id, "role": seat or actor.role, "count": len(mine), "trips": sum(tap.kind == "trip" for tap in mine),
            "state": state_of(guide, lang), "started": walk.since // 1000, "waiting": _waiting(mine), "last": mine[-1].uuid if mine else "",
            "steps": [{"name": s.name, "title": s.title.in_language(lang), "told": [w.in_language(lang) for w in s.sentences]} for s in guide.steps],
        },
    }  # fmt: skip


def state_of(guide: Guide, lang: str) -> dict[str, object]:
    """Give where the live walk stands: the step, since when (milliseconds), and our own time to compare clocks with."""
    now = guide.current
    return {
        "step": now.name if now else "",
        "title": now.title.in_language(lang) if now else "",
        "since": int(now.since * 1000) if now else 0,
        "now": clock.micros(clock.now()) // 1000,
    }


def _waiting(mine: Sequence[TapView]) -> int:
    """Give since when (milliseconds) the person has been waiting, 0 when she is not."""
    last = next((tap for tap in reversed(mine) if tap.kind == "wait"), None)
    return clock.micros(last.at) // 1000 if last is not None and last.value == "start" else 0


def _minutes(step: Step | None, begun: int) -> int:
    since = int(step.since * 1_000_000) if step and step.since else begun
    return max(0, (clock.micros(clock.now()) - since) // 60_000_000)


def _line(tap: TapView, guide: Guide, lang: str) -> dict[str, str]:
    key = f"recorder.tap.{tap.kind}.{tap.value}" if tap.kind in ("tag", "wait") else f"recorder.tap.{tap.kind}"
    words = say(lang, key)
    if tap.kind == "paper":
        words = f"{words} {guide.paper_title(tap.value).in_language(lang) if tap.value != 'other' else say(lang, 'recorder.paper.other')}"
    if tap.kind == "mood":
        words = f"{words} {tap.value}/5"
    return {
        "at": tap.at.strftime("%H:%M"),
        "words": words,
        "quote": tap.quote,
        "step": guide.step_title(tap.step).in_language(lang) if tap.step else "",
    }
