"""Knows what the reception screen shows for a draft: facts with sources, questions, doors, clocks, sums and papers, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from zoutong.intake.advice import Advice, PaperAdvice, RouteAdvice
from zoutong.kernel.facts import Fact
from zoutong.kernel.words import Words
from zoutong.pack import Pack
from zoutong.pack.specs import FactSpec
from zoutong.web.catalogue import say
from zoutong.web.desk.control import Control, fact_control
from zoutong.web.desk.draft import PERSON, DoorChoice, Draft
from zoutong.web.desk.typed import kept_text
from zoutong.web.intake import present, service
from zoutong.web.intake.parts import Clock, Door, Sum
from zoutong.web.intake.result import Result

QUESTIONS_SHOWN = 3
UNCLEAR = "unclear"
FIRST = ("applicant_name", "applicant_phone", "applicant_id", "safe_contact")
"""What a receptionist asks of everybody who wants to give it."""
SOURCES = ("said", "answered", "document", "register", "derived")


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact: what it is, its value, where it comes from; with a control while it is being corrected."""

    name: str
    label: str
    value: str
    state: str
    source: str
    quote: str
    control: Control | None


@dataclass(frozen=True, slots=True)
class DoorLine:
    """The door of one claim: what the tables propose and why, and what the office set."""

    claim: str
    door: Door
    proposed: str
    chosen: str
    options: tuple[tuple[str, str], ...]
    reason: str
    note: str
    overrides: bool


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of the notice: asked for or only helpful; brought already, still needed, or not needed."""

    name: str
    title: str
    why: str
    where: str
    asked: bool
    state: str


def fact_lines(draft: Draft, pack: Pack, lang: str, editing: str = "") -> tuple[FactLine, ...]:
    """Give what is known with its sources; a fact that is being corrected, or cannot be read yet, brings its control."""
    story = draft.story
    facts = story.facts()
    lines = []
    for row in present.fact_rows(story, facts, lang, answered_only=False):
        fact = facts.fact(row.name)
        control = control_of(draft, pack.facts[row.name], fact, lang) if row.name in (editing, *draft.typed) else None
        source = (
            say(lang, f"desk.source.{fact.source.kind}")
            if fact is not None and fact.source.kind in SOURCES
            else say(lang, "desk.source.unclear")
        )
        lines.append(FactLine(row.name, row.label.in_language(lang), row.value, row.state, source, row.quote, control))
    shown = {line.name for line in lines}
    for name in (*draft.typed, editing):
        if name in pack.facts and name not in shown:
            control = control_of(draft, pack.facts[name], facts.fact(name), lang)
            lines.insert(0, FactLine(name, pack.facts[name].label.in_language(lang), "", "open", "", "", control))
    return tuple(lines)


def control_of(draft: Draft, spec: FactSpec, fact: Fact | None, lang: str, *, because: str = "", as_question: bool = False) -> Control:
    """Give the control of one fact: what was typed last stands in it, else what is known."""
    known = fact is not None and spec.name in draft.story.facts()
    value = kept_text(spec, fact.value, about=fact.source.note == "about") if fact is not None and known else ""
    if spec.name in draft.story.unclear:
        value = UNCLEAR
    mistake = say(lang, draft.mistakes[spec.name]) if spec.name in draft.mistakes else ""
    return fact_control(spec, lang, value=draft.typed.get(spec.name, value), mistake=mistake, because=because, as_question=as_question)


@dataclass(frozen=True)
class Screen:
    """The reception screen, part by part; every part follows from the draft alone."""

    draft: Draft
    pack: Pack
    advice: Advice
    lang: str
    editing: str = ""
    reasons: tuple[tuple[str, str], ...] = ()

    @cached_property
    def result(self) -> Result:
        return Result(self.pack, self.advice, self.draft.story, self.lang)

    def _in(self, words: Words | None) -> str:
        return words.in_language(self.lang) if words is not None else ""

    def _say(self, key: str, **values: object) -> str:
        return say(self.lang, key, **values)

    @cached_property
    def told(self) -> bool:
        """Whether anything is known yet."""
        return bool(self.draft.story.text or self.draft.story.answers)

    @cached_property
    def statement(self) -> str:
        return self.draft.statement or self.draft.story.text

    @cached_property
    def person(self) -> tuple[Control, ...]:
        """Who she is and how to reach her: never needed for the door, always kept encrypted."""
        return tuple(Control(f"p-{name}", self._say(f"desk.person.{name}"), "text", self.draft.person.get(name, "")) for name in FIRST)

    @cached_property
    def person_more(self) -> tuple[Control, ...]:
        """What only the forms of some doors want to know of her."""
        rest = (name for name in PERSON if name not in FIRST and name != "employer_name")
        return tuple(Control(f"p-{name}", self._say(f"desk.person.{name}"), "text", self.draft.person.get(name, "")) for name in rest)

    @cached_property
    def facts(self) -> tuple[FactLine, ...]:
        return fact_lines(self.draft, self.pack, self.lang, self.editing)

    @cached_property
    def questions(self) -> tuple[Control, ...]:
        """The next questions, most telling first."""
        if not self.told:
            return ()
        because = {a.fact: self._in(a.because) for a in self.advice.ask}
        beside = {line.name for line in self.facts if line.control}
        names = [n for n in service.open_facts(self.draft.story, self.advice) if n not in beside][:QUESTIONS_SHOWN]
        facts = self.draft.story.facts()
        return tuple(
            control_of(self.draft, self.pack.facts[n], facts.fact(n), self.lang, because=because.get(n, ""), as_question=True)
            for n in names
        )

    @cached_property
    def questions_left(self) -> int:
        return len(service.open_facts(self.draft.story, self.advice)) if self.told else 0

    @cached_property
    def doors(self) -> tuple[DoorLine, ...]:
        if not self.told:
            return ()
        return tuple(self._door(r, door) for r, door in zip(self.advice.routes, self.result.doors, strict=True))

    def _door(self, r: RouteAdvice, door: Door) -> DoorLine:
        choice = self.draft.doors.get(r.claim, DoorChoice(""))
        chosen = choice.route if choice.stands and choice.route in self.pack.routes else ""
        options = tuple((code, self._in(spec.title)) for code, spec in sorted(self.pack.routes.items(), key=lambda item: item[1].rank))
        return DoorLine(
            r.claim,
            door,
            r.route,
            chosen or r.route,
            options,
            choice.reason,
            choice.note,
            bool(chosen) and chosen != r.route,
        )

    @cached_property
    def unexplained(self) -> tuple[str, ...]:
        """The claims whose door was changed without a reason."""
        return tuple(d.door.claim for d in self.doors if d.overrides and not d.reason)

    @cached_property
    def split(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What goes where: each door with its claims, in the sequence of the doors."""
        parts: dict[str, list[str]] = {}
        for line in self.doors:
            parts.setdefault(line.chosen, []).append(line.door.claim)
        return tuple((self._in(self.pack.routes[code].title), tuple(claims)) for code, claims in parts.items() if code in self.pack.routes)

    @cached_property
    def claims(self) -> tuple[tuple[str, str, bool], ...]:
        """Every claim of the pack with its name and whether it is hers, hers first."""
        hers = list(self.advice.claims) if self.told else []
        known = sorted(self.pack.claims.values(), key=lambda c: (c.name not in hers, c.rank))
        return tuple((c.name, self._in(c.title), c.name in hers) for c in known)

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        return self.result.clocks if self.told else ()

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        return self.result.sums if self.told else ()

    @cached_property
    def papers(self) -> tuple[PaperLine, ...]:
        """What the guide lets us ask for; what may not be asked is not among them, so it cannot be chosen."""
        return tuple(self._paper(p) for p in self.advice.papers if p.need != "never")

    def _paper(self, p: PaperAdvice) -> PaperLine:
        state = self.draft.papers.get(p.paper, "need" if p.need == "asked" else "none")
        return PaperLine(p.paper, self._in(p.title), self._in(p.why), self._in(p.where), p.need == "asked", state)

    @cached_property
    def never(self) -> tuple[tuple[str, str], ...]:
        return tuple((self._in(p.title), self._in(p.why)) for p in self.advice.papers if p.need == "never")

    @cached_property
    def notice(self) -> tuple[PaperLine, ...]:
        """The papers that the one-time notice will name."""
        return tuple(p for p in self.papers if p.state == "need")

    @cached_property
    def main(self) -> str:
        spec = self.pack.routes.get(self.advice.primary_route)
        return self._in(spec.title) if spec else ""

    @cached_property
    def settled(self) -> bool:
        return self.told and self.advice.settled


def screen_of(draft: Draft, lang: str, *, editing: str = "", reasons: Mapping[str, Words] | None = None) -> Screen:
    """Judge a draft by the same tables as the public page, and lay it out."""
    advice = service.judge(draft.story)
    named = tuple((code, words.in_language(lang)) for code, words in (reasons or {}).items())
    return Screen(draft, service.served_pack(), advice, lang, editing, named)
