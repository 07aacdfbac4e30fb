"""Knows how a call comes to rest: every moving token enters its next node, empty levels close, joins that nobody else can reach go on."""

from __future__ import annotations

from collections.abc import Callable

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.process.activities import enter_activity, finish
from zoutong.process.events import enter_catch, enter_end, enter_event_gateway, enter_start, enter_throw
from zoutong.process.joins import enter_inclusive, enter_parallel, fire_inclusive, tell_dead
from zoutong.process.model import Node, Process
from zoutong.process.run import MAX_MOVES, Line, Run, endless

Enter = Callable[[Run, Process, Node, str, int, Line], None]


def _refused(run: Run, model: Process, node: Node, flow: str, scope: int, line: Line) -> None:
    raise Fault(
        "process.refused",
        Words(f"“{node.words.zh}”不能执行。", f'"{node.words.en}" cannot be executed.'),
        cure=Words("请看读入报告。", "See the import report."),
        file=model.file,
        row=node.line,
    )


ENTER: dict[str, Enter] = {
    "start": enter_start, "exclusive": enter_start, "throw": enter_throw, "end": enter_end, "catch": enter_catch, "event_gateway": enter_event_gateway,
    "parallel": enter_parallel, "inclusive": enter_inclusive, "user": enter_activity, "manual": enter_activity, "receive": enter_activity,
    "service": enter_activity, "send": enter_activity, "rule": enter_activity, "subprocess": enter_activity, "call": enter_activity,
    "refused": _refused, "boundary": _refused,
}  # fmt: skip

JOINING = frozenset({"joining", "dead"})


def settle(run: Run) -> None:
    """Move until every token rests; Fault process.endless when that takes more than ten thousand moves."""
    touched, entered = run.touched, ENTER
    while True:
        while run.queue:
            run.moves += 1
            if run.moves > MAX_MOVES:
                raise endless()
            model, node, flow, scope, line = run.queue.popleft()
            if scope in run.scopes:
                entered[node.kind](run, model, node, flow, scope, line)
        if touched:
            _close_empty(run, touched.pop())
        elif not _joining(run):
            return
        elif not fire_inclusive(run):
            tell_dead(run)
            return


def _joining(run: Run) -> bool:
    for token in run.tokens.values():  # noqa: SIM110 - asked after every move: a generator would cost more than the question
        if token.rest in JOINING:
            return True
    return False


def _close_empty(run: Run, scope: int) -> None:
    if scope not in run.scopes or run.status != "running":
        return
    for token in run.tokens.values():
        if token.scope == scope:
            return
    run.moves += 1
    finish(run, scope)
