"""Knows how much each claim comes to: it runs the pack's formulas and shows the arithmetic; what is not known is not counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zoutong.intake.advice import Amount
from zoutong.intake.figures import Figures, cited, decision_names, figures, matter_day, seen
from zoutong.intake.limits import PRESUMED, derived
from zoutong.kernel.facts import Facts
from zoutong.kernel.law import Grade
from zoutong.kernel.money import decimal, plain, yuan
from zoutong.kernel.words import Words
from zoutong.pack import Pack

GRADES: tuple[Grade, ...] = ("verified", "secondary", "unverified")


@dataclass(frozen=True, slots=True)
class _Tried:
    """One formula for a claim: what it gave, and what it lacks when it gave nothing."""

    value: Mapping[str, object] | None
    missing: tuple[str, ...]


def amounts(pack: Pack, facts: Facts, claims: Sequence[str], on: date) -> tuple[Amount, ...]:
    """Give what each claim comes to, in yuan, rounded once; a claim that cannot be computed from the facts is left out.

    A pack has decisions ``amount_<claim>…`` in ``calculators/``; the first one that gives an amount counts, so they stand
    in the file from the most direct to the least.
    """
    local = figures(pack, facts, on)
    values = seen(pack, derived(pack, facts, claims, on), on, local)
    found: list[Amount] = []
    for claim in dict.fromkeys(claims):
        said = next((t.value for t in _tried(pack, claim, values, on) if t.value is not None), None)
        if said is not None:
            days = (on, matter_day(facts, on))
            found.append(_remarked(pack, _amount(pack, claim, said, local, days), values, days))
    return tuple(found)


def missing(pack: Pack, facts: Facts, claim: str, on: date | None = None) -> tuple[str, ...]:
    """Name the facts that an amount for the claim still needs, by the formula that lacks the fewest; empty when there is one already.

    Empty also when the pack has no formula for the claim. ``on`` is ``intake_date`` when not given.
    """
    day = on or _intake_day(facts)
    if day is None:
        return ("intake_date",)
    values = seen(pack, derived(pack, facts, (claim,), day), day)
    tried = list(_tried(pack, claim, values, day))
    if any(t.value is not None for t in tried):
        return ()
    blank = [len(t.missing) for t in _tried(pack, claim, {"known": [], "params": values["params"]}, day)]
    # Of formulas that lack equally many facts, the one for which most was already said is what the person speaks of.
    ranked = sorted((len(t.missing), len(t.missing) - b, n) for n, (t, b) in enumerate(zip(tried, blank, strict=True)) if t.missing)
    return tried[ranked[0][2]].missing if ranked else ()


def _intake_day(facts: Facts) -> date | None:
    value = facts.get("intake_date")
    if isinstance(value, date):
        return value
    return date.fromisoformat(value) if isinstance(value, str) else None


def _tried(pack: Pack, claim: str, values: Mapping[str, object], on: date) -> Iterator[_Tried]:
    """Try the formulas of a claim one after the other."""
    for file, name in decision_names(pack, f"amount_{claim}"):
        decision = pack.models[file].decide(name, values, on)
        said = decision.value
        if isinstance(said, Mapping) and decimal(said.get("amount")) is not None:
            yield _Tried(said, ())
        else:
            yield _Tried(None, tuple(n for n in decision.missing if n in pack.facts))


def _amount(pack: Pack, claim: str, said: Mapping[str, object], local: Figures, days: tuple[date, date]) -> Amount:
    """Make the amount, with the weakest grade of the formula and of the figures it used."""
    used = tuple(str(n) for n in _list(said.get("parameters")))
    stated = said.get("grade")
    grades: list[Grade] = [g for g in GRADES if g == stated] + [local.grade(n) for n in used]
    parts = said.get("parts")
    return Amount(
        claim,
        yuan(decimal(said["amount"]) or Decimal(0)),
        str(said.get("formula") or ""),
        cited(pack, str(said.get("citation") or ""), days),
        max(grades, key=GRADES.index, default="verified"),
        _note(said, local, used),
        {str(k): yuan(v) for k, raw in parts.items() if (v := decimal(raw)) is not None} if isinstance(parts, Mapping) else {},
        used,
    )


def _remarked(pack: Pack, amount: Amount, values: Mapping[str, object], days: tuple[date, date]) -> Amount:
    """Add what else the law says of this sum (decisions ``remark_…``), with its articles; the sum itself stays as it is."""
    for file, name in decision_names(pack, "remark_"):
        said = pack.models[file].decide(name, {**PRESUMED, **values, "claim": amount.claim, "amount": amount.value}, days[0]).value
        if isinstance(said, Mapping) and said.get("note_zh"):
            more = Words(str(said["note_zh"]), str(said["note_en"]))
            note = Words(amount.note.zh + more.zh, f"{amount.note.en} {more.en}") if amount.note else more
            citations = (*amount.citations, *cited(pack, str(said.get("citation") or ""), days))
            amount = replace(amount, note=note, citations=citations)
    return amount


def _note(said: Mapping[str, object], local: Figures, used: Sequence[str]) -> Words | None:
    """Join the formula's own remark, the figures that were used, and those that are not the newest."""
    zh, en = str(said.get("note_zh") or ""), str(said.get("note_en") or "")
    parts = [Words(zh, en)] if zh or en else []
    for name in used:
        row, value = local.rows.get(name), local.values.get(name)
        if row is not None and value is not None:
            figure = f"：{plain(value)}{row.unit}" if isinstance(value, Decimal) else ""
            english = f": {plain(value)}" if isinstance(value, Decimal) else ""
            checked = Words("（待核）", " (to be checked)") if local.grade(name) == "unverified" else Words("", "")
            parts.append(Words(f"{row.title.zh}{figure}{checked.zh}。", f"{row.title.en}{english}{checked.en}."))
        remark = local.remark(name)
        if remark is not None:
            parts.append(remark)
    return Words("".join(p.zh for p in parts), " ".join(p.en for p in parts)) if parts else None


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()
