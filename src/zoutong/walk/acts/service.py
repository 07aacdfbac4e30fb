"""Knows the acts around the work itself: notes, looks, ratings and the call after a bad one, chasing, messages from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zoutong.process.step import complete as complete_task
from zoutong.process.step import deliver
from zoutong.walk.acts.checking import reason_given, variables
from zoutong.walk.clocks import CHASE, citations, end_clocks, house_task, start_clock
from zoutong.walk.course import CONTACT, ESCALATES_TO, RATING
from zoutong.walk.draft import Draft
from zoutong.walk.faults import no_token, refuse
from zoutong.walk.house import rule
from zoutong.walk.model import Rating, Task
from zoutong.walk.moving import moved

LEVELS = ("very_dissatisfied", "dissatisfied", "fair", "satisfied", "very_satisfied")
"""The five levels of 好差评 as processes name them, from 1 to 5."""
PARTS = ("efficiency", "skill", "attitude", "guidance")
CALL = "contact"
"""The node of the house's own task to get in touch after a bad rating."""


def level_of(word: object) -> int:
    """Give the level from 1 to 5 of a word; 0 when it is none."""
    return LEVELS.index(word) + 1 if isinstance(word, str) and word in LEVELS else 0


def note(draft: Draft) -> None:
    """Leave a note; its words stand in the case's own file, here is only that there is one."""
    draft.did(_activity(draft), "noted")


def look(draft: Draft) -> None:
    """Look at a person's papers: recorded, nothing else."""
    draft.did(_activity(draft), "looked", (rule("look_recorded"),))


def erase(draft: Draft) -> None:
    """Keep that the person was erased from the case's file; the file itself is not here."""
    draft.did("erase", "erased", (rule("erased"),))


def _activity(draft: Draft) -> str:
    return draft.task().node if draft.act.token is not None else draft.act.kind


def rate(draft: Draft) -> None:
    """Rate a door or the whole visit (好差评); a bad rating starts the clock within which somebody gets in touch."""
    act = draft.act
    door, level = act.to, act.data.get("level")
    parts = {name: act.data[name] for name in PARTS if act.data.get(name) is not None}
    if not _is_level(level) or not all(_is_level(part) for part in parts.values()) or set(act.data) - {"level", *PARTS}:
        raise refuse(
            "act.value",
            "评价要在1到5之间。",
            "A rating lies between 1 and 5.",
            "1为非常不满意，5为非常满意。",
            "1 is very dissatisfied, 5 very satisfied.",
        )
    if door and all(d.name != door for d in draft.doors):
        raise refuse("act.door", "这件事没有走过这个去向。", "This walk did not go through that door.")
    if any(r.door == door for r in draft.ratings):
        raise refuse(
            "act.rated",
            "已经评价过了，一次一评。",
            "It was rated already: one rating for each visit and each matter.",
            because=(rule("rating"),),
        )
    task = _rating_task(draft) if not door else None
    draft.did(task.node if task else "rate", "rated", (rule("rating"),))
    add_rating(draft, door, int(level), {name: int(part) for name, part in parts.items()})  # type: ignore[call-overload]
    if task is not None and draft.state is not None:
        course = draft.course
        moved(draft, complete_task(course.process, draft.state, task.token, {RATING: LEVELS[int(level) - 1]}, draft.now, course.around))  # type: ignore[call-overload]
        if level in (1, 2):
            one_call(draft)


def one_call(draft: Draft) -> None:
    """Leave one task to call after a bad rating: where the process has its own, the house's falls away."""
    if any(t.clock == CONTACT and t.token > 0 for t in draft.tasks.values()):
        for own in [t for t in draft.tasks.values() if t.token < 0 and t.node == CALL]:
            draft.drop_task(own.token)


def _is_level(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5


def _rating_task(draft: Draft) -> Task | None:
    """Find the open task in which the process itself asks for the rating."""
    for task in draft.tasks.values():
        if task.token > 0 and draft.state is not None:
            _, node = draft.course.place(draft.state, draft.state.tokens[task.token])
            if RATING in node.form:
                return task
    return None


def add_rating(draft: Draft, door: str, level: int, parts: Mapping[str, int]) -> None:
    """Keep a rating; after a bad one the contact clock runs and somebody has the task to call."""
    rating = Rating(door, level, parts, draft.now)
    draft.ratings = (*draft.ratings, rating)
    spec = draft.course.clocks.get(CONTACT)
    if rating.bad:
        draft.urgency += 1
        if spec is not None:
            start_clock(draft, spec, None, door, 0)
        house_task(draft, CALL, ESCALATES_TO, CONTACT, door, 0)


def contact(draft: Draft) -> None:
    """Say that somebody got in touch after a bad rating: the clock ends."""
    act, course = draft.act, draft.course
    waiting = [r for r in draft.ratings if r.bad and r.contacted is None and (not act.to or r.door == act.to)]
    task = draft.tasks.get(act.token) if act.token is not None else next((t for t in draft.tasks.values() if t.clock == CONTACT), None)
    if task is not None and task.clock != CONTACT:
        raise no_token(task.token)
    if not waiting and task is None:
        raise refuse("act.contact", "没有等待联系的差评。", "No bad rating waits for a call.", because=(rule("rating_contact"),))
    if task is not None and task.token > 0 and draft.state is not None:
        variables(course, act.data, course.place(draft.state, draft.state.tokens[task.token])[1].form)
    spec = course.clocks.get(CONTACT)
    draft.did(task.node if task else CALL, "contacted", (rule("rating_contact"), *citations(spec.citation if spec else "")))
    draft.ratings = tuple(replace(r, contacted=draft.today) if r in waiting else r for r in draft.ratings)
    if task is not None and task.token > 0 and draft.state is not None:
        moved(draft, complete_task(course.process, draft.state, task.token, act.data, draft.now, course.around))
    for own in [t for t in draft.tasks.values() if t.token < 0 and t.node == CALL and (not act.to or t.door == act.to)]:
        draft.drop_task(own.token)
    if not any(r.bad and r.contacted is None for r in draft.ratings):
        end_clocks(draft, name=CONTACT)


def chase(draft: Draft) -> None:
    """Chase a walk or a task (督办): recorded, more urgent, nothing else; the duty chief's own task to chase ends with it."""
    act = draft.act
    reason_given(draft, needed=False)
    task = draft.task() if act.token is not None else None
    draft.did(task.node if task else "chase", "chased", (rule("chase"),))
    draft.urgency += 1
    if task is not None and task.token < 0 and task.node == CHASE:
        draft.drop_task(task.token)


def message(draft: Draft) -> None:
    """Bring a message from outside to where the process waits for it."""
    act, course = draft.act, draft.course
    variables(course, act.data)
    step = deliver(course.process, draft.at_work(), act.to, act.data, draft.now, course.around, act.token)
    draft.did(act.to, "received")
    moved(draft, step)
