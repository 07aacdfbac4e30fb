"""Knows how codes of a walk are said in one language: people, units, roles, steps, doors, reasons, papers, days and moments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from zoutong.kernel.words import Words
from zoutong.pack import Pack
from zoutong.pack.show import show_day
from zoutong.process.model import Node
from zoutong.walk.course import Course
from zoutong.web.catalogue import catalogue, say
from zoutong.web.intake.parts import Article
from zoutong.web.people.roles import role_words

APPLICANT = "applicant"
HOUSE_STEPS = ("chase", "contact", "supplement", "notice", "withdraw", "decline", "note", "look", "rate", "tick")
"""Steps that stand on no drawing: the house itself sets them, or an act concerns the case as a whole."""
MINUTE, HOUR, DAY = 60, 3600, 86400


def zone() -> ZoneInfo:
    """Give the bureau's own time."""
    return ZoneInfo(settings.TIME_ZONE)


@dataclass(frozen=True, slots=True)
class Tongue:
    """Says things in one language. ``people`` and ``units`` give the names behind codes."""

    lang: str
    course: Course
    people: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Words] = field(default_factory=dict)

    @property
    def pack(self) -> Pack:
        return self.course.pack

    def of(self, words: Words | None) -> str:
        return words.in_language(self.lang) if words is not None else ""

    def say(self, key: str, **values: object) -> str:
        return say(self.lang, key, **values)

    def knows(self, key: str) -> bool:
        return key in catalogue()

    def listed(self, things: Iterable[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(t for t in things if t)

    def node(self, name: str, role: str = "") -> str:
        """Say a step; ``role`` tells apart steps of one name in several processes; the code itself when nothing knows it."""
        spec = self.node_spec(name, role)
        if spec is not None:
            return self.of(spec.words)
        return self.say(f"desk.step.{name}") if name in HOUSE_STEPS else self.of(self.course.title(name))

    def node_spec(self, name: str, role: str = "") -> Node | None:
        """Give a step; where several processes have one of that name, that of the role, else the first."""
        found = [(p, p.nodes[name]) for p in self.pack.processes.values() if name in p.nodes]
        return next((n for p, n in found if role and p.role_of(n) == role), found[0][1] if found else None)

    def node_in(self, name: str) -> str:
        """Say a step, and where steps of several processes are called the same, of which it is."""
        found = next((p for p in self.pack.processes.values() if name in p.nodes), None)
        words = self.node(name)
        alike = found is not None and any(
            n.id != name and self.of(n.words) == words for p in self.pack.processes.values() for n in p.nodes.values()
        )
        return self.say("desk.step_of", step=words, process=self.of(found.words)) if found is not None and alike else words

    def role_of_node(self, name: str) -> str:
        """Say whose step it is; nothing when no process says so."""
        found = next((p.role_of(p.nodes[name]) for p in self.pack.processes.values() if name in p.nodes), "")
        return self.role(found) if found else ""

    def role(self, code: str) -> str:
        spec = self.pack.roles.get(code)
        return self.of(spec.title) if spec else self.of(role_words(code))

    def unit(self, code: str) -> str:
        return self.of(self.units.get(code)) or code

    def person(self, code: str) -> str:
        """Say who it is: a name of the house, the visitor, the system."""
        if code in ("", "system"):
            return self.say("desk.system")
        return self.people.get(code) or self.say("desk.applicant")

    def route(self, code: str) -> str:
        spec = self.pack.routes.get(code)
        return self.of(spec.title) if spec else code

    def claim(self, code: str) -> str:
        spec = self.pack.claims.get(code)
        return self.of(spec.title) if spec else code

    def claims(self, codes: Iterable[str]) -> str:
        return self.listed(self.claim(c) for c in codes)

    def paper(self, code: str) -> str:
        spec = next((p for p in self.pack.papers if p.name == code), None)
        return self.of(spec.title) if spec else code

    def reason(self, code: str) -> str:
        spec = self.pack.reasons.get(code)
        return self.of(spec.title) if spec else code

    def articles(self, texts: Iterable[str]) -> tuple[Article, ...]:
        """Say citations; what is no article (the row of a table, a rule of the house) is left out."""
        found = (c for text in texts if " 第" in text for c in self.pack.laws.cite_all(text))
        return tuple(Article(self.of(self.pack.laws.words(c)), c.grade != "verified") for c in found)

    def day(self, day: date) -> str:
        return self.of(show_day(day))

    def short_day(self, day: date) -> str:
        """Say a day shortly in a list: 11月23日, 23 Nov; with the year when it is not this one."""
        today = datetime.now(zone()).date()
        if self.lang == "zh":
            return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b} {day.year}"

    def moment(self, at: datetime) -> str:
        """Say a moment exactly, in the bureau's time."""
        there = at.astimezone(zone())
        return f"{self.day(there.date())} {there:%H:%M:%S}"

    def clock_time(self, at: datetime) -> str:
        return f"{at.astimezone(zone()):%H:%M}"

    def ago(self, at: datetime, now: datetime) -> str:
        """Say how long ago it was; the exact moment stands on hover and in print."""
        seconds = max(int((now - at).total_seconds()), 0)
        if seconds < MINUTE:
            return self.say("desk.ago.now")
        if seconds < HOUR:
            return self.say("desk.ago.minutes", n=seconds // MINUTE)
        if seconds < DAY:
            return self.say("desk.ago.hours", n=seconds // HOUR)
        return self.say("desk.ago.days", n=seconds // DAY)

    def waited(self, since: datetime, now: datetime) -> str:
        """Say how long somebody has been waiting."""
        minutes = max(int((now - since).total_seconds()), 0) // MINUTE
        if minutes < 2 * 60:
            return self.say("desk.waited.minutes", n=minutes)
        if minutes < 48 * 60:
            return self.say("desk.waited.hours", n=minutes // 60)
        return self.say("desk.waited.days", n=minutes // (24 * 60))
