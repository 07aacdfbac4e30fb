"""Knows the acts on one task: claim, answer, complete, send back, take over, assign, refer, and signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zoutong.process import Node
from zoutong.process.back import put_back
from zoutong.process.step import complete as complete_task
from zoutong.process.step import set_data
from zoutong.walk.acts.checking import doors_of, reason_given, split_is_fair, variables
from zoutong.walk.acts.service import add_rating, level_of, one_call
from zoutong.walk.course import DOOR, DOORS, HAND_OVER, RATING, term_of
from zoutong.walk.draft import Draft
from zoutong.walk.faults import refuse
from zoutong.walk.house import rule
from zoutong.walk.model import Door, Referral, Signer, Task
from zoutong.walk.moving import door_ahead, moved
from zoutong.walk.ready import open_signer, passed_steps

MAX_SIGNERS = 20


def claim(draft: Draft) -> None:
    """Take a task into hand (领取); a task that was referred is accepted by that."""
    task, actor = draft.task(), draft.act.actor
    me = actor.stands_for
    draft.did(task.node, "accepted" if task.referral else "claimed", (rule("first_asked"),) if task.referral else ())
    draft.put_task(replace(task, holder=me, unit=actor.unit or task.unit, claimed=draft.now, referral=None))
    draft.touched(actor.unit, me)


def answer(draft: Draft) -> None:
    """Set variables of an open task before it is completed."""
    task = draft.task()
    variables(draft.course, draft.act.data, _node(draft, task).form)
    draft.did(task.node, "answered")
    draft.state = set_data(draft.course.process, draft.at_work(), task.token, draft.act.data)


def complete(draft: Draft) -> None:
    """Complete a task: what it sets is written, and the process goes on to its next rest."""
    task, act = draft.task(), draft.act
    if task.token < 0:
        draft.did(task.node, "completed")
        draft.drop_task(task.token)
        return
    node, data = _node(draft, task), act.data
    variables(draft.course, data, node.form)
    because: tuple[str, ...] = ()
    if data.get(DOORS) is not None:
        split_is_fair(draft, data, draft.at_work().visible(draft.at_work().tokens[task.token].scope))
        because = (rule("claims_kept"), rule("override_reason")) if act.reason else (rule("claims_kept"),)
    else:
        reason_given(draft, needed=False)
    draft.did(task.node, "completed", because)
    if DOOR in node.form and not data.get(DOOR):
        state = draft.at_work()
        data = {**data, DOOR: door_ahead(state, draft.course, state.tokens[task.token].scope)}
    finish(draft, task, data)


def finish(draft: Draft, task: Task, data: Mapping[str, object]) -> None:
    """Let the process go on from a task whose completion was said already."""
    course, actor = draft.course, draft.act.actor
    step = complete_task(course.process, draft.at_work(), task.token, data, draft.now, course.around)
    if actor.role != "applicant":
        draft.touched(actor.unit, actor.stands_for)
    if data.get(DOORS) is not None:
        held = tuple(d for d in draft.doors if d.strand)
        draft.doors = held + tuple(Door(name, claims) for name, claims in doors_of(course, data[DOORS]))
    level = level_of(data.get(RATING))
    if level and RATING in _node(draft, task).form and not any(not r.door for r in draft.ratings):
        add_rating(draft, "", level, {})
    moved(draft, step, task.token)
    if level in (1, 2):
        one_call(draft)


def _node(draft: Draft, task: Task) -> Node:
    state = draft.at_work()
    return draft.course.place(state, state.tokens[task.token])[1]


def send_back(draft: Draft) -> None:
    """Send a task back (驳回) to a step that was passed, with a reason."""
    task, act = draft.task(), draft.act
    reason_given(draft)
    if act.to not in passed_steps(draft.walk, task):
        raise refuse(
            "act.send_back",
            "只能退回已经走过的环节。",
            "It goes back only to a step that was passed.",
            "请从走过的环节里选。",
            "Choose one of the steps that were passed.",
            (rule("passed_step"),),
        )
    course = draft.course
    draft.did(task.node, "sent_back", (rule("passed_step"),), to=act.to)
    moved(draft, put_back(course.process, draft.at_work(), task.token, act.to, draft.now, course.around))


def take_over(draft: Draft) -> None:
    """Take a task out of another's hands, or out of the pool (转办), with a reason."""
    task, actor = draft.task(), draft.act.actor
    reason_given(draft)
    me = actor.stands_for
    draft.did(task.node, "taken_over", (), **({"from": task.holder} if task.holder else {}))
    draft.put_task(replace(task, holder=me, unit=actor.unit or task.unit, claimed=draft.now, referral=None))
    draft.touched(actor.unit, me)


