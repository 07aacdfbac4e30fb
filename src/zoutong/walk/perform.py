"""Knows the one function that moves a walk, how a refusal is kept, and how a walk is made again from its events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from zoutong.kernel.error import Fault
from zoutong.process.step import awaited
from zoutong.walk.act import KINDS, Act, Actor, Event, act_from_json
from zoutong.walk.acts import begin, papers, pausing, service, tasks
from zoutong.walk.course import Course
from zoutong.walk.draft import Draft
from zoutong.walk.faults import Refusal, Repeated, no_kind, no_token, other_version, refuse
from zoutong.walk.may import ON_TASK, may
from zoutong.walk.model import Allowed, Task, Walk
from zoutong.walk.plain import plain_data
from zoutong.walk.ready import EITHER, ready

HANDLERS: Mapping[str, Callable[[Draft], None]] = {
    "start": begin.start,
    "restart": begin.restart,
    "tick": begin.tick,
    "withdraw": begin.withdraw,
    "decline": begin.decline,
    "claim": tasks.claim,
    "answer": tasks.answer,
    "complete": tasks.complete,
    "send_back": tasks.send_back,
    "take_over": tasks.take_over,
    "assign": tasks.assign,
    "refer": tasks.refer,
    "add_signer": tasks.add_signer,
    "sign": tasks.sign,
    "suspend": pausing.suspend,
    "resume": pausing.resume,
    "extend": pausing.extend,
    "notice": papers.notice,
    "supplement": papers.supplement,
    "note": service.note,
    "look": service.look,
    "erase": service.erase,
    "rate": service.rate,
    "contact": service.contact,
    "chase": service.chase,
    "message": service.message,
}
CODE = re.compile(r"[\w.:@#/+-]{0,80}", re.ASCII)


def perform(walk: Walk, act: Act, now: datetime) -> tuple[Walk, tuple[Event, ...]]:
    """Do an act: give the walk after it and its events; Fault ``act.…`` when the rules of the house forbid it.

    ``now`` is the moment in the bureau's own time; its date is the day of the act. Nothing outside the arguments is read.
    An act of kind ``tick`` that finds nothing due gives the same walk and no events.
    """
    handler = HANDLERS.get(act.kind)
    if handler is None:
        raise no_kind(act.kind)
    if act.key and act.key in walk.keys:
        raise Repeated(act.key, walk.keys[act.key])
    _written_in_codes(act)
    task = None
    if act.token is not None and act.kind != "message":  # a message finds a token that waits, which is no task of anybody
        task = walk.tasks.get(act.token)
        if task is None:
            raise may(walk, act.actor, act.kind, None) or _nowhere(walk, act, now)
    hindrance = may(walk, act.actor, act.kind, task) or ready(walk, act.kind, act.actor, task, now)
    if hindrance is not None:
        raise hindrance
    if act.data:
        data = plain_data(act.data)
        if data != act.data:
            act = replace(act, data=data)
    draft = Draft(walk, act, now)
    handler(draft)
    return draft.frozen() if draft.events else (walk, ())


def _nowhere(walk: Walk, act: Act, now: datetime) -> Refusal:
    """Refuse an act on a task that is not open, with the better reason where there is one: the walk is over, or has not begun."""
    hindrance = ready(walk, act.kind, act.actor, None, now)
    return hindrance if hindrance is not None and hindrance.code in ("act.closed", "act.not_begun", "act.begun") else no_token(act.token)


def _written_in_codes(act: Act) -> None:
    """Let only codes pass where codes belong: a name or a sentence has no place in an event."""
    actor = act.actor
    texts = (act.key, act.to, act.role, act.unit, act.person, act.reason, actor.id, actor.role, actor.unit, actor.on_behalf_of)
    if CODE.fullmatch("".join(texts)):
        return
    for text in texts:
        if not CODE.fullmatch(text):
            raise refuse(
                "act.code",
                "这里只能写代码，不能写姓名或说明。",
                "Only codes are written here, no names and no prose.",
                "说明请写进案卷备注。",
                "Write prose into a note of the file.",
            )


def refused(walk: Walk, act: Act, fault: Fault, now: datetime) -> tuple[Walk, tuple[Event, ...]]:
    """Keep a refusal: one event of phase ``refused`` with the fault's code; but for ``seq`` the walk stays as it was.

    What the act said in its data is not kept: nobody has looked whether it may be. Nor is what was not written as a code.
    """
    actor = act.actor
    who = Actor(*(_code(part) for part in (actor.id, actor.role, actor.unit, actor.on_behalf_of)))
    bare = Act(
        _code(act.kind), who, "", act.token, {}, _code(act.to), _code(act.role), _code(act.unit), _code(act.person), _code(act.reason)
    )
    draft = Draft(walk, bare, now)
    task = walk.tasks.get(act.token) if act.token is not None else None
    because = fault.because if isinstance(fault, Refusal) else ()
    draft.did(task.node if task else bare.kind, "refused", because, code=fault.code)
    return replace(walk, seq=draft.seq), tuple(draft.events)


def _code(text: str) -> str:
    return text if CODE.fullmatch(text) else ""


def rebuild(course: Course, events: Iterable[Event]) -> Walk:
    """Make the walk again from all its events, in order; equal to the one that made them.

    Fault ``act.version`` when they belong to another version of the pack or another process, ``act.rebuild`` when the acts in
    them do not lead to as many events as there are.
    """
    walk: Walk | None = None
    reached = 0
    for event in events:
        if walk is None:
            _same_course(course, event.version, event.process)
            walk = Walk.fresh(course, event.walk, event.mode)
        if event.seq != reached + 1:
            raise _broken(event.seq)
        reached = event.seq
        said = event.data.get("act")
        if not isinstance(said, Mapping):
            if event.seq > walk.seq:
                raise _broken(event.seq)
            continue
        if event.seq != walk.seq + 1:
            raise _broken(event.seq)
        if event.phase == "refused":
            walk = replace(walk, seq=event.seq)
        else:
            walk, _ = perform(walk, act_from_json(said), event.at)
    if walk is None or walk.seq != reached:
        raise _broken(reached)
    return walk


def _same_course(course: Course, version: str, process: str) -> None:
    if version != course.pack.about.version or process != course.process.id:
        raise other_version(f"{process} {version}", f"{course.process.id} {course.pack.about.version}")


def _broken(seq: int) -> Fault:
    return refuse(
        "act.rebuild",
        f"留痕从第{seq}条起接不上。",
        f"The events do not fit together from number {seq} on.",
        "请用 zoutong verify 核对留痕。",
        "Check them with zoutong verify.",
    )


def allowed(walk: Walk, actor: Actor, now: datetime) -> tuple[Allowed, ...]:
    """Give every act that this actor may do now; what an act says in its data is looked at only by ``perform``.

    ``token`` None means the walk as a whole; for a message ``node`` is what it is called, else the node of the task.
    """
    found: list[Allowed] = []
    for kind in KINDS:
        if kind not in ON_TASK and _free(walk, kind, actor, None, now):
            if kind == "message":
                found += _messages(walk)
            else:
                found.append(Allowed(kind, None, ""))
        if kind in ON_TASK or kind in EITHER:
            found += [Allowed(kind, task.token, task.node) for task in walk.tasks.values() if _free(walk, kind, actor, task, now)]
    return tuple(found)


def _free(walk: Walk, kind: str, actor: Actor, task: Task | None, now: datetime) -> bool:
    return may(walk, actor, kind, task) is None and ready(walk, kind, actor, task, now) is None


def _messages(walk: Walk) -> list[Allowed]:
    if walk.state is None:
        return []
    return [Allowed("message", token, name) for name, token in awaited(walk.course.process, walk.state, walk.course.around)]
