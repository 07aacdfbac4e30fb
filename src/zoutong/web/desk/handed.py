"""Knows what an office document says of a case: its doors, days, papers and steps, and what was decided; what is not known stays blank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from zoutong.documents.fill import Value, fill
from zoutong.intake.papers import values
from zoutong.pack import Pack
from zoutong.pack.specs import DocumentSpec
from zoutong.pack.variables import VariableSpec
from zoutong.process import Node, Process
from zoutong.walk import SYSTEM, Event, Walk, clock_views
from zoutong.walk.model import ClockView, Door
from zoutong.web.cases.papers import PaperView
from zoutong.web.desk.draft import PERSON_OF, Draft
from zoutong.web.desk.tongue import Tongue, zone
from zoutong.web.intake import service

NEXT = ("office_kind", "next_door")
"""Variables that say where a case goes on, the nearest first."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A document that a step hands out: in which process it stands, and at which door."""

    spec: DocumentSpec
    process: str
    door: str
    on: date | None = None
    """The day on which it was handed out; None while its step is open."""


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a case where a document is filled."""

    walk: Walk
    history: tuple[Event, ...]
    papers: tuple[PaperView, ...]
    draft: Draft
    tongue: Tongue
    today: date
    address: str = ""


def send_steps(pack: Pack) -> Mapping[str, tuple[Process, Node]]:
    """Give the steps that hand out a document, by their code."""
    return {n.id: (p, n) for p in pack.processes.values() for n in p.nodes.values() if n.document in pack.documents}


def handed(walk: Walk, history: Iterable[Event]) -> tuple[Handed, ...]:
    """Name the office's documents of a case: those of the steps that stand open, first, and those of the steps that are done."""
    pack, steps = walk.course.pack, send_steps(walk.course.pack)
    open_ones: list[tuple[str, str, date | None]] = [(t.node, t.door, None) for t in walk.tasks.values() if t.node in steps]
    done = [(e.activity, "", _there(e.at)) for e in history if e.phase == "completed" and e.activity in steps]
    found: dict[tuple[str, str], Handed] = {}
    for node, door, on in (*open_ones, *reversed(done)):
        process, spec = steps[node][0].id, pack.documents[steps[node][1].document]
        if spec.by_office:
            found.setdefault((spec.name, process), Handed(spec, process, door or _door_of(walk, process), on))
    return tuple(found.values())


def _door_of(walk: Walk, process: str) -> str:
    """Name the door of a process: its own, or the only one that no process of the house serves; "" where that is not certain."""
    pack = walk.course.pack
    if process in pack.routes or process == walk.process:
        return process if process in pack.routes else ""
    others = [d.name for d in walk.doors if d.name not in pack.processes]
    return others[0] if len(others) == 1 else ""


def filled(document: DocumentSpec, at: Handed | None, known: Known) -> bytes:
    """Fill a document of the pack as a docx. Fault when its template cannot be used."""
    return fill(document.file, values_of(document, at, known))


def values_of(document: DocumentSpec, at: Handed | None, known: Known) -> dict[str, Value]:
    """Give everything that the template may name."""
    walk, pack, draft = known.walk, known.walk.course.pack, known.draft
    advice = service.judge(draft.story)
    person = {PERSON_OF.get(k, k): v for k, v in draft.person.items() if v}
    doors = [d for d in walk.doors if at is not None and d.name == at.door] or list(walk.doors)
    claims = list(dict.fromkeys(c for d in doors for c in d.claims))
    amounts = {a.claim: a for a in advice.amounts if a.value}
    said = _said(walk, known.history, at.process if at else "")
    views = [v for v in clock_views(walk, known.today) if v.rolled is not None]
    fields = values(pack, document, advice, draft.story.text, person)
    fields |= _variables(pack, said, known.tongue) | _clocks(pack, views, known.tongue) | _way(known, at, said, doors)
    fields |= {f"of_{p}": at is not None and at.process == p for p in pack.processes}
    if claims:
        fields["claims"] = [
            {
                "number": str(n),
                "claim": known.tongue.claim(c),
                "sum": f"{amounts[c].value:,.2f}" if c in amounts else "",
                "arithmetic": amounts[c].formula if c in amounts else "",
            }
            for n, c in enumerate(claims, 1)
        ]
        fields["claims_line"] = known.tongue.claims(claims)
    if walk.notices:
        fields["papers_asked"] = _asked(known)
    return fields


def _said(walk: Walk, history: Iterable[Event], process: str) -> dict[str, object]:
    """Give what was decided at the steps of a process, the latest word on each: variables are set only where a step is completed."""
    pack = walk.course.pack
    own = pack.processes[process].nodes if process in pack.processes else {}
    found: dict[str, object] = {}
    for event in history:
        act = event.data.get("act")
        if event.phase == "refused" or not isinstance(act, Mapping) or act.get("kind") != "complete" or event.activity not in own:
            continue
        data = act.get("data")
        found |= dict(data) if isinstance(data, Mapping) else {}
    return found


def _variables(pack: Pack, said: Mapping[str, object], tongue: Tongue) -> dict[str, Value]:
    """Write each variable for people, and tick what it says; of what nobody said nothing is ticked."""
    fields: dict[str, Value] = {}
    for name, spec in pack.variables.items():
        value = said.get(name)
        fields[name] = written(spec, value, tongue)
        if spec.type == "boolean":
            fields |= {f"{name}_is_yes": value is True, f"{name}_is_no": value is False}
        else:
            fields |= {f"{name}_is_{code}": value == code for code, _ in spec.options}
    return fields


