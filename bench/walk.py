"""Knows how fast walks move without a database: acts a second on the labour-rights process, what each kind costs, and a plain peer."""

from __future__ import annotations

import io
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from zoutong.pack import load
from zoutong.process.read import read_bpmn
from zoutong.walk import Act, Actor, Course, Event, Walk, course_of, from_json, perform, rebuild, to_json
from zoutong.walk.course import make_course

try:  # a referee of the development group, which not every machine has
    from lxml import etree
    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.bpmn.parser import BpmnParser
    from SpiffWorkflow.util.task import TaskState
except ImportError:
    BpmnParser = None

PACK = Path(__file__).resolve().parents[1] / "packs" / "labour-rights"
MORNING = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - the bureau's own time
STAFF = {
    "applicant": Actor("v1", "applicant", ""),
    "receptionist": Actor("wang", "receptionist", "hall"),
    "guide": Actor("guo", "guide", "hall"),
    "router": Actor("lu", "router", "hall"),
    "inspector": Actor("zhao", "inspector", "squad1"),
    "arbitrator": Actor("sun", "arbitrator", "court1"),
    "duty_chief": Actor("li", "duty_chief", "hall"),
    "liaison": Actor("zhou", "liaison", "liaison"),
    "system": Actor("system", "system", ""),
}
CLAIMS = ["unpaid_wages", "economic_compensation"]
DOORS = [{"door": "inspection", "claims": CLAIMS[:1]}, {"door": "arbitration", "claims": CLAIMS[1:]}]
ANSWERS: dict[str, dict[str, object]] = {
    "take_number": {"channel": "counter"},
    "reception": {"danger": False, "child": False, "group_size": 1},
    "hear_story": {"claims": CLAIMS, "questions_open": 0},
    "propose": {"claims": CLAIMS, "proposed_doors": DOORS},
    "confirm_route": {"routing": "confirmed", "doors": DOORS},
    "inspection_decide_acceptance": {"acceptance": "accepted"},
    "arbitration_decide_acceptance": {"acceptance": "accepted"},
    "investigate": {"finding": "breach"},
    "inspection_check_performance": {"performance": "full"},
    "arbitration_check_performance": {"performance": "full"},
    "rate": {"rating": "very_satisfied"},
}
LONGEST = 200


def figure(name: str, value: float, unit: str, **more: object) -> None:
    """Print one figure as a line of JSON."""
    print(json.dumps({"figure": name, "value": round(value, 3), "unit": unit, **more}, ensure_ascii=False), flush=True)


class Case:
    """One case from the first number to the rating, as people at a window do it; every act is kept to be done again."""

    def __init__(self, course: Course) -> None:
        self.walk = Walk.fresh(course, "ZT20261123-0001")
        self.now = MORNING
        self.acts: list[tuple[Act, datetime]] = []
        self.events: list[Event] = []

    def do(self, kind: str, who: str, token: int | None = None, **more: object) -> None:
        """Do one act, and keep it."""
        self.now += timedelta(minutes=4)
        act = Act(kind, STAFF[who], f"k{len(self.acts)}", token, **more)  # type: ignore[arg-type]
        self.walk, said = perform(self.walk, act, self.now)
        self.acts.append((act, self.now))
        self.events += said

    def form(self, token: int) -> tuple[str, ...]:
        """Give the variables that a task asks for."""
        if self.walk.state is None:
            return ()
        return self.walk.course.place(self.walk.state, self.walk.state.tokens[token])[1].form

    def go(self) -> None:
        """Go through the whole process: look, claim and complete each task, tell once what is lacking, chase once, note now and then."""
        self.do("start", "applicant", unit="hall", data={"channel": "counter"})
        for _ in range(LONGEST):
            task = next((t for t in self.walk.tasks.values() if t.token > 0), None)
            if task is None:
                break
            who = task.role if task.role in STAFF else "duty_chief"
            if who != "applicant":
                self.do("claim", who, task.token)
                self.do("look", who)
            if task.node == "confirm_route":
                self.do("notice", who, task.token, data={"papers": ["identity", "employer_name"]})
                self.do("supplement", "applicant", data={"papers": ["identity"]})
            if task.node == "investigate":
                self.do("chase", "duty_chief", task.token, reason="near_due")
            known = ANSWERS.get(task.node, {"door": task.door} if task.node == "hand_over" else {})
            self.do("complete", who, task.token, data={name: known[name] for name in self.form(task.token) if name in known})
            self.do("note", "duty_chief")
            self.do("tick", "system")


def run(course: Course, acts: list[tuple[Act, datetime]], times: int) -> float:
    """Give the seconds of doing all acts so many times over, each time on a fresh walk."""
    begin = time.perf_counter()
    for _ in range(times):
        walk = Walk.fresh(course, "ZT20261123-0001")
        for act, now in acts:
            walk, _ = perform(walk, act, now)
    return time.perf_counter() - begin


