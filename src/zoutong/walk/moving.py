"""Knows what a step of the process means for the walk: events, open tasks, branches, marks and clocks, and the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zoutong.process import Happening, Node, Process, State, Step, Token
from zoutong.walk.act import NOTHING
from zoutong.walk.clocks import end_clocks, end_if_done, mark, start_clock
from zoutong.walk.course import DOOR, NEXT_DOOR, NO_DOOR, SILENCE, Course
from zoutong.walk.draft import Draft
from zoutong.walk.model import Door, Task

GOING = frozenset(("open", "suspended"))
SAID = frozenset(("enabled", "completed", "cancelled", "fired", "stuck", "ended", "error", "waiting"))
"""Phases of the process that become events; passing a gateway does not."""
REACHED = frozenset(("completed", "passed", "fired", "ended"))
"""Phases in which a node is done, so that its marks happen."""
PASSED_OVER = frozenset(("tick", "message"))
"""Acts by which the process itself gives up a task, so that nothing is left under its clock; what is sent back stays under it."""


def moved(draft: Draft, step: Step, told: int | None = None) -> None:
    """Take over a step of the process. ``told`` is the token whose completion the act itself has said already."""
    before = draft.state
    state = step.state
    draft.state = state
    finished: list[tuple[str, int]] = []
    done: list[tuple[Node, int, str, int]] = []
    notable = draft.course.notable
    for happening in step.happenings:
        node = _node(draft.course, happening, before, state) if happening.node in notable else None
        if happening.phase in SAID and not (happening.token == told and happening.phase == "completed"):
            _say(draft, happening, node)
        if node is None:
            continue
        if node.clock and happening.phase == "cancelled" and draft.act.kind in PASSED_OVER:
            finished.append((node.clock, _branch(draft, happening.token, before, state)[1]))
        if happening.phase not in REACHED:
            continue
        if node.marks or node.clock:
            door, strand = _branch(draft, happening.token, before, state)
            if node.marks:
                done.append((node, happening.token, door, strand))
            if node.clock and happening.phase == "completed":
                finished.append((node.clock, strand))
    _sync_tasks(draft, state)
    _sync_doors(draft, state)
    for node, token, door, strand in done:
        for name in node.marks:
            mark(draft, name, token, door, strand)
    for clock, strand in finished:
        end_if_done(draft, clock, strand)
    if state.status != "running":
        draft.status, draft.closed = "complete", draft.now
        draft.tasks = {token: task for token, task in draft.tasks.items() if token < 0 and task.node == "contact"}
        draft.pauses = ()
        end_clocks_of_an_end(draft)


def end_clocks_of_an_end(draft: Draft) -> None:
    """End every clock of a walk that has ended, but for the one that still binds the office: to get in touch after a bad rating."""
    open_ones = {task.clock for task in draft.tasks.values()}
    for name in {r.name for r in draft.clocks if r.done is None and r.name not in open_ones}:
        end_clocks(draft, name=name)


def _say(draft: Draft, happening: Happening, node: Node | None) -> None:
    because: tuple[str, ...] = ()
    data: Mapping[str, object] = happening.data or NOTHING
    if node is not None and node.table and happening.phase == "completed" and draft.state is not None:
        _, because = draft.course.decide_because(node.table, _seen(draft, happening.token), happening.at)
    if node is not None and node.document and happening.phase == "completed":
        data = {**data, "document": node.document}
    draft.follows(happening.node, happening.phase, happening.token or None, because, data)


def _seen(draft: Draft, token: int) -> Mapping[str, object]:
    """Give the variables in sight of a token after the step, those of the whole process when it has gone on."""
    state = draft.at_work()
    at = state.tokens.get(token)
    return state.visible(at.scope if at else 0)


def _node(course: Course, happening: Happening, before: State | None, after: State) -> Node | None:
    """Find the node of a happening; where several processes have one of that id, the process at work decides."""
    for state in (before, after):
        token = state.tokens.get(happening.token) if state else None
        if state is not None and token is not None and token.node == happening.node:
            return course.place(state, token)[1]
    near = [scope.process for state in (after, before) if state for scope in state.scopes.values()]
    return course.node(happening.node, near)


def branch_of(course: Course, state: State, scope: int) -> tuple[str, int]:
    """Give the door and the number of the branch in which a scope lies; ("", 0) outside of all branches."""
    at = scope
    while at:
        here = state.scopes[at]
        for item in course.items:
            if item in here.data:
                return _door(state, scope, here.data[item]), at
        at = here.parent
    return "", 0


def _door(state: State, scope: int, part: object) -> str:
    """Give the door of a branch: where its file has gone since, else where it was sent first."""
    now = state.look(scope, DOOR)
    if isinstance(now, str) and now:
        return now
    first = part.get(DOOR) if isinstance(part, dict) else part
    return first if isinstance(first, str) else ""


def door_ahead(state: State, course: Course, scope: int) -> str:
    """Give the door to which a branch goes now, unless a person says another: the next one where one was named, else its own."""
    named = state.look(scope, NEXT_DOOR)
    return named if isinstance(named, str) and named not in ("", NO_DOOR) else branch_of(course, state, scope)[0]


def _branch(draft: Draft, token: int, before: State | None, after: State) -> tuple[str, int]:
    """Give the branch of a token, also of one that has gone; of the act's own token when it was never at rest."""
    own = draft.act.token
    for wanted in (token, own):
        for state in (before, after):
            found = state.tokens.get(wanted) if state and wanted is not None else None
            if state is not None and found is not None:
                return branch_of(draft.course, state, found.scope)
    return "", 0


