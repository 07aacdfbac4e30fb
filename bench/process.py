"""Knows how fast processes move by themselves, without walks or a database: reading, checking, steps, state, beside SpiffWorkflow."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from datetime import datetime

from tests.golden.bpmn.compare import Ours, Referee
from tests.golden.bpmn.models import Model, make

from bench.walk import ANSWERS, MORNING, PACK
from zoutong.pack import load
from zoutong.process import Process, State, Surroundings, begin, check, complete, open_tasks, place, read_bpmn
from zoutong.walk import course_of

MODELS = range(60)
LONGEST = 60


def figure(name: str, value: float, unit: str, **more: object) -> None:
    """Print one figure as a line of JSON."""
    print(json.dumps({"figure": name, "value": round(value, 3), "unit": unit, **more}, ensure_ascii=False), flush=True)


def best(run: Callable[[], object], times: int = 7) -> float:
    """Give the seconds of the fastest of several runs: the machine is shared."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def reading() -> None:
    """Time reading and checking the service's own processes."""
    files = sorted((PACK / "processes").glob("*.bpmn"))
    models = [process for file in files for process in read_bpmn(file).values()]
    figure("read a process", 1e3 * best(lambda: [read_bpmn(file) for file in files]) / len(models), "ms", processes=len(models))
    figure("check a process", 1e3 * best(lambda: [check(model) for model in models]) / len(models), "ms")


def labour(process: Process, around: Surroundings, now: datetime) -> list[State]:
    """Go through the labour-rights service by bare steps; give the state after each task."""
    state = begin(process, {"channel": "counter"}, now, around).state
    states = [state]
    while state.status == "running" and len(states) < 3 * LONGEST:
        token = next(iter(open_tasks(process, state)), None)
        if token is None:
            break
        form = place(process, state, token.id, around)[1].form
        part = state.look(token.scope, "part")
        known = {"door": part["door"]} if token.node == "hand_over" and isinstance(part, dict) else ANSWERS.get(token.node, {})
        state = complete(process, state, token.id, {n: known[n] for n in form if n in known}, now, around).state
        states.append(state)
    return states


def calls(model: Model) -> list[tuple[str, dict[str, int]]]:
    """Go through a random model once and note which tasks are done with which answers."""
    engine, chance, noted = Ours(model.xml), random.Random(model.seed), []
    for _ in range(LONGEST):
        if not engine.open():
            break
        task = chance.choice(engine.open())
        data = {name: min(chance.randrange(n), chance.randrange(n)) for name, n in model.sets.get(task, {}).items()}
        noted.append((task, data))
        engine.do(task, data)
    return noted


def beside(models: list[tuple[Model, list[tuple[str, dict[str, int]]]]], engine: type[Ours | Referee]) -> tuple[float, int]:
    """Do the same tasks on an engine; give the seconds of doing them, without reading the file, and how many there were."""
    spent, count = 0.0, 0
    for model, noted in models:
        made = engine(model.xml)
        start = time.perf_counter()
        for task, data in noted:
            made.do(task, data)
        spent += time.perf_counter() - start
        count += len(noted)
    return spent, count


def main() -> None:
    """Measure and print."""
    reading()
    course = course_of(load(PACK))
    process, around = course.process, course.around
    states = labour(process, around, MORNING)
    seconds = best(lambda: labour(process, around, MORNING), 15)
    done = len(states) - 1
    figure("labour-rights service, bare steps", done / seconds, "tasks/s", tasks=done, status=states[-1].status, us=round(1e6 * seconds / done, 1))
    sizes = [len(json.dumps(state.to_json(), ensure_ascii=False, separators=(",", ":")).encode()) for state in states]
    figure("state", sum(sizes) / len(sizes) / 1000, "kB", longest=max(sizes) / 1000, first=sizes[0] / 1000)
    models = [(model, calls(model)) for model in map(make, MODELS)]
    # Where the referee goes its own way (see tests/golden/bpmn/disagreements.csv) it cannot do the same tasks.
    agreed = [pair for pair in models if not _stumbles(pair)]
    ours = min(beside(agreed, Ours)[0] for _ in range(5))
    theirs, count = min(beside(agreed, Referee) for _ in range(2))
    figure("random models", count / ours, "tasks/s", models=len(agreed), spiff=round(count / theirs), ratio=round(theirs / ours, 1))


def _stumbles(pair: tuple[Model, list[tuple[str, dict[str, int]]]]) -> bool:
    try:
        beside([pair], Referee)
    except (StopIteration, AttributeError):
        return True
    return False


if __name__ == "__main__":
    main()
