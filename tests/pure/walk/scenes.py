"""Knows small processes, a cast of people and random acts, for the tests of walks."""

from __future__ import annotations

import functools
import random
from datetime import datetime, timedelta
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.pack import Pack, load
from zoutong.process.read import read_bpmn
from zoutong.walk import Act, Actor, Course, Event, Walk, allowed, course_of, perform, refused
from zoutong.walk.act import KINDS
from zoutong.walk.course import make_course

ROOT = Path(__file__).resolve().parents[3]
MORNING = datetime(2026, 11, 23, 9, 0)

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zt="https://zoutong.dev/bpmn" targetNamespace="test">
"""

LINE = """<process id="line" name="直线"><startEvent id="begin"/>
<userTask id="receive" name="接收" zt:role="receptionist" zt:form="claims channel" zt:marks="complaint_received"/>
<userTask id="decide" name="审查" zt:role="inspector" zt:form="acceptance" zt:clock="inspection_acceptance" zt:marks="inspection_docketed"/>
<userTask id="investigate" name="调查" zt:role="inspector" zt:form="finding" zt:clock="inspection_investigation" zt:marks="investigation_completed"/>
<userTask id="tell" name="告知" zt:role="applicant" zt:form="told_on"/><endEvent id="end"/>
<sequenceFlow id="f1" sourceRef="begin" targetRef="receive"/><sequenceFlow id="f2" sourceRef="receive" targetRef="decide"/>
<sequenceFlow id="f3" sourceRef="decide" targetRef="investigate"/><sequenceFlow id="f4" sourceRef="investigate" targetRef="tell"/>
<sequenceFlow id="f5" sourceRef="tell" targetRef="end"/></process>"""

SPLIT = """<process id="split" name="分流"><startEvent id="begin"/>
<userTask id="route" name="分流" zt:role="router" zt:form="claims doors proposed_doors"/>
<subProcess id="strands" name="分头办"><multiInstanceLoopCharacteristics zt:collection="doors" zt:item="part" zt:collect="door_result"/>
<startEvent id="in"/><userTask id="accept" name="受理" zt:role="arbitrator" zt:form="acceptance" zt:marks="arbitration_accepted"/>
<userTask id="award_it" name="裁决" zt:role="arbitrator" zt:form="door_result" zt:clock="award" zt:marks="awarded"/>
<boundaryEvent id="late" attachedToRef="award_it" cancelActivity="false"><timerEventDefinition id="t" zt:clock="award"/></boundaryEvent>
<userTask id="hurry" name="督办" zt:role="duty_chief"/><endEvent id="hurried"/><endEvent id="out"/>
<sequenceFlow id="s1" sourceRef="in" targetRef="accept"/><sequenceFlow id="s2" sourceRef="accept" targetRef="award_it"/>
<sequenceFlow id="s3" sourceRef="award_it" targetRef="out"/><sequenceFlow id="s4" sourceRef="late" targetRef="hurry"/>
<sequenceFlow id="s5" sourceRef="hurry" targetRef="hurried"/></subProcess>
<userTask id="rate_it" name="评价" zt:role="applicant" zt:form="rating"/><endEvent id="end"/>
<sequenceFlow id="f1" sourceRef="begin" targetRef="route"/><sequenceFlow id="f2" sourceRef="route" targetRef="strands"/>
<sequenceFlow id="f3" sourceRef="strands" targetRef="rate_it"/><sequenceFlow id="f4" sourceRef="rate_it" targetRef="end"/></process>"""

WAIT = """<message id="answered" name="答复"/><process id="wait" name="等候"><startEvent id="begin"/>
<userTask id="ask" name="询问" zt:role="liaison"/><eventBasedGateway id="which"/>
<intermediateCatchEvent id="reply" name="对方答复"><messageEventDefinition id="m" messageRef="answered"/></intermediateCatchEvent>
<intermediateCatchEvent id="silence" name="没有答复"><timerEventDefinition id="t"><timeDuration>P5D</timeDuration></timerEventDefinition></intermediateCatchEvent>
<userTask id="close" name="办结" zt:role="liaison"/><userTask id="urge" name="催问" zt:role="liaison"/><endEvent id="end"/>
<sequenceFlow id="f1" sourceRef="begin" targetRef="ask"/><sequenceFlow id="f2" sourceRef="ask" targetRef="which"/>
<sequenceFlow id="f3" sourceRef="which" targetRef="reply"/><sequenceFlow id="f4" sourceRef="which" targetRef="silence"/>
<sequenceFlow id="f5" sourceRef="reply" targetRef="close"/><sequenceFlow id="f6" sourceRef="silence" targetRef="urge"/>
<sequenceFlow id="f7" sourceRef="urge" targetRef="which"/><sequenceFlow id="f8" sourceRef="close" targetRef="end"/></process>"""

APPLICANT = Actor("v1", "applicant", "")
CAST = {
    "applicant": APPLICANT,
    "receptionist": Actor("wang", "receptionist", "hall"),
    "guide": Actor("guo", "guide", "hall"),
    "router": Actor("lu", "router", "hall"),
    "inspector": Actor("zhao", "inspector", "squad1"),
    "mediator": Actor("qian", "mediator", "mediation"),
    "arbitrator": Actor("sun", "arbitrator", "court1"),
    "duty_chief": Actor("li", "duty_chief", "hall"),
    "liaison": Actor("zhou", "liaison", "liaison"),
    "supervisor": Actor("wu", "supervisor", "bureau"),
    "leader": Actor("zheng", "leader", "bureau"),
    "records": Actor("chen", "records", "bureau"),
    "admin": Actor("root", "admin", "bureau"),
    "system": Actor("system", "system", ""),
}
EXTRAS = (
    Actor("han", "inspector", "squad2"),
    Actor("v2", "applicant", ""),
    Actor("yang", "arbitrator", "court1", "sun"),
    Actor("he", "receptionist", "hall", "v1"),
)


@functools.cache
def pack() -> Pack:
    return load(ROOT / "packs" / "labour-rights")


@functools.cache
def course(name: str) -> Course:
    if name == "labour":
        return course_of(pack())
    text = {"line": LINE, "split": SPLIT, "wait": WAIT}[name]
    processes = read_bpmn((HEAD + text + "</definitions>").encode(), file=f"{name}.bpmn")
    return make_course(pack(), processes[name], processes)


class Story:
    """A walk that is told step by step: every act moves it on, by half an hour unless it says otherwise."""

    def __init__(self, name: str, data: dict | None = None, mode: str = "case") -> None:
        self.course = course(name)
        self.now = MORNING
        self.events: list[Event] = []
        self.walk = Walk.fresh(self.course, "ZT20261123-0001", mode)
        self.act("start", "applicant", data=data or {}, unit="hall")

    def act(self, kind: str, who: str | Actor, node: str = "", after: timedelta = timedelta(minutes=30), **more) -> tuple[Event, ...]:
        actor = CAST[who] if isinstance(who, str) else who
        self.now += after
        token = self.token(node) if node else more.pop("token", None)
        self.walk, events = perform(self.walk, Act(kind, actor, token=token, **more), self.now)
        self.events += events
        return events

    def fails(self, *args, **more) -> str:
        """Give the code with which an act is refused, and hold that nothing changed."""
        before, seq = self.walk, len(self.events)
        try:
            self.act(*args, **more)
        except Fault as fault:
            assert self.walk is before
            assert len(self.events) == seq
            return fault.code if fault.what.zh and fault.what.en else "without words"
        return ""

    def pass_days(self, days: int) -> tuple[Event, ...]:
        return self.act("tick", "system", after=timedelta(days=days))

    def token(self, node: str, door: str = "") -> int:
        return next(t.token for t in self.walk.tasks.values() if t.node == node and (not door or t.door == door))

    def nodes(self) -> list[str]:
        return [t.node for t in self.walk.tasks.values()]

    def clock(self, name: str):
        return next(r for r in self.walk.clocks if r.name == name)

    def phases(self, phase: str) -> list[Event]:
        return [e for e in self.events if e.phase == phase]


def split_story(*, two: bool = True) -> Story:
    """A walk split into arbitration and, when ``two``, mediation."""
    story = Story("split", {"claims": ["unpaid_wages", "economic_compensation"]})
    doors = [{"door": "arbitration", "claims": ["economic_compensation"]}, {"door": "mediation", "claims": ["unpaid_wages"]}]
    if not two:
        doors = [{"door": "arbitration", "claims": ["economic_compensation", "unpaid_wages"]}]
    story.act("complete", "router", "route", data={"doors": doors})
    return story


def random_act(walk: Walk, chance: random.Random, now: datetime) -> Act:
    """Give an act that may make sense, or may not."""
    actor = chance.choice([*CAST.values(), *EXTRAS])
    kind, token = chance.choice(KINDS), chance.choice([None, None, 1, 2, *walk.tasks, -1])
    if chance.random() < 0.75:
        free = [(a, one) for a in chance.sample([*CAST.values(), *EXTRAS], 7) for one in allowed(walk, a, now)]
        if free:
            forward = [f for f in free if f[1].kind in ("complete", "resume", "message")]
            # By kind first: some acts can be done by everybody at any time, and would crowd out the others.
            wanted = chance.choice(sorted({one.kind for _, one in free}))
            actor, one = chance.choice(forward if forward and chance.random() < 0.4 else [f for f in free if f[1].kind == wanted])
            kind, token = one.kind, one.token
    reasons = sorted(walk.course.reasons.get(kind, ()))
    task = walk.tasks.get(token) if token is not None else None
    return Act(
        kind,
        actor,
        chance.choice(["", "", "", f"k{chance.randrange(500)}"]),
        token,
        random_data(walk, kind, task.node if task else "", chance),
        random_to(walk, kind, chance),
        chance.choice(["", "", "", "inspector", "arbitrator", "nobody"]) if kind in ("assign", "refer", "add_signer") else "",
        chance.choice(["squad1", "squad2", "court1", "hall", ""]) if kind in ("assign", "refer", "add_signer", "start") else "",
        chance.choice(["", "zhao", "sun", "v1"]) if kind in ("assign", "add_signer", "start") else "",
        chance.choice(reasons) if reasons and chance.random() < 0.8 else "",
    )


def random_to(walk: Walk, kind: str, chance: random.Random) -> str:
    if kind == "send_back" and walk.state is not None:
        return chance.choice([n for s in walk.state.scopes.values() for n in s.passed] or ["receive"])
    if kind == "extend":
        able = [r.name for r in walk.clocks if r.name in walk.course.extensions]
        if able:
            return chance.choice(able)
        return chance.choice([*(r.name for r in walk.clocks), "award"])
    if kind in ("withdraw", "rate", "contact"):
        return chance.choice(["", "arbitration", "mediation"])
    return "answered" if kind == "message" else ""


def random_data(walk: Walk, kind: str, node: str, chance: random.Random) -> dict:
    claims = ["unpaid_wages", "economic_compensation", "overtime_pay"]
    doors = [{"door": "arbitration", "claims": claims[:1]}, {"door": "mediation", "claims": claims[1:]}]
    if kind in ("start", "restart"):
        return chance.choice([{}, {"claims": claims, "channel": "counter"}, {"claims": claims, "proposed_doors": doors}, {"name": "张三"}])
    if kind == "complete" and node in ("route", "confirm_route"):
        return chance.choice(
            [
                {"doors": doors, **({"routing": "confirmed"} if node == "confirm_route" else {})},
                {"doors": doors[:1]},
                {"doors": [{"door": "nowhere"}]},
            ]
        )
    if kind == "complete" and node == "reception":
        return {"danger": False, "child": False}
    if kind == "answer":
        return chance.choice([{}, {"claims": claims[:2]}, {"acceptance": "accepted"}])
    if kind == "complete" and node == "hand_over":
        return {"door": chance.choice(["arbitration", "mediation", "inspection", "court"])}
    if kind == "complete":
        return chance.choice(
            [{}, {}, {}, {"claims": claims[:2]}, {"rating": "dissatisfied"}, {"acceptance": "accepted"}, {"next_door": "arbitration"}]
        )
    if kind in ("notice", "supplement"):
        return {"papers": chance.choice([["identity"], ["identity", "employer_name"], ["residence"], ["wage_slips"], []])}
    if kind == "rate":
        return {"level": chance.randrange(0, 7), "attitude": 3}
    if kind == "withdraw":
        return chance.choice([{"claims": claims[:1]}, {"claims": claims[:1]}, {"claims": claims[1:2]}, {}])
    if kind == "decline":
        return chance.choice([{"citation": "调解仲裁法 第29条"}, {"citation": "随便"}, {}])
    if kind == "sign":
        return {"opinion": chance.choice(["agree", "disagree", "hm"])}
    return {}


def wander(name: str, seed: int, steps: int = 40) -> tuple[Walk, list[Event], list[tuple[Walk, Walk]]]:
    """Do random acts; give the walk, all its events with those of refusals, and each refused act's walk before and after."""
    chance = random.Random(seed)
    now = MORNING
    walk = Walk.fresh(course(name), f"W{seed}", chance.choice(["case", "leader", "rehearsal", "simulated"]))
    events: list[Event] = []
    refusals: list[tuple[Walk, Walk]] = []
    act = Act("start", APPLICANT, "k0", data={"claims": ["unpaid_wages", "economic_compensation", "overtime_pay"]}, unit="hall")
    for _ in range(steps):
        now += chance.choice([*[timedelta(minutes=3)] * 6, timedelta(hours=5), timedelta(days=1), timedelta(days=9), timedelta(days=40)])
        try:
            walk, said = perform(walk, act, now)
        except Fault as fault:
            before = walk
            walk, said = refused(walk, act, fault, now)
            refusals.append((before, walk))
        events += said
        act = random_act(walk, chance, now) if chance.random() < 0.9 else Act("tick", CAST["system"])
    return walk, events, refusals
