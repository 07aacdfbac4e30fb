"""Knows what a walk stands on: one pack's processes, roles, table of acts, clocks, calendar, papers and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from zoutong.kernel.clock import Clock, Due, Term, last_day
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.kernel.workdays import Calendar
from zoutong.pack import Pack
from zoutong.pack.desk import ReasonSpec, RoleSpec
from zoutong.pack.specs import ClockSpec
from zoutong.process import Data, Node, Process, State, Surroundings, Token
from zoutong.process.condition import of_json
from zoutong.process.present import Present

REMEMBERED = 20_000
"""How many last days a course keeps worked out."""

PRIVATE = frozenset(("personal", "secret"))
"""Facts of this sensitivity stay in the dossier."""

DOORS = "doors"
"""The variable that splits a walk: a list of {door, claims}."""
PROPOSED = "proposed_doors"
CLAIMS = "claims"
DOOR = "door"
NEXT_DOOR = "next_door"
NO_DOOR = "none"
RATING = "rating"
HOUSE_VARIABLES = frozenset({DOORS, PROPOSED, CLAIMS, DOOR, RATING})

HAND_OVER = "hand_over"
CONTACT = "rating_contact"
SILENCE = "notice"
"""Clocks that the house itself starts, where the pack has them: accepting a referral, getting in touch after a bad rating, telling what is lacking."""
ESCALATES_TO = "duty_chief"
MAX_NOTICES = "max_resubmissions"


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Everything that a walk may ask, made once for a pack and a process; it never changes, so it is equal only to itself."""

    pack: Pack
    process: Process
    processes: Mapping[str, Process]
    around: Surroundings
    calendar: Calendar
    roles: Mapping[str, RoleSpec]
    acts: Mapping[str, Mapping[str, str]]
    reasons: Mapping[str, frozenset[str]]
    """Codes of reasons by act."""
    clocks: Mapping[str, ClockSpec]
    starts: Mapping[str, tuple[ClockSpec, ...]]
    """Clocks by the mark at which they start; likewise below."""
    stops: Mapping[str, frozenset[str]]
    resumes: Mapping[str, frozenset[str]]
    anew: Mapping[str, frozenset[str]]
    ends: Mapping[str, frozenset[str]]
    extensions: Mapping[str, ClockSpec]
    """The clock by whose length a clock can be lengthened."""
    escalated: frozenset[str]
    """Clocks whose running out the process itself answers with a timer."""
    items: frozenset[str]
    """Names under which a branch finds its part of the doors."""
    variables: frozenset[str]
    """Every name that a process asks for, writes or looks at."""
    typed: Mapping[str, tuple[str, tuple[str, ...]]]
    """The type of each of them, and of each fact, with the codes of its options; "" for one that takes any value."""
    private: frozenset[str]
    """Facts that are personal or prose, and have no place in a process."""
    notable: frozenset[str]
    """Ids of nodes that mean more to a walk than that they were passed: with marks, a clock, a table or a document."""
    _known_due: dict[tuple[date, int, str], Due] = field(repr=False)
    _nodes: Mapping[str, tuple[Node, ...]] = field(repr=False)

    def last_day(self, start: date, term: Term) -> Due:
        """Count a term out by the pack's calendar; see ``kernel.clock.last_day``."""
        key = (start, term.length, term.unit)
        found = self._known_due.get(key)
        if found is None:
            if len(self._known_due) >= REMEMBERED:
                self._known_due.clear()
            found = self._known_due[key] = last_day(start, term, self.calendar)
        return found

    def due_of(self, clock: Clock) -> Due | None:
        """Give a clock's last day; None while it is stopped."""
        return None if clock.stopped else self.last_day(clock.since, clock.left)

    def due(self, clock: str, start: datetime) -> datetime:
        """Give the moment at which a clock of the pack, started at a moment, has run out: the end of its last day. Fault when unknown."""
        return end_of_day(self.last_day(start.date(), term_of(self.clock(clock))).rolled, start)

    def clock(self, name: str) -> ClockSpec:
        """Give a clock of the pack; Fault ``act.clock`` when there is none of that name."""
        spec = self.clocks.get(name)
        if spec is None:
            raise Fault(
                "act.clock",
                Words(f"内容包里没有“{name}”这个期限。", f"The pack has no clock “{name}”."),
                cure=Words("请在 clocks.csv 里加上。", "Add it to clocks.csv."),
            )
        return spec

    def decide(self, table: str, data: Data, now: datetime) -> Data:
        """Decide a table of the pack on variables: what it says by the names of its outputs; what it leaves open is not in it."""
        return self.decide_because(table, data, now)[0]

    def decide_because(self, table: str, data: Data, now: datetime) -> tuple[Data, tuple[str, ...]]:
        """Decide a table as ``decide`` does, and name the rows that fired and their articles."""
        compiled = self.pack.tables.get(table)
        if compiled is None:
            raise Fault("act.table", Words(f"内容包里没有决策表“{table}”。", f"The pack has no table “{table}”."))
        decision = compiled.decide({name: of_json(value) for name, value in data.items() if value is not None}, now.date())
        outputs = compiled.table.outputs
        value = decision.value
        if len(outputs) == 1 and not isinstance(value, Mapping):
            value = {outputs[0].name or table: value}
        named = value if isinstance(value, Mapping) else {table: value}
        cited = [c.strip() for r in decision.because for c in r.annotations.get("citation", "").split("；") if c.strip()]
        because = tuple(dict.fromkeys([*(r.reference for r in decision.because), *cited]))
        return {str(n): _plain(v) for n, v in named.items() if v is not None}, because

    def place(self, state: State, token: Token) -> tuple[Process, Node]:
        """Give the process and the node at which a token of a state stands, also inside a called process. Fault process.gone."""
        process = self.processes[state.scopes[token.scope].process]
        return process, process.nodes[token.node]

    def node(self, name: str, near: Iterable[str] = ()) -> Node | None:
        """Give a node by id, that of a process named in ``near`` first where several processes have it; None for no node."""
        found = self._nodes.get(name, ())
        if len(found) > 1:
            for process in near:
                node = self.processes[process].nodes.get(name) if process in self.processes else None
                if node is not None:
                    return node
        return found[0] if found else None

    def title(self, activity: str) -> Words:
        """Give the words of a node; those of the process for its own id; the id itself when nothing bears it."""
        if activity in self.processes:
            return self.processes[activity].words
        node = self.node(activity)
        return node.words if node else Words(activity, activity)

    def max_notices(self, on: date) -> int:
        """Give how often papers may be asked for: the pack's parameter, once when it has none."""
        found = self.pack.parameters.find(MAX_NOTICES, "", on)
        return int(found.value) if found and isinstance(found.value, Decimal) else 1


