"""Knows whether a level of a process can get stuck or do a thing twice: every choice is tried on a plain token game, up to a budget."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import NamedTuple

from zoutong.process.model import ACTIVITIES, Flow, Node, Process

BUDGET = 5_000
MAX_WAYS = 5
"""From how many ways on not every subset is tried, but each way alone and all together."""
Marking = tuple[str, ...]
"""The flows on which a token stands, sorted; a flow with two tokens appears twice."""


class Soundness(NamedTuple):
    """What was found: joins that may wait for ever, nodes that may be reached by two tokens at once, and whether everything was looked at."""

    starved: frozenset[str]
    doubled: frozenset[str]
    checked: bool


def soundness(process: Process, level: str, budget: int = BUDGET) -> Soundness:
    """Play every choice of one level ("" for the process itself); sub-processes count as tasks.

    A flow feeds one node only, so no step takes away what another one needs: of the steps that are possible, one is enough to look at. Only
    inclusive joins, which ask who else can come, wait until nothing else can move.
    """
    hasty, patient = (_play(_Game(process, level, patient=patient), budget) for patient in (False, True))
    return Soundness(hasty.starved | patient.starved, hasty.doubled | patient.doubled, hasty.checked and patient.checked)


def _play(game: _Game, budget: int) -> Soundness:
    """Play in one order. Any order finds every way to get stuck; who meets whom depends on it, so two are played."""
    starved: set[str] = set()
    doubled: set[str] = set()
    seen: set[Marking] = set()
    todo = game.first()
    while todo:
        marking = todo.pop()
        if marking in seen:
            continue
        seen.add(marking)
        if len(seen) > budget:
            return Soundness(frozenset(starved), frozenset(doubled), checked=False)
        doubled |= game.twice(marking)
        if any(f == g == h for f, g, h in zip(marking, marking[1:], marking[2:], strict=False)):
            continue
        after = game.after(marking)
        if after is None:
            starved |= {game.process.flows[f].target for f in marking}
        else:
            todo += after
    return Soundness(frozenset(starved), frozenset(doubled), checked=True)


class _Game:
    def __init__(self, process: Process, level: str, *, patient: bool) -> None:
        self.process = process
        self.starts = process.starts.get(level, ())
        # The patient order moves first who is behind, so that tokens which may meet do meet.
        self.far = self.distances() if patient else {}

    def distances(self) -> dict[str, int]:
        """Give how many steps from the start each node is."""
        far = {n.id: 0 for n in self.starts}
        todo = list(far)
        for at in todo:
            for near in (*(f.target for f in self.process.after[at]), *(b.id for b in self.process.borders.get(at, ()))):
                if near not in far:
                    far[near] = far[at] + 1
                    todo.append(near)
        return far

    def twice(self, marking: Marking) -> set[str]:
        """Give the nodes at which two tokens stand that will not be joined."""
        found = set()
        for target, count in Counter(self.process.flows[f].target for f in marking).items():
            node = self.process.nodes[target]
            if (
                count > 1
                and node.kind != "end"
                and (node.kind not in ("parallel", "inclusive") or count > len({f for f in marking if f in node.incoming}))
            ):
                found.add(target)
        return found

    def first(self) -> list[Marking]:
        """Begin at each start event by itself, or at all places that nothing leads to."""
        events = [n for n in self.starts if n.kind == "start"]
        if events:
            return [self.ids(self.process.after[n.id]) for n in events]
        together: list[Marking] = [()]
        for node in self.starts:
            together = [tuple(sorted((*m, *way))) for m in together for way in self.ways(node)]
        return together

    @staticmethod
    def ids(flows: tuple[Flow, ...]) -> Marking:
        """Give the marking of these flows."""
        return tuple(sorted(f.id for f in flows))

    def after(self, marking: Marking) -> list[Marking] | None:
        """Give what may come next; [] where all is over, None where tokens are left and nothing can move."""
        joins: dict[str, Node] = {}
        for flow in sorted(marking, key=lambda f: (self.far.get(self.process.flows[f].target, 0), f)):
            node = self.process.nodes[self.process.flows[flow].target]
            if node.kind in ("parallel", "inclusive") and len(node.incoming) > 1:
                joins[node.id] = node
            else:
                return self.move(marking, (flow,), node)
        for node in joins.values():
            if node.kind == "parallel" and all(f in marking for f in node.incoming):
                return self.move(marking, node.incoming, node)
        found: list[Marking] = []
        for node in joins.values():
            if node.kind == "inclusive" and not self.blocked(marking, node):
                found += self.move(marking, tuple(f for f in node.incoming if f in marking), node)
        return found or (None if marking else [])

    def move(self, marking: Marking, taken: tuple[str, ...], node: Node) -> list[Marking]:
        """Let a node take these tokens, in every way it can."""
        if node.kind == "end" and node.event in ("terminate", "error"):
            return [()]
        rest = list(marking)
        for flow in taken:
            rest.remove(flow)
        return [tuple(sorted((*rest, *way))) for way in self.ways(node)]

    def ways(self, node: Node) -> list[Marking]:
        """Give every set of flows by which a node may be left, its borders too."""
        out = self.process.after[node.id] if node.kind != "end" else ()
        if node.kind in ("exclusive", "event_gateway"):
            found: list[Marking] = [(f.id,) for f in out] or [()]
        elif node.kind == "parallel" or all(f.condition is None for f in out):
            found = [self.ids(out)]
        else:
            found = self.subsets(node, out)
        if node.kind in ACTIVITIES:
            plain = list(found)
            for border in self.process.borders.get(node.id, ()):
                outside = self.ids(self.process.after[border.id])
                found += [outside] if border.interrupting else [(*way, *outside) for way in plain]
        return found

    @staticmethod
    def subsets(node: Node, out: tuple[Flow, ...]) -> list[Marking]:
        """Give what an inclusive choice may take: what has no condition always, of the rest any, the default when none."""
        always = tuple(f.id for f in out if f.condition is None and f.id != node.default)
        maybe = [f.id for f in out if f.condition is not None and f.id != node.default]
        sizes = range(1, len(maybe) + 1) if len(maybe) < MAX_WAYS else (1, len(maybe))
        found = [(*always, *some) for size in sizes for some in combinations(maybe, size)]
        rest = always or ((node.default,) if node.default else ())
        return [*found, rest] if rest else found

    def blocked(self, marking: Marking, gateway: Node) -> bool:
        """Tell whether another token can still reach an empty way of an inclusive join (BPMN 2.0, 13.4.3)."""
        reach = self.process.reach[gateway.id]
        marked = sum(1 << place for place, flow in enumerate(gateway.incoming) if flow in marking)
        for flow in marking:
            at = self.process.flows[flow].target
            can = reach.get(at, 0) if at != gateway.id else 0
            if can & ~marked and not can & marked:
                return True
        return False
