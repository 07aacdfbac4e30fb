"""Knows what the guide of a service promises a walker: its steps, the papers it may ask for, and the sentences that a visitor is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from zoutong.kernel.words import Words
from zoutong.walk import Mode, Walk
from zoutong.web import served
from zoutong.web.cases import store as cases
from zoutong.web.cases.models import Run
from zoutong.web.cases.scope import Scope, within

EVERY = "*"
FORBIDDEN = "never"
BY_HAND = ("user", "manual", "receive")


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


def guide_of(run: Run) -> Guide:
    """Give the guide of a walk, by the version of the pack under which it began."""
    with within(Scope(cast("Mode", run.mode), run.walk)):
        walk = cases.load(run.walk).walk
    papers = _papers(walk, frozenset(run.claims.split()))
    steps = _steps(walk, papers)
    return Guide(walk.course.title(run.process), papers, steps, next((s for s in steps if s.open), None))


def _papers(walk: Walk, claims: frozenset[str]) -> tuple[GuidePaper, ...]:
    """Give the papers of the claims of this walk; a paper that one claim may ask for is not outside because another may not."""
    found: dict[str, GuidePaper] = {}
    for spec in walk.course.pack.papers:
        if spec.claim != EVERY and spec.claim not in claims:
            continue
        known = found.get(spec.name)
        outside = spec.need == FORBIDDEN and (known is None or known.outside)
        found[spec.name] = GuidePaper(spec.name, known.title if known else spec.title, outside)
    return tuple(sorted(found.values(), key=lambda p: p.outside))


def _steps(walk: Walk, papers: tuple[GuidePaper, ...]) -> tuple[Step, ...]:
    """Give the steps, those at which the walk stands first (the newest before the others), then all in the order of the processes."""
    pack, course = walk.course.pack, walk.course
    since: dict[str, tuple[float, str]] = {}
    for task in walk.tasks.values():
        if task.token > 0 and task.since.timestamp() >= since.get(task.node, (0.0, ""))[0]:
            since[task.node] = (task.since.timestamp(), task.clock)
    named: dict[str, Words] = {}
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
    return frozenset(n.id for p in served.course().processes.values() for n in p.nodes.values() if n.kind in BY_HAND)
