"""Knows what events do: begin, end, pass, wait, fire on a border, and throw errors outwards."""

from __future__ import annotations

from collections import deque

from zoutong.process.model import Data, Node, Process
from zoutong.process.run import NO_DATA, Line, Run
from zoutong.process.state import Token
from zoutong.process.timing import due_of
from zoutong.process.ways import move_on, pass_on


def enter_start(run: Run, model: Process, node: Node, flow: str, scope: int, line: Line) -> None:
    """Pass a start event, or any event that only passes."""
    pass_on(run, model, node, scope, line, run.number())


def enter_throw(run: Run, model: Process, node: Node, flow: str, scope: int, line: Line) -> None:
    """Pass an intermediate event; a message is told of, sending it is the caller's work."""
    me = run.number()
    if node.event == "message":
        run.happens(node.id, "fired", me, {"message": node.message})
    pass_on(run, model, node, scope, line, me)


def enter_catch(run: Run, model: Process, node: Node, flow: str, scope: int, line: Line) -> None:
    """Wait for a timer or a message."""
    me = run.number()
    due = due_of(run, node, scope) if node.event == "timer" else None
    if node.event == "timer" and due is None:
        run.rest(me, node, scope, "unready", flow, line)
        run.happens(node.id, "stuck", me)
        return
    run.rest(me, node, scope, "waiting", flow, line)
    run.happens(node.id, "waiting", me)
    if due is not None:
        run.set_alarm(due, me, node.id)


def enter_event_gateway(run: Run, model: Process, node: Node, flow: str, scope: int, line: Line) -> None:
    """Wait for the first of several events."""
    me = run.number()
    run.rest(me, node, scope, "waiting", flow, line)
    run.happens(node.id, "waiting", me)
    for out in model.after[node.id]:
        target = model.nodes[out.target]
        if target.event == "timer":
            due = due_of(run, target, scope)
            if due is None:
                run.happens(target.id, "stuck", me)
            else:
                run.set_alarm(due, me, target.id)


def enter_end(run: Run, model: Process, node: Node, flow: str, scope: int, line: Line) -> None:
    """Take the token away; a terminate end clears its level, an error end throws outwards."""
    me = run.number()
    if node.event == "error":
        run.happens(node.id, "error", me, {"error": node.error})
        if not throw(run, scope, node.error):
            run.close("error", node.error)
        return
    if node.event == "message":
        run.happens(node.id, "fired", me, {"message": node.message})
    run.happens(node.id, "ended", me)
    run.touched.append(scope)
    if node.event == "terminate":
        run.clear(scope)
        run.queue = deque(item for item in run.queue if item[3] != scope)
        if scope == 0:
            run.close("terminated")


def fire(run: Run, token: Token, node: Node, data: Data = NO_DATA) -> None:
    """Let an event happen for the token that waits for it: its own, one behind an event gateway, or one on its border."""
    model = run.model(token.scope)
    run.happens(node.id, "fired", token.id, data)
    if node.kind != "boundary":
        run.drop(token.id)
        run.pass_by(token.scope, node.id, token.line)
        move_on(run, model, node, token.scope, token.line, token.id)
    elif node.interrupting:
        run.cancel(token.id)
        move_on(run, model, node, token.scope, token.line, run.number())
    else:
        move_on(run, model, node, token.scope, (*token.line, run.number()), run.number())


def throw(run: Run, scope: int, error: str) -> bool:
    """Throw an error out of a level: the innermost activity around it with a border for this error, or for any, is cancelled and the border fires.

    False, and nothing changed, when nobody catches it.
    """
    while scope != 0:
        host = run.tokens[run.scopes[scope].host]
        border = border_for(run.model(host.scope), host.node, error)
        if border is not None:
            fire(run, host, border, {"error": error})
            return True
        scope = host.scope
    return False


def border_for(model: Process, node: str, error: str) -> Node | None:
    """Give the error border that catches a code: the one that names it, else the one that catches all."""
    borders = [b for b in model.borders.get(node, ()) if b.event == "error"]
    return next((b for b in borders if b.error == error), None) or next((b for b in borders if not b.error), None)
