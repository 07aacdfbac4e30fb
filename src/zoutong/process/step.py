"""Knows the calls by which a process moves; each takes a state and gives a new one with what happened. Nothing else moves it.

Every function is pure. ``now`` is the moment of the call; ``around`` gives other processes, decisions and clocks. Faults: process.token (no such open
task), process.message (nobody waits for it), process.endless (too many moves in one call), process.data (a value that is no JSON), process.form (a
variable that the task may not set), process.call, process.table, process.too_many, process.gone (the state stands on a node that the process does not
have), and whatever ``around`` raises; then nothing has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.process.activities import complete as do_task
from zoutong.process.activities import first_nodes
from zoutong.process.data import kept
from zoutong.process.events import border_for, fire, throw
from zoutong.process.model import Data, Node, Process, Surroundings
from zoutong.process.present import gone
from zoutong.process.run import MAX_MOVES, Run, endless
from zoutong.process.settle import ENTER, settle
from zoutong.process.state import Scope, State, Step, Token
from zoutong.process.ways import move_on

_NEVER = datetime(1, 1, 1)  # noqa: DTZ001 - asking moves nothing, and nothing is compared with it


def begin(process: Process, data: Data, now: datetime, around: Surroundings, start: str | None = None) -> Step:
    """Begin a process with its first variables; ``start`` is the id or the message of a start event, else the one without a trigger.

    A variable that is given as None is known by name and unknown in value: what a sub-process sets under that name is kept outside.
    Fault process.refused when the process holds an element that cannot be executed, process.start when there is no such start.
    """
    for node in process.nodes.values():
        if node.kind == "refused":
            ENTER["refused"](Run(process, _new(process, {}), now, around), process, node, "", 0, ())
    starts = first_nodes(process, "") if start is None else _named(process, start)
    if not starts:
        raise Fault(
            "process.start",
            Words(f"流程“{process.words.zh}”没有这样的开始。", f'The process "{process.words.en}" has no such start.'),
            cure=Words("请检查开始事件。", "Look at its start events."),
        )
    values = kept(data)
    run = Run(process, _new(process, values), now, around)
    run.happens(process.id, "opened", 0, values)
    for node in starts:
        run.queue.append((process, node, "", 0, ()))
    run.touched.append(0)
    settle(run)
    return run.step()


def complete(process: Process, state: State, token: int, data: Data, now: datetime, around: Surroundings) -> Step:
    """Do an open task. What it sets goes to the innermost scope that has the name, else to the task's own."""
    run = Run(process, state, now, around)
    do_task(run, _open(state, token), data)
    settle(run)
    return run.step()


def deliver(
    process: Process, state: State, message: str, data: Data, now: datetime, around: Surroundings, token: int | None = None
) -> Step:
    """Hand in a message, by id or name: the receive task, event or border that has waited longest takes it, or the one on that token."""
    run = Run(process, state, now, around)
    for waiting, node in _listeners(run):
        if (token is None or token == waiting.id) and run.model(waiting.scope).message_named(message) == node.message:
            values = kept(data)
            if node.kind == "receive" and waiting.node == node.id:
                do_task(run, waiting, data)
            elif node.kind == "receive":
                run.write(waiting.scope, values)
                run.drop(waiting.id)
                run.happens(node.id, "fired", waiting.id, {"message": node.message})
                run.happens(node.id, "completed", waiting.id, values)
                run.pass_by(waiting.scope, node.id, waiting.line)
                move_on(run, run.model(waiting.scope), node, waiting.scope, waiting.line, waiting.id)
            else:
                run.write(waiting.scope, values)
                fire(run, waiting, node, {"message": node.message, **values})
            settle(run)
            return run.step()
    raise Fault(
        "process.message",
        Words(f"现在没有环节在等消息“{message}”。", f'Nothing waits for the message "{message}" now.'),
        cure=Words("请先看这件事走到哪一步。", "Look at where the case stands first."),
    )


def tick(process: Process, state: State, now: datetime, around: Surroundings) -> Step:
    """Let every timer fire that is due, the earliest first, and try again what was stuck. Nothing happens while timers stand still."""
    if state.held is not None or not state.tokens:
        return Step(state, ())
    run = Run(process, state, now, around)
    _try_again(run)
    settle(run)
    rounds = 0
    while due := [alarm for alarm in run.alarms if alarm.due <= now]:
        rounds += 1
        if rounds > MAX_MOVES:
            raise endless()
        alarm = min(due, key=lambda a: (a.due, a.token, a.node))
        run.alarms.remove(alarm)
        run.refresh_due(alarm.token)
        token = run.tokens[alarm.token]
        fire(run, token, run.model(token.scope).nodes[alarm.node], {"due": alarm.due.isoformat()})
        settle(run)
    return run.step() if run.happenings else Step(state, ())


def fail(process: Process, state: State, token: int, error: str, now: datetime, around: Surroundings) -> Step:
    """Let an open task fail with an error: the border that catches it fires. Fault process.error when there is none."""
    run = Run(process, state, now, around)
    at = _open(state, token)
    model = run.model(at.scope)
    run.happens(at.node, "error", token, {"error": error})
    alone = run.scopes[at.scope].node != at.node
    border = border_for(model, at.node, error) if alone else None
    if border is not None:
        fire(run, at, border, {"error": error})
    elif not throw(run, at.scope, error):
        raise Fault(
            "process.error",
            Words(f"流程没有写明出错“{error}”时怎么办。", f'The process does not say what to do about the error "{error}".'),
            cure=Words("请给环节加上错误边界事件。", "Put an error event on the border of the task."),
        )
    settle(run)
    return run.step()