def written(spec: VariableSpec, value: object, tongue: Tongue) -> str:
    """Write a variable as an office document does; "" when it is not known, or is nothing that one word says."""
    if value is None or isinstance(value, (list, Mapping)):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if spec.type == "date":
        return day_of(date.fromisoformat(str(value)))
    return next((tongue.of(words) for code, words in spec.options if code == value), str(value))


def day_of(day: date) -> str:
    """Write a day as an office document does: 2026年11月24日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _clocks(pack: Pack, views: Iterable[ClockView], tongue: Tongue) -> dict[str, Value]:
    """Give the last day and the article of each clock; an article that nobody has read word by word says so."""
    last = {v.name: day_of(v.rolled) for v in views if v.rolled is not None}
    fields: dict[str, Value] = {f"clock_{name}": last.get(name, "") for name in pack.clocks}
    return fields | {f"law_{name}": _law(pack, name, tongue) for name in pack.clocks}


def _law(pack: Pack, clock: str, tongue: Tongue) -> str:
    spec = pack.clocks[clock]
    cited = "、".join(tongue.of(pack.laws.words(c)) for c in pack.laws.cite_all(spec.citation))
    return f"{cited}，待核" if cited and spec.grade == "unverified" else cited


def _way(known: Known, at: Handed | None, said: Mapping[str, object], doors: list[Door]) -> dict[str, Value]:
    """Give what the walk itself tells: when it began, where it goes on, who hands it out, papers, days, steps."""
    walk, pack, say = known.walk, known.walk.course.pack, known.tongue
    goal = _receiver(pack, at) or next((str(said[n]) for n in NEXT if said.get(n) not in (None, "none")), "")
    if not goal and at is not None and at.door and at.door not in pack.processes:
        goal = at.door
    own = {n for p in (walk.process, at.process if at else "") if p in pack.processes for n in pack.processes[p].nodes}
    holder = _holder(known, at)
    views = [v for v in clock_views(walk, known.today) if v.done is None]
    return {
        "case_number": walk.id,
        "today": day_of((at.on if at else None) or known.today),
        "opened_on": day_of(_there(walk.opened)) if walk.opened else "",
        "receiver": say.route(goal) if goal else "",
        "goes_on": bool(goal),
        "handler": say.person(holder[0]) if holder[0] else "",
        "unit": say.unit(holder[1]) if holder[1] else "",
        "follow_address": known.address,
        "claims_line": "",
        "doors": [{"door": say.route(d.name), "claims": say.claims(d.claims)} for d in doors],
        "papers_here": _papers(known),
        "running": [
            {"title": say.of(v.title), "day": day_of(v.rolled), "law": _law(pack, v.name, say)} for v in views if v.rolled is not None
        ],
        "arbitration_days": _days_of(known, "arbitration", views),
        "steps_done": [
            {"day": day_of(_there(e.at)), "step": say.node(e.activity, e.role)}
            for e in known.history
            if e.phase == "completed"
            and e.activity in own
            and (spec := say.node_spec(e.activity)) is not None
            and spec.kind in ("user", "manual", "send")
        ],
    }


def _receiver(pack: Pack, at: Handed | None) -> str:
    """Name the door to which the step itself sends its document; "" where that is decided in the case."""
    steps = pack.processes[at.process].nodes.values() if at is not None else ()
    return next((n.receiver for n in steps if at is not None and n.document == at.spec.name and n.receiver in pack.routes), "")


def _days_of(known: Known, process: str, views: Iterable[ClockView]) -> list[dict[str, str]]:
    """Give the clocks of a process in the sequence of its steps, those that do not run yet without a day."""
    pack, say = known.walk.course.pack, known.tongue
    last = {v.name: day_of(v.rolled) for v in views if v.rolled is not None}
    nodes = pack.processes[process].nodes.values() if process in pack.processes else ()
    names = dict.fromkeys(n.clock for n in nodes if n.clock in pack.clocks and n.kind != "boundary")
    done = {r.name for r in known.walk.clocks if r.done is not None}
    return [{"title": say.of(pack.clocks[n].title), "day": last.get(n, ""), "law": _law(pack, n, say)} for n in names if n not in done]


def _holder(known: Known, at: Handed | None) -> tuple[str, str]:
    """Give who hands the document out and for which unit: whoever has its step in hand, or did it last."""
    if at is None:
        return "", ""
    steps = {code for code, (p, n) in send_steps(known.walk.course.pack).items() if n.document == at.spec.name and p.id == at.process}
    task = next((t for t in known.walk.tasks.values() if t.node in steps), None)
    if task is not None:
        return task.holder, task.unit
    done = (e for e in reversed(known.history) if e.activity in steps and e.phase == "completed" and e.role != SYSTEM.role)
    return next(((e.actor, e.unit) for e in done), ("", ""))


def _papers(known: Known) -> list[dict[str, str]]:
    """List every paper that is here: files first, then those that were shown or ticked as come."""
    say = known.tongue
    rows = [(say.paper(p.paper) if p.paper else p.name, day_of(_there(p.at))) for p in known.papers]
    filed = {p.paper for p in known.papers}
    came = dict.fromkeys(p for n in known.walk.notices for p in n.came if p not in filed)
    rows += [(say.paper(p), "") for p in came]
    return [{"number": str(n), "paper": paper, "day": day} for n, (paper, day) in enumerate(rows, 1)]


def _asked(known: Known) -> list[dict[str, str]]:
    """List what the one-time notice really asked for and has not come, not what the guide would propose today."""
    specs = {p.name: p for p in known.walk.course.pack.papers}
    lacking = dict.fromkeys(p for n in known.walk.notices for p in n.lacking if p in specs)
    say = known.tongue
    return [{"paper": say.paper(p), "why": say.of(specs[p].why), "where": say.of(specs[p].where) or "有就带来"} for p in lacking]


def _there(at: datetime) -> date:
    return at.astimezone(zone()).date()
