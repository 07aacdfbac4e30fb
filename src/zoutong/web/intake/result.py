"""Knows how an answer is laid out: what is urgent, the conclusion, today, until when, how much, what to bring, why, what else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from zoutong.intake.advice import Advice, Amount, Change, Deadline, PaperAdvice, RouteAdvice, Step
from zoutong.kernel.law import Citation
from zoutong.kernel.words import Words
from zoutong.pack import Pack
from zoutong.pack.show import as_day, show, show_day, show_money
from zoutong.pack.specs import DocumentSpec, RouteSpec
from zoutong.web.catalogue import catalogue, say
from zoutong.web.intake import present, service
from zoutong.web.intake.parts import Article, Clock, Condition, Door, Sum
from zoutong.web.intake.story import Story

SOON = 30
MOST_CHANGES = 4
URGENT = ("urgent_life_safety", "child_labour", "group_event_risk", "urgent_limitation")
DANGER = ("urgent_life_safety", "child_labour", "group_event_risk")
SPECIAL_DOORS = ("guidance", "other_jurisdiction", "other_agency", "public_security")
# The limits within which she has to act herself; the others bind the employer or an office.
OWN_CLOCKS = (
    "arbitration",
    "inspection",
    "civil_action",
    "civil_servant_review",
    "suit_after_award",
    "enforcement",
    "injury_application_worker",
    "regrading",
)
SAID_ELSEWHERE = (
    "missing_facts",
    "contradictory_facts",
    "split_routes",
    "unverified_source",
    "arbitration_time_barred",
    "inspection_time_barred",
)


@dataclass(frozen=True, slots=True)
class Result:
    """An answer in one language, part by part."""

    pack: Pack
    advice: Advice
    story: Story
    lang: str

    def _in(self, words: Words | None) -> str:
        return words.in_language(self.lang) if words is not None else ""

    def _say(self, key: str, **values: object) -> str:
        return say(self.lang, key, **values)

    def _claim(self, code: str) -> str:
        spec = self.pack.claims.get(code)
        return self._in(spec.title) if spec else code

    def _route(self, code: str) -> str:
        spec = self.pack.routes.get(code)
        return self._in(spec.title) if spec else code

    def _list(self, things: Iterable[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(things)

    def _articles(self, citations: tuple[Citation, ...]) -> tuple[Article, ...]:
        return tuple(Article(self._in(self.pack.laws.words(c)), c.grade != "verified") for c in citations)

    @property
    def today(self) -> str:
        return self._in(show_day(self.advice.on))

    @property
    def route(self) -> RouteSpec | None:
        return self.pack.routes.get(self.advice.primary_route)

    @property
    def settled(self) -> bool:
        return self.advice.settled

    @property
    def conclusion(self) -> str:
        """The first sentence: where to go."""
        code = self.advice.primary_route
        if present.only_outside(self.advice.claims):
            return self._say("result.go.outside")
        if code in SPECIAL_DOORS:
            return self._say(f"result.go.{code}")
        return self._say("result.go", route=self._route(code))

    @property
    def main(self) -> RouteAdvice | None:
        """The door of the main claim."""
        return next((r for r in self.advice.routes if r.route == self.advice.primary_route), None)

    @property
    def reason(self) -> str:
        """The one-sentence reason of the main door, else what that door does."""
        main = self.main
        if main is not None and self._in(main.why):
            return self._in(main.why)
        return self._in(self.route.what) if self.route else ""

    @property
    def split(self) -> bool:
        """Whether the claims have different doors."""
        return len({r.route for r in self.advice.routes}) > 1

    @property
    def urgent(self) -> tuple[tuple[str, str, bool], ...]:
        """What comes before everything else: title, what to do, whether to show the emergency number."""
        found = [f for f in URGENT if f in self.advice.flags]
        return tuple((self._say(f"urgent.{f}.title"), self._say(f"urgent.{f}.text"), f in DANGER) for f in found)

    @property
    def danger(self) -> bool:
        """Whether somebody may be hurt."""
        return "urgent_life_safety" in self.advice.flags

    @property
    def notes(self) -> tuple[str, ...]:
        """What else the table of flags has to say, in the pack's own words."""
        words = service.flag_words()
        return tuple(self._in(words[f]) for f in self.advice.flags if f in words and f not in URGENT and f not in SAID_ELSEWHERE)

    @property
    def doors(self) -> tuple[Door, ...]:
        return tuple(self._door(r) for r in self.advice.routes)

    def _door(self, r: RouteAdvice) -> Door:
        claim = self.pack.claims.get(r.claim)
        possible = self._list(self._route(p) for p in r.possible if p != r.route) if len(r.possible) > 1 else ""
        return Door(
            self._claim(r.claim),
            self._in(claim.plain) if claim else "",
            self._route(r.route),
            self._in(r.why),
            r.row,
            tuple(self._condition(s) for s in r.steps),
            self._articles(r.citations),
            possible,
            r.grade == "unverified",
        )

    def _condition(self, step: Step) -> Condition:
        spec = self.pack.facts.get(step.fact)
        state = "is-unknown" if step.met is None else "is-met" if step.met else "is-unmet"
        return Condition(self._in(spec.label) if spec else step.fact, self._in(step.wanted), self._in(step.actual), state)

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """The deadlines: what runs out first stands first, what cannot be counted last."""
        order = {"over": 1, "soon": 0, "run": 0, "still": 2}
        merged: dict[tuple[str, str, str, str], Clock] = {}
        for clock in map(self._clock, self.advice.deadlines):
            # The same last day for several claims is one clock: a person acts once.
            key = (clock.title, clock.day, clock.part, "" if clock.day else clock.why)
            first = merged.get(key)
            named = self._list(filter(None, (first.claim_title, clock.claim_title))) if first else clock.claim_title
            merged[key] = replace(first or clock, claim_title=named)
        return tuple(sorted(merged.values(), key=lambda c: (order[c.state], c.days)))

    @property
    def running(self) -> tuple[Clock, ...]:
        """The clocks that have a day."""
        return tuple(c for c in self.clocks if c.state != "still")

    @property
    def waiting(self) -> tuple[Clock, ...]:
        """The clocks that have not begun, or cannot be counted yet."""
        return tuple(c for c in self.clocks if c.state == "still")

    def _clock(self, d: Deadline) -> Clock:
        days = d.days_left if d.days_left is not None else 0
        if d.nominal is None:
            state = "still"
        elif d.expired:
            state = "over"
        else:
            state = "soon" if days <= SOON else "run"
        rolled = self._in(show_day(d.rolled)) if d.rolled and d.rolled != d.nominal else ""
        return Clock(
            d.clock,
            d.claim,
            self._in(d.title),
            self._claim(d.claim) if d.claim else "",
            state,
            abs(days),
            self._in(show_day(d.nominal)) if d.nominal else "",
            rolled,
            self._in(d.why),
            self._articles(d.citations),
            d.provisional,
            self._say(f"part.{d.part}") if f"part.{d.part}" in catalogue() else "",
            state in ("run", "soon"),
        )

    @property
    def next_deadline(self) -> Clock | None:
        """The deadline to act on first."""
        hers = [c for c in self.clocks if c.clock.startswith(OWN_CLOCKS) and c.state in ("run", "soon")]
        return min(hers, key=lambda c: c.days, default=None)

    @property
    def sums(self) -> tuple[Sum, ...]:
        return tuple(self._sum(a) for a in self.advice.amounts)

    def _sum(self, a: Amount) -> Sum:
        parts = tuple(
            (self._say(f"part.{n}") if f"part.{n}" in catalogue() else self._parameter(n), self._in(show_money(v)))
            for n, v in a.parts.items()
        )
        return Sum(
            self._claim(a.claim),
            self._in(show_money(a.value)),
            a.formula,
            parts,
            self._in(a.note),
            self._articles(a.citations),
            a.grade != "verified",
            not a.value,
        )

    def _parameter(self, name: str) -> str:
        found = next((p for p in self.pack.parameters if p.name == name), None)
        return self._in(found.title) if found else self._in(self.pack.facts[name].label) if name in self.pack.facts else self._claim(name)

    @property
    def total(self) -> str:
        """All sums together; nothing when there is only one."""
        values = [a.value for a in self.advice.amounts]
        return self._in(show_money(sum(values, Decimal(0)))) if len(values) > 1 else ""

    def _papers(self, need: str) -> tuple[PaperAdvice, ...]:
        return tuple(p for p in self.advice.papers if p.need == need)

    @property
    def asked(self) -> tuple[PaperAdvice, ...]:
        return self._papers("asked")

    @property
    def helpful(self) -> tuple[PaperAdvice, ...]:
        return self._papers("helpful")

    @property
    def never(self) -> tuple[PaperAdvice, ...]:
        return self._papers("never")

    @property
    def never_words(self) -> str:
        """The papers that nobody may ask for, in one line."""
        return self._list(self._in(p.title) for p in self.never)

    @property
    def changes(self) -> tuple[str, ...]:
        """What would open another door, as sentences."""
        return tuple(self._change(c) for c in self.advice.changes[:MOST_CHANGES])

    def _change(self, change: Change) -> str:
        joint = "，并且" if self.lang == "zh" else ", and "
        what = joint.join(self._say("change.if", fact=self._label(n), value=self._value(n, v)) for n, v in change.changes.items())
        return self._say("change.then", what=what, claim=self._claim(change.claim), route=self._route(change.gives))

    def _label(self, name: str) -> str:
        spec = self.pack.facts.get(name)
        return self._in(spec.label) if spec else name

    def _value(self, name: str, value: object) -> str:
        spec = self.pack.facts.get(name)
        day = as_day(value)
        if day is not None:
            return self._in(show_day(day))
        return self._in(show(spec, value)) if spec else str(value)

    @property
    def others(self) -> tuple[RouteSpec, ...]:
        """The other doors, each with what it does."""
        named = dict.fromkeys((*self.advice.alternative_routes, *(a for r in self.advice.routes for a in r.alternatives)))
        taken = {self.advice.primary_route, *(r.route for r in self.advice.routes)}
        return tuple(self.pack.routes[n] for n in named if n in self.pack.routes and n not in taken)

    @property
    def missing(self) -> str:
        """The facts that she called unclear, in one line, as long as the door is not settled."""
        return "" if self.settled else self._list(self._label(name) for name in self.story.unclear)

    @property
    def files(self) -> tuple[DocumentSpec, ...]:
        return tuple(service.files_for(self.advice))
