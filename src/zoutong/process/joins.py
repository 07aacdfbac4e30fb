"""Knows when tokens that arrive by several ways go on as one: the parallel and the inclusive gateway (BPMN 2.0, 13.4.1 and 13.4.3)."""

from __future__ import annotations

from collections.abc import Mapping

from zoutong.process.model import Node, Process
from zoutong.process.run import Line, Run
from zoutong.process.state import Token
from zoutong.process.ways import pass_on

NOWHERE: Mapping[str, int] = {}
"""What an inclusive gateway with one way in asks: nobody else can come."""


def shared(lines: list[Line]) -> Line:
    """Give the descent that tokens have in common: what they were before the split that parted them."""
    first, last = min(lines), max(lines)
    at = 0
    while at < len(first) and first[at] == last[at]:
        at += 1
    return first[:at]


def enter_parallel(run: Run, model: Process, node: Node, flow: str, scope: int, line: Line) -> None:
    """Wait until every incoming flow has brought a token, then take one of each."""
    me = run.number()
    if len(node.incoming) <= 1:
        pass_on(run, model, node, scope, line, me)
        return
    run.rest(me, node, scope, "joining", flow, line)
    arrived: dict[str, Token] = {}
    for token in run.tokens.values():
        if token.node == node.id and token.scope == scope and token.rest in ("joining", "dead"):
            arrived.setdefault(token.flow, token)
    if len(arrived) < len(node.incoming):
        run.happens(node.id, "waiting", me)
        return
    _fire(run, model, node, scope, list(arrived.values()), me)


def enter_inclusive(run: Run, model: Process, node: Node, flow: str, scope: int, line: Line) -> None:
    """Wait; whether anybody else can still come is asked when all tokens rest."""
    me = run.number()
    if len(node.incoming) <= 1:
        pass_on(run, model, node, scope, line, me)
        return
    run.rest(me, node, scope, "joining", flow, line)
    run.happens(node.id, "waiting", me)


def fire_inclusive(run: Run) -> bool:
    """Let one inclusive gateway go on for which nobody else can come; False when there is none."""
    for token in run.tokens.values():
        if token.rest in ("joining", "dead"):
            model = run.model(token.scope)
            node = model.nodes[token.node]
            if node.kind == "inclusive" and not _blocked(run, model, node, token.scope):
                arrived: dict[str, Token] = {}
                for other in run.tokens.values():
                    if other.node == node.id and other.scope == token.scope:
                        arrived.setdefault(other.flow, other)
                _fire(run, model, node, token.scope, list(arrived.values()), max(t.id for t in arrived.values()))
                return True
    return False


def _fire(run: Run, model: Process, node: Node, scope: int, arrived: list[Token], last: int) -> None:
    for token in arrived:
        run.drop(token.id)
    pass_on(run, model, node, scope, shared([t.line for t in arrived]), last)


def _blocked(run: Run, model: Process, gateway: Node, scope: int) -> bool:
    """Tell whether a token can still reach a flow of the gateway that has none: one that can also reach a flow that has one does not count."""
    reach = model.reach.get(gateway.id, NOWHERE)
    marked = 0
    for token in run.tokens.values():
        if token.scope == scope and token.node == gateway.id and token.flow in gateway.incoming:
            marked |= 1 << gateway.incoming.index(token.flow)
    for token in run.tokens.values():
        if token.scope == scope and token.node != gateway.id:
            can = reach.get(token.node, 0)
            if can & ~marked and not can & marked:
                return True
    return False


def tell_dead(run: Run) -> None:
    """Tell of the levels in which every token waits at a gateway for one that cannot come."""
    alive = {t.scope for t in run.tokens.values() if t.rest not in ("joining", "dead")}
    for token in list(run.tokens.values()):
        if token.rest == "joining" and token.scope not in alive:
            run.tokens[token.id] = token._replace(rest="dead")
            run.happens(token.node, "stuck", token.id)
