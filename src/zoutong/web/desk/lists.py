"""Knows how worklists are asked for and shown: filters as a sentence, rows with their time limits, the honest word when there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from zoutong.walk import Actor
from zoutong.web import clock
from zoutong.web.cases import store
from zoutong.web.desk.clocks import SOON
from zoutong.web.desk.seat import case_url
from zoutong.web.desk.tongue import Tongue

WHOSE = ("mine", "lane", "role", "unit", "all")
WHEN = ("all", "overdue", "due_today", "soon", "urgent")
SHAPES = {"over": "!", "soon": "◆", "run": "○"}
BADGES = {"over": "bad", "soon": "soon", "run": "info"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the list is wanted, as it stands in the address."""

    whose: str = "mine"
    when: str = "all"
    step: str = ""
    page: str = ""

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Asked:
        """Read an address; what is not known there is as if it were not said."""
        whose, when = sent.get("whose", ""), sent.get("when", "")
        return cls(
            whose if whose in WHOSE else "mine", when if when in WHEN else "all", sent.get("step", "")[:64], sent.get("page", "")[:60]
        )

    def filters(self) -> store.Filters:
        """Give the same to the store."""
        today = clock.today()
        until = {"due_today": today, "soon": today + timedelta(days=SOON)}.get(self.when)
        return store.Filters(
            "lane" if self.whose == "role" else self.whose,  # type: ignore[arg-type]
            node=self.step,
            overdue=self.when == "overdue",
            urgent=self.when == "urgent",
            unclaimed=self.whose == "lane",
            due_until=until,
        )

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Give the address again, without the page."""
        return (("whose", self.whose), ("when", self.when), ("step", self.step))

    @property
    def empty_key(self) -> str:
        return f"desk.work.empty.{self.when}" if self.when in ("due_today", "overdue", "soon") else f"desk.work.empty.{self.whose}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    value: str
    number: str
    url: str
    person: str
    urgent: bool
    step: str
    claims: str
    state: str
    badge: str
    shape: str
    left: str
    due: str
    stopped: str
    article: str
    holder: str
    unit: str
    since: str
    since_exact: str
    since_iso: str


def rows_of(lines: Iterable[store.Line], tongue: Tongue, now: datetime) -> tuple[Row, ...]:
    """Lay out the lines of a worklist."""
    return tuple(_row(line, tongue, now) for line in lines)


def _row(line: store.Line, tongue: Tongue, now: datetime) -> Row:
    state, left = due_words(line.due, tongue, now)
    return Row(
        f"{line.case}.{line.token}",
        line.case,
        case_url(tongue.lang, line.case),
        line.person,
        line.urgent,
        tongue.node(line.node, line.role),
        tongue.claims(line.claims),
        state,
        BADGES.get(state, ""),
        SHAPES.get(state, ""),
        left,
        tongue.short_day(last_day(line.due)) if line.due else "",
        tongue.say("desk.clock.stopped") if line.held else "",
        article_of(line.node, line.role, tongue),
        tongue.person(line.holder) if line.holder else "",
        tongue.unit(line.unit) if line.unit else tongue.role(line.role),
        tongue.ago(line.since, now),
        tongue.moment(line.since),
        line.since.isoformat(),
    )


def found_rows(found: Iterable[store.Found], tongue: Tongue, now: datetime) -> tuple[Row, ...]:
    """Lay out the cases that a search found."""
    return tuple(_found(f, tongue, now) for f in found)


def _found(f: store.Found, tongue: Tongue, now: datetime) -> Row:
    state, left = due_words(f.due if f.status == "open" else None, tongue, now)
    return Row(
        f.case,
        f.case,
        case_url(tongue.lang, f.case),
        f.person,
        f.urgent,
        tongue.say(f"desk.status.{f.status}"),
        tongue.claims(f.claims),
        state,
        BADGES.get(state, ""),
        SHAPES.get(state, ""),
        left,
        tongue.short_day(last_day(f.due)) if f.due and f.status == "open" else "",
        "",
        "",
        tongue.unit(f.unit) if f.unit else "",
        "",
        tongue.ago(f.last, now),
        tongue.moment(f.last),
        f.last.isoformat(),
    )


def last_day(due: datetime) -> datetime:
    """Give the last day of a limit that is kept as the midnight after it."""
    return due - timedelta(microseconds=1)


def due_words(due: datetime | None, tongue: Tongue, now: datetime) -> tuple[str, str]:
    """Give the state of a last day and how it is said: over, today, so many days left."""
    if due is None:
        return "", ""
    days = (last_day(due).astimezone(now.tzinfo).date() - now.date()).days
    if due <= now:
        return "over", tongue.say("desk.work.over", n=max(-days, 1))
    if days <= 0:
        return "soon", tongue.say("desk.work.left_today")
    return ("soon" if days <= SOON else "run"), tongue.say("desk.work.left", n=days)


def article_of(node: str, role: str, tongue: Tongue) -> str:
    """Name the first article behind the time limit of a step."""
    spec = tongue.node_spec(node, role)
    known = tongue.pack.clocks.get(spec.clock) if spec is not None and spec.clock else None
    found = tongue.articles([known.citation]) if known else ()
    return found[0].text if found else ""


def sentence_of(asked: Asked, n: int, tongue: Tongue, *, more: bool) -> str:
    """Say the list in a sentence: whose, which time limit, which step, how many."""
    step = tongue.say("desk.work.sentence_step", step=tongue.node(asked.step)) if asked.step else ""
    return tongue.say(
        "desk.work.sentence_more" if more else "desk.work.sentence",
        whose=tongue.say(f"desk.filter.whose.{asked.whose}"),
        when=tongue.say(f"desk.filter.when.{asked.when}"),
        step=step,
        n=n,
    )


def title_of(asked: Asked, tongue: Tongue) -> str:
    """Name a list shortly: whose, which time limit, which step."""
    parts = [
        tongue.say(f"desk.filter.whose.{asked.whose}"),
        tongue.say(f"desk.filter.when.{asked.when}"),
        tongue.node(asked.step) if asked.step else "",
    ]
    return tongue.listed(parts)


def steps_of(actor: Actor, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    """Give the steps that a list can be narrowed to: those of the reader's role first."""
    found = {
        n.id: (p.role_of(n) != actor.role, tongue.node_in(n.id))
        for p in tongue.pack.processes.values()
        for n in p.nodes.values()
        if n.kind in ("user", "manual")
    }
    return tuple((node, words) for node, (_, words) in sorted(found.items(), key=lambda item: item[1]))
