"""Knows how cases are found: by number, by a whole name or telephone, by pieces of words; never one that the seeker may not see."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from django.db import connection

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.walk import Actor
from zoutong.web import clock, marks, served
from zoutong.web.cases import keys, terms
from zoutong.web.cases.models import Run
from zoutong.web.cases.scope import here
from zoutong.web.cases.shapes import Found, Page

SIZE = 25
FEW = 2_000
"""A piece of a word that stands in fewer cases than this is looked at first."""
FIRST_LOOK, GROWTH = 400, 8
"""How many cases are looked at first, and by how much each further look is longer at most."""
PATIENCE_S = 0.1
"""How long one question goes on looking at older cases; the next page goes on from there."""
LAST = 2**62
_NUMBER = re.compile(r"[A-Za-z]{2}\d{8}-\d{4,}")
_SHORT = re.compile(r"\d{4}")


def search(acting: Actor, words: str, page: str = "", size: int = SIZE) -> Page[Found]:
    """Give the cases that contain every word, the newest first, among those that the seeker may see.

    ``words``: a case number or its last four digits (today's), a whole name, telephone or identity number, or words of at least
    two characters of claims, doors and employers. ``page`` is the mark of the page before. Fault ``search.short`` for less.
    """
    said = words.strip()[:100]
    seen_to = marks.whole(page)
    after = LAST if seen_to is None else seen_to
    seen = may_see(acting)
    if seen is None:
        return Page(())
    if number := _number(said):
        return Page(_rows(list(_by_number(number, seen))))
    ring = keys.ring()
    allowed = sorted(terms.grams(ring, seen)) if seen else []
    exact: list[int] = []
    if after == LAST:
        for kind in terms.NAMES.values():
            whole = terms.grams(ring, {terms.whole(kind, said)})
            exact += _match([sorted(whole)], allowed, LAST, size)[0]
    pieces = terms.pairs(said)
    if not pieces and not exact:
        raise Fault(
            "search.short",
            Words("请至少输入两个字。", "Give at least two characters."),
            cure=Words("可以用编号、姓名、电话、单位、诉求来查。", "Search by number, name, telephone, employer or claim."),
        )
    found, mark = _match([[gram] for gram in sorted(terms.grams(ring, pieces))], allowed, after, size) if pieces else ([], "")
    return Page(_rows(list(dict.fromkeys([*sorted(exact, reverse=True), *found]))), mark)


def may_see(acting: Actor) -> frozenset[str] | None:
    """Give the terms of which a case must have one for somebody to see it; empty for all cases, None for none at all."""
    cell = served.course().acts.get("look", {}).get(acting.role, "no")
    if cell == "no":
        return None
    if cell == "yes":
        return frozenset()
    own = {terms.of_person(person) for person in (acting.id, acting.on_behalf_of) if person}
    if cell == "unit":
        own |= {terms.of_pool(acting.role)} | ({terms.of_unit(acting.unit)} if acting.unit else set())
    if cell == "lane":
        own |= {terms.of_role(acting.role)}
    return frozenset(own)


def _number(said: str) -> str:
    """Give the full number of a case that was meant, "" when it is none."""
    if _NUMBER.fullmatch(said):
        return said.upper()
    return f"ZT{clock.today():%Y%m%d}-{said}" if _SHORT.fullmatch(said) else ""


def _by_number(number: str, seen: frozenset[str]) -> list[int]:
    run = Run.objects.filter(walk=number).only("serial").first()
    if run is None:
        return []
    if not seen:
        return [run.serial]
    return _match([sorted(terms.grams(keys.ring(), seen))], [], run.serial + 1, 1, run.serial)[0]


def _match(wanted: Sequence[Sequence[int]], allowed: Sequence[int], after: int, size: int, least: int = 0) -> tuple[list[int], str]:
    """Give the newest cases before ``after`` that have one gram of each group, and the mark of the next page.

    The rarest group is gone through from its newest case on, and each case looked up in the others, in looks that grow longer:
    a word that stands everywhere is answered by the first. After ``PATIENCE_S`` the question ends with what it has found.
    """
    groups = [list(group) for group in wanted]
    if allowed:
        groups.append(list(allowed))
    groups.sort(key=_commonness)
    first, others = groups[0], groups[1:]
    one = f"SELECT run FROM cases_searchrow WHERE gram IN ({_marks(first)}) AND run < %s AND run >= %s ORDER BY run DESC LIMIT %s"  # noqa: S608 - marks only
    tests = " AND ".join(
        f"EXISTS (SELECT 1 FROM cases_searchrow o WHERE o.gram IN ({_marks(group)}) AND o.run = f.run)" for group in others  # noqa: S608 - marks only
    )
    found: list[int] = []
    began, stretch = time.perf_counter(), FIRST_LOOK
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT DISTINCT f.run FROM ({one}) f {'WHERE ' + tests if tests else ''} ORDER BY f.run DESC LIMIT {size + 1 - len(found)}",  # noqa: S608
                [*first, after, least, stretch, *(gram for group in others for gram in group)],
            )
            found += [int(row[0]) for row in cursor.fetchall()]
            if len(found) > size:
                return found[:size], str(found[size - 1])
            cursor.execute(f"SELECT min(run), count(*) FROM ({one}) f", [*first, after, least, stretch])  # noqa: S608
            lowest, seen = cursor.fetchone()
        if seen < stretch:
            return found, ""
        after, spent = int(lowest), time.perf_counter() - began
        if spent >= PATIENCE_S:
            return found, str(after)
        stretch = min(stretch * GROWTH, max(FIRST_LOOK, int(stretch * (PATIENCE_S - spent) / spent)))


def _commonness(group: Sequence[int]) -> int:
    """Count in how many cases a group of grams stands, as far as ``FEW``."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM cases_searchrow WHERE gram IN ({_marks(group)}) LIMIT {FEW}) f",  # noqa: S608
            list(group),
        )
        return int(cursor.fetchone()[0])


def _marks(group: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(group))


def _rows(serials: Sequence[int]) -> tuple[Found, ...]:
    # Not by mode as well: SQLite would then go through every case; the search rows are those of cases only.
    rows = {run.serial: run for run in Run.every.filter(serial__in=serials).defer("state", "head") if here().shows(run.mode, run.walk)}
    return tuple(
        Found(
            run.walk,
            run.status,
            run.unit,
            tuple(run.claims.split()),
            run.person,
            clock.moment(run.first_at),
            clock.moment(run.last_at),
            run.urgent,
            clock.moment(run.due) if run.due is not None else None,
        )
        for serial in serials
        if (run := rows.get(serial))
    )
