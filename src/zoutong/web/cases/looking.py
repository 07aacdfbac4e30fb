"""Knows how somebody looks into a case: the look is an event first, then the dossier is opened as far as her role may see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from zoutong.walk import Act, Actor
from zoutong.web.cases import dossier, keys
from zoutong.web.cases.acting import act


def look(case_id: str, actor: Actor, what: str = "file", now: datetime | None = None) -> Mapping[str, object]:
    """Record the look and give the dossier by part, and ``notes``; masked unless the actor handles the case.

    ``what``: ``file`` for all of it, or the name of one part, or ``papers`` (which records the look and gives nothing).
    ``masked`` in the answer tells which it is. Fault ``act.…`` for somebody who may not see it: that is an event too.
    """
    case = act(case_id, Act("look", actor, to=what), now)
    ring = keys.ring()
    parts = dossier.opened(ring, case.run) if what != "papers" else {}
    if what not in ("file", "papers"):
        parts = {part: content for part, content in parts.items() if part == what}
    if what in ("file", "notes"):
        parts["notes"] = dossier.notes(ring, case.run)
    if dossier.sees_all(case.walk, actor):
        return {**parts, "masked": False}
    return {**dossier.masked(parts), "masked": True}
