"""Knows who may do what: the pack's table of acts by role, and what own, unit and lane mean."""

from __future__ import annotations

from zoutong.walk.act import Actor
from zoutong.walk.faults import Refusal, in_hand, wrong_role, wrong_unit
from zoutong.walk.model import Task, Walk

APPLICANT = "applicant"
RECEPTION = "reception"
"""The kind of unit whose people may do an applicant's tasks for her (帮办), saying so in ``on_behalf_of``."""

AT_WORK = frozenset(("answer", "complete", "send_back", "refer", "add_signer", "notice", "decline", "claim"))
"""Acts that work on a task: nobody does them on what somebody else holds."""
ON_TASK = frozenset(("claim", "answer", "complete", "send_back", "refer", "add_signer", "sign", "take_over", "assign"))
"""Acts that need a task."""
OF_THE_WHOLE = frozenset(("suspend", "resume", "decline"))
"""Acts that, done to the walk as a whole, touch every task in it."""
HELPED = frozenset(("claim", "answer", "complete"))


def may(walk: Walk, actor: Actor, kind: str, task: Task | None) -> Refusal | None:
    """Give why this actor may not do this, None when she may. ``task`` is None for the walk as a whole."""
    cell = walk.course.acts.get(kind, {}).get(actor.role, "no")
    if task is not None and task.role == APPLICANT and kind in HELPED and _helps(walk, actor, task):
        return None
    if cell == "no":
        return wrong_role(kind, actor.role)
    me = actor.on_behalf_of or actor.id
    if task is not None and task.holder and kind in AT_WORK and task.holder != me and cell != "yes":
        return in_hand()
    if cell == "yes" or walk.status == "new":
        return None
    if task is None and kind in OF_THE_WHOLE:
        reached = actor.unit == walk.unit if cell == "unit" else _all_in_reach(walk, actor, me, cell)
    else:
        reached = _reaches(walk, actor, me, cell, task if kind in ON_TASK or actor.role != APPLICANT else None)
    return None if reached else wrong_unit(kind)


def _all_in_reach(walk: Walk, actor: Actor, me: str, cell: str) -> bool:
    """Tell whether everything that is open lies with the actor: nobody stops or declines what others have in hand."""
    drawn = [t for t in walk.tasks.values() if t.token > 0]
    return bool(drawn) and all(_reaches(walk, actor, me, cell, t) for t in drawn)


def _reaches(walk: Walk, actor: Actor, me: str, cell: str, task: Task | None) -> bool:
    """Tell whether a task, or the walk, is the actor's own, her role's or her unit's, as the cell of the table asks."""
    if actor.role == APPLICANT:
        return walk.applicant == me and (task is None or task.role == APPLICANT)
    if task is None:
        if cell == "own":
            return any(t.holder == me for t in walk.tasks.values())
        if cell == "lane":
            return any(_in_lane(t, actor, me) for t in walk.tasks.values())
        return actor.unit in walk.units or any(_lies_with(walk, t, actor) for t in walk.tasks.values())
    if task.holder == me:
        return True
    if cell == "lane":
        return _in_lane(task, actor, me)
    return cell == "unit" and _lies_with(walk, task, actor)


def _in_lane(task: Task, actor: Actor, me: str) -> bool:
    """The task waits for the actor's role, and for her unit where it waits for one."""
    return task.holder == me or (task.role == actor.role and (not task.unit or task.unit == actor.unit))


def _lies_with(walk: Walk, task: Task, actor: Actor) -> bool:
    """The task lies with the actor's unit; one in the pool of a role lies with every unit of that role and with the one that took the case in."""
    if task.unit:
        return task.unit == actor.unit
    return task.role == actor.role or walk.unit == actor.unit


def _helps(walk: Walk, actor: Actor, task: Task) -> bool:
    """A person of the reception does an applicant's task for her, unless it is hers alone, as a rating is."""
    role = walk.course.roles.get(actor.role)
    if role is None or role.unit_kind != RECEPTION or not actor.on_behalf_of or actor.on_behalf_of != walk.applicant:
        return False
    node = walk.course.node(task.node)
    return node is None or "rating" not in node.form
