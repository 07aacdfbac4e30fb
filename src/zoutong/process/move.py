"""Knows how a running process is moved to a new version of its model: only when every token has a place there that means the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.process.model import Node, Process
from zoutong.process.state import Happening, State, Step

Renamed = Mapping[str, str]
NOBODY: Renamed = {}


def can_move(old: Process, new: Process, state: State, renamed: Renamed = NOBODY) -> tuple[Words, ...]:
    """Say for every token that cannot be moved why; empty when all of them can. ``renamed`` gives new ids for old ones."""
    reasons: list[Words] = []
    for scope in state.scopes.values():
        if scope.process == old.id and scope.node:
            reasons += _reasons(old, new, scope.node, renamed)
    for token in state.tokens.values():
        if state.scopes[token.scope].process != old.id:
            continue
        reasons += _reasons(old, new, token.node, renamed)
        node = new.nodes.get(renamed.get(token.node, token.node))
        if token.rest in ("joining", "dead") and node and renamed.get(token.flow, token.flow) not in node.incoming:
            name = old.nodes[token.node].words
            reasons.append(Words(f"汇合“{name.zh}”在新版里没有这条来路。", f'The join "{name.en}" has no such way in in the new version.'))
    return tuple(dict.fromkeys(reasons))


def move(old: Process, new: Process, state: State, now: datetime, renamed: Renamed = NOBODY) -> Step:
    """Move a state to the new version. Fault process.move with the first reason when it cannot be moved.

    Tokens keep their numbers, their time and what they know. A timer whose event is gone is cancelled; a timer that only the
    new version has is set when its task is next entered.
    """
    reasons = can_move(old, new, state, renamed)
    if reasons:
        raise Fault(
            "process.move",
            reasons[0],
            cure=Words("请给出新旧环节的对应关系，或等它办完这一步。", "Say which task it becomes, or wait until this one is done."),
        )
    ours = {s.id for s in state.scopes.values() if s.process == old.id}

    def to(node: str) -> str:
        return renamed.get(node, node)

    tokens = {t.id: t._replace(node=to(t.node), flow=renamed.get(t.flow, t.flow)) if t.scope in ours else t for t in state.tokens.values()}
    scopes = {
        s.id: s._replace(process=new.id, node=to(s.node), passed={to(n): line for n, line in s.passed.items() if to(n) in new.nodes})
        if s.id in ours
        else s
        for s in state.scopes.values()
    }
    kept, happenings = [], []
    for alarm in state.alarms:
        if tokens[alarm.token].scope not in ours:
            kept.append(alarm)
        elif (node := new.nodes.get(to(alarm.node))) is not None and node.event == "timer":
            kept.append(alarm._replace(node=node.id))
        else:
            happenings.append(Happening(alarm.node, "cancelled", alarm.token, now, {}))
    due = {a.token: min(b.due for b in kept if b.token == a.token) for a in kept}
    tokens = {t.id: t if t.due is due.get(t.id) else t._replace(due=due.get(t.id)) for t in tokens.values()}
    return Step(replace(state, process=new.id, tokens=tokens, scopes=scopes, alarms=tuple(kept)), tuple(happenings))


def _reasons(old: Process, new: Process, node: str, renamed: Renamed) -> list[Words]:
    """Compare one node and all levels around it."""
    before, after = old.nodes[node], new.nodes.get(renamed.get(node, node))
    if after is None:
        return [Words(f"新版里没有环节“{before.words.zh}”。", f'The new version has no task "{before.words.en}".')]
    if _shape(before) != _shape(after):
        return [Words(f"“{before.words.zh}”在新版里是另一种元素。", f'"{before.words.en}" is another kind of element in the new version.')]
    if renamed.get(before.parent, before.parent) != after.parent:
        return [
            Words(
                f"“{before.words.zh}”在新版里属于另一个子流程。", f'"{before.words.en}" stands in another sub-process in the new version.'
            )
        ]
    return _reasons(old, new, before.parent, renamed) if before.parent else []


def _shape(node: Node) -> tuple[object, ...]:
    many = node.many
    return node.kind, node.event, node.called, many is not None, many.sequential if many else None