def course_of(pack: Pack, process: str = "") -> Course:
    """Make the course of one process of a pack ("" where the pack has but one, or for the one that bears the pack's name)."""
    processes = pack.processes
    name = process or (next(iter(processes)) if len(processes) == 1 else pack.about.name.replace("-", "_"))
    if name not in processes:
        raise Fault(
            "act.process",
            Words(f"内容包里没有流程“{name}”。", f"The pack has no process “{name}”."),
            cure=Words("流程放在包的 processes 文件夹里。", "Put the process into the pack's processes folder."),
            file=str(pack.folder),
        )
    return make_course(pack, processes[name], dict(processes))


def make_course(pack: Pack, process: Process, processes: Mapping[str, Process]) -> Course:
    """Make the course of a process among those that it may call, on the roles, clocks and tables of a pack."""
    nodes = [(p, n) for p in processes.values() for n in p.nodes.values()]
    by_id: dict[str, tuple[Node, ...]] = {}
    for _, node in nodes:
        by_id[node.id] = (*by_id.get(node.id, ()), node)
    names = set(_variables(processes.values()))
    # The course answers the engine and the engine's surroundings point back to the course: they are tied together once, here.
    course: Course
    processes = Present(processes)
    around = Surroundings(processes, lambda t, d, n: course.decide(t, d, n), lambda c, s: course.due(c, s))  # noqa: PLW0108 - course is made below
    course = Course(
        pack, process, processes, around, pack.calendar, pack.roles,
        {name: spec.cells for name, spec in pack.acts.items()},
        reasons_by_act(pack.reasons.values()),
        pack.clocks,
        _starts(pack.clocks, frozenset({SILENCE, *(n.clock for _, n in nodes), *(n.timer.clock for _, n in nodes if n.timer)})),
        _by_mark(pack.clocks, "stops_at"),
        {m: frozenset(n for n in names if pack.clocks[n].stops_at) for m, names in _by_mark(pack.clocks, "resumes_at").items()},
        {m: frozenset(n for n in names if not pack.clocks[n].stops_at) for m, names in _by_mark(pack.clocks, "resumes_at").items()},
        _by_mark(pack.clocks, "ends_at"),
        _extensions(pack.clocks),
        frozenset(n.timer.clock for _, n in nodes if n.timer and n.timer.clock),
        frozenset(n.many.item for _, n in nodes if n.many and n.many.collection == DOORS and n.many.item),
        frozenset(names),
        _typed(pack, names),
        frozenset(name for name, fact in pack.facts.items() if fact.sensitivity in PRIVATE or fact.type == "text"),
        frozenset(n.id for _, n in nodes if n.marks or n.clock or n.table or n.document),
        {},
        by_id,
    )  # fmt: skip
    return course