def _sync_tasks(draft: Draft, state: State) -> None:
    """Make the open tasks those of the process, and keep who holds what; tasks of the house stay."""
    old = draft.tasks
    if state.status != "running":
        draft.tasks = {token: task for token, task in old.items() if token < 0}
        return
    tasks = {token: task for token, task in old.items() if token < 0}
    for token in state.tokens.values():
        if token.rest != "open":
            continue
        known = old.get(token.id)
        if known is not None and known.node == token.node:
            tasks[token.id] = known if known.due == token.due else replace(known, due=token.due)
        else:
            tasks[token.id] = _new_task(draft, state, token)
    draft.tasks = tasks


def _new_task(draft: Draft, state: State, token: Token) -> Task:
    process, node = draft.course.place(state, token)
    door, strand = branch_of(draft.course, state, token.scope)
    role = _role(draft.course, state, token.scope, process, node)
    held = bool(draft.pauses) and any(pause.strand == strand for pause in draft.pauses)
    spec = draft.course.clocks.get(node.clock) if node.clock else None
    if spec is not None and not spec.starts_at:
        start_clock(draft, spec, token.id, door, strand)
    return Task(token.id, node.id, role, "", "", (), token.since, None, door, strand, node.clock, token.due, held)


def _role(course: Course, state: State, scope: int, process: Process, node: Node) -> str:
    """Give the role of a task; in a called process whose lanes say nothing, the role of the activity that calls it."""
    role = process.role_of(node)
    while not role and scope:
        here = state.scopes[scope]
        host = state.tokens.get(here.host)
        if host is None:
            break
        outer, caller = course.place(state, host)
        role, scope = outer.role_of(caller), here.parent
    return role


def _sync_doors(draft: Draft, state: State) -> None:
    """Follow the branches: which have begun, where their file lies now, which are done."""
    items = draft.course.items
    if not items:
        return
    at_work: dict[int, tuple[str, object]] = {}
    for scope in state.scopes.values():
        if scope.id:
            for item in items:
                if item in scope.data:
                    at_work[scope.id] = (_door(state, scope.id, scope.data[item]), scope.data[item])
    if _as_known(draft.doors, at_work):
        return
    known = {door.strand for door in draft.doors if door.strand}
    doors: list[Door] = []
    fresh = {strand: at for strand, at in at_work.items() if strand not in known}
    for door in draft.doors:
        if door.strand in at_work:
            name = at_work[door.strand][0]
            if door.name != name:
                _next_door(draft, name, door.strand)
            doors.append(door if door.name == name else replace(door, name=name))
        elif door.strand and door.status in ("open", "suspended"):
            doors.append(replace(door, status="complete"))
            end_clocks(draft, strand=door.strand)
        elif not door.strand and (strand := next((s for s, (name, _) in fresh.items() if name == door.name), 0)):
            fresh.pop(strand)
            doors.append(replace(door, strand=strand))
        else:
            doors.append(door)
    for strand, (name, part) in fresh.items():
        doors.append(Door(name, _claims_of(part), strand=strand))
    draft.doors = tuple(doors)


def _as_known(doors: tuple[Door, ...], at_work: Mapping[int, tuple[str, object]]) -> bool:
    """Tell whether the branches at work are those that are known, at the doors at which they were."""
    if not at_work:
        return not any(door.strand for door in doors)
    if len(doors) != len(at_work):
        return False
    for door in doors:
        at = at_work.get(door.strand)
        if at is None or at[0] != door.name or door.status not in GOING:
            return False
    return True


def _claims_of(part: object) -> tuple[str, ...]:
    claims = part.get("claims") if isinstance(part, dict) else None
    return tuple(c for c in claims if isinstance(c, str)) if isinstance(claims, list | tuple) else ()


def _next_door(draft: Draft, name: str, strand: int) -> None:
    """A file goes on to another door: there it is handed in anew, so what is lacking must be told in time, unless it was told already."""
    spec = draft.course.clocks.get(SILENCE)
    if spec is not None and not any(n.door in ("", name) for n in draft.notices):
        start_clock(draft, spec, None, name, strand)
