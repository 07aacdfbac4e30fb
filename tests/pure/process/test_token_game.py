"""The step moves tokens as a plain token game does, on graphs that nobody nested properly."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from tests.pure.process.sketch import NOON, process, world

from zoutong.kernel.error import Fault
from zoutong.process import begin, complete, open_tasks

WORLD = world()


def tangle(seed: int) -> tuple[str, dict[str, int]]:
    """Make a graph of tasks, choices and parallel gateways whose flows lead anywhere, and what each choice is."""
    chance = random.Random(seed)
    kinds = {f"t{n}": "user" for n in range(chance.randint(2, 6))}
    kinds |= {f"x{n}": "xor" for n in range(chance.randint(0, 3))}
    kinds |= {f"a{n}": "and" for n in range(chance.randint(1, 4))}
    kinds |= {f"e{n}": "end" for n in range(chance.randint(1, 2))}
    targets = list(kinds)
    lines = ["start s", *(f"{kind} {name}" for name, kind in kinds.items()), f"s -> {chance.choice(targets)}"]
    choices = {}
    for name, kind in kinds.items():
        out = chance.sample([t for t in targets if t != name], min(chance.randint(1, 3) if kind in ("xor", "and") else 1, len(targets) - 1))
        if kind == "xor" and len(out) > 1:
            choices[name] = chance.randrange(len(out))
            lines += [f"{name} -> {t} : c{name} = {n}" for n, t in enumerate(out)]
        elif kind != "end":
            lines += [f"{name} -> {t}" for t in out]
    return "\n".join(lines), choices


class Game:
    """The plain game: tokens on flows, one enabled gateway after the other, nothing else."""

    def __init__(self, model, choices: dict[str, int]) -> None:
        """Put a token behind the start."""
        self.model, self.choices = model, choices
        self.tasks: Counter[str] = Counter()
        self.flows = Counter(model.nodes["s"].outgoing)
        self.run()

    def do(self, task: str) -> None:
        """Do a task."""
        self.tasks[task] -= 1
        self.flows += Counter(self.model.nodes[task].outgoing)
        self.run()

    def run(self) -> None:
        """Fire what can be fired until nothing can."""
        for _ in range(12_000):
            node = next((n for n in self.model.nodes.values() if self.ready(n)), None)
            if node is None:
                return
            self.fire(node)
        raise RecursionError

    def ready(self, node) -> bool:
        """Tell whether a node has what it takes."""
        came = [self.flows[f] > 0 for f in node.incoming]
        return bool(came) and (all(came) if node.kind == "parallel" else any(came))

    def fire(self, node) -> None:
        """Take tokens and give tokens."""
        taken = node.incoming if node.kind == "parallel" else [next(f for f in node.incoming if self.flows[f] > 0)]
        self.flows -= Counter(taken)
        if node.kind == "user":
            self.tasks[node.id] += 1
        elif node.kind == "exclusive" and len(node.outgoing) > 1:
            self.flows[node.outgoing[self.choices[node.id]]] += 1
        else:
            self.flows += Counter(node.outgoing)


@pytest.mark.parametrize("block", range(8))
def test_open_tasks_are_those_of_the_plain_token_game(block):
    runs = steps = 0
    for seed in range(block * 60, block * 60 + 60):
        sketch, choices = tangle(seed)
        model = process(sketch)
        given = {f"c{name}": value for name, value in choices.items()}
        try:
            state = begin(model, given, NOON, WORLD).state
        except Fault as fault:
            assert fault.code == "process.endless"
            with pytest.raises(RecursionError):
                Game(model, choices)
            continue
        game = Game(model, choices)
        runs += 1
        chance = random.Random(seed)
        for _ in range(15):
            opened = Counter(t.node for t in open_tasks(model, state))
            assert opened == +game.tasks, (seed, sketch)
            waiting = Counter(t.flow for t in state.tokens.values() if t.rest in ("joining", "dead"))
            assert waiting == +game.flows, (seed, sketch)
            if not opened:
                break
            token = chance.choice(open_tasks(model, state))
            try:
                state = complete(model, state, token.id, {}, NOON, WORLD).state
            except Fault as fault:
                assert fault.code == "process.endless"
                break
            game.do(token.node)
            steps += 1
    assert runs > 20
    assert steps > 100
