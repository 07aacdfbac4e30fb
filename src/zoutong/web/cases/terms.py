"""Knows by which pieces of words a case is found: overlapping pairs of characters, and whole names, numbers and units, as keyed numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from zoutong.walk import Course, Walk
from zoutong.web.cases.keys import FOR_SEARCH, KeyRing
from zoutong.web.cases.rows import claims_of

_GAPS = re.compile(r"[\s\W_]+")
NAMES = {"name": "n", "phone": "p", "id_number": "i"}
"""Fields of a dossier that are found only as a whole, and the letter of their kind."""


def folded(text: str) -> str:
    """Give a text as it is compared: full-width forms made narrow, small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def pairs(text: str) -> set[str]:
    """Give the overlapping pairs of characters of a text, never across a gap: 劳动监察 gives 劳动, 动监, 监察."""
    found: set[str] = set()
    for run in _GAPS.split(folded(text)):
        found.update(f"w{run[i : i + 2]}" for i in range(len(run) - 1))
    return found


def whole(kind: str, text: str) -> str:
    """Give the term of a name, telephone or identity number that is found only as a whole."""
    return kind + _GAPS.sub("", folded(text))


def of_unit(unit: str) -> str:
    """Give the term of the cases that lay with a unit."""
    return f"u{unit}"


def of_person(actor: str) -> str:
    """Give the term of the cases that somebody worked on."""
    return f"a{actor}"


def of_role(role: str) -> str:
    """Give the term of the cases in which a role had something to do."""
    return f"r{role}"


def of_pool(role: str) -> str:
    """Give the term of the cases that wait for anybody of a role; it goes when somebody has taken the task."""
    return f"o{role}"


def pools(walk: Walk) -> set[str]:
    """Give the terms of the roles for which a walk waits, whoever takes it."""
    return {of_pool(task.role) for task in walk.tasks.values() if not task.unit}


def of_walk(course: Course, walk: Walk) -> set[str]:
    """Give the terms of a walk: its claims and doors in both languages, who has to do with it."""
    pack = course.pack
    found = pools(walk)
    for claim in claims_of(walk):
        if spec := pack.claims.get(claim):
            found |= pairs(spec.title.zh) | pairs(spec.title.en)
    for door in walk.doors:
        if route := pack.routes.get(door.name):
            found |= pairs(route.title.zh) | pairs(route.title.en)
    found.update(of_unit(unit) for unit in (*walk.units, walk.unit) if unit)
    found.update(of_person(person) for person in walk.people)
    for task in walk.tasks.values():
        found.add(of_role(task.role))
        found.update(filter(None, (task.unit and of_unit(task.unit), task.holder and of_person(task.holder))))
        for signer in task.signers:
            found.update(filter(None, (signer.person and of_person(signer.person), signer.unit and of_unit(signer.unit))))
    return found


def of_dossier(parts: Mapping[str, object]) -> set[str]:
    """Give the terms of a dossier: the person's name and numbers as wholes, the employer's name in pairs; no word of the statement."""
    found: set[str] = set()
    for part in ("person", "contact"):
        for field, value in _fields(parts.get(part)):
            if field in NAMES and isinstance(value, str) and value.strip():
                found.add(whole(NAMES[field], value))
    for part in ("employer", "facts"):
        for field, value in _fields(parts.get(part)):
            said = value.get("value") if isinstance(value, Mapping) else value
            if field in ("employer_name", "name") and isinstance(said, str):
                found |= pairs(said)
    return found


def grams(ring: KeyRing, terms: Iterable[str]) -> set[int]:
    """Give the numbers under which terms are kept: signed, of 64 bits, and only computed with the key."""
    return {int.from_bytes(ring.mark(FOR_SEARCH, term.encode())[:8], "big", signed=True) for term in terms}


def _fields(part: object) -> Iterable[tuple[str, object]]:
    return [(str(k), v) for k, v in part.items()] if isinstance(part, Mapping) else []
