"""Knows the people who act in the tests of the store, and what a case begins with."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from zoutong.kernel.error import Fault
from zoutong.walk import Act, Actor
from zoutong.web.cases import store
from zoutong.web.cases.shapes import Case

MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
RECEPTION = Actor("r01", "receptionist", "hall")
SECOND = Actor("r02", "receptionist", "hall")
INSPECTOR = Actor("i01", "inspector", "squad")
COLLEAGUE = Actor("i02", "inspector", "squad")
ELSEWHERE = Actor("i09", "inspector", "other-squad")
MEDIATOR = Actor("m01", "mediator", "centre")
LEADER = Actor("b01", "leader", "bureau")
KEEPER = Actor("k01", "records", "bureau")
PERSON = {
    "person": {"name": "王小明", "id_number": "310104199001010011"},
    "contact": {"phone": "13812340000", "address": "徐汇区漕溪路1号"},
    "statement": "我叫王小明，老板欠我两个月工资，电话13812340000。",
    "facts": {"employer_name": {"value": "上海老马饭馆有限公司", "source": "answered"}},
}


def at(minutes: float) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def opened(key: str = "", **more) -> Case:
    return store.open_case(RECEPTION, more.pop("dossier", PERSON), {}, key, more.pop("now", MORNING), **more)


def token(case: Case, node: str) -> int:
    return next(t.token for t in case.walk.tasks.values() if t.node == node)


def done(case: Case, who: Actor, node: str, minutes: float, data: dict | None = None, key: str = "", **more) -> Case:
    now = store.load(case.id)
    return store.act(case.id, Act("complete", who, key, token(now, node), data or {}), at(minutes), **more)


def split(key: str = "") -> Case:
    """Give a case on which an inspector and a mediator have work at the same time."""
    return done(opened(key), RECEPTION, "register", 10, {"claims": ["unpaid_wages"]})


def ended() -> Case:
    case = split()
    done(case, INSPECTOR, "inspect", 60, {"finding": "breach"})
    done(case, MEDIATOR, "mediate", 90)
    return done(case, RECEPTION, "tell", 120)


def sentence_of(attempt) -> Fault | Case:
    """Give what an attempt gives: its answer, or the Fault."""
    try:
        return attempt()
    except Fault as fault:
        return fault
