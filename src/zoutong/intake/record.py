"""Knows the answer as the plain record of CONTRACTS: what ``zoutong intake`` prints, one line for one person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from zoutong.intake.advice import Advice
from zoutong.intake.limits import summary
from zoutong.kernel.facts import Fact

LANGUAGE = "zh"


def record(advice: Advice, name: object = None, language: str = LANGUAGE) -> dict[str, object]:
    """Give the answer as JSON values; ``name`` is the line's own ``id``, sentences are in one language."""
    return {
        "id": name,
        "claims": list(advice.claims),
        "facts": {fact.name: plain(fact.value) for fact in advice.facts.records()},
        "said": [_said(fact) for fact in advice.facts.records() if fact.source.kind == "said"],
        "primary_route": advice.primary_route,
        "alternative_routes": list(advice.alternative_routes),
        "routes": [
            {
                "claim": r.claim,
                "route": r.route,
                "why": r.why.in_language(language),
                "citations": [str(c) for c in r.citations],
                "row": r.row,
                "grade": r.grade,
                "possible": list(r.possible),
            }
            for r in advice.routes
        ],
        "ask": [{"fact": a.fact, "question": a.question.in_language(language), "because": a.because.in_language(language)} for a in advice.ask],
        "limitation": summary(advice.deadlines, advice.claims),
        "amounts": {a.claim: float(a.value) for a in advice.amounts},
        "amount_why": {a.claim: a.formula for a in advice.amounts},
        "amount_parts": {a.claim: {n: float(v) for n, v in a.parts.items()} for a in advice.amounts if a.parts},
        "flags": list(advice.flags),
        "citations": [str(c) for c in advice.citations],
        "papers": [{"paper": p.paper, "why": p.why.in_language(language), "holder": p.holder} for p in advice.papers if p.need != "never"],
        "changes": [{"change": {n: plain(v) for n, v in c.changes.items()}, "claim": c.claim, "gives": c.gives} for c in advice.changes],
        "settled": advice.settled,
    }


def plain(value: object) -> object:
    """Give a value as JSON knows it: dates as text, whole numbers without a point."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value


def _said(fact: Fact) -> dict[str, object]:
    return {"fact": fact.name, "value": plain(fact.value), "span": list(fact.source.span) if fact.source.span else None}
