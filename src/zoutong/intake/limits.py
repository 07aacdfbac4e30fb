"""Knows until when each claim can be brought, and where: which clock runs from which fact, and what is left of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zoutong.intake.advice import Deadline
from zoutong.intake.figures import Figures, cited, day_of, figures, known_matter_day, matter_day, seen
from zoutong.intake.interruptions import Interruptions, interruptions
from zoutong.intake.months import Month, months_of
from zoutong.kernel.clock import Clock, Due, Term
from zoutong.kernel.facts import Fact, Facts, Source
from zoutong.kernel.law import Citation
from zoutong.kernel.words import Words
from zoutong.pack import Pack
from zoutong.rules import Decision

FILE = "tables/limitation.dmn"
TABLES = ("arbitration_clock", "inspection_clock", "civil_clock", "other_clock")

# A clock is shown unless a known fact rules it out: one too many warns, one too few harms.
PRESUMED: Mapping[str, object] = {
    "identity_type": "employee",
    "retirement_status": "none",
    "prior_procedure": "none",
    "wage_iou": False,
    "violation_continuing": False,
    "injury_recognized": False,
}


@dataclass(frozen=True, slots=True)
class _Case:
    """What every clock of one visit shares."""

    pack: Pack
    values: Mapping[str, object]
    local: Figures
    breaks: Interruptions
    on: date


def deadlines(pack: Pack, facts: Facts, claims: Sequence[str], on: date) -> tuple[Deadline, ...]:
    """Give the time limits of the claims on one day, in the order of the claims; none of them is a guess.

    A limit whose start is not known, that does not run, or that was not begun has no dates and says why. ``expired`` is
    None where it cannot be known. Dates that reach a year without published holidays are provisional.
    """
    case = _case(pack, facts, on)
    found: list[Deadline] = []
    for claim in claims:
        for table in TABLES:
            found += [
                d
                for d in _of_table(case, claim, table)
                if not any((d.clock, d.nominal) == (f.clock, f.nominal) and d.clock in SHARED for f in found)
            ]
    return tuple(found)


SHARED = frozenset({"inspection", "civil_action", "civil_servant_review", "enforcement", "suit_after_award"})
"""Clocks that are the same for every claim of a visit and are shown once."""


def summary(found: Sequence[Deadline], claims: Sequence[str]) -> dict[str, object]:
    """Put the limits of the main claim into the words of the command: dates as text, whether expired, and the others by clock."""
    main = claims[0] if claims else ""
    arbitration = next((d for d in found if d.claim == main and d.clock.startswith("arbitration")), None)
    inspection = next((d for d in found if d.clock == "inspection"), None)
    named = {"arbitration": arbitration, "inspection": inspection}
    dates = {f"{n}_deadline{s}": _text(d, s) for n, d in named.items() for s in ("", "_rolled")}
    others = {d.clock: _text(d, "") for d in found if d not in named.values() and d.nominal}
    return {
        **dates,
        "expired": bool(arbitration and arbitration.expired),
        "inspection_expired": bool(inspection and inspection.expired),
        "other_deadlines": others,
    }


def derived(pack: Pack, facts: Facts, claims: Sequence[str], on: date) -> Facts:
    """Add what follows from the calendar: the limits of the main claim, the days left, and the months still in time.

    ``days_left`` counts to the nearest day on which something is lost: for a claim that accrues by the month that is the
    earliest month still alive, not the last. A limit that is not known adds nothing.
    """
    found = deadlines(pack, facts, claims, on)
    case = _case(pack, facts, on)
    new: dict[str, object] = {"violation_date": known_matter_day(facts)}
    for name, clocks in (
        ("arbitration", [d for d in found if claims and d.claim == claims[0] and d.clock.startswith("arbitration")]),
        ("inspection", [d for d in found if d.clock == "inspection"]),
    ):
        if clocks:
            new |= {
                f"{name}_deadline": clocks[0].nominal,
                f"{name}_deadline_rolled": clocks[0].rolled,
                f"{name}_expired": clocks[0].expired,
            }
            left = [d.days_left for d in clocks if d.days_left is not None]
            new[f"{name}_days_left"] = min(left, default=None)
            new[f"{name}_part"] = clocks[0].part or None
    new["days_left"] = new.get("arbitration_days_left")
    for claim in claims:
        new |= _monthly_facts(case, claim)
    return facts.with_facts(*(Fact(n, v, Source("derived")) for n, v in new.items() if v is not None))


def _case(pack: Pack, facts: Facts, on: date) -> _Case:
    """Gather what the clocks need; presumptions are made here and nowhere else."""
    local = figures(pack, facts, on)
    values: dict[str, object] = {**PRESUMED, **seen(pack, facts, on, local)}
    values["violation_date"] = matter_day(facts, on)
    model = pack.models.get(FILE)
    values |= {name: local.values[name] for name in (model.inputs if model else ()) if name in local.values}
    return _Case(pack, values, local, interruptions(facts), on)


def _of_table(case: _Case, claim: str, table: str) -> tuple[Deadline, ...]:
    """Give the limits of one claim that one table knows of."""
    model = case.pack.models.get(FILE)
    if model is None:
        return ()
    decision = model.decide(table, {**case.values, "claim": claim}, case.on)
    said = decision.value if isinstance(decision.value, Mapping) else {}
    if not said:
        return _unsettled(case, claim, table, decision)
    clocks = [c for c in str(said["clock"]).split(";") if c]
    if said["state"] == "accrues":
        return _accruing(case, claim, case.local.values.get(str(said["start"])) == "whole", decision)
    return tuple(_one(case, claim, clock, str(said["state"]), str(said["start"]), decision) for clock in clocks)


def _unsettled(case: _Case, claim: str, table: str, decision: Decision) -> tuple[Deadline, ...]:
    """Say what has to be known before a limit can be named; only for the two doors that everybody asks about."""
    if table not in TABLES[:2]:
        return ()
    clock = table.removesuffix("_clock")
    return (_empty(case, claim, clock, None, _not_known(case, decision.missing), decision),)


def _one(case: _Case, claim: str, clock: str, state: str, start: str, decision: Decision) -> Deadline:
    """Run one clock from the first of its facts that is known."""
    if state == "unlimited":
        return _empty(case, claim, clock, False, _why(decision), decision)
    begun = next((day for name in start.split(";") if (day := _day(case, claim, name))), None)
    if state == "ask":
        return _empty(case, claim, clock, None, _why(decision), decision)
    if begun is None:
        return _empty(case, claim, clock, None, _not_known(case, tuple(start.split(";"))[:1]), decision)
    due, breaks = _run(case, clock, begun)
    why = _joined(_why(decision), Words(f"从{begun.isoformat()}起算。", f"It runs from {begun.isoformat()}."), breaks)
    return _dated(case, claim, clock, due, why, decision) if due else _empty(case, claim, clock, None, why, decision)


def _day(case: _Case, claim: str, name: str) -> date | None:
    """Find a day by name: a fact, or a decision of the table's file that works it out."""
    model = case.pack.models[FILE]
    if name in model.decisions:
        return day_of(model.decide(name, {**case.values, "claim": claim}, case.on).value)
    return day_of(case.values.get(name))