def by_kind(course: Course, acts: list[tuple[Act, datetime]], times: int) -> dict[str, float]:
    """Give the mean microseconds of each kind of act."""
    spent: dict[str, float] = defaultdict(float)
    for _ in range(times):
        walk = Walk.fresh(course, "ZT20261123-0001")
        for act, now in acts:
            begin = time.perf_counter()
            walk, _ = perform(walk, act, now)
            spent[act.kind] += time.perf_counter() - begin
    counted = Counter(act.kind for act, _ in acts)
    return {kind: round(1e6 * seconds / counted[kind] / times, 1) for kind, seconds in sorted(spent.items())}


def line(length: int = 10) -> str:
    """Draw a process of so many tasks in a row, which any engine can run."""
    names = ["begin", *(f"task{n}" for n in range(length)), "end"]
    tasks = "".join(f'<userTask id="{name}" name="{name}" zt:role="inspector"/>' for name in names[1:-1])
    flows = "".join(f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(pairwise(names)))
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zt="https://zoutong.dev/bpmn" targetNamespace="bench">'
        f'<process id="line" isExecutable="true"><startEvent id="begin"/>{tasks}<endEvent id="end"/>{flows}</process></definitions>'
    )


def against_spiff(course: Course) -> None:
    """Go down a row of tasks with a walk and with SpiffWorkflow: the walk also checks rights, keeps clocks and writes events."""
    processes = read_bpmn(line().encode())
    row = make_course(course.pack, processes["line"], processes)

    def ours() -> None:
        walk, _ = perform(Walk.fresh(row, "W1"), Act("start", STAFF["applicant"]), MORNING)
        while not walk.over:
            walk, _ = perform(walk, Act("complete", STAFF["inspector"], token=next(iter(walk.tasks))), MORNING)

    mine = min(_timed(ours, 100) for _ in range(5))
    if BpmnParser is None:
        figure("a row of ten tasks", 11 / mine, "acts/s", spiff="not installed")
        return
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(line().encode())), filename="line.bpmn")
    spec = parser.get_spec("line")

    def theirs() -> None:
        flow = BpmnWorkflow(spec)
        flow.do_engine_steps()
        while not flow.is_completed():
            flow.get_next_task(state=TaskState.READY).run()
            flow.do_engine_steps()

    peer = min(_timed(theirs, 10) for _ in range(5))
    figure("a row of ten tasks", 11 / mine, "acts/s", spiff=round(11 / peer), ratio=round(peer / mine, 1))


def _timed(work: Callable[[], None], times: int) -> float:
    begin = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begin) / times


def main() -> None:
    """Measure and print."""
    course = course_of(load(PACK))
    case = Case(course)
    case.go()
    assert rebuild(course, case.events) == case.walk
    work = [(act, now) for act, now in case.acts if act.kind != "tick"]  # looking whether anything is due is no act of anybody
    kinds = Counter(act.kind for act, _ in work)
    run(course, work, 30)
    best = min(run(course, work, 50) for _ in range(7)) / 50
    figure("perform", len(work) / best, "acts/s", acts=len(work), status=case.walk.status, kinds=dict(kinds), wanted=20_000)
    figure("events", len(case.events) / best, "events/s", events=len(case.events))
    steps = [(act, now) for act, now in case.acts if act.kind in {"start", "complete"}]
    wall, cpu = _moving(course, case.acts)
    figure("only acts that move the process", wall, "acts/s", acts=len(steps), by_processor_time=round(cpu))
    figure("by kind", 0, "µs", **by_kind(course, case.acts, 50))
    against_spiff(course)
    text = json.dumps(to_json(case.walk), ensure_ascii=False)
    figure("state", len(text.encode()) / 1000, "kB")
    begin = time.perf_counter()
    for _ in range(200):
        from_json(course, json.loads(text))
    figure("read a state", 1e6 * (time.perf_counter() - begin) / 200, "µs")
    begin = time.perf_counter()
    for _ in range(50):
        rebuild(course, case.events)
    figure("rebuild", 50 * len(case.events) / (time.perf_counter() - begin), "events/s")


def _moving(course: Course, acts: list[tuple[Act, datetime]]) -> tuple[float, float]:
    """Give how many acts a second move the process, by the clock on the wall and by the processor's own, each on the walk as it then stood."""
    jobs: list[tuple[Walk, Act, datetime]] = []
    walk = Walk.fresh(course, "ZT20261123-0001")
    for act, now in acts:
        if act.kind in {"start", "complete"}:
            jobs.append((walk, act, now))
        walk, _ = perform(walk, act, now)
    walls, cpus = [], []
    for _ in range(15):
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(40):
            for before, act, now in jobs:
                perform(before, act, now)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return 40 * len(jobs) / min(walls), 40 * len(jobs) / min(cpus)


if __name__ == "__main__":
    main()
