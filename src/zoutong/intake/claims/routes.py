"""Knows which door to advise when a person's words are all that is known."""

from __future__ import annotations

from zoutong.intake.claims.lexicon import Lexicon, Term
from zoutong.intake.claims.reading import ClaimReading, read_claims
from zoutong.kernel.words import Words

FALLBACK = "guidance"
_FALLBACK_WHY = Words("说的情况还不够，先咨询，再决定去哪里。", "Too little is known yet: ask for guidance first, then choose the door.")


def advise_route(text: str, reading: ClaimReading | None, lexicon: Lexicon) -> tuple[str, tuple[str, ...], Words]:
    """Give the best door, other lawful doors and the reason in words, from the first row of the pack's table that fits.

    ``reading`` is what ``read_claims`` gave for the same text; None reads it here. The door is never empty.
    """
    said = reading if reading is not None else read_claims(text, lexicon)
    for door in lexicon.doors:
        if all(_meets(t, said) for t in door.terms):
            return door.route, door.alternatives, door.why
    return FALLBACK, (), _FALLBACK_WHY


def _meets(term: Term, reading: ClaimReading) -> bool:
    return any(_holds(name, reading) for name in term.names) != term.negated


def _holds(name: str, reading: ClaimReading) -> bool:
    if name.startswith("@"):
        return name[1:] in reading.codes
    if name.startswith("="):
        return reading.codes[0] == name[1:]
    if name == "single":
        return len(reading.codes) == 1
    if name == "many":
        return len(reading.codes) > 1
    return name in reading.signs
