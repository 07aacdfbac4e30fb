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
    """How one model went: "" where both engines agreed all the way, else what was different and after which tasks."""

    model: Model
    steps: int
    difference: str
    trail: tuple[str, ...]


def side_by_side(seed: int, other: type = Referee) -> Outcome:
    """Run one model on both engines, doing the same tasks with the same answers, and stop at the first difference."""
    model = make(seed)
    chance = random.Random(seed * 7919)
    trail: list[str] = []
    ours = Ours(model.xml)
    try:
        theirs: Engine = other(model.xml)
        for step in range(LONGEST):
            left, right = ours.open(), theirs.open()
            if left != right:
                more, less = Counter(left) - Counter(right), Counter(right) - Counter(left)
                return Outcome(model, step, f"only here: {sorted(more)}; only there: {sorted(less)}", tuple(trail))
            if not left:
                end = "" if ours.over() == theirs.over() else f"complete here: {ours.over()}, there: {theirs.over()}"
                return Outcome(model, step, end, tuple(trail))
            task = chance.choice(left)
            # Loops are left more often than they are gone round, so that most models come to their end.
            data = {name: min(chance.randrange(values), chance.randrange(values)) for name, values in model.sets.get(task, {}).items()}
            trail.append(f"{task}{data or ''}")
            ours.do(task, data)
            theirs.do(task, data)
    except Exception as error:  # noqa: BLE001 - what the referee throws is a finding, whatever it is
        return Outcome(model, len(trail), f"the referee failed: {type(error).__name__}", tuple(trail))
    return Outcome(model, LONGEST, "", tuple(trail))