def _run(case: _Case, clock: str, begun: date) -> tuple[Due | None, Words | None]:
    """Run a clock; only arbitration is interrupted by a demand or a promise (inspection is not)."""
    spec = case.pack.clocks[clock]
    running = Clock.start(Term(spec.length, spec.unit), begun, case.pack.calendar)  # type: ignore[arg-type]
    if not clock.startswith("arbitration"):
        return running.due(), None
    return case.breaks.apply(running)


def _accruing(case: _Case, claim: str, whole: bool, decision: Decision) -> tuple[Deadline, ...]:
    """Give the limits of a claim that grows by the month: full, partly or gone, with the earliest and the last month alive."""
    months, missing = _months(case, claim)
    if not months:
        words = _not_known(case, missing) if missing else Words("还没有产生这笔钱。", "Nothing has become due yet.")
        return (_empty(case, claim, "arbitration", None, words, decision),)
    last = months[-1]
    alive = [m for m in months if (last if whole else m).in_time]
    part = "gone" if not alive else "full" if len(alive) == len(months) else "partly"
    text = {
        "full": Words("现在还可以主张全部。", "The whole can still be claimed."),
        "partly": Words(
            f"共{len(months)}个月，还在时效内的有{len(alive)}个月。", f"{len(alive)} of {len(months)} months are still in time."
        ),
        "gone": Words(
            "全部月份都已过一年；仍可申请，由仲裁庭审查。",
            "Every month is more than a year old; you may still apply, and the tribunal decides.",
        ),
    }[part]
    why = _joined(_why(decision), text, case.breaks.words)
    if whole:
        return (_dated(case, claim, "arbitration_last_month", last.due, why, decision, part),)
    ends = _dated(case, claim, "arbitration_last_month", last.due, why, decision, part)
    if part == "gone":
        return (ends,)
    first = _dated(case, claim, "arbitration_first_month", alive[0].due, why, decision, part)
    return (first, ends) if part == "full" else (ends, first)