def _typed(pack: Pack, names: Iterable[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give the type and the options of every name that may be set; the desk's own table goes before the facts."""
    anything: tuple[str, tuple[str, ...]] = ("", ())
    facts = {name: (fact.type, tuple(code for code, _ in fact.options)) for name, fact in pack.facts.items()}
    desk = {name: (spec.type, tuple(code for code, _ in spec.options)) for name, spec in pack.variables.items()}
    return {**dict.fromkeys(names, anything), **facts, **desk}


def reasons_by_act(reasons: Iterable[ReasonSpec]) -> dict[str, frozenset[str]]:
    """Give the codes of reasons that may be chosen for each act."""
    found: dict[str, set[str]] = {}
    for reason in reasons:
        for act in reason.acts:
            found.setdefault(act, set()).add(reason.name)
    return {act: frozenset(names) for act, names in found.items()}


def marks_in(cell: str) -> tuple[str, ...]:
    """Give the marks (``@accepted``) that a cell of clocks.csv names; facts that it names are none."""
    return tuple(part.strip()[1:] for part in cell.split(";") if part.strip().startswith("@"))


def term_of(spec: ClockSpec) -> Term:
    """Give the length of a clock of the pack."""
    return Term(spec.length, spec.unit)  # type: ignore[arg-type]


def end_of_day(day: date, like: datetime) -> datetime:
    """Give the midnight that ends a day, in the time zone of another moment."""
    return datetime.combine(day + timedelta(days=1), time(0), like.tzinfo)


def _starts(clocks: Mapping[str, ClockSpec], drawn: frozenset[str]) -> dict[str, tuple[ClockSpec, ...]]:
    """Give the clocks that start at each mark.

    A clock under which no task of the processes stands and that no mark ends is left out: it could only ever run out. The
    one after a bad rating is started by the rating itself, for a good one starts none.
    """
    found: dict[str, tuple[ClockSpec, ...]] = {}
    for name, spec in clocks.items():
        for mark in marks_in(spec.starts_at):
            if name != CONTACT and (name in drawn or spec.ends_at):
                found[mark] = (*found.get(mark, ()), spec)
    return found


def _by_mark(clocks: Mapping[str, ClockSpec], column: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, spec in clocks.items():
        for mark in marks_in(getattr(spec, column)):
            found.setdefault(mark, set()).add(name)
    return {mark: frozenset(names) for mark, names in found.items()}


def _extensions(clocks: Mapping[str, ClockSpec]) -> dict[str, ClockSpec]:
    """Find for each clock the one that lengthens it: it starts when the other is due (``@award_due``)."""
    found: dict[str, ClockSpec] = {}
    for spec in clocks.values():
        for mark in marks_in(spec.starts_at):
            if mark.endswith("_due"):
                stem = mark.removesuffix("_due")
                found.update({name: spec for name in clocks if name == stem or name.endswith(f"_{stem}")})
    return found


def _variables(processes: Iterable[Process]) -> Iterable[str]:
    """Go over every name that the processes ask for, write or look at."""
    yield from HOUSE_VARIABLES
    for process in processes:
        for flow in process.flows.values():
            yield from flow.condition.names if flow.condition else ()
        for node in process.nodes.values():
            yield from node.form
            yield from node.gives
            if node.timer:
                for condition in (node.timer.duration, node.timer.date):
                    yield from condition.names if condition else ()
            if node.many:
                yield from filter(None, (node.many.collection, node.many.item, node.many.collect))
                for condition in (node.many.cardinality, node.many.completion):
                    yield from condition.names if condition else ()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    return value
