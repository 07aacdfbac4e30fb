"""Knows the acts that begin a walk, let time pass, and end it: start, restart, tick, withdraw, decline."""

from __future__ import annotations

from dataclasses import replace

from zoutong.process.level import end_level
from zoutong.process.step import begin, cancel, next_timer, set_data
from zoutong.process.step import tick as tick_process
from zoutong.walk.acts.checking import codes, reason_given, variables
from zoutong.walk.acts.papers import came_in_person
from zoutong.walk.clocks import CHASE, house_task, mark, run_out
from zoutong.walk.course import CLAIMS, ESCALATES_TO
from zoutong.walk.draft import Draft
from zoutong.walk.faults import refuse
from zoutong.walk.house import rule
from zoutong.walk.model import Door, Status, Task
from zoutong.walk.moving import end_clocks_of_an_end, moved


def start(draft: Draft) -> None:
    """Begin the walk with its first variables; whoever hands something in gets a receipt."""
    act, actor, course = draft.act, draft.act.actor, draft.course
    variables(course, act.data)
    draft.opened, draft.status = draft.now, "open"
    draft.applicant = act.person or (actor.stands_for if actor.role == "applicant" else draft.walk.id)
    draft.unit = act.unit or actor.unit
    draft.touched(draft.unit, "" if actor.role == "applicant" else actor.stands_for)
    draft.trips = came_in_person(act.data)
    draft.did(draft.walk.process, "started")
    draft.follows("receipt", "given", None, (rule("receipt"),))
    mark(draft, "opened")
    moved(draft, begin(course.process, act.data, draft.now, course.around))


def restart(draft: Draft) -> None:
    """Begin anew what is no real case: a leader's walk, a rehearsal, a simulated visitor. What happened before stays in the events."""
    act, course = draft.act, draft.course
    variables(course, act.data)
    draft.did(draft.walk.process, "restarted")
    draft.tasks, draft.clocks, draft.doors, draft.notices, draft.ratings, draft.pauses = {}, (), (), (), (), ()
    draft.marks, draft.status, draft.closed, draft.state = {}, "open", None, None
    mark(draft, "opened")
    moved(draft, begin(course.process, act.data, draft.now, course.around))


def tick(draft: Draft) -> None:
    """Let time pass: timers of the process fire, clocks run out, referrals that nobody accepted are told. Nothing due, nothing said."""
    if not _anything_due(draft):
        return
    draft.did("tick", "ticked")
    course = draft.course
    if draft.state is not None and draft.state.status == "running":
        moved(draft, tick_process(course.process, draft.state, draft.now, course.around))
    run_out(draft)
    for task in tuple(draft.tasks.values()):
        if _referral_late(draft, task) and task.referral is not None:
            draft.put_task(replace(task, referral=replace(task.referral, overdue=True)))
            draft.follows(task.node, "overdue", task.token, (rule("first_asked"), rule("escalation")), {"unit": task.unit})
            draft.urgency += 1
            house_task(draft, CHASE, ESCALATES_TO, "", task.door, task.strand)


def _anything_due(draft: Draft) -> bool:
    state = draft.state
    if state is not None and state.status == "running":
        timer = next_timer(state)
        if timer is not None and timer <= draft.now:
            return True
        if state.held is None and any(token.rest in ("stuck", "unready") for token in state.tokens.values()):
            return True
    for running in draft.clocks:
        if running.done is None and running.overdue is None and not running.clock.stopped:
            due = draft.course.due_of(running.clock)
            if due is not None and due.expired(draft.today):
                return True
    return any(_referral_late(draft, task) for task in draft.tasks.values())


def _referral_late(draft: Draft, task: Task) -> bool:
    referral = task.referral
    return referral is not None and not referral.overdue and referral.due is not None and referral.due < draft.today


def withdraw(draft: Draft) -> None:
    """Withdraw the whole, a door (``to``) or single claims (``claims`` in the data); what is left goes on."""
    reason_given(draft, needed=False)
    claims = _meant(draft)
    draft.did("withdraw", "withdrawn", (rule("withdraw"),), **({CLAIMS: list(claims)} if claims is not None else {}))
    if claims is None or not _left(draft, claims):
        end_all(draft, "withdrawn")
        return
    state = draft.at_work()
    known = state.data.get(CLAIMS)
    if isinstance(known, list):
        draft.state = set_data(draft.course.process, state, None, {CLAIMS: [c for c in known if c not in claims]})
    for door in draft.doors:
        if door.status not in ("open", "suspended") or not set(door.claims) & set(claims):
            continue
        gone = tuple(c for c in door.claims if c in claims)
        left = tuple(c for c in door.claims if c not in claims)
        _put_door(
            draft,
            door,
            replace(door, claims=left or door.claims, withdrawn=(*door.withdrawn, *gone), status="open" if left else "withdrawn"),
        )
        if not left:
            _end_door(draft, door)
        elif door.strand:
            _set_part(draft, door.strand, left)