def _months(case: _Case, claim: str) -> tuple[tuple[Month, ...], tuple[str, ...]]:
    spec = case.pack.clocks.get("arbitration_last_month")
    if spec is None:
        return (), ()
    return months_of(case.pack, claim, case.values, Term(spec.length, spec.unit), case.breaks, case.on)  # type: ignore[arg-type]


def _monthly_facts(case: _Case, claim: str) -> dict[str, object]:
    """Give the months of an accruing claim to its formula, and the working days of the last one when nobody told them."""
    months, _ = _months(case, claim)
    if not months:
        return {}
    new: dict[str, object] = {
        f"{claim}_months": [{"from": m.first, "to": m.last, "whole": m.whole, "in_time": m.in_time} for m in months],
        f"{claim}_last_in_time": months[-1].in_time,
    }
    if not months[-1].whole and "partial_month_workdays_total" not in case.values:
        new["partial_month_workdays_covered"] = months[-1].workdays
        new["partial_month_workdays_total"] = months[-1].workdays_in_month
    return new


def _dated(case: _Case, claim: str, clock: str, due: Due, why: Words, decision: Decision, part: str = "") -> Deadline:
    if due.provisional:
        why = _joined(
            why,
            Words(
                "到期那年的放假安排尚未公布，顺延日是暂定的。",
                "The holidays of that year are not yet published, so the rolled day is provisional.",
            ),
        )
    left = due.days_left(case.on)
    return Deadline(
        clock,
        claim,
        _title(case, clock),
        due.nominal,
        due.rolled,
        due.expired(case.on),
        left,
        due.provisional,
        why,
        _cited(case, decision),
        part,
    )


def _empty(case: _Case, claim: str, clock: str, expired: bool | None, why: Words, decision: Decision) -> Deadline:
    return Deadline(clock, claim, _title(case, clock), None, None, expired, None, False, why, _cited(case, decision))


def _title(case: _Case, clock: str) -> Words:
    return case.pack.clocks[clock].title


def _cited(case: _Case, decision: Decision) -> tuple[Citation, ...]:
    text = "；".join(r.annotations.get("citation", "") for r in decision.because)
    return cited(case.pack, text, (case.on, matter_day(case.values, case.on)))


def _why(decision: Decision) -> Words:
    said = decision.because[0].annotations if decision.because else {}
    return Words(said.get("why_zh", ""), said.get("why_en", ""))


def _not_known(case: _Case, names: Sequence[str]) -> Words:
    labels = [spec.label if (spec := case.pack.facts.get(n)) else Words(n, n) for n in names[:3]]
    if not labels:
        return Words("事实还不够，先不给日期。", "Too little is known to name a date.")
    zh, en = "".join(f"“{w.zh}”" for w in labels), ", ".join(f"“{w.en}”" for w in labels)
    return Words(f"还不知道{zh}，知道以前不给日期。", f"Not known yet: {en}. No date is given before it is.")


def _joined(*parts: Words | None) -> Words:
    kept = [p for p in parts if p is not None]
    return Words("".join(p.zh for p in kept), " ".join(p.en for p in kept if p.en))


def _text(deadline: Deadline | None, which: str) -> str | None:
    if deadline is None:
        return None
    day = deadline.rolled if which else deadline.nominal
    return day.isoformat() if day else None
