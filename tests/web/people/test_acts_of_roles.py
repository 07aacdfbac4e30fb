"""Every act by every role through the store's own door, on a case at which each role has work."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.db import connection, transaction
from tests.web.visitor import MORNING

from zoutong.kernel.error import Fault
from zoutong.process.read import read_bpmn
from zoutong.walk import Act, Actor
from zoutong.walk.course import make_course
from zoutong.walk.may import ON_TASK
from zoutong.web import served
from zoutong.web.cases import keys, store
from zoutong.web.cases.models import Refusal

ROOT = Path(__file__).resolve().parents[3]
with (ROOT / "packs/labour-rights/acts.csv").open(encoding="utf-8", newline="") as file:
    TABLE = {row.pop("act"): row for row in csv.DictReader(file)}
ROLES = tuple(next(iter(TABLE.values())))
LANES = ("applicant", "receptionist", "guide", "router", "inspector", "mediator", "arbitrator", "duty_chief", "liaison")
UNITS = {
    "receptionist": "window",
    "guide": "window",
    "router": "window",
    "duty_chief": "window",
    "supervisor": "bureau",
    "leader": "bureau",
}
BARRED = {"act.role", "act.unit", "act.held"}
PEOPLE = {
    role: Actor("system" if role == "system" else f"{role}-1", role, UNITS.get(role, "" if role in ("applicant", "system") else role))
    for role in ROLES
}
COLLEAGUES = {role: Actor(f"{role}-2", role, actor.unit) for role, actor in PEOPLE.items()}
TASKS = "".join(
    f'<userTask id="do_{r}" name="办" zt:role="{r}" zt:clock="award" zt:marks="{"arbitration_accepted" if r == "arbitrator" else f"done_{r}"}"/>'
    f'<sequenceFlow id="i_{r}" sourceRef="fork" targetRef="do_{r}"/><sequenceFlow id="o_{r}" sourceRef="do_{r}" targetRef="join"/>'
    for r in LANES
)
PROCESS = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zt="https://zoutong.dev/bpmn" targetNamespace="test">
<process id="all_at_work" name="各办各的"><startEvent id="begin"/><userTask id="first" name="登记" zt:role="receptionist" zt:form="claims" zt:marks="arbitration_accepted"/>
<parallelGateway id="fork"/>{TASKS}<parallelGateway id="join"/><userTask id="rate" name="评价" zt:role="applicant" zt:form="rating"/><endEvent id="end"/>
<sequenceFlow id="f1" sourceRef="begin" targetRef="first"/><sequenceFlow id="f2" sourceRef="first" targetRef="fork"/>
<sequenceFlow id="f3" sourceRef="join" targetRef="rate"/><sequenceFlow id="f4" sourceRef="rate" targetRef="end"/></process></definitions>"""
FILLED = {
    "send_back": {"to": "first", "reason": "facts_missing"},
    "refer": {"unit": "elsewhere", "reason": "not_competent"},
    "add_signer": {"person": "leader-1"},
    "sign": {"data": {"opinion": "agree"}},
    "take_over": {"reason": "on_leave"},
    "assign": {"person": "somebody", "reason": "workload"},
    "suspend": {"reason": "party_unable"},
    "resume": {"reason": "obstacle_gone"},
    "withdraw": {"reason": "paid"},
    "decline": {"reason": "not_labour", "data": {"citation": "调解仲裁法 第29条"}},
    "notice": {"data": {"papers": ["identity"]}},
    "supplement": {"data": {"papers": [], "files": 1}},
    "chase": {"reason": "near_due"},
    "extend": {"to": "award", "reason": "complex"},
    "rate": {"data": {"level": 1}},
    "message": {"to": "nothing"},
    "look": {"to": "person"},
}
# What needs a moment of its own (a rating that is due, a case that has ended, a message that is waited for) is not done on this case,
# but must get as far as being told so, and not that the role may not.
NOT_NOW = {"rate", "contact", "message", "restart", "erase", "tick", "resume", "sign", "extend", "suspend", "answer"}