def _meant(draft: Draft) -> tuple[str, ...] | None:
    """Give the claims that are meant; None for the whole. Fault when they are not those of the walk."""
    act = draft.act
    if act.to:
        door = next((d for d in draft.doors if d.name == act.to and d.status in ("open", "suspended")), None)
        if door is None:
            raise refuse("act.door", "这件事没有这个去向，或者它已经结束。", "This walk has no such door, or it is done already.")
        return door.claims
    if act.data.get(CLAIMS) is None:
        return None
    claims = codes(act.data[CLAIMS])
    known = _known_claims(draft)
    if not claims or (known and not set(claims) <= known):
        raise refuse("act.claim", "这件事里没有这项诉求，或者已经撤回。", "This walk has no such claim, or it was withdrawn already.")
    return claims


def _known_claims(draft: Draft) -> set[str]:
    if draft.doors:
        return {claim for door in draft.doors if door.status in ("open", "suspended") for claim in door.claims}
    known = draft.at_work().data.get(CLAIMS)
    return set(codes(known)) if isinstance(known, list | tuple) else set()


def _left(draft: Draft, claims: tuple[str, ...]) -> bool:
    """Tell whether anything is left of the walk when these claims are gone: another claim, or a door that came to its end."""
    return bool(_known_claims(draft) - set(claims)) or any(door.status == "complete" for door in draft.doors)


def decline(draft: Draft) -> None:
    """Decline (不予受理) the whole or the branch of a task: with a reason, and with the article on which it stands."""
    act, course = draft.act, draft.course
    reason_given(draft)
    citation = act.data.get("citation")
    if not isinstance(citation, str) or citation.split(" ")[0] not in course.pack.laws.laws or " " not in citation:
        raise refuse(
            "act.citation",
            "不予受理要写明依据的法律条文。",
            "Declining needs the article on which it stands.",
            "写成“调解仲裁法 第29条”这样，法律要在 laws.csv 里。",
            "Write it like “调解仲裁法 第29条”; the law must stand in laws.csv.",
            (rule("decline_in_writing"),),
        )
    task = draft.task() if act.token is not None else None
    draft.did(task.node if task else "decline", "declined", (citation, rule("decline_in_writing")))
    door = next((d for d in draft.doors if task and task.strand and d.strand == task.strand), None)
    others = [d for d in draft.doors if d is not door and d.status in ("open", "suspended", "complete")]
    if door is None or not others:
        end_all(draft, "declined")
        return
    _put_door(draft, door, replace(door, status="declined"))
    _end_door(draft, door)


def _put_door(draft: Draft, old: Door, new: Door) -> None:
    draft.doors = tuple(new if (door.name, door.strand) == (old.name, old.strand) else door for door in draft.doors)


def _end_door(draft: Draft, door: Door) -> None:
    """End the branch of a door; one that has not begun is taken out of the split."""
    course, state = draft.course, draft.at_work()
    if door.strand in state.scopes and door.strand:
        draft.pauses = tuple(p for p in draft.pauses if p.strand != door.strand)
        moved(draft, end_level(course.process, state, door.strand, draft.now, course.around))
        return
    planned = state.data.get("doors")
    if isinstance(planned, list):
        left = [part for part in planned if not (isinstance(part, dict) and part.get("door") == door.name)]
        draft.state = set_data(draft.course.process, state, None, {"doors": left})


def _set_part(draft: Draft, strand: int, claims: tuple[str, ...]) -> None:
    """Let a branch know which of its claims are left."""
    state = draft.at_work()
    scope = state.scopes[strand]
    for item in draft.course.items:
        part = scope.data.get(item)
        if isinstance(part, dict):
            changed = scope._replace(data={**scope.data, item: {**part, CLAIMS: list(claims)}})
            draft.state = replace(state, scopes={**state.scopes, strand: changed})


def end_all(draft: Draft, status: Status) -> None:
    """End the walk before its process came to its end."""
    step = cancel(draft.course.process, draft.at_work(), draft.now)
    draft.doors = tuple(replace(d, status=status) if d.status in ("open", "suspended") else d for d in draft.doors)
    moved(draft, step)
    draft.status, draft.closed = status, draft.now
    end_clocks_of_an_end(draft)
