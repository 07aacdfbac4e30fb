"""Knows how the tables of a pack give every claim its door: first the gate, then who it is, then the claim's own table, then the place."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zoutong.intake.advice import RouteAdvice, Step
from zoutong.intake.grounds import Matter, Values, matter, surely
from zoutong.kernel.error import Fault
from zoutong.kernel.facts import Facts
from zoutong.kernel.law import Citation, Grade
from zoutong.kernel.words import Words
from zoutong.pack import Pack
from zoutong.rules.decision import Reason

GO_ON = "continue"
GATES = ("gate", "identity")
PLACE = "place"
GRADES: tuple[Grade, ...] = ("verified", "secondary", "unverified")
Reached = dict[tuple[object, ...], tuple[tuple[str, ...], bool]]
"""What tables were found to lead to, by the table and the values that it reads; for one pack and one day."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The doors of all claims, most important first; ``primary`` is the one to go through now.

    ``possible`` are the doors of the main claim that missing facts could still open.
    """

    claims: tuple[str, ...]
    routes: tuple[RouteAdvice, ...]
    primary: RouteAdvice
    alternatives: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def possible(self) -> tuple[str, ...]:
        """Give the doors of the main claim that are still possible."""
        return self.primary.possible


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a chain of tables said of one claim: the door, the rows on the way to it, the last one deciding."""

    route: str
    alternatives: tuple[str, ...]
    reasons: tuple[Reason, ...]
    values: Values


def judge(pack: Pack, facts: Facts, claims: Sequence[str], on: date) -> Judgement:
    """Give every claim its door on that day, and say which comes first.

    Where facts are missing the door is the best advice for now, under the presumptions of the table ``presume``; which
    doors are still possible stands beside it. Fault when a claim has no table or no claim is given.
    """
    for claim in claims or ("",):
        if claim not in pack.claims:
            raise _unknown_claim(claim)
    return judge_matter(matter(pack, facts, claims, on))


def judge_matter(case: Matter, hint: str = "") -> Judgement:
    """Give every claim of a matter its door; see ``judge``.

    ``hint`` is the door to which a person's words point: it takes the place of the presumptions for the main claim when the
    tables still leave it open, and is passed over when they do not.
    """
    pack, on = case.pack, case.on
    if not case.claims:
        raise _unknown_claim("")
    found: list[tuple[tuple[object, int], RouteAdvice, Values]] = []
    for claim in case.claims:
        verdict = verdict_of(pack, case.usual[claim], claim, on)
        if hint and claim == case.claims[0] and hint != verdict.route:
            verdict = pointed(case, claim, hint) or verdict
        advice = _advice(pack, case.known[claim], verdict, claim, on)
        lane = pack.tables["priority"].decide({**verdict.values, "route": advice.route}, on).value
        found.append(((lane, pack.claims[claim].rank), advice, verdict.values))
    found.sort(key=lambda one: one[0])
    routes = tuple(one[1] for one in found)
    primary = routes[0]
    differ = len({r.route for r in routes}) > 1
    flags = [flag for _, advice, values in found for flag in _flags(pack, values, advice, differ, on)]
    others = [*primary.alternatives, *(r.route for r in routes[1:]), *(a for r in routes[1:] for a in r.alternatives)]
    alternatives = tuple(r for r in dict.fromkeys(others) if r != primary.route)
    return Judgement(tuple(r.claim for r in routes), routes, primary, alternatives, tuple(dict.fromkeys(flags)))


def verdict_of(pack: Pack, values: Values, claim: str, on: date) -> Verdict:
    """Walk the tables for one claim on settled values: gate, identity, the claim's own, place."""
    values = {**values, "claim": claim}
    reasons: list[Reason] = []
    said: Mapping[str, object] = {}
    for name in chain(pack, claim):
        said, because = _said(pack, name, values, on)
        reasons += because
        if said["route"] != GO_ON:
            break
    route, alternatives = str(said["route"]), _names(said["alternatives"])
    settled_early = reasons[-1].table == "gate" if reasons else False
    if not settled_early:
        said, because = _said(pack, PLACE, {**values, "route": route}, on)
        if said["route"] != route:
            route, alternatives = str(said["route"]), _names(said["alternatives"])
            reasons += because
    return Verdict(route, alternatives, tuple(reasons), values)


def pointed(case: Matter, claim: str, route: str) -> Verdict | None:
    """Find the first row that still may hold and gives the door to which words point; None when the tables leave none."""
    known = {**case.known[claim], "claim": claim}
    if route not in possible(case.pack, known, claim, case.on):
        return None
    for name in (f"route_{claim}", *GATES):
        table = case.pack.tables[name]
        for view in table.explain(known, case.on).rows:
            row = next(r for r in table.table.rows if r.number == view.row)
            if view.fires is not False and row.outputs[0] == f'"{route}"':
                others = re.findall(r'"(\w+)"', row.outputs[1])
                told = row.annotations
                why = {"why_zh": f"从您说的话看，多半是这种情形：{told['why_zh']}", "why_en": f"From what you say this seems to be your case: {told['why_en']}"}
                reason = Reason(name, row.number, {**told, **why})
                said = {} if name == "gate" else {"enough_said": True}  # the words were enough to find a row
                return Verdict(route, tuple(others), (reason,), {**case.usual[claim], **said})
    return None


