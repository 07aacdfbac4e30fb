"""Knows the single rules of a check: what each kind of node must say, who sets the variables that are asked, how inclusive joins are built."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal, NamedTuple

from zoutong.kernel.words import Words
from zoutong.process.condition import Condition
from zoutong.process.model import Node, Process

Told = tuple[Literal["error", "warning"], str, str, int, Words]
SHOWN = frozenset({"manual", "user", "receive", "service", "send", "rule", "subprocess", "call", "exclusive", "inclusive", "event_gateway"})
"""What a person reads on a page, where it has a name."""


class Known(NamedTuple):
    """What the pack around a process knows; None where nothing is known, and then nothing is said about it."""

    processes: Collection[str] | None = None
    tables: Mapping[str, Collection[str]] | None = None
    """Decisions with the variables that each of them writes."""
    clocks: Collection[str] | None = None
    roles: Collection[str] | None = None
    messages: Collection[str] | None = None
    """Messages that somebody can send."""
    given: Collection[str] = ()
    """Variables that are there when the process begins."""


def _told(severity: Literal["error", "warning"], code: str, node: Node, zh: str, en: str) -> Told:
    return severity, f"process.{code}", node.id, node.line, Words(f"“{node.words.zh}”{zh}", f'"{node.words.en}" {en}')


def node(process: Process, at: Node, known: Known) -> Iterator[Told]:
    """Tell what one node leaves open."""
    if at.kind in ("user", "manual"):
        role = process.role_of(at)
        if not role:
            yield _told("error", "no_role", at, "没有写明由哪个岗位办。", "does not say which role does it.")
        elif known.roles is not None and role not in known.roles:
            yield _told("error", "role", at, f"的岗位“{role}”不存在。", f'names the role "{role}", which does not exist.')
        if not at.form and at.kind == "user":
            yield _told("warning", "no_form", at, "没有写明可以填什么。", "does not say what may be set in it.")
        if not at.clock and at.kind == "user":
            yield _told("warning", "no_clock", at, "没有时限。", "stands under no clock.")
    if known.clocks is not None:
        for clock in {at.clock, at.timer.clock if at.timer else ""} - {"", *known.clocks}:
            yield _told("error", "clock", at, f"的时限“{clock}”不存在。", f'names the clock "{clock}", which does not exist.')
    if at.event == "timer" and at.timer and not (at.timer.duration or at.timer.date or at.timer.clock) and at.kind != "start":
        yield _told("error", "timer", at, "没有写明多久。", "does not say how long.")
    if at.kind == "rule" and not at.table:
        yield _told("error", "no_table", at, "没有写明用哪张决策表。", "does not say which decision it uses.")
    elif at.kind == "rule" and known.tables is not None and at.table not in known.tables:
        yield _told("error", "table", at, f"的决策“{at.table}”不存在。", f'names the decision "{at.table}", which does not exist.')
    if at.kind == "call" and known.processes is not None and at.called not in known.processes:
        yield _told("error", "call", at, f"调用的流程“{at.called}”不存在。", f'calls the process "{at.called}", which does not exist.')
    if at.many and not (at.many.collection or at.many.cardinality):
        yield _told("error", "many", at, "没有写明要办几份。", "does not say how many instances there are.")
    yield from _messages(process, at, known)


def _messages(process: Process, at: Node, known: Known) -> Iterator[Told]:
    waits = at.kind == "receive" or (at.event == "message" and at.kind in ("catch", "boundary", "start"))
    if waits and at.message not in process.messages:
        yield _told(
            "warning",
            "message",
            at,
            "等的消息没有写明，谁也发不出。",
            "waits for a message that the file does not name; nobody can send it.",
        )
    elif waits and known.messages is not None and at.message not in known.messages:
        yield _told(
            "warning",
            "nobody_sends",
            at,
            f"等的消息“{at.message}”没有人会发。",
            f'waits for the message "{at.message}", which nobody sends.',
        )
    if at.kind == "event_gateway":
        for flow in process.after[at.id]:
            target = process.nodes[flow.target]
            if not (target.kind == "receive" or (target.kind == "catch" and target.event)):
                yield _told("error", "event_gateway", at, "后面只能接事件或接收任务。", "may only be followed by events and receive tasks.")


def variables(process: Process, known: Known) -> Iterator[Told]:
    """Tell of conditions that ask for what nobody sets, or what is set only inside a sub-process and forgotten there."""
    if any(n.kind == "rule" for n in process.nodes.values()) and known.tables is None:
        return
    setters = _setters(process, known)
    calls = any(n.kind == "call" for n in process.nodes.values())
    for element, line, level, condition, own in _asked(process):
        for name in condition.names:
            levels = setters.get(name, set())
            if name in own or name in known.given or "" in levels or levels & set(_outwards(process, level)):
                continue
            if levels:
                words = Words(
                    f"“{name}”只在子流程里面填，外面看不到。", f'"{name}" is set only inside a sub-process and not seen outside it.'
                )
                yield "error", "process.set_inside", element, line, words
            elif not calls:
                words = Words(f"没有环节会填“{name}”。", f'No task sets "{name}".')
                yield "warning", "process.nobody_sets", element, line, words


def _asked(process: Process) -> Iterator[tuple[str, int, str, Condition, frozenset[str]]]:
    """Go over the conditions: element, line, the level they are asked in, and the names they bring along."""
    for flow in process.flows.values():
        if flow.condition is not None:
            yield flow.id, flow.line, flow.parent, flow.condition, frozenset()
    for at in process.nodes.values():
        written = [at.timer.duration, at.timer.date] if at.timer else []
        written += [at.many.cardinality] if at.many else []
        for condition in written:
            if condition is not None:
                yield at.id, at.line, at.parent, condition, frozenset()
        if at.many and at.many.completion:
            inner = {"loopCounter", at.many.item, at.many.collect, *at.form, *at.gives}
            counters = {n for n in at.many.completion.names if n.startswith(("numberOf", "nrOf"))}
            yield at.id, at.line, at.parent, at.many.completion, frozenset(inner | counters)


def _setters(process: Process, known: Known) -> dict[str, set[str]]:
    """Give for every variable the levels in which it comes to stand."""
    found: dict[str, set[str]] = {}
    for at in process.nodes.values():
        names = set(at.form)
        names |= set((known.tables or {}).get(at.table, ())) if at.kind == "rule" else set()
        level = at.id if at.many else at.parent
        for name in names:
            found.setdefault(name, set()).add(level)
        for name in at.gives:
            found.setdefault(name, set()).add(at.parent)
        if at.many:
            for name in {at.many.item, "loopCounter"} - {""}:
                found.setdefault(name, set()).add(at.id)
            if at.many.collect:
                found.setdefault(f"{at.many.collect}s", set()).add(at.parent)
    return found


def _outwards(process: Process, level: str) -> Iterator[str]:
    while level:
        yield level
        level = process.nodes[level].parent
    yield ""


def reached(process: Process, starts: Collection[str], wall: str = "") -> set[str]:
    """Give the nodes that can be reached from these, over borders too, without going through the wall."""
    found = set(starts) - {wall}
    todo = list(found)
    while todo:
        at = todo.pop()
        after = [f.target for f in process.after[at]] + [b.id for b in process.borders.get(at, ())]
        fresh = [n for n in after if n not in found and n != wall]
        found.update(fresh)
        todo += fresh
    return found


def inclusive_joins(process: Process, nodes: tuple[Node, ...]) -> Iterator[Told]:
    """Tell of inclusive joins that are not the end of one split: one through which every token comes, and out of which none escapes.

    They work, but people cannot see whom they wait for.
    """
    starts = tuple(n.id for n in nodes if not n.incoming and n.kind != "boundary")
    for join in nodes:
        if join.kind != "inclusive" or len(join.incoming) <= 1 or join.id not in reached(process, starts):
            continue
        splits = [n for n in nodes if len(n.outgoing) > 1 and n.kind not in ("exclusive", "event_gateway") and n.id != join.id]
        if not any(_closes(process, starts, split, join) for split in splits):
            yield _told(
                "warning",
                "loose_join",
                join,
                "不是某一次分开的汇合，看不出它在等谁。",
                "does not close one split: nobody can see whom it waits for.",
            )


def _closes(process: Process, starts: Collection[str], split: Node, join: Node) -> bool:
    """Tell whether all ways to the join go through the split, and all ways out of the split through the join."""
    if join.id in reached(process, starts, split.id):
        return False
    between = reached(process, [f.target for f in process.after[split.id]], join.id)
    escapes = split.id in between or any(not process.after[n] for n in between)
    return not escapes and {process.flows[f].source for f in join.incoming} <= {*between, split.id}
