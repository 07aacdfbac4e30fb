"""Knows the whole answer for one person on one day: doors, deadlines, amounts, papers, what to ask and what would change it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from zoutong.intake.advice import Advice, Amount, Deadline
from zoutong.intake.amounts import amounts
from zoutong.intake.ask import questions
from zoutong.intake.change import changes_of
from zoutong.intake.claimed import claims_heard, claims_of, said, told
from zoutong.intake.grounds import matter
from zoutong.intake.judge import Judgement, judge_matter
from zoutong.intake.limits import deadlines
from zoutong.intake.papers import papers
from zoutong.kernel.facts import Facts
from zoutong.kernel.law import Citation
from zoutong.pack import Pack

URGENT = frozenset({"urgent_limitation", "urgent_life_safety", "child_labour"})
ENOUGH_SAID = 4
"""From so many facts in her own words on, the tables find the door more surely than the words do (measured on worked cases and real questions)."""
UNSETTLED = frozenset({"contradictory_facts", "missing_facts"})
"""Flags under which no amount is shown: a sum that looks settled while facts are missing misleads (labour-rights brief §7)."""


def advise(
    pack: Pack,
    facts: Facts,
    claims: Sequence[str],
    on: date,
    asked: Collection[str] = (),
    heard: Sequence[str] = (),
    hint: str = "",
    *,
    interview: bool = True,
    added: bool = True,
) -> Advice:
    """Give the whole answer on one day.

    ``claims`` are those that a person chose; those that the facts name or show are added, unless ``added`` is False: what she
    struck out does not come back. Works from facts alone. ``asked`` names facts of which the person said that she does not know;
    ``heard`` are claims read from words, and ``hint`` the door that the words point to: both count less than facts that were filled in.

    With nothing known at all the answer is what a window does then: register, and ask. Without ``interview`` nothing is said of
    what to ask and of what would change the answer, which takes most of the time.
    """
    named = facts.get("claims")
    known = [str(claim) for claim in (*claims, *(named if isinstance(named, list | tuple) else ())) if claim in pack.claims]
    found = tuple(known) if known and not added else claims_of(pack, facts, on, known) if known else claims_heard(pack, facts, on, heard)
    case = matter(pack, facts, found, on)
    pointed = hint if not known and hint in pack.routes and told(facts) == 0 and said(facts) < ENOUGH_SAID else ""
    judgement = judge_matter(case, pointed)
    if pointed and URGENT & set(judgement.flags):
        judgement = judge_matter(case)  # what is urgent comes before what the words sound like
    ask, doors = questions(case, asked) if interview else ((), {})
    limits = deadlines(pack, facts, judgement.claims, on)
    sums = () if UNSETTLED & set(judgement.flags) else amounts(pack, facts, judgement.claims, on)
    return Advice(
        on,
        facts,
        judgement.claims,
        judgement.primary.route,
        judgement.alternatives,
        judgement.routes,
        ask,
        limits,
        sums,
        judgement.flags,
        _citations(judgement, limits, sums),
        papers(pack, judgement.claims),
        changes_of(case) if interview else (),
        doors.get(judgement.primary.claim, judgement.possible),
    )


def _citations(judgement: Judgement, limits: Sequence[Deadline], sums: Sequence[Amount]) -> tuple[Citation, ...]:
    """Gather every article that the answer stands on, those of the main door first."""
    every = [c for part in (judgement.routes, sums, limits) for one in part for c in one.citations]
    return tuple(dict.fromkeys(every))
