"""Knows how a case is sent back (驳回) to something that was done before: what ran since then is cancelled, and the earlier place is entered again."""

from __future__ import annotations

from datetime import datetime

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.process.model import Process, Surroundings
from zoutong.process.run import Run
from zoutong.process.settle import ENTER, settle
from zoutong.process.state import State, Step, Token


def put_back(process: Process, state: State, token: int, to: str, now: datetime, around: Surroundings) -> Step:
    """Send an open token back to a node that was passed before, in its own level or in one around it. Variables stay as they are.

    Where ``to`` lies before a split, everything that came out of the split is cancelled too; where it lies outside the level,
    the whole level is. Fault process.token, process.not_passed when nobody was ever there, process.not_before when that was beside the token
    and not before it, process.starved when it is one of several ways that have met: there the token would wait for the others for ever.
    """
    run = Run(process, state, now, around)
    moved = run.tokens.get(token)
    if moved is None:
        raise Fault(
            "process.token",
            Words("这个环节已经办过，或者已经撤销。", "This task is done already, or was cancelled."),
            cure=Words("请刷新后再看。", "Look at the case again."),
        )
    while to not in run.scopes[moved.scope].passed:
        if moved.scope == 0:
            raise Fault(
                "process.not_passed",
                Words("不能退回：这件事没有办过那个环节。", "It cannot be sent back there: the case never was at that task."),
                cure=Words("请选一个办过的环节。", "Choose a task that was done."),
            )
        moved = run.tokens[run.scopes[moved.scope].host]
    _enter_again(run, moved, to)
    settle(run)
    return run.step()


def may_put_back(process: Process, state: State, token: int, around: Surroundings) -> tuple[str, ...]:
    """Give the nodes to which an open token may be sent back, the innermost level first."""
    found = []
    run = Run(process, state, now=state.tokens[token].since, around=around)
    moved = run.tokens[token]
    while True:
        scope = run.scopes[moved.scope]
        nodes = run.nodes(moved.scope)
        found += [to for to in scope.passed if to in nodes and _hindrance(run, moved, to) is None]
        if moved.scope == 0:
            return tuple(dict.fromkeys(found))
        moved = run.tokens[scope.host]


def _enter_again(run: Run, moved: Token, to: str) -> None:
    scope, model = moved.scope, run.model(moved.scope)
    hindrance = _hindrance(run, moved, to)
    if hindrance is not None:
        raise hindrance
    line = run.scopes[scope].passed[to]
    if _behind(moved, line):
        gone = [t.id for t in run.tokens.values() if t.scope == scope and t.line[: len(line)] == line]
    else:
        gone, line = [moved.id], moved.line
    for token in gone:
        if token in run.tokens:
            run.cancel(token)
    node = model.nodes[to]
    ENTER[node.kind](run, model, node, node.incoming[0] if node.incoming else "", scope, line)
    run.touched.append(scope)


def _behind(moved: Token, line: tuple[int, ...]) -> bool:
    """Tell whether a token descends from what passed with this line."""
    return moved.line[: len(line)] == line


def _hindrance(run: Run, moved: Token, to: str) -> Fault | None:
    """Say why a token cannot go back to a node of its level that was passed; None when it can."""
    line = run.scopes[moved.scope].passed[to]
    if _behind(moved, line):
        return None
    model, own = run.model(moved.scope), len(moved.line)
    branch = line[: own + 1]
    beside = any(t.line[: own + 1] == branch for t in run.tokens.values() if t.scope == moved.scope and t.id != moved.id)
    if line[:own] != moved.line or beside or moved.node not in _ahead(model, to):
        return Fault(
            "process.not_before",
            Words(
                "不能退回：那个环节与这里并行，不在它之前。", "It cannot be sent back there: that task runs beside this one, not before it."
            ),
            cure=Words("请退回到分开之前的环节。", "Send it back to a task before the ways parted."),
        )
    if _starves(model, to, moved.node):
        return Fault(
            "process.starved",
            Words(
                "不能退回：那里是并行的一支，各支已经汇合。",
                "It cannot be sent back there: that is one of several parallel ways, and they have met.",
            ),
            cure=Words("请退回到分开之前的环节。", "Send it back to a task before the ways parted."),
        )
    return None


def _starves(model: Process, to: str, until: str) -> bool:
    """Tell whether a lone token at ``to`` meets a parallel join, before ``until``, that also waits for a way it does not come by."""
    ahead = _ahead(model, to, until)
    joins = (model.nodes[n] for n in ahead if model.nodes[n].kind == "parallel" and len(model.nodes[n].incoming) > 1)
    for join in joins:
        reached = _ahead(model, to, until, join.id)
        if any(model.flows[flow].source not in reached for flow in join.incoming):
            return True
    return False


def _ahead(model: Process, start: str, *walls: str) -> set[str]:
    """Give the nodes that a token can reach without passing one of the walls; a wall itself counts as reached."""
    found: set[str] = {start}
    todo = [start]
    while todo:
        at = todo.pop()
        if at in walls and at != start:
            continue
        after = [flow.target for flow in model.after[at]]
        after += [border.id for border in model.borders.get(at, ())]
        todo += [n for n in after if n not in found]
        found.update(after)
    return found
