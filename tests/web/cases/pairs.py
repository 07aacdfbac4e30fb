"""Knows how two people act on one case in the same moment, again and again at random, and what must be true afterwards.

``python -m tests.web.cases.pairs 10000`` does so many on the store of the environment and prints what became of them as JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import django
from django.apps import apps

if not apps.ready:  # in a process of its own, and in those that it starts
    django.setup()

from tests.web.cases.people import COLLEAGUE, INSPECTOR, MEDIATOR, RECEPTION, SECOND, at, opened, split, token

from zoutong.kernel.error import Fault
from zoutong.walk import Act, Actor, perform
from zoutong.web.cases import store as door
from zoutong.web.cases.models import Note
from zoutong.web.cases.shapes import Case

CHIEF = Actor("d01", "duty_chief", "hall")
NOTED = "来访人说明天再来。"
GATE: list[threading.Barrier] = []
"""Where the two wait for each other in this process."""


class Answer(NamedTuple):
    """What somebody who pressed a button was told: ``done``, ``repeated``, or the code of a Fault with its sentence in two languages."""

    word: str
    zh: str = ""
    en: str = ""


@dataclass
class Tally:
    """What became of the acts of many pairs."""

    done: int = 0
    repeated: int = 0
    told: Counter[str] = field(default_factory=Counter)
    mixed: Counter[str] = field(default_factory=Counter)
    """How often each two kinds of act met."""
    cases: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def meet(barrier: threading.Barrier) -> None:
    """Tell a presser, in its thread or process, where the two wait for each other."""
    GATE[:] = [barrier]


def threads() -> Executor:
    """Give two threads that press at once; each keeps its own connection."""
    meet(threading.Barrier(2))
    return ThreadPoolExecutor(2)


def processes() -> Executor:
    """Give two processes that press at once."""
    fresh = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(2, fresh, meet, (fresh.Barrier(2),))


def press(case_id: str, act: Act, seen: int) -> Answer:
    """Wait for the other one, then act on what both have seen."""
    GATE[0].wait(30)
    try:
        said = door.act(case_id, act, at(30), expected_revision=seen, dossier_change={"note": NOTED} if act.kind == "note" else None)
    except Fault as fault:
        return Answer(fault.code, fault.what.zh, fault.what.en)
    return Answer("repeated" if said.repeated else "done")


def choices(case: Case) -> list[Act]:
    """Give the acts of which a pair does two: some get on with each other, some exclude each other; all are allowed as the case stands."""
    if case.revision == 1:
        register = token(case, "register")
        found = [
            Act("complete", who, "", register, {"claims": claims})
            for who in (RECEPTION, SECOND)
            for claims in (["unpaid_wages"], ["overtime"])
        ]
        found += [Act("claim", who, "", register) for who in (RECEPTION, SECOND)]
    else:
        inspect, mediate = token(case, "inspect"), token(case, "mediate")
        found = [
            Act("complete", INSPECTOR, "", inspect, {"finding": "breach"}),
            Act("complete", COLLEAGUE, "", inspect, {"finding": "none"}),
            Act("answer", INSPECTOR, "", inspect, {"finding": "unclear"}),
            Act("claim", COLLEAGUE, "", inspect),
            Act("claim", INSPECTOR, "", inspect),
            Act("take_over", COLLEAGUE, "", inspect, reason="workload"),
            Act("refer", INSPECTOR, "", inspect, unit="other-squad", reason="not_competent"),
            Act("add_signer", INSPECTOR, "", inspect, role="mediator"),
            Act("send_back", INSPECTOR, "", inspect, to="register", reason="claim_wrong"),
            Act("complete", MEDIATOR, "", mediate),
            Act("claim", MEDIATOR, "", mediate),
            Act("withdraw", RECEPTION, reason="settled"),
        ]
    found += [Act("note", who) for who in (RECEPTION, SECOND)] + [Act("look", RECEPTION), Act("chase", CHIEF, reason="near_due")]
    return [act for act in found if _allowed(case, act)]


def _allowed(case: Case, act: Act) -> bool:
    try:
        perform(case.walk, act, at(30))
    except Fault:
        return False
    return True


def pair(seed: int, both: Executor, tally: Tally) -> None:
    """Let two people act on a fresh case at once, both having seen the same revision; now and then it is one who presses twice."""
    dice = random.Random(seed)
    case = split() if dice.random() < 0.85 else opened()
    twice = dice.random() < 0.15
    first = dice.choice(choices(case))
    second = first if twice else dice.choice(choices(case))
    acts = (replace(first, key=f"{seed}a"), replace(second, key=f"{seed}a" if twice else f"{seed}b"))
    tally.mixed[" + ".join(sorted((first.kind, second.kind)))] += 1
    waiting = [both.submit(press, case.id, act, case.revision) for act in acts]
    judge(case, acts, [one.result(60) for one in waiting], tally, twice=twice)


def judge(case: Case, acts: Sequence[Act], answers: Sequence[Answer], tally: Tally, *, twice: bool) -> None:
    """Every act that was answered stands in the chain exactly once; whoever was not let through was told by whom he was beaten."""
    events = door.events(case.id)
    heads = [e for e in events if "act" in e.data]
    stand = Counter(e.key for e in heads if e.phase != "refused")

    def wrong(what: str) -> None:
        tally.wrong.append(f"{case.id}: {acts[0].kind} + {acts[1].kind}: {what}: {answers}")

    for act, answer, other in zip(acts, answers, reversed(acts), strict=True):
        if answer.word in ("done", "repeated"):
            if stand[act.key] != 1:
                wrong(f"{act.key} was answered and stands {stand[act.key]} times in the chain")
        elif twice or stand[act.key]:
            wrong(f"{act.key} was refused and stands in the chain, or was refused to one who only pressed twice")
        elif answer.word != "case.conflict" or other.actor.id not in answer.zh or other.actor.id not in answer.en:
            wrong(f"{act.key} was refused without saying by whom it was overtaken")
        tally.told[answer.word] += answer.word not in ("done", "repeated")
    words = Counter(answer.word for answer in answers)
    tally.done += words["done"]
    tally.repeated += words["repeated"]
    if words["done"] < 1 or words["repeated"] != int(twice):
        wrong("nobody got through, or a second press was not told so")
    if sum(e.phase == "refused" for e in events) != 2 - words["done"] - words["repeated"]:
        wrong("not every refusal is kept")
    if door.load(case.id).revision != case.revision + 2 - words["repeated"]:
        wrong("the case did not go on by one revision for each act and refusal")
    if Note.every.filter(run=case.run).count() != sum(e.act == "note" and e.phase != "refused" for e in heads):
        wrong("a note is lost or was written twice")
    finished = Counter(e.token for e in events if e.phase == "completed")
    if max(finished.values(), default=1) > 1:
        wrong("a task was finished twice")
    tally.cases.append(case.id)


def play(seeds: Sequence[int], pressers: Callable[[], Executor]) -> Tally:
    """Play a pair for each seed, then prove the whole store."""
    tally = Tally()
    with pressers() as both:
        for seed in seeds:
            pair(seed, both, tally)
    tally.wrong += [f"{breach.walk}: {breach.code}" for breach in door.verify()]
    return tally


def main() -> None:
    """Play half of the pairs in two threads and half in two processes."""
    number = int(sys.argv[1])
    began = time.monotonic()
    half = number // 2
    tallies = [play(range(half), threads), play(range(half, number), processes)]
    whole = sum((t.told for t in tallies), Counter[str]())
    wrong = [line for t in tallies for line in t.wrong]
    sys.stdout.write(
        json.dumps({
            "value": number, "unit": "pairs", "done": sum(t.done for t in tallies), "repeated": sum(t.repeated for t in tallies), "told": dict(whole),
            "wrong": len(wrong), "first_wrong": wrong[:3], "different": len(tallies[0].mixed + tallies[1].mixed),
            "seconds": round(time.monotonic() - began),
        }, ensure_ascii=False)
    )  # fmt: skip


if __name__ == "__main__":
    main()
