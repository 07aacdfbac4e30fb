"""Knows the turns that a demo's cases take beside the straight way: a notice and what comes of it, a pause, a note, a withdrawal."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from zoutong.kernel.error import Fault
from zoutong.walk import Act, Actor, Task
from zoutong.web import served
from zoutong.web.cases import store

ASKS_FOR_PAPERS = 0.2
PAUSES = 0.08
GOES_ON = 0.4
WITHDRAWS = 0.025
NOTES = 0.1
NOTE = "已电话联系来访人，约好下次来的时间。（演示）"


def turn(case: store.Case, task: Task, who: Actor, person: Actor, moment: datetime, luck: random.Random) -> tuple[store.Case, bool]:
    """Let a case take a turn before a task is done, or none; tell whether the task is left open by it."""
    key = f"demo-turn-{task.token}-{case.revision}"
    try:
        if luck.random() < NOTES:
            case = store.act(case.number, Act("note", who, f"{key}-note"), moment, dossier_change={"note": NOTE})
        if luck.random() < WITHDRAWS:
            return store.act(case.number, Act("withdraw", person, f"{key}-withdraw", reason=luck.choice(("paid", "settled", "own_wish"))), moment), True
        if task.node.endswith("decide_acceptance") and luck.random() < ASKS_FOR_PAPERS:
            return _papers(case, task, who, person, moment, key), False
        if task.node in ("investigate", "hold_hearing", "make_award") and luck.random() < PAUSES:
            case = store.act(case.number, Act("suspend", who, f"{key}-suspend", task.token, reason="awaiting_other_decision"), moment)
            if luck.random() < GOES_ON:
                later = moment + timedelta(days=luck.randint(1, 6))
                return store.act(case.number, Act("resume", who, f"{key}-resume", task.token, reason="obstacle_gone"), later), False
            return case, True
    except Fault:
        # The house does not take this turn here (a clock that no law lets stop, papers told already): the straight way goes on.
        return store.load(case.number), False
    return case, False


def _papers(case: store.Case, task: Task, who: Actor, person: Actor, moment: datetime, key: str) -> store.Case:
    """Tell once what is lacking; she brings it some days later."""
    claims = {claim for door in case.walk.doors if door.name == task.door for claim in door.claims}
    papers = [p.name for p in served.pack().papers if p.claim in claims and p.need != "never" and p.holder == "worker"][:2]
    if not papers:
        return case
    case = store.act(case.number, Act("notice", who, f"{key}-notice", task.token, {"papers": papers}), moment)
    return store.act(case.number, Act("supplement", person, f"{key}-papers", data={"papers": papers}), moment + timedelta(days=2, hours=1))
