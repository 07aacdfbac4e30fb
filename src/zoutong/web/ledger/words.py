"""Knows in which words the ledger tells its codes: kinds, causes, units, steps, days, figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from zoutong.improve.digest import colour
from zoutong.improve.item import KINDS, Item, Measure
from zoutong.kernel.words import Words
from zoutong.pack.causes import CauseSpec, read_causes
from zoutong.process.model import ACTIVITIES
from zoutong.web import clock, served
from zoutong.web.catalogue import say
from zoutong.web.ledger.guard import FEW, few
from zoutong.web.people.models import Account, Unit
from zoutong.web.people.roles import role_words


@cache
def causes() -> dict[str, CauseSpec]:
    """Give the causes that the served pack names."""
    return read_causes(Path(settings.ZOUTONG_PACK) / "causes.csv")


@cache
def steps() -> dict[str, Words]:
    """Give the steps of the served processes by their code."""
    return {n.id: n.words for p in served.pack().processes.values() for n in p.nodes.values() if n.named and n.kind in ACTIVITIES}


@cache
def process_of(step: str) -> str:
    """Name the process in which a step lies; "" for a step that the pack does not have."""
    return next((p.id for p in served.pack().processes.values() if step in p.nodes), "")


@dataclass(frozen=True, slots=True)
class Tongue:
    """One page's language with the names of the house."""

    lang: str
    units: dict[str, Words]
    people: dict[str, str]

    @classmethod
    def of(cls, lang: str) -> Tongue:
        """Look the names up once for a page."""
        units = {u.code: u.words for u in Unit.objects.all()}
        return cls(lang, units, {str(pk): shown for pk, shown in Account.objects.values_list("pk", "shown")})

    def say(self, key: str, **values: object) -> str:
        """Give a sentence of the catalogue."""
        return say(self.lang, key, **values)

    def words(self, words: Words) -> str:
        """Give words in the page's language."""
        return words.in_language(self.lang)

    def unit(self, code: str) -> str:
        """Name a unit; a code that the house has no more stands for itself, nobody is a dash."""
        return self.words(self.units[code]) if code in self.units else code or "–"

    def role(self, code: str) -> str:
        """Name a role."""
        return self.words(role_words(code))

    def kind(self, code: str) -> str:
        """Name a kind of blockage."""
        return self.say(f"ledger.kind.{code}") if code in KINDS else "–"

    def cause(self, code: str) -> str:
        """Name a cause."""
        return self.words(causes()[code].title) if code in causes() else code or "–"

    def cause_class(self, code: str) -> str:
        """Name the class of a cause; a dash while it is unknown."""
        return self.words(causes()[code].class_) if code in causes() else "–"

    def step(self, code: str) -> str:
        """Name a step; a dash where none is known."""
        return self.words(steps()[code]) if code in steps() else code or "–"

    def state(self, code: str) -> str:
        """Name a state."""
        return self.say(f"ledger.state.{code}")

    def day(self, day: date | None) -> str:
        """Write a day."""
        if day is None:
            return "–"
        return f"{day.year}年{day.month}月{day.day}日" if self.lang == "zh" else f"{day.day} {day:%B} {day.year}"

    def at(self, moment: datetime | None) -> str:
        """Write a moment."""
        if moment is None:
            return "–"
        here = clock.moment(clock.micros(moment))
        return f"{self.day(here.date())} {here:%H:%M}"

    def few(self, number: int | None) -> str:
        """Write a number of cases or people; unknown as unknown, a small one only as small."""
        if number is None:
            return self.say("ledger.unknown")
        return self.say("ledger.few", n=FEW) if few(number) else str(number)

    def figure(self, figure: Measure | None) -> str:
        """Write a figure with its unit and day."""
        return (
            self.say("ledger.unknown") if figure is None else f"{figure.name} {figure.value} {figure.unit}（{figure.on}，{figure.source}）"
        )

    def due(self, item: Item, on: date) -> tuple[str, str, str]:
        """Give the day by which, how far it is in words, and the colour: red, yellow or ""."""
        if item.due is None:
            return "–", "", ""
        shade = colour(item, on)
        days = (item.due - on).days
        told = self.say("ledger.late", n=-days) if shade == "red" else self.say("ledger.near", n=days) if shade == "yellow" else ""
        return self.day(item.due), told, shade
