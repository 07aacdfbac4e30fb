"""Knows how an activity begins and ends: tasks, sub-processes, called processes, and several instances of any of them."""

from __future__ import annotations

from decimal import Decimal

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.process.data import kept
from zoutong.process.model import Data, Node, Process
from zoutong.process.run import Line, Run
from zoutong.process.state import Progress, Token
from zoutong.process.timing import due_of
from zoutong.process.ways import move_on

MAX_INSTANCES = 1_000
OPEN = frozenset({"user", "manual", "receive"})


def enter_activity(run: Run, model: Process, node: Node, flow: str, scope: int, line: Line) -> None:
    """Begin an activity that a token has reached."""
    if node.many is not None:
        _begin_many(run, model, node, flow, scope, line)
    elif node.kind in OPEN or node.waits:
        me = run.number()
        run.rest(me, node, scope, "open", flow, line)
        run.happens(node.id, "enabled", me)
        arm(run, model, node, me, scope)
    elif node.kind in ("subprocess", "call"):
        me = run.number()
        run.rest(me, node, scope, "inside", flow, line)
        run.happens(node.id, "opened", me)
        run.declare(scope, node.gives)
        arm(run, model, node, me, scope)
        _go_inside(run, model, node, _inner_scope(run, node, me, scope, {}))
    else:
        me = run.number()
        run.happens(node.id, "completed", me, _do(run, node, scope))
        leave(run, model, node, scope, line, me)


def arm(run: Run, model: Process, node: Node, token: int, scope: int) -> None:
    """Set the timers on the border of an activity."""
    for border in model.borders.get(node.id, ()):
        if border.event == "timer":
            due = due_of(run, border, scope)
            if due is None:
                run.happens(border.id, "stuck", token)
            else:
                run.set_alarm(due, token, border.id)


def complete(run: Run, token: Token, data: Data) -> None:
    """Do an open task: write what it sets and let the token go on."""
    model = run.model(token.scope)
    node = model.nodes[token.node]
    values = kept(data)
    if node.form and not values.keys() <= set(node.form):
        odd = next(name for name in values if name not in node.form)
        raise Fault(
            "process.form",
            Words(f"环节“{node.words.zh}”不能填“{odd}”。", f'The task "{node.words.en}" may not set "{odd}".'),
            cure=Words(f"可以填：{'、'.join(node.form)}。", f"It may set: {', '.join(node.form)}."),
        )
    run.write(token.scope, values)
    run.drop(token.id)
    run.happens(node.id, "completed", token.id, values)
    leave(run, model, node, token.scope, token.line, token.id)


def leave(run: Run, model: Process, node: Node, scope: int, line: Line, token: int) -> None:
    """End an activity: one instance of several ends with its scope, any other goes on its way."""
    if run.scopes[scope].node == node.id:
        run.touched.append(scope)
        return
    run.pass_by(scope, node.id, line)
    move_on(run, model, node, scope, line, token)


def _do(run: Run, node: Node, scope: int) -> Data:
    """Do a task that needs nobody; give what it wrote."""
    if node.kind != "rule" or run.around is None:
        return {}
    if not node.table:
        raise Fault(
            "process.table",
            Words(f"业务规则任务“{node.words.zh}”没有决策表。", f'The business-rule task "{node.words.en}" names no decision.'),
            cure=Words("请填 zt:table。", "Set zt:table."),
        )
    values = kept(run.around.decide(node.table, run.visible(scope), run.now))
    run.write(scope, values)
    return values


def _inner_scope(run: Run, node: Node, host: int, parent: int, data: Data) -> int:
    if node.kind != "call":
        return run.open_scope(run.scopes[parent].process, node.id, host, parent, data)
    return run.open_scope(run.called(node.called).id, "", host, parent, data)


def _go_inside(run: Run, model: Process, node: Node, scope: int) -> None:
    inner, level = (model, node.id) if node.kind == "subprocess" else (run.called(node.called), "")
    for start in first_nodes(inner, level):
        run.queue.append((inner, start, "", scope, ()))
    run.touched.append(scope)


def first_nodes(model: Process, level: str) -> tuple[Node, ...]:
    """Give where a level begins when nobody says: its start event without a trigger, else its only one, else all nodes nothing leads to."""
    starts = model.starts.get(level, ())
    events = tuple(n for n in starts if n.kind == "start")
    plain = tuple(n for n in events if not n.event)
    return plain[:1] or events[:1] or starts


def finish(run: Run, scope: int) -> None:
    """Close a level in which no token is left."""
    if scope == 0:
        run.close("complete")
        return
    done = run.scopes[scope]
    if done.host in run.many:
        _end_instance(run, scope)
        return
    del run.scopes[scope]
    _close(run, run.drop(done.host))


