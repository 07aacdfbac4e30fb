"""Knows which ways a token takes out of a node: conditions, defaults, and that nothing unknown is ever taken for true."""

from __future__ import annotations

from zoutong.process.model import Flow, Node, Process
from zoutong.process.run import NO_DATA, Line, Run


def ways(run: Run, model: Process, node: Node, scope: int) -> tuple[Flow, ...] | None:
    """Give the flows that are taken out of a node; None when there are some and none of them holds."""
    out = model.after[node.id]
    if node.kind == "exclusive":
        return _one_way(run, node, out, scope) if out else out
    if node.kind in ("parallel", "event_gateway") or all(flow.condition is None for flow in out):
        return out
    taken = tuple(f for f in out if f.id != node.default and (f.condition is None or _holds(run, f, scope)))
    return taken or tuple(f for f in out if f.id == node.default) or None


def _one_way(run: Run, node: Node, out: tuple[Flow, ...], scope: int) -> tuple[Flow, ...] | None:
    plain = []
    for flow in out:
        if flow.id == node.default:
            continue
        if flow.condition is None:
            plain.append(flow)
        elif _holds(run, flow, scope):
            return (flow,)
    if node.default:
        return tuple(f for f in out if f.id == node.default)
    # One flow without a condition can only be meant as the rest; of several, none may be chosen by chance.
    return tuple(plain) if len(plain) == 1 else None


def _holds(run: Run, flow: Flow, scope: int) -> bool:
    return flow.condition is not None and flow.condition.holds(lambda name: run.look(scope, name), run.now)


def move_on(run: Run, model: Process, node: Node, scope: int, line: Line, token: int, *, passing: bool = False) -> None:
    """Send a token on its way out of a node, or let it rest there when no way holds.

    With ``passing`` it is told of, and which ways were taken where there was a choice.
    """
    straight = model.straight.get(node.id)
    if straight is not None:
        if passing:
            run.happens(node.id, "passed", token, NO_DATA)
        run.queue.append((model, *straight, scope, line))
        return
    taken = ways(run, model, node, scope)
    if taken is None:
        run.rest(token, node, scope, "stuck", "", line)
        run.happens(node.id, "stuck", token)
        return
    if passing:
        run.happens(node.id, "passed", token, {"flows": [f.id for f in taken]} if len(node.outgoing) > 1 else NO_DATA)
    if not taken:
        run.touched.append(scope)
    elif len(taken) == 1:
        flow = taken[0]
        run.queue.append((model, model.nodes[flow.target], flow.id, scope, line))
    else:
        for flow in taken:
            run.queue.append((model, model.nodes[flow.target], flow.id, scope, (*line, run.number())))


def pass_on(run: Run, model: Process, node: Node, scope: int, line: Line, token: int) -> None:
    """Let a token pass a gateway or event without a stop."""
    move_on(run, model, node, scope, line, token, passing=True)
