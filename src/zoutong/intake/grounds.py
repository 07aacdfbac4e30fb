"""Knows facts made ready for judgement: what an answer implies, what the tables derive, and what is taken for granted until it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zoutong.intake.figures import figures
from zoutong.intake.limits import derived
from zoutong.kernel.facts import Fact, Facts, Source
from zoutong.pack import Pack
from zoutong.rules.decision import Reason

Values = dict[str, object]
NO_CLAIM = "none"


@dataclass(frozen=True, slots=True)
class Matter:
    """One person's matter on one day, made ready once: what is known for each claim, and the usual case where nothing is.

    ``claims`` stand in the pack's order of weight. ``usual`` holds the facts with the presumptions filled in.
    """

    pack: Pack
    claims: tuple[str, ...]
    on: date
    said: Facts
    known: Mapping[str, Facts]
    usual: Mapping[str, Values]


def matter(pack: Pack, facts: Facts, claims: Sequence[str], on: date) -> Matter:
    """Make the facts of a matter ready for every claim."""
    ordered = tuple(sorted(dict.fromkeys(claims), key=lambda claim: pack.claims[claim].rank))
    base = ready(pack, facts, ordered, on)
    known = {claim: for_claim(pack, base, claim, ordered, on) for claim in ordered}
    usual = {claim: presumed(pack, known[claim], "door", on) for claim in ordered}
    return Matter(pack, ordered, on, facts, known, usual)


def surely(pack: Pack, name: str, values: Mapping[str, object], on: date) -> tuple[list[object], tuple[Reason, ...]]:
    """Give what a table says for sure: the outputs of rows that hold without any unknown fact, and those rows.

    Unknown facts are handed in as FEEL's null, which meets no positive condition; the checks of the pack keep such tables positive.
    """
    table = pack.tables[name]
    decision = table.decide({**dict.fromkeys(table.needs), **values}, on)
    found = decision.value
    return (found if isinstance(found, list) else [] if found is None else [found]), decision.because


def ready(pack: Pack, facts: Facts, claims: Sequence[str], on: date) -> Facts:
    """Add what the facts imply whatever the claim: composite answers unfolded, parameters, and the tables named ``fact_…``."""
    facts = _unfolded(pack, facts, on)
    local = figures(pack, facts, on)
    own = [n for n in local.values if n in pack.facts and pack.facts[n].known_by == "system" and n not in facts]
    new = [Fact(name, local.values[name], Source("parameter")) for name in own]
    new.append(Fact("intake_date", on, Source("derived")))
    return tabled(pack, facts.with_facts(*new), claims, on)


def for_claim(pack: Pack, facts: Facts, claim: str, claims: Sequence[str], on: date) -> Facts:
    """Add what depends on the claim: its limitation, and the derived tables once more. ``facts`` must be ready."""
    dated = [name for name in ("violation_end", "end_date", "due_date") if name in facts]
    facts = derived(pack, facts, (claim,), on)
    if not dated:
        facts = facts.without("violation_date")  # with no day known it would be today, which nobody said
    facts = facts.with_facts(Fact("claim", claim, Source("derived")))
    return tabled(pack, facts, claims, on)


def tabled(pack: Pack, facts: Facts, claims: Sequence[str], on: date) -> Facts:
    """Derive facts by the tables ``fact_…`` until nothing is added; what somebody said is never replaced."""
    names = [name for name in pack.tables if name.startswith("fact_")]
    while True:
        values = _with_lists(pack, facts, claims)
        found = {name.removeprefix("fact_"): _settled(pack, name, values, on) for name in names if name.removeprefix("fact_") not in facts}
        new = {name: value for name, value in found.items() if value is not None}
        listed = [Fact(n, values[n], Source("derived")) for n in ("known", "said", "contradictory", "claims")]
        facts = facts.with_facts(*(Fact(n, v, Source("derived", note=f"fact_{n}")) for n, v in new.items()), *listed)
        names = [name for name in names if pack.tables[name].needs & new.keys()]
        if not names:
            return facts


def presumed(pack: Pack, facts: Facts, stage: str, on: date) -> Values:
    """Give the facts with what is taken for granted where nothing is known: the usual case, by the table ``presume``.

    Presumptions serve the best advice for now; they are never facts, and what is possible is judged without them.
    """
    values: Values = dict(facts)
    rows, _ = surely(pack, "presume", {"claim": NO_CLAIM, **values, "stage": stage}, on)
    for row in rows:
        if isinstance(row, Mapping):
            values.setdefault(str(row["fact"]), row["value"])
    return values


def _unfolded(pack: Pack, facts: Facts, on: date) -> Facts:
    """Add what a composite answer says of single facts; a fact that is known by itself stands."""
    rows, _ = surely(pack, "unfold", dict(facts), on)
    new = [Fact(str(r["fact"]), r["value"], Source("derived")) for r in rows if isinstance(r, Mapping) and facts.fact(str(r["fact"])) is None]
    return facts.with_facts(*new)


def _with_lists(pack: Pack, facts: Facts, claims: Sequence[str]) -> Values:
    """Give plain values with the lists of what is known, said and contradictory."""
    values: Values = dict(facts)
    said = [n for n in facts if n in pack.facts and pack.facts[n].known_by != "system"]
    return {**values, "known": sorted(facts), "said": sorted(said), "contradictory": list(facts.contradictory()), "claims": list(claims)}


def _settled(pack: Pack, table: str, values: Values, on: date) -> object:
    """Give what a derived table says when no missing fact can change it; None else."""
    if pack.tables[table].table.hit_policy == "COLLECT":
        found, _ = surely(pack, table, values, on)
        return found[0] if found else None
    return pack.tables[table].decide(values, on).value
