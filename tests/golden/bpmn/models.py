"""Knows how to make random processes of nested blocks from a seed, the same ones for every engine that runs them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

ALL = ("task", "task", "choice", "both", "some", "loop", "sub", "several")
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="https://zoutong.dev/test" id="definitions">'


@dataclass
class Model:
    """One model: its BPMN, the kinds of block in it, and which variable each deciding task sets to which values."""

    seed: int
    xml: str = ""
    kinds: set[str] = field(default_factory=set)
    sets: dict[str, dict[str, int]] = field(default_factory=dict)
    """Task → variable → how many values it may take, from 0."""
    tree: tuple[object, ...] = ()
    """The blocks themselves, as the structured engine runs them: a kind and its parts."""


class Maker:
    """Makes one model."""

    def __init__(self, seed: int, blocks: tuple[str, ...] = ALL, deepest: int = 3) -> None:
        """Take the seed, the kinds of block that may be used, and how deep they may nest."""
        self.chance = random.Random(seed)
        self.model = Model(seed)
        self.blocks = blocks
        self.deepest = deepest
        self.count = 0
        self.level: list[str] = []
        self.tree: tuple[object, ...] = ()

    def make(self) -> Model:
        """Give the model."""
        body = self.inside(self.sequence(0))
        self.model.tree = self.tree
        self.model.xml = f'{HEAD}<process id="p" isExecutable="true">{body}</process></definitions>'
        return self.model

    def inside(self, ends: tuple[str, str]) -> str:
        """Put a start and an end around what was just made, and give the elements of the level."""
        start, end = self.node("startEvent"), self.node("endEvent")
        self.flow(start, ends[0])
        self.flow(ends[1], end)
        return "".join(self.level)

    def node(self, tag: str, attributes: str = "", inner: str = "") -> str:
        """Add a node."""
        self.count += 1
        name = f"{tag[0]}{self.count}"
        self.level.append(f'<{tag} id="{name}" name="{name}" {attributes}>{inner}</{tag}>')
        return name

    def flow(self, source: str, target: str, condition: str = "") -> str:
        """Add a flow."""
        self.count += 1
        name = f"f{self.count}"
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        self.level.append(f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>')
        return name

    def sequence(self, depth: int) -> tuple[str, str]:
        """Make one to three blocks in a row."""
        made, parts = [], []
        for _ in range(self.chance.randint(1, 3 if depth < 2 else 2)):
            made.append(self.block(depth))
            parts.append(self.tree)
        self.tree = ("row", *parts)
        for before, after in zip(made, made[1:], strict=False):
            self.flow(before[1], after[0])
        return made[0][0], made[-1][1]

    def block(self, depth: int) -> tuple[str, str]:
        """Make one block."""
        kind = self.chance.choice(self.blocks) if depth < self.deepest else "task"
        self.model.kinds.add(kind)
        return getattr(self, kind)(depth)

    def task(self, depth: int) -> tuple[str, str]:
        """Make a task."""
        name = self.node("userTask")
        self.tree = ("task", name)
        return name, name

    def asks(self, *variables: tuple[str, int]) -> str:
        """Make a task that decides what follows."""
        name = self.node("userTask")
        self.model.sets[name] = dict(variables)
        return name

    def choice(self, depth: int) -> tuple[str, str]:
        """Make an exclusive choice between two or three ways, one of them the default and perhaps empty."""
        ways = self.chance.randint(2, 3)
        variable = f"v{self.count}"
        first = self.asks((variable, ways))
        split, join = self.gateway("exclusiveGateway", "default=DEFAULT")
        self.flow(first, split)
        parts = [
            self.way(split, join, depth, f"{variable} == {way}" if way else "", empty=not way and self.chance.random() < 0.3)
            for way in range(ways)
        ]
        self.tree = ("choice", first, variable, *parts)
        return first, join

    def some(self, depth: int) -> tuple[str, str]:
        """Make an inclusive split into two or three ways and a default."""
        names = [f"w{self.count}_{way}" for way in range(self.chance.randint(2, 3))]
        first = self.asks(*((name, 2) for name in names))
        split, join = self.gateway("inclusiveGateway", "default=DEFAULT")
        self.flow(first, split)
        rest = self.way(split, join, depth, "", empty=self.chance.random() < 0.3)
        self.tree = ("some", first, rest, *((name, self.way(split, join, depth, f"{name} == 1")) for name in names))
        return first, join

    def both(self, depth: int) -> tuple[str, str]:
        """Make two or three parallel ways."""
        split, join = self.gateway("parallelGateway")
        self.tree = ("both", *(self.way(split, join, depth, "") for _ in range(self.chance.randint(2, 3))))
        return split, join

    def gateway(self, tag: str, attributes: str = "") -> tuple[str, str]:
        """Make a split and its join."""
        return self.node(tag, attributes), self.node(tag)

    def way(self, split: str, join: str, depth: int, condition: str, *, empty: bool = False) -> tuple[object, ...]:
        """Make one way from a split to its join, and give its blocks."""
        self.tree = ("row",)
        if empty:
            first = self.flow(split, join)
        else:
            inner = self.sequence(depth + 1)
            first = self.flow(split, inner[0], condition)
            self.flow(inner[1], join)
        if not condition:
            self.level = [
                element.replace("default=DEFAULT", f'default="{first}"') if f'id="{split}"' in element else element
                for element in self.level
            ]
        return self.tree

    def loop(self, depth: int) -> tuple[str, str]:
        """Make a loop that is left when its last task says so."""
        merge, split = self.gateway("exclusiveGateway")
        inner = self.sequence(depth + 1)
        variable = f"v{self.count}"
        last = self.asks((variable, 2))
        out = self.node("exclusiveGateway")
        self.level = [element.replace(f'id="{split}"', f'id="{split}" default="OUT{split}"') for element in self.level]
        self.flow(merge, inner[0])
        self.flow(inner[1], last)
        self.flow(last, split)
        self.flow(split, merge, f"{variable} == 1")
        self.tree = ("loop", self.tree, last, variable)
        leaving = self.flow(split, out)
        self.level = [element.replace(f"OUT{split}", leaving) for element in self.level]
        return merge, out

    def sub(self, depth: int) -> tuple[str, str]:
        """Make a sub-process."""
        outer, self.level = self.level, []
        body = self.inside(self.sequence(depth + 1))
        self.level = outer
        name = self.node("subProcess", "", body)
        return name, name

    def several(self, depth: int) -> tuple[str, str]:
        """Make a task of two or three instances."""
        sequential = self.chance.choice(("true", "false"))
        count = self.chance.randint(2, 3)
        times = f"<loopCardinality>{count}</loopCardinality>"
        inner = f'<multiInstanceLoopCharacteristics isSequential="{sequential}">{times}</multiInstanceLoopCharacteristics>'
        name = self.node("userTask", "", inner)
        self.tree = ("several", name, count, sequential == "true")
        return name, name


def make(seed: int, blocks: tuple[str, ...] = ALL, deepest: int = 3) -> Model:
    """Make the model of a seed."""
    return Maker(seed, blocks, deepest).make()