@pytest.fixture
def working(db, settings, tmp_path, monkeypatch):
    """Give a case at which every role has an open task: free ones, or each in the hands of its person."""
    settings.ZOUTONG_KEYS, settings.ZOUTONG_PAPERS = tmp_path / "keys", tmp_path / "papers"
    keys.new(tmp_path / "keys")
    vars(connection).pop("zoutong_codes", None)
    processes = read_bpmn(PROCESS.encode(), file="all_at_work.bpmn")
    course = make_course(served.pack(), processes["all_at_work"], processes)
    monkeypatch.setattr(served, "course", lambda: course)
    # Other tests have read, or will read, the pack's own course under the same version.
    served.course_version.cache_clear()

    def begin(*, held: bool) -> store.Case:
        her, lin = PEOPLE["applicant"], PEOPLE["receptionist"]
        case = store.open_case(her, {}, {}, "", MORNING, start=Act("start", her, unit="window"))
        case = store.act(case.id, Act("complete", lin, token=next(iter(case.walk.tasks)), data={"claims": ["unpaid_wages"]}), MORNING)
        for task in case.walk.tasks.values() if held else ():
            if task.role != "applicant":
                case = store.act(case.id, Act("claim", PEOPLE[task.role], token=task.token), MORNING)
        return case

    yield begin
    served.course_version.cache_clear()


def tried(case: store.Case, actor: Actor, kind: str, token: int | None) -> str:
    """Try an act and take it back; gives the code of its refusal, "" when it was done. What was written down is looked at before."""
    before = store.load(case.id)
    with transaction.atomic():
        code = ""
        try:
            store.act(case.id, Act(kind, actor, token=token, **FILLED.get(kind, {})), MORNING)
        except Fault as fault:
            code = fault.code
        after = store.load(case.id)
        told = store.events(case.id)[before.walk.seq :]
        if code:
            assert [(e.phase, e.act, e.actor, e.role) for e in told] == [("refused", kind, actor.id, actor.role)], (kind, actor, code)
            assert after.walk.tasks == before.walk.tasks and after.walk.status == before.walk.status
        elif kind != "tick":
            assert told[0].act == kind and told[0].actor == actor.id and told[0].phase != "refused", (kind, actor)
        transaction.set_rollback(True)
    vars(connection).pop("zoutong_codes", None)
    return code


def sample(case: store.Case, role: str):
    """Give the task of a role, and one of each neighbour: of her own unit and of another."""
    order = sorted(case.walk.tasks.values(), key=lambda t: t.role != role)
    return order[:1] + [t for t in order[1:] if t.role in ("router", "arbitrator")]


@pytest.mark.parametrize("role", ROLES)
def test_an_act_is_done_where_the_table_says_so_and_else_refused_and_written_down(working, role):
    cases = {"free": working(held=False), "held": working(held=True)}
    for kind in (k for k in TABLE if k != "start"):
        cell, codes = TABLE[kind][role], {}
        for name, case in cases.items():
            for task in (None, *sample(case, role)):
                actor = COLLEAGUES[role] if kind == "take_over" else PEOPLE[role]
                code = tried(case, actor, kind, task.token if task else None)
                codes[name, task.role if task else ""] = code
                if cell == "no":
                    assert code == "act.role", (kind, name, task)
                elif task is not None and kind in ON_TASK and cell in ("own", "lane") and task.role != role:
                    assert code, (kind, name, task)
        if cell != "no":
            assert set(codes.values()) - BARRED, (kind, codes)
            assert kind in NOT_NOW or "" in codes.values(), (kind, codes)


@pytest.mark.parametrize("role", ROLES)
def test_a_case_is_begun_by_those_who_may_and_a_refusal_is_kept(working, role):
    actor, before = PEOPLE[role], Refusal.objects.count()
    try:
        store.open_case(actor, {}, {}, "", MORNING)
        code = ""
    except Fault as fault:
        code = fault.code
    assert (code == "") == (TABLE["start"][role] == "yes")
    assert code in ("", "act.role")
    assert Refusal.objects.count() == before + bool(code)
    assert not code or Refusal.objects.latest("id").role == role
