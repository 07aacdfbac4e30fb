"""Knows how what was understood and answered is laid out for reading: rows, months by year, units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zoutong.kernel.facts import CONTRADICTORY, Facts
from zoutong.kernel.words import Words
from zoutong.pack.show import show, unit_words
from zoutong.pack.specs import ClaimSpec, FactSpec
from zoutong.web.intake import service
from zoutong.web.intake.story import Story

OUTSIDE = "not_labour"
CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: what it is, what it is now, from which words it was read."""

    name: str
    label: Words
    value: str
    state: str
    """``known``, ``rough``, ``unclear`` or ``contradictory``."""
    quote: str = ""
    about: bool = False
    own_words: bool = False
    """The value is what she typed, in whatever language she typed it."""


def claims(codes: Iterable[str]) -> list[ClaimSpec]:
    """Give the claims of some codes, in their sequence."""
    known = service.served_pack().claims
    return [known[c] for c in codes if c in known]


def only_outside(codes: Sequence[str]) -> bool:
    """Tell whether nothing of it seems to be a labour matter."""
    return tuple(codes) == (OUTSIDE,)


def fact_rows(story: Story, facts: Facts, lang: str, *, answered_only: bool) -> list[Row]:
    """Lay out what is known, in the pack's own sequence; what the office adds by itself is left out."""
    specs = service.served_pack().facts
    names = {f.name for f in facts.records()} | set(story.unclear)
    if answered_only:
        names &= set(story.trail)
    chosen = sorted((specs[n] for n in names if n in specs and specs[n].askable and specs[n].type != "object"), key=lambda s: s.order)
    return [fact_row(story, facts, spec, lang) for spec in chosen]


def fact_row(story: Story, facts: Facts, spec: FactSpec, lang: str) -> Row:
    """Lay out one fact."""
    fact = facts.fact(spec.name)
    if spec.name in story.unclear or fact is None:
        return Row(spec.name, spec.label, "", "unclear")
    span = fact.source.span if fact.source.kind == "said" else None
    quote = story.text[span[0] : span[1]].strip() if span else ""
    if spec.name not in facts:
        # Known only roughly is as good as not known: the words stand beside it, and it can still be said exactly.
        return Row(spec.name, spec.label, "", "contradictory" if fact.value == CONTRADICTORY else "rough", quote)
    if spec.type == "list":
        value = fact.source.note if fact.source.kind == "answered" and fact.source.note else "\n".join(map(str, events(fact.value)))
    else:
        value = show(spec, fact.value).in_language(lang)
    typed = spec.type in ("text", "list") and bool(CHINESE.search(value))
    return Row(spec.name, spec.label, value, "known", quote, about=fact.source.note == "about", own_words=typed)


def events(value: object) -> Any:
    """Give a list of events (a day each) as days; everything else as it is."""
    if isinstance(value, list | tuple) and all(isinstance(v, Mapping) for v in value):
        return [str(v.get("date") or v.get("from") or "") for v in value]
    return value


def unit(spec: FactSpec, lang: str) -> str:
    """Give what stands behind the field: 元, months, years."""
    if spec.type == "money":
        return unit_words("yuan").in_language(lang)
    return unit_words(spec.unit).in_language(lang) if spec.unit else ""


def by_year(months: Sequence[str]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Put months together by year, the way they are ticked."""
    years: dict[str, list[tuple[str, int]]] = {}
    for month in months:
        years.setdefault(month[:4], []).append((month, int(month[5:])))
    return list(years.items())


def form_fields(facts: Facts) -> list[tuple[str, str]]:
    """Give what only a form asks of the person, with what is known of it already."""
    return [(name, str(facts.get(name, ""))) for name in service.PERSON]
