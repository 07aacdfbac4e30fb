"""Knows how facts with their sources go to JSON and back: for a session, for the dossier of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zoutong.kernel.facts import Fact, Facts, Source


def pack_value(value: object) -> Any:
    """Turn the value of a fact into what JSON can hold."""
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, (list, tuple)):
        return [pack_value(v) for v in value]
    if isinstance(value, Mapping):
        return {"parts": {str(k): pack_value(v) for k, v in value.items()}}
    return value


def unpack_value(kept: Any) -> object:
    """Undo ``pack_value``."""
    if isinstance(kept, list):
        return [unpack_value(v) for v in kept]
    if isinstance(kept, dict):
        if "number" in kept:
            return Decimal(kept["number"])
        if "day" in kept:
            return date.fromisoformat(kept["day"])
        return {k: unpack_value(v) for k, v in kept["parts"].items()}
    return kept


def pack_fact(fact: Fact) -> dict[str, Any]:
    """Turn a fact with its source into what JSON can hold."""
    return {"value": pack_value(fact.value), "kind": fact.source.kind, "span": fact.source.span, "note": fact.source.note}


def unpack_fact(name: str, kept: Mapping[str, Any]) -> Fact:
    """Undo ``pack_fact``."""
    span = kept["span"]
    return Fact(name, unpack_value(kept["value"]), Source(kept["kind"], (span[0], span[1]) if span else None, kept["note"]))


def pack_facts(facts: Facts) -> dict[str, dict[str, Any]]:
    """Turn facts into what JSON can hold, by name, in the order in which they became known."""
    return {fact.name: pack_fact(fact) for fact in facts.records()}


def unpack_facts(kept: Mapping[str, Mapping[str, Any]]) -> Facts:
    """Undo ``pack_facts``."""
    return Facts({name: unpack_fact(name, one) for name, one in kept.items()})