def assign(draft: Draft) -> None:
    """Give a task to a person, a unit or a role (转办), with a reason."""
    task, act = draft.task(), draft.act
    reason_given(draft)
    _known_role(draft, act.role)
    if not (act.person or act.unit or act.role):
        raise refuse(
            "act.whom", "没有说明转给谁。", "It is not said to whom.", "请选人、单位或者岗位。", "Choose a person, a unit or a role."
        )
    draft.did(task.node, "assigned", (), **({"from": task.holder} if task.holder else {}))
    unit = act.unit or (task.unit if not act.role or act.role == task.role else "")
    draft.put_task(
        replace(task, role=act.role or task.role, unit=unit, holder=act.person, claimed=draft.now if act.person else None, referral=None)
    )
    draft.touched(unit, act.person)


def refer(draft: Draft) -> None:
    """Refer a task to another unit (移送), papers and all; that unit accepts it by claiming it, or refers it back, within the clock."""
    task, act, course = draft.task(), draft.act, draft.course
    reason_given(draft)
    _known_role(draft, act.role)
    if act.to and act.to not in course.pack.routes:
        raise refuse(
            "act.door", f"没有“{act.to}”这个去向。", f"There is no door “{act.to}”.", "请从去向清单里选。", "Choose from the list of doors."
        )
    back = task.referral
    if back is not None:
        if act.unit != back.from_unit:
            raise refuse(
                "act.referral",
                "移送来的事只能接收或者退回原单位，不能再往外推。",
                "What was referred to you is accepted or given back, not passed on.",
                "请接收，或者退回原单位。",
                "Accept it, or give it back.",
                (rule("first_asked"),),
            )
        draft.did(task.node, "returned", (rule("first_asked"), rule("papers_go_along")))
        draft.put_task(replace(task, role=back.from_role, unit=back.from_unit, holder=back.from_holder, referral=None))
        return
    if not act.unit or act.unit == task.unit:
        raise refuse(
            "act.whom",
            "没有说明移送到哪个单位。",
            "It is not said to which unit.",
            "请选接收单位。",
            "Choose the unit that is to receive it.",
        )
    spec = course.clocks.get(HAND_OVER)
    due = course.last_day(draft.today, term_of(spec)).rolled if spec else None
    from_unit = task.unit or act.actor.unit
    draft.did(task.node, "referred", (rule("first_asked"), rule("papers_go_along")), **({"due": due.isoformat()} if due else {}))
    draft.put_task(
        replace(
            task, role=act.role or task.role, unit=act.unit, holder="", claimed=None,
            referral=Referral(task.role, from_unit, task.holder, draft.now, due),
        )
    )  # fmt: skip
    draft.touched(act.unit, "")


def _known_role(draft: Draft, role: str) -> None:
    if role and role not in draft.course.roles:
        raise refuse(
            "act.unknown_role",
            f"没有“{role}”这个岗位。",
            f"There is no role “{role}”.",
            "请从岗位清单里选。",
            "Choose from the list of roles.",
        )


def add_signer(draft: Draft) -> None:
    """Ask for one more signature (加签、会签) of a person, a role or a unit; the task waits for all of them."""
    task, act = draft.task(), draft.act
    _known_role(draft, act.role)
    signer = Signer(act.person, act.role, act.unit)
    if not (act.person or act.role or act.unit):
        raise refuse(
            "act.whom",
            "没有说明请谁会签。",
            "It is not said who is to sign.",
            "请选人、单位或者岗位。",
            "Choose a person, a unit or a role.",
        )
    if len(task.signers) >= MAX_SIGNERS or any(
        (s.person, s.role, s.unit) == (act.person, act.role, act.unit) and not s.signed for s in task.signers
    ):
        raise refuse(
            "act.signer_twice", "已经请过这个会签人，或者会签人太多。", "That signature is asked for already, or there are too many."
        )
    draft.did(task.node, "signer_added", (rule("signatures"),))
    draft.put_task(replace(task, signers=(*task.signers, signer)))


def sign(draft: Draft) -> None:
    """Sign a task on which one's signature is waited for; ``opinion`` in the data is agree or disagree."""
    task, act = draft.task(), draft.act
    signer = open_signer(task, act.actor)
    opinion = act.data.get("opinion", "agree")
    if signer is None or opinion not in ("agree", "disagree"):
        raise refuse("act.value", "会签意见只能是同意或者不同意。", "The opinion is agree or disagree.")
    me = act.actor.stands_for
    draft.did(task.node, "signed", (rule("signatures"),))
    at = task.signers.index(signer)
    signed = replace(signer, signed=me, at=draft.now, opinion=str(opinion))
    draft.put_task(replace(task, signers=(*task.signers[:at], signed, *task.signers[at + 1 :])))
    if act.actor.role != "applicant":
        draft.touched(act.actor.unit, me)