def _close(run: Run, host: Token) -> None:
    model = run.model(host.scope)
    run.happens(host.node, "closed", host.id)
    node = model.nodes[host.node]
    run.pass_by(host.scope, node.id, host.line)
    move_on(run, model, node, host.scope, host.line, host.id)


def _begin_many(run: Run, model: Process, node: Node, flow: str, scope: int, line: Line) -> None:
    me = run.number()
    found = _instances(run, node, scope)
    if found is None:
        run.rest(me, node, scope, "unready", flow, line)
        run.happens(node.id, "stuck", me)
        return
    items, total = found
    if total > MAX_INSTANCES:
        raise Fault(
            "process.too_many",
            Words(
                f"环节“{node.words.zh}”的份数超过 {MAX_INSTANCES}。", f'"{node.words.en}" would have more than {MAX_INSTANCES} instances.'
            ),
            cure=Words("请分批办理。", "Split it into several runs."),
        )
    run.rest(me, node, scope, "inside", flow, line)
    run.happens(node.id, "opened", me, {"instances": total})
    run.declare(scope, node.gives)
    run.many[me] = Progress(items, total, 0, 0)
    if total == 0:
        del run.many[me]
        _close(run, run.drop(me))
        return
    arm(run, model, node, me, scope)
    for _ in range(1 if node.many and node.many.sequential else total):
        _begin_instance(run, model, node, run.tokens[me])


def _instances(run: Run, node: Node, scope: int) -> tuple[tuple[object, ...] | None, int] | None:
    """Give the items and how many instances there are; None when that is unknown: an unknown list is not an empty one."""
    many = node.many
    if many is None:
        return None
    if many.collection:
        value = run.look(scope, many.collection)
        items = tuple(value) if isinstance(value, list) else (value,)
        return None if value is None else (items, len(items))
    number = many.cardinality.value(lambda name: run.look(scope, name), run.now) if many.cardinality else None
    if isinstance(number, Decimal) and number == int(number) and number >= 0:
        return None, int(number)
    return None


def _begin_instance(run: Run, model: Process, node: Node, host: Token) -> None:
    items, total, begun, done = run.many[host.id]
    run.many[host.id] = Progress(items, total, begun + 1, done)
    many = node.many
    data: dict[str, object] = {"loopCounter": begun + 1}
    if many and many.item and items is not None:
        data[many.item] = items[begun]
    if many and many.collect:
        data.setdefault(many.collect, None)
    scope = _inner_scope(run, node, host.id, host.scope, data)
    if node.kind in ("subprocess", "call"):
        _go_inside(run, model, node, scope)
        return
    me = run.number()
    run.scopes[scope] = run.scopes[scope]._replace(node=node.id)
    if node.kind in OPEN or node.waits:
        run.rest(me, node, scope, "open", "", ())
        run.happens(node.id, "enabled", me)
    else:
        run.happens(node.id, "completed", me, _do(run, node, scope))
        run.touched.append(scope)


def _end_instance(run: Run, scope: int) -> None:
    done = run.scopes.pop(scope)
    host = run.tokens[done.host]
    model = run.model(host.scope)
    node = model.nodes[host.node]
    items, total, begun, count = run.many[host.id]
    run.many[host.id] = Progress(items, total, begun, count + 1)
    many = node.many
    if many and many.collect:
        name = f"{many.collect}s"
        so_far = run.look(host.scope, name)
        run.write(host.scope, {name: [*(so_far if isinstance(so_far, list) else []), done.data.get(many.collect)]})
    if count + 1 == total or (many and many.completion and _enough(run, node, host, done.data)):
        for other in [s.id for s in run.scopes.values() if s.host == host.id and s.id != 0]:
            run.clear(other)
            del run.scopes[other]
        del run.many[host.id]
        _close(run, run.drop(host.id))
    elif begun == count + 1 < total:
        _begin_instance(run, model, node, host)


def _enough(run: Run, node: Node, host: Token, inner: Data) -> bool:
    """Ask the completion condition; it sees the counters of the standard (BPMN 2.0, table 10.30) and what the last instance set."""
    _, total, begun, done = run.many[host.id]
    counters = {
        "numberOfInstances": total, "numberOfCompletedInstances": done, "numberOfActiveInstances": begun - done,
        "numberOfTerminatedInstances": 0, "nrOfInstances": total, "nrOfCompletedInstances": done, "nrOfActiveInstances": begun - done,
    }  # fmt: skip

    def look(name: str) -> object:
        if name in counters:
            return counters[name]
        found = inner.get(name)
        return found if found is not None else run.look(host.scope, name)

    completion = node.many.completion if node.many else None
    return completion is not None and completion.holds(look, run.now)
