"""Knows how to read claims in a person's own words: signs from phrases, claims from signs, and whether it is labour at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from zoutong.intake.claims.lexicon import NOT_LABOUR, Lexicon, Phrase, Rule, Term
from zoutong.intake.claims.wording import Wording, plain_wording

Perspective = Literal["worker", "employer"]
Kind = Literal["statement", "empty", "too_long", "abuse", "unreadable"]
Span = tuple[int, int]

UNSURE = "other_labour"
"""The claim of a labour matter of which the words say no more."""


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """What was read: claims with weights (most important first), the words behind each, and the signs that conditions use.

    ``labour`` is the lead of labour words over others (≥ 0 and a labour word seen: labour); spans are ranges of the statement.
    """

    claims: tuple[tuple[str, float], ...]
    labour: float
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    signs: frozenset[str] = frozenset()
    perspective: Perspective = "worker"
    kind: Kind = "statement"

    @property
    def is_labour(self) -> bool:
        """Tell whether the statement is a labour matter."""
        return all(code != NOT_LABOUR for code, _ in self.claims)

    @property
    def codes(self) -> tuple[str, ...]:
        """Give the claims alone."""
        return tuple(code for code, _ in self.claims)


@dataclass
class _Notes:
    """What is being gathered while one statement is read."""

    weights: dict[str, float] = field(default_factory=dict)
    spans: dict[str, list[Span]] = field(default_factory=dict)
    claims: dict[str, float] = field(default_factory=dict)

    def holds(self, name: str) -> bool:
        """Tell whether a sign (or ``@claim``) has been seen."""
        if name.startswith("@"):
            return name[1:] in self.claims
        return self.weights.get(name, 0.0) >= 1.0

    def meets(self, term: Term) -> bool:
        """Tell whether a condition is met."""
        return any(self.holds(n) for n in term.names) != term.negated


def read_claims(text: str, lexicon: Lexicon) -> ClaimReading:
    """Read the claims of a statement; never raises, reads at most the first 5,000 characters, and always gives a claim.

    Without a labour word the one claim is ``not_labour``; a labour matter of which nothing more is said is ``other_labour``.
    """
    wording = plain_wording(text, lexicon.characters, lexicon.slips, lexicon.right)
    notes = _Notes()
    characters = frozenset(wording.text)
    for phrase in lexicon.phrases:
        _note(phrase, wording, characters, notes)
    for rule in lexicon.rules:
        _apply(rule, notes)
    lead = notes.weights.get("labour", 0.0) - notes.weights.get("other", 0.0)
    seen = notes.weights.get("labour", 0.0) > 0
    signs = frozenset(n for n, w in notes.weights.items() if w >= 1.0)
    perspective: Perspective = "employer" if "employer_asks" in signs else "worker"
    kind = _kind(wording, signs, seen)
    if not seen or lead < 0:
        return ClaimReading(((NOT_LABOUR, 1.0),), lead if seen else -1.0, {}, signs, perspective, kind)
    found = notes.claims or {UNSURE: 0.5}
    ranked = sorted(found, key=lambda c: (_rank(c, lexicon), -found[c], min(notes.spans.get("@" + c, [(0, 0)]))))
    spans = {c: tuple(sorted(set(notes.spans.get("@" + c, ())))) for c in ranked}
    return ClaimReading(tuple((c, round(found[c], 2)) for c in ranked), lead, spans, signs, perspective, kind)


def _note(phrase: Phrase, wording: Wording, characters: frozenset[str], notes: _Notes) -> None:
    span = None
    for pattern in phrase.patterns:
        span = pattern.find(wording.text, characters)
        if span is not None:
            break
    if span is None or any(p.find(wording.text, characters) for p in phrase.unless):
        return
    notes.weights[phrase.sign] = notes.weights.get(phrase.sign, 0.0) + phrase.weight
    if span[0] < span[1]:
        notes.spans.setdefault(phrase.sign, []).append(wording.back(span))


def _apply(rule: Rule, notes: _Notes) -> None:
    if not all(notes.meets(t) for t in rule.terms):
        return
    claim = rule.gives.startswith("@")
    name = rule.gives.removeprefix("@")
    if rule.takes:
        (notes.claims if claim else notes.weights).pop(name, None)
        return
    store = notes.claims if claim else notes.weights
    store[name] = max(store.get(name, 0.0), rule.weight) if claim else store.get(name, 0.0) + rule.weight
    because = [s for t in rule.terms if not t.negated for n in t.names for s in notes.spans.get(n, ())]
    notes.spans.setdefault(rule.gives, []).extend(because)


def _rank(claim: str, lexicon: Lexicon) -> int:
    return lexicon.order.get(claim, len(lexicon.order))


def _kind(wording: Wording, signs: frozenset[str], seen: bool) -> Kind:
    letters = sum(c.isalpha() for c in wording.text)
    if not wording.text.strip():
        return "empty"
    if wording.cut:
        return "too_long"
    if letters < 2 or letters * 4 < len(wording.text):
        return "unreadable"
    if "abuse" in signs and not seen:
        return "abuse"
    return "statement"
