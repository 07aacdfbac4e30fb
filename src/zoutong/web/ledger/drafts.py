"""Knows what the ledger gives to official letters: its items as findings in office words, the figures of a period, a plan with its tasks."""

from __future__ import annotations

import re
from datetime import date

from zoutong.documents import kinds
from zoutong.documents.letter import Letter
from zoutong.improve.alike import recurrences
from zoutong.improve.digest import digest, late, period
from zoutong.improve.item import Item
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web import clock, served
from zoutong.web.ledger import plans, store
from zoutong.web.ledger.words import Tongue

NUMBER = re.compile(r"WT\d{4}-\d+")


def finding(item: Item, tongue: Tongue) -> kinds.Finding:
    """Tell an item as letters do; what is not known stays empty, and no name of staff stands in it but the responsible leader's."""
    said = "；".join(e.ref for e in item.evidence if e.kind in ("quote", "figure", "paper"))
    return kinds.Finding(
        item.number,
        item.title.zh,
        tongue.kind(item.kind) if item.kind else "",
        tongue.step(item.step) if item.step else "",
        tongue.cause(item.cause) if item.cause else "",
        said,
        tongue.say(f"ledger.harmed.{item.harmed}") if item.harmed else "",
        tongue.unit(item.lead) if item.lead else "",
        "、".join(tongue.unit(u) for u in item.support),
        tongue.people.get(item.leader, ""),
        item.measure_now,
        item.measure_lasting,
        tongue.day(item.due) if item.due else "",
        tongue.state(item.state),
        item.what == "need",
    )


def _named(about: str) -> list[Item]:
    found = [store.item(n) for n in dict.fromkeys(NUMBER.findall(about))]
    if not found:
        raise Fault(
            "letter.about",
            Words("没有写台账编号。", "No number of the ledger was given."),
            cure=Words("请写 WT2026-0001 这样的编号。", "Write numbers such as WT2026-0001."),
        )
    return found


def _month(about: str) -> tuple[date, date, str]:
    try:
        since, until = period("month", date.fromisoformat(f"{about.strip()}-01"))
    except ValueError as wrong:
        raise Fault(
            "letter.month", Words("月份读不出来。", "The month cannot be read."), cure=Words("写成 2026-11。", "Write it as 2026-11.")
        ) from wrong
    return since, until, f"{since.year}年{since.month}月"


def _found_in(since: date, until: date) -> list[Item]:
    every = store.items()
    return [i for i in every if i.state != "merged" and i.registered_at is not None and since <= i.registered_at.date() <= until]


def three_lists(about: str, office: str) -> Letter:
    """Draft the three lists of a month; Fault ``letter.month``."""
    since, until, words = _month(about)
    tongue = Tongue.of("zh")
    return kinds.three_lists(office, f"关于印发{words}走流程三清单的通知", [finding(i, tongue) for i in _found_in(since, until)])


def rectify_notice(about: str, office: str) -> Letter:
    """Draft the notice to rectify some items, to the units that lead them; Fault ``letter.about`` or ``item.absent``."""
    tongue, items = Tongue.of("zh"), _named(about)
    to = "、".join(dict.fromkeys(tongue.unit(i.lead) for i in items if i.lead)) or kinds.OPEN
    return kinds.rectify_notice(office, to, [finding(i, tongue) for i in items])


def chase_letter(about: str, office: str) -> Letter:
    """Draft the letter that chases one item, with the working days by which it is late."""
    tongue, [item, *_] = Tongue.of("zh"), _named(about)
    today = clock.today()
    over = 0
    if item.due is not None and late(item, today):
        days = (date.fromordinal(n) for n in range(item.due.toordinal() + 1, today.toordinal() + 1))
        over = sum(served.pack().calendar.is_workday(d) for d in days)
    since = tongue.day(item.assigned_at.date()) if item.assigned_at else kinds.OPEN
    return kinds.chase_letter(office, tongue.unit(item.lead) if item.lead else kinds.OPEN, finding(item, tongue), over, since)


def circular(about: str, office: str) -> Letter:
    """Draft the circular of a month: figures by unit, what came back, what is late; Fault ``letter.month``."""
    since, until, words = _month(about)
    tongue, every = Tongue.of("zh"), store.items()
    whole = digest(every, since, until).whole
    names = ("found", "judged", "assigned", "finished", "waiting", "closed_with_proof", "recurring", "overdue", "parked", "declined")
    rows = [(tongue.say(f"ledger.sum.{n}"), str(getattr(whole, n))) for n in names]
    back = [finding(s.items[-1], tongue) for s in recurrences(every)]
    return kinds.circular(office, words, rows, back, [finding(i, tongue) for i in every if late(i, until)])


def minutes(about: str, office: str) -> Letter:
    """Draft the minutes of a meeting on some items: what was agreed is each item's measure; the rest is filled in by hand."""
    tongue, items = Tongue.of("zh"), _named(about)
    agreed = [
        (i.measure_lasting or i.measure_now or i.title.zh, tongue.unit(i.lead) if i.lead else "", tongue.day(i.due) if i.due else "")
        for i in items
    ]
    return kinds.minutes(office, "走流程堵点整改专题会议纪要", clock.today(), "", "", "", agreed)


def special_plan(about: str, office: str) -> Letter:
    """Draft a special work plan as a letter; Fault ``plan.absent``."""
    number = about.strip()
    plan, _ = plans.one(int(number) if number.isdecimal() and len(number) < 10 else -1)
    tongue = Tongue.of("zh")

    def unit(code: str) -> str:
        return tongue.unit(code) if code else ""

    tasks = [kinds.Task(t.what, unit(t.lead), unit(t.support), t.due, t.outcome, t.items) for t in plan.tasks]
    stages = [("征求意见", f"{plan.opens}至{plan.closes}")] if plan.opens else []
    background = [finding(store.item(n), tongue) for n in plan.items]
    goals = [line for line in plan.goals.splitlines() if line.strip()]
    return kinds.special_plan(office, plan.title, plan.basis, background, goals, stages, tasks, "", (), "")
