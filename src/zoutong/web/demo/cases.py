"""Knows how a demo gets its cases: seeded people who come, work, wait and forget, over several weeks, through the same door as everybody."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from zoutong.intake.keeping import pack_facts
from zoutong.intake.reader import listen
from zoutong.kernel.error import Fault
from zoutong.kernel.office import OfficeHours
from zoutong.kernel.words import Words
from zoutong.process.step import next_timer
from zoutong.walk import SYSTEM, Act, Actor, Task
from zoutong.web import clock, served
from zoutong.web.cases import store
from zoutong.web.cases.models import Run
from zoutong.web.demo.habits import Habits, fill, patience, read_habits, taken_at
from zoutong.web.demo.turns import turn
from zoutong.web.desk.queue import called
from zoutong.web.desk.seat import hall_steps
from zoutong.web.people.models import Account

WINDOW = "window"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = ("晓燕", "建国", "丽", "强", "小梅", "志远", "秀英", "海波", "婷", "永福", "子涵", "红", "大勇", "思雨", "阿依古丽·买买提", "国栋")
HALL, AT_WINDOWS = 7, 2
"""How many visitors are in the hall when the demo begins, and how many of them at a window."""
LONGEST_WALK = 120
"""Acts after which a demo walk is left as it is."""


@dataclass(frozen=True, slots=True)
class District:
    """What the driving of one demo stands on."""

    habits: Habits
    hours: OfficeHours
    staff: dict[str, list[Actor]]
    now: datetime
    luck: random.Random


def make_cases(count: int, weeks: int, seed: int = 20261123, progress: Callable[[int, int], None] | None = None) -> int:
    """Make so many cases over the last weeks and give how many there are now; Fault where real people are served.

    The same seed on the same day gives the same cases. Nothing is made when there are cases already.
    """
    if settings.PRODUCTION:
        raise Fault(
            "demo.production",
            Words("正式运行不能放入演示案件。", "Demo cases are never made where real people are served."),
            cure=Words("去掉 ZOUTONG_PRODUCTION，并换一个 ZOUTONG_DATA。", "Unset ZOUTONG_PRODUCTION and use another ZOUTONG_DATA."),
        )
    if Run.every.exists():
        return Run.every.count()
    luck = random.Random(seed)  # noqa: S311 - a demo, not a secret
    district = District(read_habits(served.pack().folder / "demo"), served.office_hours(), _staff(), clock.now(), luck)
    arrivals = _arrivals(count, weeks, district)
    for number, arrival in enumerate(arrivals):
        with transaction.atomic():
            _one(number, arrival, district)
        if progress:
            progress(number + 1, len(arrivals))
    if arrivals:
        with transaction.atomic():
            _fill_the_hall(len(arrivals), district)
    return Run.every.count()


def _arrivals(count: int, weeks: int, district: District) -> list[datetime]:
    """Spread visitors over the open hours of the last weeks, the mornings of Mondays a little fuller."""
    start = district.now - timedelta(weeks=weeks)
    days = [start.date() + timedelta(days=n) for n in range(weeks * 7 + 1)]
    open_days = [day for day in days if district.hours.calendar.is_workday(day)]
    weights = [1.4 if day.weekday() == 0 else 1.0 for day in open_days]
    found = []
    for day in district.luck.choices(open_days, weights, k=count):
        opening = datetime.combine(day, time(0), district.now.tzinfo)
        found.append(district.hours.after(opening, district.luck.betavariate(1.3, 1.7) * 5.5 * 3600))
    return sorted(moment for moment in found if moment < district.now)


def _staff() -> dict[str, list[Actor]]:
    """Give the demo's people by role."""
    found: dict[str, list[Actor]] = {}
    for account in Account.objects.filter(demo=True).order_by("pk"):
        for post in account.posts_on(clock.today()):
            found.setdefault(post.role, []).append(Actor(str(account.pk), post.role, post.unit.code))
    return found


def _one(number: int, arrival: datetime, district: District) -> None:
    """Let one visitor come, and her case go as far as it got until now."""
    case = _come(number, arrival, district)
    _go_on(case, arrival, Actor(case.walk.applicant, "applicant", ""), district)
    _ticked(store.load(case.number), district.now)


def _come(number: int, arrival: datetime, district: District) -> store.Case:
    """Let one visitor come with her story."""
    luck, pack = district.luck, served.pack()
    text = luck.choices([t for t, _ in district.habits.stories], [w for _, w in district.habits.stories])[0]
    read = listen(pack, text, arrival.date(), f"{settings.ZOUTONG_CITY}/{settings.ZOUTONG_DISTRICT}")
    name = luck.choice(SURNAMES) + luck.choice(GIVEN)
    dossier = {
        "person": {"name": name, "phone": f"1990000{number:04d}"},
        "contact": {"way": luck.choice(("call", "text"))},
        "statement": text,
        "facts": pack_facts(read.facts),
    }
    person = Actor(f"demo{number:05d}", "applicant", "")
    # What the words already say belongs to the start, as when she hands in from her phone.
    data: dict[str, object] = {"claims": [claim for claim, _ in read.claims]}
    start = Act("start", person, f"demo-{number}", data=data, unit=WINDOW)
    return store.open_case(person, dossier, {}, f"demo-{number}", arrival, start=start, queue="A")


