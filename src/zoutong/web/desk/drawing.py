"""Knows how the file shows where a case stands in its process: the drawing, the steps just before and just after in words, and the table twin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from zoutong.process.draw import Row, svg, table
from zoutong.process.model import ACTIVITIES, Process
from zoutong.web import served
from zoutong.web.desk.casefile import CaseFile

BEFORE = 3
"""How many steps back the line of words goes."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A process with the place of a case in it."""

    title: str
    svg: SafeString
    before: tuple[str, ...]
    here: tuple[str, ...]
    after: tuple[str, ...]
    rows: tuple[Row, ...]


def drawing_of(file: CaseFile) -> Drawing:
    """Draw the process in which the case stands now, with “you are here”; the inner one when it is in a called process."""
    walk, lang = file.walk, file.tongue.lang
    first = file.next_act.token if file.next_act else 0
    scopes = walk.state.scopes if walk.state else {}
    token = walk.state.tokens.get(first) if walk.state else None
    process = walk.course.processes[scopes[token.scope].process if token else walk.process]
    passed = dict.fromkeys(step for scope in scopes.values() if scope.process == process.id for step in scope.passed)
    stands = [step for step in file.here if step in process.nodes]
    done = [step for step in passed if step not in stands]
    follows = dict.fromkeys(step for node in stands for step in following(process, node) if step not in stands)

    def words(steps: list[str]) -> tuple[str, ...]:
        named = (process.nodes[step] for step in steps if step in process.nodes and process.nodes[step].kind in ACTIVITIES)
        return tuple(node.words.in_language(lang) for node in named)

    # svg writes every text through its own cleaner; nothing of the case but step names is in it.
    drawn = mark_safe(_drawn(walk.version, process.id, lang, tuple(file.here), frozenset(done)))  # noqa: S308
    roles = {name: spec.title for name, spec in file.tongue.pack.roles.items()}
    rows = tuple(table(process, lang, file.here, set(done), roles))
    return Drawing(process.words.in_language(lang), drawn, words(done)[-BEFORE:], words(stands), words(list(follows)), rows)


@lru_cache(maxsize=128)
def _drawn(version: str, process: str, lang: str, here: tuple[str, ...], passed: frozenset[str]) -> str:
    """Draw a process once for all cases that came the same way."""
    return svg(served.course_version(version).processes[process], lang, here, passed)


def following(process: Process, node: str) -> Iterator[str]:
    """Give the steps that may come next: through gateways and events, as far as the next task on each way."""
    seen, ways = {node}, [flow.target for flow in process.after.get(node, ())]
    while ways:
        step = ways.pop(0)
        if step in seen:
            continue
        seen.add(step)
        if process.nodes[step].kind in ACTIVITIES:
            yield step
        else:
            ways += [flow.target for flow in process.after.get(step, ())]