def possible(pack: Pack, values: Values, claim: str, on: date, seen: Reached | None = None) -> tuple[str, ...]:
    """Give every door that missing facts could still open for one claim; exactly one when it is settled.

    ``seen`` keeps what was found, for whoever asks again with other values of the same matter on the same day.
    """
    seen = {} if seen is None else seen
    values = {**values, "claim": claim}
    doors: dict[str, None] = {}
    for name in chain(pack, claim):
        stops, goes_on = _reachable(pack, name, values, on, seen)
        for route in stops:
            ends = (route,) if name == "gate" else _reachable(pack, PLACE, {**values, "route": route}, on, seen)[0]
            doors.update(dict.fromkeys(ends))
        if not goes_on:
            break
    return tuple(doors)


def chain(pack: Pack, claim: str) -> tuple[str, ...]:
    """Name the tables through which a claim goes; Fault when the pack has none for it."""
    own = f"route_{claim}"
    if own not in pack.tables:
        raise _unknown_claim(claim)
    return (*GATES, own)


def _said(pack: Pack, name: str, values: Values, on: date) -> tuple[Mapping[str, object], tuple[Reason, ...]]:
    """Give what a table says, or the likeliest of what it may say when even the presumptions leave it open."""
    decision = pack.tables[name].decide(values, on)
    value = decision.value if decision.value is not None else next(iter(decision.possible), None)
    if not isinstance(value, Mapping):
        missing = "、".join(decision.missing or decision.errors) or name
        raise Fault(
            "intake.table",
            Words(f"表“{name}”对这些事实没有结论：{missing}。", f"The table “{name}” has no row for these facts: {missing}."),
            cure=Words("请用 zoutong pack check 检查这张表。", "Check the table with zoutong pack check."),
            file=pack.tables[name].table.file,
        )
    return value, decision.because or (Reason(name, 0),)


def _reachable(pack: Pack, name: str, values: Values, on: date, seen: Reached) -> tuple[tuple[str, ...], bool]:
    """Give the doors at which a table may stop, and whether it may go on to the next one."""
    table = pack.tables[name]
    key = (name, *((n, _mark(values[n])) for n in table.needs if n in values))
    if key not in seen:
        outcomes = [str(v["route"]) for v in table.decide(values, on).possible if isinstance(v, Mapping)]
        seen[key] = tuple(dict.fromkeys(o for o in outcomes if o != GO_ON)), GO_ON in outcomes
    return seen[key]


def _mark(value: object) -> object:
    """Give something by which equal values are known again; true is not 1 here."""
    return (type(value), value) if isinstance(value, Hashable) else repr(value)


def _advice(pack: Pack, known: Facts, verdict: Verdict, claim: str, on: date) -> RouteAdvice:
    """Put a verdict into the words of its deciding row."""
    last = verdict.reasons[-1]
    told = last.annotations
    citations = [c for reason in reversed(verdict.reasons) for c in _cited(pack, reason, verdict.values, on)]
    return RouteAdvice(
        claim,
        verdict.route,
        Words(told.get("why_zh", ""), told.get("why_en", "")),
        tuple(dict.fromkeys(citations)),
        last.reference,
        tuple(a for a in verdict.alternatives if a != verdict.route),
        _steps(pack, last, known, verdict, on),
        max((_grade(reason) for reason in verdict.reasons), key=GRADES.index),
        possible(pack, dict(known), claim, on),
    )


def _cited(pack: Pack, reason: Reason, values: Values, on: date) -> tuple[Citation, ...]:
    """Give the articles of a row that were in force today or on the day of the matter."""
    matter = values.get("violation_date")
    days = [on, matter] if isinstance(matter, date) else [on]
    return tuple(c for c in pack.laws.cite_all(reason.annotations.get("citation", "")) if any(c.in_force(day) for day in days))


def _steps(pack: Pack, reason: Reason, known: Facts, verdict: Verdict, on: date) -> tuple[Step, ...]:
    """List the conditions of the deciding row; one that rests on a presumption alone is neither met nor unmet."""
    table = pack.tables[reason.table]
    values = {**verdict.values, "route": verdict.route} if reason.table == PLACE else verdict.values
    view = next((row for row in table.explain(values, on).rows if row.row == reason.row), None)
    wanted = {r.number: r.inputs for r in table.table.rows}.get(reason.row, ())
    cells = [c for c in view.cells if wanted[c.cell].strip() not in ("", "-")] if view else []
    steps = []
    for cell in cells:
        name = cell.fact
        sure = name in known or name in ("claim", "route")
        actual = _shown(pack, name, values.get(name)) if sure else Words("", "")
        steps.append(Step(name, cell.wanted, actual, cell.met if sure else None))
    return tuple(steps)


def _shown(pack: Pack, name: str, value: object) -> Words:
    """Give a value as people read it."""
    spec = pack.facts.get(name)
    if isinstance(value, bool):
        return Words("是", "yes") if value else Words("否", "no")
    if spec is not None and isinstance(value, str):
        return spec.option(value)
    return Words(str(value), str(value))


def _grade(reason: Reason) -> Grade:
    grade = reason.annotations.get("grade", "")
    return next((g for g in GRADES if g == grade), "verified")


def _flags(pack: Pack, values: Values, advice: RouteAdvice, differ: bool, on: date) -> list[str]:
    """Give what has to be said beside the door of one claim."""
    asked = {**values, "claim": advice.claim, "row_grade": advice.grade, "routes_differ": differ}
    rows, _ = surely(pack, "flags", asked, on)
    return [str(row) for row in rows]


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list | tuple) else ()


def _unknown_claim(claim: str) -> Fault:
    return Fault(
        "intake.claim",
        Words(f"内容包里没有诉求“{claim}”的去向表。" if claim else "没有给出诉求。", f"The pack has no door table for the claim “{claim}”." if claim else "No claim is given."),
        cure=Words("诉求代码见 claims.csv。", "The codes of claims stand in claims.csv."),
    )

