"""Knows what the guide of a service promises a walker: its steps, the papers it may ask for, and the sentences that a visitor is told."""

from __future__ import annotations

from dataclasses import dataclass

from zoutong.kernel.words import Words
from zoutong.process import Node
from zoutong.walk import Course, Mode, Walk
from zoutong.web import served
from zoutong.web.cases import store as cases
from zoutong.web.cases.scope import Scope, within

EVERY = "*"
FORBIDDEN = "never"
BY_HAND = ("user", "manual", "receive")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A walk as the recorder knows it: ``since`` microseconds since 1970; ``begun`` says that something has been handed in."""

    number: str
    mode: Mode
    process: str
    version: str
    since: int
    claims: frozenset[str] = frozenset()
    begun: bool = False


@dataclass(frozen=True, slots=True)
class GuidePaper:
    """One paper of the guide; ``outside`` says that the guide promises never to ask for it."""

    name: str
    title: Words
    outside: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``open`` says that the live walk stands there now, ``sentences`` are what a visitor is told there."""

    name: str
    title: Words
    open: bool = False
    since: float = 0.0
    sentences: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide as it stands for one walk. ``current`` is the step at which the walk stands, None before it begins and after it ends."""

    title: Words
    papers: tuple[GuidePaper, ...]
    steps: tuple[Step, ...]
    current: Step | None

    def step_title(self, name: str) -> Words:
        """Give the name of a step; one that the guide does not know is called by its code."""
        return next((s.title for s in self.steps if s.name == name), Words(name, name))

    def paper_title(self, name: str) -> Words:
        """Give the name of a paper of the guide; its code for one that it does not know."""
        return next((p.title for p in self.papers if p.name == name), Words(name, name))

    def outside(self, name: str) -> bool:
        """Tell whether asking for a paper goes beyond the guide."""
        return not any(p.name == name and not p.outside for p in self.papers)


def guide_of(recorded: Recorded) -> Guide:
    """Give the guide of a walk, by the version of the pack under which it began; before anything is handed in it stands at the start."""
    course = served.course_version(recorded.version)
    at = {arrival(course).id: (recorded.since / 1_000_000, "")}
    if recorded.begun:
        with within(Scope(recorded.mode, recorded.number)):
            walk = cases.load(recorded.number).walk
        course, at = walk.course, _stands(walk)
    papers = _papers(course, recorded.claims)
    steps = _steps(course, at, papers)
    return Guide(course.title(recorded.process), papers, steps, next((s for s in steps if s.open), None))


def arrival(course: Course) -> Node:
    """Give where the service begins: what happens before anything is handed in is noted there."""
    return course.process.starts[""][0]


def _papers(course: Course, claims: frozenset[str]) -> tuple[GuidePaper, ...]:
    """Give the papers of the claims of a walk; a paper that one claim may ask for is not outside because another may not.

    While no claim is known, those of every claim count: what is not known yet makes no finding.
    """
    found: dict[str, GuidePaper] = {}
    for spec in course.pack.papers:
        if claims and spec.claim != EVERY and spec.claim not in claims:
            continue
        known = found.get(spec.name)
        outside = spec.need == FORBIDDEN and (known is None or known.outside)
        found[spec.name] = GuidePaper(spec.name, known.title if known else spec.title, outside)
    return tuple(sorted(found.values(), key=lambda p: p.outside))


def _stands(walk: Walk) -> dict[str, tuple[float, str]]:
    """Give the steps at which a walk stands, each with since when (seconds) and its clock."""
    since: dict[str, tuple[float, str]] = {}
    for task in walk.tasks.values():
        if task.token > 0 and task.since.timestamp() >= since.get(task.node, (0.0, ""))[0]:
            since[task.node] = (task.since.timestamp(), task.clock)
    return since


def _steps(course: Course, since: dict[str, tuple[float, str]], papers: tuple[GuidePaper, ...]) -> tuple[Step, ...]:
    """Give the steps, those at which the walk stands first (the newest before the others), then all in the order of the processes."""
    pack = course.pack
    named: dict[str, Words] = {arrival(course).id: arrival(course).words}
    for process in course.processes.values():
        named |= {n.id: n.words for n in process.nodes.values() if n.kind in BY_HAND and n.id not in named}
    shared = tuple(p.title for p in papers if not p.outside)
    first = sorted(since, key=lambda name: -since[name][0])
    steps = []
    for name in (*first, *(n for n in named if n not in since)):
        title = named.get(name) or course.title(name)
        told = pack.steps.get(name)
        term = pack.clocks.get(since[name][1]) if name in since else None
        sentences = tuple(dict.fromkeys(w for w in (told or title, title, term.title if term else None, *shared) if w))
        steps.append(Step(name, title, name in since, since.get(name, (0.0, ""))[0], sentences))
    return tuple(steps)


def known_steps() -> frozenset[str]:
    """Name every step of the pack that is served: the touchpoints that may bear a picture to scan."""
    return frozenset(step for step, _, _ in touchpoints())


def touchpoints() -> tuple[tuple[str, Words, Words], ...]:
    """Give every step of the pack that is served, once, with its name and its process; the first is the arrival."""
    course = served.course()
    found = {arrival(course).id: (arrival(course).words, course.process.words)}
    for process in course.processes.values():
        for node in process.nodes.values():
            if node.kind in BY_HAND:
                found.setdefault(node.id, (node.words, process.words))
    return tuple((step, *words) for step, words in found.items())