def _go_on(case: store.Case, moment: datetime, person: Actor, district: District) -> None:
    for step in range(LONGEST_WALK):
        tasks = [task for task in case.walk.tasks.values() if task.token > 0 and not task.held]
        if not tasks or case.walk.over:
            return
        task = district.luck.choice(tasks)
        moment = district.hours.after(max(moment, clock.moment(case.run.last_at)), patience(district.habits, task.role, district.luck).total_seconds())
        case = _ticked(case, min(moment, district.now))
        if moment > district.now:
            _take_in_hand(case, task, district, step)
            return
        if task.token not in case.walk.tasks:
            continue
        try:
            case = _do(case, task, moment, person, district, step)
        except Fault:
            # A form that chance filled in a way the house does not take: the person leaves it for somebody else to look at.
            return


def _take_in_hand(case: store.Case, task: Task, district: District, step: int) -> None:
    """Let somebody of the role have the task on her desk, where it was not finished today; who waits in the hall is not taken unseen."""
    at = taken_at(max(task.since, clock.moment(case.run.last_at)), district.now, district.luck)
    people = [a for a in district.staff.get(task.role, []) if not task.unit or a.unit == task.unit]
    now = case.walk.tasks.get(task.token)
    if at is None or not people or now is None or now.holder or now.node in hall_steps():
        return
    try:
        store.act(case.number, Act("claim", district.luck.choice(people), f"demo-{task.token}-{step}-hand", task.token), at)
    except Fault:
        return


def _fill_the_hall(count: int, district: District) -> None:
    """Let some visitors have come in the last minutes: the first are at a window, the others wait."""
    for place in range(HALL):
        arrival = district.now - timedelta(minutes=3 * (HALL - place))
        case = _come(count + place, arrival, district)
        for task in case.walk.tasks.values():
            if task.role == "applicant":
                person = Actor(case.walk.applicant, "applicant", "")
                case = store.act(case.number, Act("complete", person, f"hall-{place}", task.token, {"channel": "counter"}), arrival)
        desks = district.staff.get("receptionist", [])
        waits = next((t for t in case.walk.tasks.values() if t.node in hall_steps()), None)
        if waits is not None and place < min(AT_WINDOWS, len(desks)):
            at = arrival + timedelta(minutes=2)
            store.act(case.number, Act("claim", desks[place], f"hall-{place}-called", waits.token), at)
            called(desks[place], case.number, case.run.queue, str(place + 1))


def _do(case: store.Case, task: Task, moment: datetime, person: Actor, district: District, step: int) -> store.Case:
    """Do one task as its role: take it first where it lies in a pool, then finish it; visitors rate by their own act."""
    walk, key = case.walk, f"demo-{task.token}-{step}"
    if walk.state is None or task.token not in walk.state.tokens:
        return case
    node = walk.course.place(walk.state, walk.state.tokens[task.token])[1]
    data = fill(district.habits, served.pack(), walk, task, node, moment, district.luck)
    if task.role == "applicant":
        if "rating" in node.form:
            level = ("very_dissatisfied", "dissatisfied", "fair", "satisfied", "very_satisfied").index(str(data["rating"])) + 1
            return store.act(case.number, Act("rate", person, key, data={"level": level}), moment)
        return store.act(case.number, Act("complete", person, key, task.token, data), moment)
    who = next((a for a in district.staff.get(task.role, []) if a.id == task.holder), None)
    if who is None:
        choice = [a for a in district.staff.get(task.role, []) if not task.unit or a.unit == task.unit] or district.staff.get(task.role, [])
        who = district.luck.choice(choice)
        case = store.act(case.number, Act("claim", who, f"{key}-claim", task.token), moment)
    case, turned = turn(case, task, who, person, moment, district.luck)
    if turned:
        return case
    reason = "applicant_chose" if data.get("routing") == "overridden" else ""
    done = Act("complete", who, key, task.token, data, reason=reason)
    return store.act(case.number, done, max(moment, clock.moment(case.run.last_at)) + timedelta(minutes=district.luck.randint(1, 9)))


def _ticked(case: store.Case, until: datetime) -> store.Case:
    """Let the clocks run out that did on the way."""
    for _ in range(20):
        due = next_timer(case.walk.state) if case.walk.state else None
        if due is None or due > until:
            return case
        case = store.act(case.number, Act("tick", SYSTEM, f"demo-tick-{due:%Y%m%d%H%M%S}"), due)
    return case
