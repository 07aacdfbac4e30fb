"""Knows what is wrong, or deserves a look, in a process before anybody walks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from zoutong.kernel.words import Words
from zoutong.process import lint
from zoutong.process.lint import Known
from zoutong.process.model import Process
from zoutong.process.sound import soundness


class Finding(NamedTuple):
    """One thing that was found: how bad, a stable code, the element's id and its line in the file, and a sentence."""

    severity: Literal["error", "warning"]
    code: str
    element: str
    line: int
    words: Words


NOTHING_KNOWN = Known()


def check(process: Process, known: Known = NOTHING_KNOWN) -> tuple[Finding, ...]:
    """Look a process over; findings in the order of the file. An error keeps a pack from being used."""
    found: list[Finding] = []
    for rule in (_refused, _shape, _choices, _words, _sound):
        found += rule(process)
    found += (Finding(*told) for node in process.nodes.values() for told in lint.node(process, node, known))
    found += (Finding(*told) for told in lint.variables(process, known))
    return tuple(sorted(found, key=lambda f: (f.line, f.element, f.code)))


def _refused(process: Process) -> Iterator[Finding]:
    for entry in process.report:
        if entry.outcome == "refused":
            yield Finding("error", "process.refused", entry.element, entry.line, entry.words)


def _shape(process: Process) -> Iterator[Finding]:
    for level, nodes in process.inside.items():
        starts = process.starts[level]
        line = process.nodes[level].line if level else process.line
        if not starts or (level and process.nodes[level].kind == "refused"):
            if not starts:
                words = Words("这一层没有开始的地方。", "This level has nowhere to begin.")
                yield Finding("error", "process.no_start", level or process.id, line, words)
            continue
        plain = [n for n in starts if n.kind == "start" and not n.event]
        if len(plain) > 1 or (level and len([n for n in starts if n.kind == "start"]) > 1):
            words = Words("这一层有不止一个无条件的开始。", "This level has more than one start without a trigger.")
            yield Finding("error", "process.many_starts", plain[-1].id if plain else starts[-1].id, line, words)
        reached = lint.reached(process, tuple(n.id for n in starts))
        for node in nodes:
            if node.id not in reached:
                words = Words(f"“{node.words.zh}”永远走不到。", f'"{node.words.en}" can never be reached.')
                yield Finding("error", "process.unreachable", node.id, node.line, words)
            if not node.outgoing and node.kind not in ("end", "refused"):
                severity: Literal["error", "warning"] = (
                    "error" if node.kind in ("exclusive", "parallel", "inclusive", "event_gateway") else "warning"
                )
                words = Words(
                    f"“{node.words.zh}”之后没有去处，也没有结束事件。", f'After "{node.words.en}" there is no way on and no end event.'
                )
                yield Finding(severity, "process.dead_end", node.id, node.line, words)
            elif node.outgoing and node.kind == "end":
                words = Words(
                    f"结束事件“{node.words.zh}”之后还有去处，走不过去。",
                    f'The end event "{node.words.en}" has a way on, which nobody takes.',
                )
                yield Finding("error", "process.end_goes_on", node.id, node.line, words)
        for told in lint.inclusive_joins(process, nodes):
            yield Finding(*told)


def _choices(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        out = process.after[node.id]
        name = node.words
        if node.kind in ("exclusive", "inclusive") and len(out) > 1:
            plain = [f for f in out if f.condition is None and f.id != node.default]
            if node.kind == "exclusive" and plain and (node.default or len(plain) > 1):
                words = Words(
                    f"“{name.zh}”有出路既没有条件也不是默认，永远不会走。",
                    f'"{name.en}" has a way out with neither a condition nor the default, which is never taken.',
                )
                yield Finding("error", "process.no_condition", node.id, node.line, words)
            elif not node.default and not plain:
                words = Words(
                    f"“{name.zh}”没有默认出路，事实不明时会停住。",
                    f'"{name.en}" has no default way: where a fact is unknown the case stops.',
                )
                yield Finding("warning", "process.no_default", node.id, node.line, words)
        for flow in out:
            if flow.condition is None:
                continue
            if flow.condition.wrong is not None:
                yield _wrong(flow.id, flow.line, flow.condition.wrong.what)
            elif node.kind in ("parallel", "event_gateway") or flow.id == node.default:
                words = Words("这条出路上的条件不起作用。", "The condition on this way has no effect.")
                yield Finding("warning", "process.idle_condition", flow.id, flow.line, words)
    for node in process.nodes.values():
        written = [node.timer.duration, node.timer.date] if node.timer else []
        written += [node.many.cardinality, node.many.completion] if node.many else []
        for condition in written:
            if condition is not None and condition.wrong is not None:
                yield _wrong(node.id, node.line, condition.wrong.what)


def _wrong(element: str, line: int, why: Words) -> Finding:
    return Finding("error", "process.feel", element, line, Words(f"表达式写错了：{why.zh}", f"The expression is wrong: {why.en}"))


def _words(process: Process) -> Iterator[Finding]:
    named = [(process.id, process.words, process.line)]
    named += [(n.id, n.words, n.line) for n in process.nodes.values() if n.kind in lint.SHOWN and n.named]
    named += [(lane.id, lane.words, lane.line) for lane in process.lanes.values()]
    for element, words, line in named:
        if words.zh == words.en and not words.zh.isascii():
            said = Words(f"“{words.zh}”没有英文名（zt:name_en）。", f'"{words.zh}" has no English name (zt:name_en).')
            yield Finding("warning", "process.no_english", element, line, said)


def _sound(process: Process) -> Iterator[Finding]:
    for level in process.inside:
        if not process.starts[level]:
            continue
        found = soundness(process, level)
        for node in sorted(found.starved):
            at = process.nodes[node]
            words = Words(
                f"“{at.words.zh}”可能永远等不齐，事情会停在这里。", f'"{at.words.en}" may wait for ever for a way that nobody takes.'
            )
            yield Finding("error", "process.deadlock", node, at.line, words)
        for node in sorted(found.doubled):
            at = process.nodes[node]
            words = Words(f"“{at.words.zh}”可能同时到两次，会重复办理。", f'"{at.words.en}" may be reached twice at once and done twice.')
            yield Finding("warning", "process.twice", node, at.line, words)
        if not found.checked:
            line = process.nodes[level].line if level else process.line
            words = Words(
                "走法太多，没有全部查完会不会停住。",
                "There are too many ways to look at all of them; whether it can get stuck is not known.",
            )
            yield Finding("warning", "process.unchecked", level or process.id, line, words)
