"""Knows what a visitor herself has to do now: her place in the queue, her own steps with their questions, and how her answer becomes an act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict

from zoutong.walk import Act, Actor, Task, Walk
from zoutong.walk.may import APPLICANT
from zoutong.web import clock
from zoutong.web.cases import store
from zoutong.web.catalogue import say
from zoutong.web.desk.acts import variable_fields
from zoutong.web.desk.control import Control
from zoutong.web.desk.models import Call
from zoutong.web.desk.queue import hall_of
from zoutong.web.desk.seat import hall_steps
from zoutong.web.desk.tongue import Tongue
from zoutong.web.desk.variables import read_variable
from zoutong.web.intake.answers import Mistake
from zoutong.web.visit.show import RATING, step_words

OF_THE_OFFICE = frozenset(("door_result", "channel"))
"""What a step asks of the office and not of her."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One step that is hers: what it is, and what it asks."""

    token: int
    title: str
    fields: tuple[Control, ...]


def turns_of(walk: Walk, lang: str) -> tuple[Turn, ...]:
    """Give the visitor's own open steps; her rating has its own page."""
    tongue = Tongue(lang, walk.course)
    hers = (t for t in walk.tasks.values() if t.role == APPLICANT and t.token > 0 and not t.held and t.node != RATING)
    return tuple(
        Turn(t.token, step_words(walk, tongue.pack, t.node).in_language(lang), _fields(walk, t, tongue)) for t in hers if not walk.over
    )


def _fields(walk: Walk, task: Task, tongue: Tongue) -> tuple[Control, ...]:
    """Give what her step asks; a day is today unless she says otherwise, and the door she is at is not offered again."""
    found = []
    for control in variable_fields(walk, tongue, task.token):
        if control.name[2:] in OF_THE_OFFICE:
            continue
        options = tuple((code, words) for code, words in control.options if code != task.door)
        value = control.value or (clock.today().isoformat() if control.kind == "day" else "")
        own = f"mine.field.{control.name[2:]}"
        label = say(tongue.lang, own) if tongue.knows(own) else control.label
        found.append(replace(control, label=label, options=options, value=value, required=True))
    return tuple(found)


def read_turn(turn: Turn, sent: QueryDict, walk: Walk, person: Actor, key: str, lang: str) -> tuple[Act | None, Turn]:
    """Read her answer; gives the act, or None and the step with what is wrong beside its fields and everything she typed."""
    data: dict[str, object] = {}
    fields = []
    for control in turn.fields:
        name = control.name[2:]
        text = sent.get(control.name, "").replace("\x00", "").strip()
        given = read_variable(walk.course.pack.variables[name], text, sent.getlist(control.name), clock.today())
        wrong = say(lang, "mine.turn.wrong") if isinstance(given, Mistake) else say(lang, "mine.turn.choose") if given is None else ""
        if not wrong:
            data[name] = given
        fields.append(replace(control, value=text, mistake=wrong))
    filled = replace(turn, fields=tuple(fields))
    if any(f.mistake for f in fields):
        return None, filled
    return Act("complete", person, key, turn.token, data), filled


def hall_words(found: store.Case, lang: str) -> str:
    """Say where she stands in the hall: called to which window, or how many are before her; nothing when she waits for no one there."""
    if not any(task.node in hall_steps() for task in found.walk.tasks.values()):
        return ""
    hall = hall_of(Actor("", "", ""), Tongue(lang, found.walk.course), clock.now())
    for place, row in enumerate(hall.rows):
        if row.number == found.number:
            return say(lang, "mine.hall.before", n=place) if place else say(lang, "mine.hall.next")
    call = Call.objects.filter(case=found.number, here=True).first()
    if call is None or not any(d.number == found.number for d in hall.desks):
        return ""
    return say(lang, "mine.hall.called", window=call.window) if call.window else say(lang, "mine.hall.called_somewhere")


def lacking(walk: Walk, lang: str) -> tuple[tuple[str, str], ...]:
    """Give the papers that the notices still wait for, to say which of them a file is."""
    titles: Mapping[str, str] = {p.name: p.title.in_language(lang) for p in reversed(walk.course.pack.papers)}
    return tuple((code, titles.get(code, code)) for code in dict.fromkeys(p for n in walk.notices for p in n.lacking))
