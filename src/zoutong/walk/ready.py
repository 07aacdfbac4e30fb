"""Knows which acts make sense on a walk as it stands, whoever does them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from zoutong.process import State
from zoutong.process.back import may_put_back
from zoutong.walk.act import Actor
from zoutong.walk.course import CONTACT, RATING, SILENCE
from zoutong.walk.faults import Refusal, begun, closed, no_token, not_begun, refuse, suspended
from zoutong.walk.house import rule
from zoutong.walk.may import ON_TASK
from zoutong.walk.model import Notice, Running, Signer, Task, Walk

EITHER = frozenset(("suspend", "resume", "decline", "notice", "chase", "extend", "contact"))
"""Acts that mean a task, or rather its branch, or the walk as a whole."""
AFTERWARDS = frozenset(("rate", "contact", "note", "look", "tick", "restart", "chase", "erase"))
"""Acts that are still possible when the walk has ended."""
WHILE_SUSPENDED = frozenset(
    ("resume", "withdraw", "note", "look", "tick", "chase", "rate", "contact", "supplement", "restart", "take_over", "assign")
)
DONE_BY_PEOPLE = frozenset(("user", "manual", "receive"))
IN_TRANSIT = frozenset(("claim", "refer", "chase", "note", "look", "withdraw", "assign", "take_over", "supplement"))
"""Acts on a task that is on its way to another unit: it is accepted or given back first."""


def ready(walk: Walk, kind: str, actor: Actor, task: Task | None, now: datetime) -> Refusal | None:
    """Give why this act makes no sense now, None when it does; what its data says is not looked at."""
    if walk.status == "new":
        return None if kind == "start" else not_begun()
    if kind == "start":
        return begun()
    if walk.over and kind not in AFTERWARDS and not (task is not None and task.token < 0):
        return closed()
    if kind in ON_TASK and task is None:
        return no_token(None)
    if kind not in WHILE_SUSPENDED and (walk.status == "suspended" or (task is not None and task.held)):
        return suspended()
    if task is not None and task.referral is not None and kind not in IN_TRANSIT:
        return refuse(
            "act.referral", "这项任务正在移送，还没有人接收。", "This task is on its way and nobody has accepted it yet.",
            "请先接收，或者退回原单位。", "Accept it first, or give it back.", (rule("first_asked"),),
        )  # fmt: skip
    look = CHECKS.get(kind)
    return look(walk, actor, task, now) if look else None


def _claim(_walk: Walk, actor: Actor, task: Task | None, _now: datetime) -> Refusal | None:
    if task is not None and task.holder == actor.stands_for:
        return refuse("act.claimed", "这项任务已经在您手里。", "You hold this task already.")
    return None


def _complete(_walk: Walk, _actor: Actor, task: Task | None, _now: datetime) -> Refusal | None:
    if task is not None and task.signers and any(not signer.signed for signer in task.signers):
        return refuse(
            "act.signatures", "会签还没有签完，这一步不能办结。", "Signatures are still open; this step cannot be completed.",
            "请等会签人签完。", "Wait until everybody has signed.", (rule("signatures"),),
        )  # fmt: skip
    return None


def _send_back(walk: Walk, _actor: Actor, task: Task | None, _now: datetime) -> Refusal | None:
    if task is None or task.token < 0 or not passed_steps(walk, task):
        return refuse(
            "act.send_back", "前面没有可以退回的环节。", "There is no earlier step to send it back to.", because=(rule("passed_step"),)
        )
    return None


def passed_steps(walk: Walk, task: Task) -> tuple[str, ...]:
    """Give the steps to which a task can be sent back: those that people did, in its own branch or before it."""
    state = walk.state
    if state is None or task.token not in state.tokens:
        return ()
    course = walk.course
    steps = may_put_back(course.process, state, task.token, course.around)
    around = tuple(dict.fromkeys(state.scopes[scope].process for scope in _outwards(state, task.token)))
    return tuple(name for name in steps if (node := course.node(name, around)) is not None and node.kind in DONE_BY_PEOPLE)


def _outwards(state: State, token: int) -> tuple[int, ...]:
    """Give the scope of a token and those around it."""
    found = [state.tokens[token].scope]
    while found[-1]:
        found.append(state.scopes[found[-1]].parent)
    return tuple(found)


def _drawn(_walk: Walk, _actor: Actor, task: Task | None, _now: datetime) -> Refusal | None:
    """Some acts make sense only for tasks that a process draws."""
    return no_token(task.token) if task is not None and task.token < 0 else None


def _sign(_walk: Walk, actor: Actor, task: Task | None, _now: datetime) -> Refusal | None:
    if task is None or open_signer(task, actor) is None:
        return refuse(
            "act.not_signer", "这项任务没有等您签字。", "Nobody waits for your signature on this task.",
            "需要会签的，请承办人先加签。", "The handler has to add you as a signer first.", (rule("signatures"),),
        )  # fmt: skip
    return None


def open_signer(task: Task, actor: Actor) -> Signer | None:
    """Give the open signature that this actor can give; None when there is none. Nobody signs twice on one task."""
    me = actor.stands_for
    if any(signer.signed == me for signer in task.signers):
        return next((s for s in task.signers if not s.signed and s.person == me), None)
    for signer in task.signers:
        fits = (
            (not signer.person or signer.person == me)
            and (not signer.role or signer.role == actor.role)
            and (not signer.unit or signer.unit == actor.unit)
        )
        if fits and not signer.signed:
            return signer
    return None


def _take_over(_walk: Walk, actor: Actor, task: Task | None, _now: datetime) -> Refusal | None:
    return _claim(_walk, actor, task, _now)


def _suspend(walk: Walk, _actor: Actor, task: Task | None, _now: datetime) -> Refusal | None:
    if walk.pauses and (task is None or any(p.strand in (0, task.strand) for p in walk.pauses)):
        return suspended()
    return None


def _resume(walk: Walk, _actor: Actor, task: Task | None, _now: datetime) -> Refusal | None:
    strand = task.strand if task is not None else 0
    if not any(p.strand == strand for p in walk.pauses):
        return refuse("act.running", "没有挂起，不用恢复。", "It is not suspended.")
    return None


def _notice(walk: Walk, _actor: Actor, task: Task | None, now: datetime) -> Refusal | None:
    door, strand = (task.door, task.strand) if task is not None else ("", 0)
    told = times_told(walk.notices, door)
    if told >= walk.course.max_notices(now.date()):
        return refuse(
            "act.notice_twice", "已经一次性告知过，不能再要第二次材料。", "What is lacking was told once already; papers are not asked for a second time.",
            "缺的材料请用共享数据、依职权调取或者容缺办理。", "Fetch what is lacking from shared data or from the office that holds it, or go on without it.",
            (rule("one_notice"), "行政许可法 第32条第4项"),
        )  # fmt: skip
    if silent(walk, door, strand, now.date()):
        return refuse(
            "act.notice_late", "告知的期限已过，材料视为齐全。", "The time for telling what is lacking is over; the papers count as complete.",
            "请按现有材料继续办理。", "Go on with the papers that are there.", (rule("silence"), "行政许可法 第32条第4项"),
        )  # fmt: skip
    return None


def times_told(notices: tuple[Notice, ...], door: str) -> int:
    """Count the notices that reached a person for a door: those of the door and those for the whole visit; all of them before the split."""
    return len(notices) if not door else sum(1 for n in notices if n.door in ("", door))


def silent(walk: Walk, door: str, strand: int, on: date) -> bool:
    """Tell whether the time for telling what is lacking has run out: for this branch, or for the walk where it has no branch."""
    kept = [r for r in walk.clocks if r.name == SILENCE]
    own = next((r for r in kept if r.strand == strand and r.door == door), None) or next((r for r in kept if not r.strand), None)
    due = walk.course.due_of(own.clock) if own else None
    return due is not None and due.expired(on)


def _extend(walk: Walk, _actor: Actor, task: Task | None, now: datetime) -> Refusal | None:
    if not any(extendable(walk, r, now.date()) for r in walk.clocks if task is None or r.strand == task.strand):
        return refuse(
            "act.extend", "没有可以延长的期限。", "There is no clock that can be lengthened.",
            "只有法律允许延长、还没到期、也没延长过的期限可以延长。", "Only a clock that the law lets lengthen, once, before it runs out.", (rule("extend_once"),),
        )  # fmt: skip
    return None


def extendable(walk: Walk, running: Running, on: date) -> bool:
    """Tell whether a clock can be lengthened: the pack has a length for that, it runs, is not over, and was not lengthened before."""
    if running.done or running.extended or running.clock.stopped or running.name not in walk.course.extensions:
        return False
    due = walk.course.due_of(running.clock)
    return due is not None and not due.expired(on)


def _contact(walk: Walk, _actor: Actor, task: Task | None, _now: datetime) -> Refusal | None:
    if task is not None and task.clock != CONTACT:
        return no_token(task.token)
    if not any(r.bad and r.contacted is None for r in walk.ratings) and not any(t.clock == CONTACT for t in walk.tasks.values()):
        return refuse("act.contact", "没有等待联系的差评。", "No bad rating waits for a call.", because=(rule("rating_contact"),))
    return None


def _rate(walk: Walk, _actor: Actor, task: Task | None, _now: datetime) -> Refusal | None:
    rated = {r.door for r in walk.ratings}
    if "" in rated and all(door.name in rated for door in walk.doors):
        return refuse(
            "act.rated",
            "已经评价过了，一次一评。",
            "It was rated already: one rating for each visit and each matter.",
            because=(rule("rating"),),
        )
    if task is not None:
        node = walk.course.node(task.node)
        if node is None or RATING not in node.form:
            return no_token(task.token)
    return None


def _restart(walk: Walk, _actor: Actor, _task: Task | None, _now: datetime) -> Refusal | None:
    if walk.mode == "case":
        return refuse(
            "act.mode",
            "真实案件不能重来。",
            "A real case cannot begin again.",
            "可以退回前面的环节，或者新登记一件。",
            "Send it back to an earlier step, or open a new one.",
        )
    return None


def _erase(walk: Walk, _actor: Actor, _task: Task | None, _now: datetime) -> Refusal | None:
    if not walk.over:
        return refuse(
            "act.open", "这件事还没有办完，不能删除个人信息。", "The case has not ended; the person cannot be erased yet.",
            "先办结或者撤回。", "Complete or withdraw it first.",
        )  # fmt: skip
    return None


Check = Callable[[Walk, Actor, Task | None, datetime], Refusal | None]
CHECKS: Mapping[str, Check] = {
    "claim": _claim,
    "complete": _complete,
    "send_back": _send_back,
    "answer": _drawn,
    "refer": _drawn,
    "add_signer": _drawn,
    "decline": _drawn,
    "sign": _sign,
    "take_over": _take_over,
    "suspend": _suspend,
    "resume": _resume,
    "notice": _notice,
    "extend": _extend,
    "contact": _contact,
    "rate": _rate,
    "restart": _restart,
    "erase": _erase,
}
