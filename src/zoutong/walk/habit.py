"""Knows how the machine sits in a seat: it completes the task before it with what the script's habits say for the step."""

from __future__ import annotations

from collections.abc import Mapping

from zoutong.walk.act import Act, Actor
from zoutong.walk.course import DOOR
from zoutong.walk.model import Task, Walk


def completed(walk: Walk, task: Task, actor: Actor, habits: Mapping[str, Mapping[str, object]]) -> Act:
    """Give the act with which the machine completes a task; what the step does not ask for is left out."""
    if walk.state is None or task.token < 0:
        return Act("complete", actor, token=task.token)
    form = walk.course.place(walk.state, walk.state.tokens[task.token])[1].form
    known = {**({DOOR: task.door} if task.door else {}), **habits.get(task.node, {})}
    data = {name: known[name] for name in form if name in known}
    return Act("complete", actor, token=task.token, data=data, reason=str(known.get("reason", "")))
