"""Knows who reads a person's words: the pack's own phrases and examples, or a reader that a bureau puts in their place.

Whoever reads, the answer comes from the tables: a reader may only name claims and facts that the pack knows, of the type that
the pack says, and every fact must point at the words that say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from zoutong.intake.advice import Understood
from zoutong.intake.claims import ClaimReading, Lexicon, advise_route, read_claims
from zoutong.intake.claims.learned import Learned, WordClasses, marks
from zoutong.intake.claims.learning import Example, learn
from zoutong.intake.claims.wording import plain_wording
from zoutong.intake.understand import Heard, understand
from zoutong.intake.words.phrases import FactLexicon
from zoutong.kernel.error import Fault
from zoutong.kernel.facts import CONTRADICTORY, Facts
from zoutong.kernel.words import Words
from zoutong.pack import Pack
from zoutong.pack.show import as_day, as_number
from zoutong.pack.specs import FactSpec

NOT_LABOUR = "not_labour"
RULED = 1.0
"""How much a claim gains by being read by rule, on top of what the examples taught of that."""
RULED_DOOR = 2.0
"""The same for a door: on sentences that were not learned from, a rule for doors is right more often than a score."""
ENOUGH = -0.9
"""A claim whose score lies above this is read; found on sentences that were not learned from."""


class Reader(Protocol):
    """Something that reads statements: the pack's own reader, or a language model that a bureau runs itself.

    It raises ``Fault`` when it cannot read now; then the pack's own reader takes over.
    """

    def read(self, text: str, on: date, place: str) -> Understood:
        """Read a statement as said on that day at the bureau of that place (上海市/徐汇区)."""


@dataclass(frozen=True, slots=True)
class PackReader:
    """The reader that every pack brings: phrases for claims and facts, and what its example sentences taught."""

    phrases: Lexicon
    classes: WordClasses
    facts: FactLexicon
    learned: Learned | None

    @classmethod
    def of(cls, folder: Path, *, taught: bool = True) -> PackReader:
        """Read the phrases of a pack's folder, and with ``taught`` the learned weights where there are some."""
        phrases = Lexicon.read(folder / "phrases.csv")
        weights = folder / "learned.npz"
        learned = Learned.read(weights) if taught and weights.is_file() else None
        return cls(phrases, WordClasses.make(phrases.classes), FactLexicon.read(folder), learned)

    def read(self, text: str, on: date, place: str) -> Understood:
        """Read a statement; never raises, whatever the text is."""
        return understand(text, self.facts, on=on, place=place.partition("/")[0], claims=self.hear)

    def hear(self, text: str) -> Heard:
        """Read claims, the likeliest door and the kind of a statement."""
        reading = read_claims(text, self.phrases)
        if self.learned is None or reading.kind in ("empty", "unreadable", "abuse"):
            return Heard(reading.claims, advise_route(text, reading, self.phrases)[0], "" if reading.kind == "statement" else reading.kind)
        claims, routes = self.learned.scores(self.plain(text), self.marks(text, reading))
        for code in reading.codes:
            claims[code] = claims.get(code, 0.0) + RULED
        ruled = advise_route(text, reading, self.phrases)[0]
        routes[ruled] = routes.get(ruled, 0.0) + RULED_DOOR
        named = chosen(claims, self.phrases.order)
        route = max(routes, key=lambda r: routes[r]) if named[0][0] != NOT_LABOUR else ruled
        return Heard(named, route, "" if reading.kind == "statement" else reading.kind)

    def prepare(self) -> None:
        """Compile every phrase now; else each waits for the first text that may hold it."""
        for phrase in self.phrases.phrases:
            for pattern in (*phrase.patterns, *phrase.unless):
                pattern.prepare()

    def plain(self, text: str) -> str:
        """Bring a text to the plain form from which is learned."""
        return plain_wording(text, self.phrases.characters, self.phrases.slips, self.phrases.right).text

    def marks(self, text: str, reading: ClaimReading | None = None) -> list[tuple[str, float]]:
        """Give what the phrases find in a text, as features to learn from."""
        heard = reading or read_claims(text, self.phrases)
        return list(marks(self.plain(text), heard.signs, heard.codes, self.classes))

    def learn(self, examples: Iterable[Example]) -> Learned:
        """Learn weights from example sentences, on top of the phrases."""
        return learn(tuple(examples), self.plain, self.marks)


def chosen(scores: Mapping[str, float], order: Mapping[str, int]) -> tuple[tuple[str, float], ...]:
    """Choose claims by their scores, the most important first; ``not_labour`` stands alone, and one is always chosen."""
    best = max(scores, key=lambda c: scores[c])
    if best == NOT_LABOUR:
        return ((NOT_LABOUR, 1.0),)
    named = {c for c, s in scores.items() if s > ENOUGH and c != NOT_LABOUR} | {best}
    ranked = sorted(named, key=lambda c: order.get(c, len(order)))
    return tuple((c, round(1 / (1 + 2.718281828 ** -scores[c]), 3)) for c in ranked)


@dataclass(frozen=True, slots=True)
class Checked:
    """A reader of the bureau's own, held to what the pack knows, with the pack's own reader behind it."""

    pack: Pack
    own: Reader
    fallback: Reader

    def read(self, text: str, on: date, place: str) -> Understood:
        """Read with the bureau's reader and keep only what can be checked; with the pack's when it cannot read now."""
        try:
            said = self.own.read(text, on, place)
        except Fault:
            return self.fallback.read(text, on, place)
        safe = self.fallback.read(text, on, place)
        claims = tuple((c, w) for c, w in said.claims if c in self.pack.claims)
        kept = [f for f in said.facts.records() if _spoken(f.source.span, text) and fits(self.pack.facts.get(f.name), f.value)]
        hint = said.route_hint if said.route_hint in self.pack.routes else safe.route_hint
        return replace(said, text=text, masked=safe.masked, claims=claims or safe.claims, facts=Facts().with_facts(*kept), route_hint=hint)


def fits(spec: FactSpec | None, value: object) -> bool:
    """Tell whether a value can be one of that fact; unknown facts and values of another type do not fit."""
    if spec is None:
        return False
    if value is None or value == CONTRADICTORY:
        return True
    if spec.type == "boolean":
        return isinstance(value, bool)
    if spec.type == "choice":
        return not spec.options or any(value == code for code, _ in spec.options)
    if spec.type == "date":
        return as_day(value) is not None
    if spec.type in ("integer", "number", "money"):
        number = None if isinstance(value, bool) else as_number(value)
        return number is not None and (spec.type != "integer" or number == number.to_integral_value())
    if spec.type in ("month_list", "list"):
        return isinstance(value, list | tuple)
    return isinstance(value, str) if spec.type == "text" else True


def _spoken(span: tuple[int, int] | None, text: str) -> bool:
    return span is not None and 0 <= span[0] < span[1] <= len(text)


@lru_cache(maxsize=8)
def reader_of(pack: Pack) -> PackReader:
    """Give the pack's own reader, made once for each loaded pack. Fault with file and row when its phrases are broken."""
    try:
        return PackReader.of(pack.folder)
    except OSError:
        raise Fault("pack.phrases", Words("读不到常用说法的表。", "The tables of phrases cannot be read."), file=str(pack.folder)) from None


def listen(pack: Pack, text: str, on: date, place: str = "", reader: Reader | None = None) -> Understood:
    """Read a statement with the pack's own reader, or with one that a bureau put in its place."""
    own = reader_of(pack)
    return (Checked(pack, reader, own) if reader else own).read(text, on, place)
