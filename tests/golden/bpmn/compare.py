"""Knows how two engines are run side by side on one random model, and says where they first differ."""

from __future__ import annotations

import datetime as dt
import io
import logging
import random
from collections import Counter
from dataclasses import dataclass
from typing import Protocol

from tests.golden.bpmn.models import Model, make
from tests.golden.bpmn.structured import Structured

from zoutong.process import Surroundings, begin, complete, open_tasks, read_bpmn

NOON = dt.datetime(2026, 11, 23, 12, 0)
AROUND = Surroundings({}, lambda name, data, now: {}, lambda name, start: start)
LONGEST = 60


class Engine(Protocol):
    """What the comparison asks of an engine."""

    def open(self) -> list[str]:
        """Name the open tasks, one by one."""

    def do(self, task: str, data: dict[str, int]) -> None:
        """Do one open task of this name."""

    def over(self) -> bool:
        """Tell whether the process is complete."""


class Ours:
    """This house's engine."""

    def __init__(self, xml: str) -> None:
        """Begin."""
        self.process = read_bpmn(xml.replace(" == ", " = ").encode())["p"]
        self.state = begin(self.process, {}, NOON, AROUND).state

    def open(self) -> list[str]:
        """Name the open tasks."""
        return sorted(t.node for t in open_tasks(self.process, self.state))

    def do(self, task: str, data: dict[str, int]) -> None:
        """Do the oldest open task of this name."""
        token = next(t.id for t in open_tasks(self.process, self.state) if t.node == task)
        self.state = complete(self.process, self.state, token, data, NOON, AROUND).state

    def over(self) -> bool:
        """Tell whether it is complete."""
        return self.state.status == "complete"


class Referee:
    """SpiffWorkflow, a referee for tests only."""

    def __init__(self, xml: str) -> None:
        """Begin."""
        from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
        from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

        logging.getLogger("spiff").setLevel(logging.CRITICAL)
        parser = BpmnParser()
        parser.add_bpmn_io(io.BytesIO(xml.encode()), filename="model.bpmn")
        self.flow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
        self.flow.do_engine_steps()

    def ready(self) -> list[object]:
        """Give the tasks that wait for a person."""
        from SpiffWorkflow.util.task import TaskState

        return list(self.flow.get_tasks(state=TaskState.READY, manual=True))

    def open(self) -> list[str]:
        """Name the open tasks; an instance of several is named after its activity."""
        return sorted(self.name(task) for task in self.ready())

    @staticmethod
    def name(task) -> str:
        """Give the id of the element behind a task."""
        return task.task_spec.bpmn_id or task.task_spec.name.split(" ")[0]

    def do(self, task: str, data: dict[str, int]) -> None:
        """Do one open task of this name."""
        found = next(t for t in self.ready() if self.name(t) == task)
        found.data.update(data)
        found.run()
        self.flow.do_engine_steps()
        self.flow.refresh_waiting_tasks()
        self.flow.do_engine_steps()

    def over(self) -> bool:
        """Tell whether it is complete."""
        return bool(self.flow.is_completed())


@dataclass
class Outcome:
    """How one model went: what the referee and what the blocks themselves had different, "" where nothing, and after which tasks."""

    model: Model
    steps: int
    referee: str = ""
    blocks: str = ""
    opened: tuple[str, ...] = ()
    """The tasks that the referee had open and this house's engine had not."""
    join: str = ""
    """The join through which the referee went."""
    section: str = ""
    """The section of BPMN 2.0 that speaks of it."""
    missing: str = ""
    """What the join still waited for: its empty ways, or the places from which a token can still come by one."""
    trail: tuple[str, ...] = ()


def difference(left: Engine, right: Engine) -> tuple[str, tuple[str, ...]]:
    """Say how two engines differ now."""
    ours, theirs = left.open(), right.open()
    if ours != theirs:
        more, less = Counter(theirs) - Counter(ours), Counter(ours) - Counter(theirs)
        return (
            f"open there only: {' '.join(sorted(more.elements())) or '-'}; open here only: {' '.join(sorted(less.elements())) or '-'}",
            tuple(more),
        )
    if not ours and left.over() != right.over():
        return f"complete here: {left.over()}, there: {right.over()}", ()
    return "", ()


def side_by_side(seed: int) -> Outcome:
    """Run one model on three engines, with the same answers: against the blocks to the end, against the referee to the first difference."""
    model = make(seed)
    chance = random.Random(seed * 7919)
    outcome = Outcome(model, 0)
    trail: list[str] = []
    ours, blocks, referee = Ours(model.xml), Structured(model), _made(model, outcome)
    for step in range(LONGEST):
        outcome.steps = step
        outcome.blocks = difference(ours, blocks)[0]
        if referee is not None:
            outcome.referee, outcome.opened = difference(ours, referee)
            referee = None if outcome.referee else referee
            outcome.trail = tuple(trail)
            if outcome.opened:
                outcome.join, outcome.section, outcome.missing = evidence(ours, outcome.opened[0])
        if outcome.blocks or not ours.open():
            break
        task = chance.choice(ours.open())
        # Loops are left more often than they are gone round, so that most models come to their end.
        data = {name: min(chance.randrange(values), chance.randrange(values)) for name, values in model.sets.get(task, {}).items()}
        trail.append(f"{task}{data or ''}")
        ours.do(task, data)
        blocks.do(task, data)
        if referee is not None:
            try:
                referee.do(task, data)
            except Exception as error:  # noqa: BLE001 - what the referee throws is a finding, whatever it is
                outcome.referee, referee = f"the referee failed: {type(error).__name__}", None
    return outcome


def _made(model: Model, outcome: Outcome) -> Referee | None:
    try:
        return Referee(model.xml)
    except Exception as error:  # noqa: BLE001 - see above
        outcome.referee = f"the referee failed: {type(error).__name__}"
        return None


def evidence(ours: Ours, opened: str) -> tuple[str, str, str]:
    """Find the join through which the referee went to a task that is not open here, and what that join still waits for."""
    process = ours.process
    todo, seen = [opened], {opened}
    while todo:
        node = process.nodes[todo.pop(0)]
        here = [t for t in ours.state.tokens.values() if t.node == node.id and t.rest == "joining"]
        if here:
            came = {t.flow for t in here}
            if node.kind == "parallel":
                return node.id, "13.4.1", " ".join(f"way {f}" for f in node.incoming if f not in came)
            marked = sum(1 << place for place, flow in enumerate(node.incoming) if flow in came)
            others = [t for t in ours.state.tokens.values() if t.scope == here[0].scope and t.node != node.id]
            reach = {t.node: process.reach[node.id].get(t.node, 0) for t in others}
            return node.id, "13.4.3", " ".join(f"token at {n}" for n, can in reach.items() if can & ~marked and not can & marked)
        before = [process.flows[f].source for f in node.incoming] or ([node.parent] if node.parent else [])
        todo += [n for n in before if n not in seen]
        seen.update(before)
    return "", "", ""