def cancel(process: Process, state: State, now: datetime) -> Step:
    """Withdraw: everything open is cancelled and the process is over."""
    run = Run(process, state, now, None)
    if state.status == "running":
        run.close("cancelled")
    return run.step()


def set_data(process: Process, state: State, token: int | None, data: Data) -> State:
    """Write variables as the task at that token would, or for None in the process's own scope. Moves nothing; ``tick`` tries again what was stuck."""
    at = 0 if token is None else _token(state, token).scope
    run = Run(process, state, _NEVER, None)
    run.write(at, kept(data))
    return replace(state, scopes=run.scopes)


def open_tasks(process: Process, state: State) -> tuple[Token, ...]:
    """Give the tasks that somebody must do (or, for a receive task, a message), the oldest first."""
    return tuple(token for token in state.tokens.values() if token.rest == "open")


def awaited(process: Process, state: State, around: Surroundings) -> tuple[tuple[str, int], ...]:
    """Give the messages that may be delivered now, each with the token that would take it."""
    return tuple((node.message, token.id) for token, node in _listeners(Run(process, state, _NEVER, around)))


def place(process: Process, state: State, token: int, around: Surroundings) -> tuple[Process, Node]:
    """Give the node at which a token stands, and the process it belongs to: a called one has nodes of its own. Fault process.gone."""
    at = _token(state, token)
    name = state.scopes[at.scope].process
    model = process if name == process.id else around.processes.get(name)
    if model is None:
        raise gone(name)
    return model, model.nodes[at.node]


def next_timer(state: State) -> datetime | None:
    """Give the moment at which ``tick`` has something to do; None when no timer is set or all stand still."""
    return None if state.held is not None else min((alarm.due for alarm in state.alarms), default=None)


def hold(state: State, now: datetime) -> State:
    """Let all timers stand still."""
    return state if state.held is not None else replace(state, held=now)


def release(state: State, now: datetime) -> State:
    """Let the timers go on with the time that was left: each is shifted by how long it stood still."""
    if state.held is None:
        return state
    alarms = tuple(a._replace(due=a.due + max(now - max(state.held, a.since), now - now)) for a in state.alarms)
    due: dict[int, datetime] = {}
    for alarm in alarms:
        due[alarm.token] = min(alarm.due, due.get(alarm.token, alarm.due))
    tokens = {t.id: t._replace(due=due[t.id]) if t.id in due else t for t in state.tokens.values()}
    return replace(state, held=None, alarms=alarms, tokens=tokens)


def _new(process: Process, data: Mapping[str, object]) -> State:
    return State(process.id, "running", {}, {0: Scope(0, process.id, "", 0, 0, data, {})})


def _named(process: Process, start: str) -> tuple[Node, ...]:
    message = process.message_named(start)
    found = (n for n in process.starts[""] if n.id == start or (n.kind == "start" and n.event == "message" and n.message == message))
    return tuple(found)[:1]


def _token(state: State, token: int) -> Token:
    found = state.tokens.get(token)
    if found is None:
        raise Fault(
            "process.token",
            Words("这个环节已经办过，或者已经撤销。", "This task is done already, or was cancelled."),
            cure=Words("请刷新后再看。", "Look at the case again."),
        )
    return found


def _open(state: State, token: int) -> Token:
    found = _token(state, token)
    if found.rest != "open":
        raise Fault(
            "process.token",
            Words("这里没有等人办的环节。", "No task is open here."),
            cure=Words("请刷新后再看。", "Look at the case again."),
        )
    return found


def _listeners(run: Run) -> Iterator[tuple[Token, Node]]:
    """Go over what waits for a message: tokens in the order in which they came to rest, each before its border."""
    for token in list(run.tokens.values()):
        if token.rest not in ("open", "waiting", "inside"):
            continue
        model = run.model(token.scope)
        node = model.nodes.get(token.node)
        if node is None:
            continue
        if (node.kind == "receive" and token.rest == "open") or (node.kind == "catch" and node.event == "message"):
            yield token, node
        if node.kind == "event_gateway":
            targets = (model.nodes[flow.target] for flow in model.after[node.id])
            yield from ((token, target) for target in targets if target.message and target.kind in ("catch", "receive"))
        if run.scopes[token.scope].node != node.id:
            yield from ((token, border) for border in model.borders.get(node.id, ()) if border.event == "message")


def _try_again(run: Run) -> None:
    """Try the ways out of what is done, and the beginning of what could not begin; still stuck is not told twice."""
    for token in list(run.tokens.values()):
        if token.rest not in ("stuck", "unready"):
            continue
        before = len(run.happenings)
        model = run.model(token.scope)
        node = model.nodes[token.node]
        run.drop(token.id)
        if token.rest == "stuck":
            move_on(run, model, node, token.scope, token.line, token.id)
        else:
            ENTER[node.kind](run, model, node, token.flow, token.scope, token.line)
        if len(run.happenings) == before + 1 and run.happenings[-1].phase == "stuck":
            del run.tokens[run.happenings.pop().token]
            run.tokens[token.id] = token
