"""Knows how a staff page says what is wrong: the field and the sentence."""

from __future__ import annotations

from dataclasses import dataclass

from zoutong.kernel.error import Fault


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake; ``field`` is the id of the field that it belongs to, "" for none."""

    field: str
    text: str


def mistake_of(fault: Fault, language: str, field: str = "") -> Mistake:
    """Turn a Fault into a mistake of a page."""
    return Mistake(field, fault.sentence(language))
