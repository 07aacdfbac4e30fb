"""Knows what a visitor reads about her own case: where it is, whose turn it is, until when, which papers are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from zoutong.kernel.words import Words
from zoutong.pack import Pack
from zoutong.pack.show import show_day
from zoutong.pack.specs import PaperSpec
from zoutong.walk import ClockView, Event, Task, Walk, clock_views
from zoutong.walk.view import due_of
from zoutong.web.catalogue import say

SOON_DAYS = 3
INSTANT = timedelta(microseconds=1)
"""A last day is kept as the midnight after it."""
APPLICANT = "applicant"
RATING = "rate"


@dataclass(frozen=True, slots=True)
class Article:
    """One article behind a clock; ``unsure`` when its text has not been verified."""

    text: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock as the public pages draw it (the same widget as on the answer page)."""

    title: str
    state: str
    days: int
    day: str
    rolled: str
    provisional: bool
    why: str
    claim_title: str = ""
    part: str = ""
    calendar: bool = False
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class WayStep:
    """One station of the way: done, here, or the visitor's own turn."""

    title: str
    state: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """What a one-time notice still waits for."""

    lead: str
    papers: tuple[PaperSpec, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """The visitor's page of one case, ready to be laid out."""

    number: str
    queue: str
    opened: str
    headline: str
    next: str
    open: bool
    may_rate: bool
    clocks: tuple[ClockRow, ...]
    notices: tuple[NoticeRow, ...]
    way: tuple[WayStep, ...]
    papers: Sequence[object] = field(default_factory=tuple)


def step_words(walk: Walk, pack: Pack, node: str) -> Words:
    """Name a step for the visitor: the pack's plain words for it, else the name on the drawing."""
    plain = pack.steps.get(node)
    return plain if plain is not None else walk.course.title(node)


def office(pack: Pack, role: str, lang: str) -> str:
    """Name who has the next step."""
    spec = pack.roles.get(role)
    return spec.title.in_language(lang) if spec else role


def day_words(moment: datetime | date, lang: str) -> str:
    """Give a day as the pages write it, in the bureau's time zone."""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return show_day(day).in_language(lang)


def shown_tasks(walk: Walk, pack: Pack) -> list[Task]:
    """Give the open tasks that a visitor reads of: those the pack has plain words for; the house chasing itself is none of them."""
    tasks = [t for t in walk.tasks.values() if t.token >= 0]
    return [t for t in tasks if t.node in pack.steps or t.role == APPLICANT] or tasks


def headline(walk: Walk, pack: Pack, lang: str) -> tuple[str, str]:
    """Give the sentence on top and what happens next."""
    if walk.status == "suspended":
        reason = pack.reasons.get(walk.pauses[-1].reason) if walk.pauses else None
        return say(lang, "mine.headline.suspended"), say(
            lang, "mine.next.suspended", reason=reason.title.in_language(lang) if reason else "–"
        )
    if walk.status in ("complete", "withdrawn", "declined"):
        return say(lang, f"mine.headline.{walk.status}"), say(lang, f"mine.next.{walk.status}")
    tasks = shown_tasks(walk, pack)
    if not tasks:
        return say(lang, "mine.headline.open", step=say(lang, "mine.waiting")), ""
    doors = {t.door for t in tasks if t.door}
    due = {t.token: due_of(walk, t) for t in tasks}
    first = min(tasks, key=lambda t: (t.role != APPLICANT, not t.clock, due[t.token] or t.since))
    step = step_words(walk, pack, first.node).in_language(lang)
    top = say(lang, "mine.headline.several", n=len(doors)) if len(doors) > 1 else say(lang, "mine.headline.open", step=step)
    if first.role == APPLICANT:
        return top, say(lang, "mine.next.you", step=step)
    roles = dict.fromkeys(t.role for t in tasks if t.role and t.role != APPLICANT and (not first.door or t.door))
    who = say(lang, "mine.and").join(office(pack, role, lang) for role in roles) or office(pack, first.role, lang)
    # A timer of the house (a wait that is too long) is no promise to the person; only a clock of the law is.
    last = due[first.token]
    if last is None or not first.clock:
        return top, say(lang, "mine.next.no_date", who=who)
    return top, say(lang, "mine.next.by", who=who, day=day_words(last - INSTANT, lang))


def clock_row(view: ClockView, pack: Pack, lang: str) -> ClockRow:
    """Lay out one running clock."""
    title = view.title.in_language(lang)
    why = view.explain.in_language(lang)
    articles = tuple(Article(pack.laws.words(c).in_language(lang), c.grade != "verified") for c in pack.laws.cite_all(view.citation))
    where = pack.routes[view.door].title.in_language(lang) if view.door in pack.routes else ""
    if view.rolled is None or view.nominal is None:
        return ClockRow(title, "still", 0, "", "", provisional=view.provisional, why=why, claim_title=where, articles=articles)
    left = view.days_left or 0
    state = "over" if view.overdue_by else "soon" if left <= SOON_DAYS else "running"
    # These are the office's own limits: what counts is the day to which the law moves them.
    rolled = day_words(view.nominal, lang) if view.rolled != view.nominal else ""
    days = view.overdue_by or left
    return ClockRow(title, state, days, day_words(view.rolled, lang), rolled, view.provisional, why, where, articles=articles)


def way_of(walk: Walk, events: Iterable[Event], pack: Pack, lang: str) -> tuple[WayStep, ...]:
    """Give the stations: what was done when, and where it stands; work that only the office sees inside is left out."""
    done: dict[str, WayStep] = {}
    for event in events:
        if event.phase == "completed" and event.activity in pack.steps:
            words = step_words(walk, pack, event.activity).in_language(lang)
            done.pop(event.activity, None)
            done[event.activity] = WayStep(words, "done", say(lang, "mine.at", day=day_words(event.at, lang)))
    here = [
        WayStep(
            step_words(walk, pack, task.node).in_language(lang), "here", office(pack, task.role, lang) if task.role != APPLICANT else ""
        )
        for task in shown_tasks(walk, pack)
    ]
    return (*done.values(), *here)


def notices_of(walk: Walk, pack: Pack, lang: str) -> tuple[NoticeRow, ...]:
    """Give what the one-time notices still wait for; a case that is over waits for nothing."""
    if walk.over:
        return ()
    papers: Mapping[str, PaperSpec] = {paper.name: paper for paper in reversed(pack.papers)}
    rows = []
    for notice in walk.notices:
        lacking = tuple(papers[code] for code in notice.lacking if code in papers)
        if lacking:
            where = pack.routes[notice.door].title.in_language(lang) + say(lang, "colon") if notice.door in pack.routes else ""
            rows.append(NoticeRow(where + say(lang, "mine.notice.lead"), lacking))
    return tuple(rows)


def may_rate(walk: Walk) -> bool:
    """Tell whether the visitor's rating is wanted now: once, when she has been told the result."""
    return walk.rating is None and any(task.node == RATING for task in walk.tasks.values())


def page_of(
    walk: Walk, events: Iterable[Event], pack: Pack, lang: str, today: date, *, queue: str = "", papers: Sequence[object] = ()
) -> CasePage:
    """Lay out the whole page."""
    top, following = headline(walk, pack, lang)
    views = [view for view in clock_views(walk, today) if view.done is None]
    return CasePage(
        number=walk.id,
        queue=queue,
        opened=day_words(walk.opened, lang) if walk.opened else "",
        headline=top,
        next=following,
        open=not walk.over,
        may_rate=may_rate(walk),
        clocks=() if walk.over else tuple(clock_row(view, pack, lang) for view in views),
        notices=notices_of(walk, pack, lang),
        way=way_of(walk, events, pack, lang),
        papers=papers,
    )
