"""Knows how the store is proved: every link, every row beside it, every walk made again from its events and compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.walk import Event, Walk, nodes_gone, rebuild
from zoutong.walk import from_json as walk_from_json
from zoutong.walk import to_json as walk_to_json
from zoutong.walk.act import from_json as event_from_json
from zoutong.web import served
from zoutong.web.cases import chain, codes, rows
from zoutong.web.cases.models import EventRow, Run, StepRow, TaskRow, TimerRow
from zoutong.web.cases.seals import broken_seals
from zoutong.web.cases.shapes import Breach
from zoutong.web.clock import micros

Row = TypeVar("Row")

BATCH = 200
Progress = Callable[[int, int], None]


def silent(done: int, of: int) -> None:
    """Say nothing of the progress."""


def verify(progress: Progress = silent, case_id: str = "") -> Iterator[Breach]:
    """Give the first thing wrong with each walk, and with the seals over all of them; nothing when the store is sound.

    ``progress`` is told how many walks of how many were looked at. With ``case_id`` only that walk is. Each walk is read at one
    moment; acts may go on meanwhile.
    """
    runs = Run.every.filter(walk=case_id) if case_id else Run.every.all()
    total, done, last = runs.count(), 0, 0
    while batch := list(runs.filter(serial__gt=last).order_by("serial")[:BATCH]):
        events = _by_run(EventRow.every.filter(run__in=batch).order_by("run_id", "seq"), "run_id")
        steps = _by_run(StepRow.every.filter(run__in=[r.serial for r in batch]).order_by("run", "seq"), "run")
        tasks = _by_run(TaskRow.every.filter(run__in=batch), "run_id")
        timers = {t.run_id: t.due for t in TimerRow.every.filter(run__in=batch)}
        for run in batch:
            found = _first(run, events.get(run.serial, []), steps.get(run.serial, []), tasks.get(run.serial, []), timers.get(run.serial))
            # Somebody may have acted between two of these reads: what looks wrong is read once more, alone, before it is told.
            if found and (again := _again(run.serial)):
                yield again
        done, last = done + len(batch), batch[-1].serial
        progress(done, total)
    if not case_id:
        yield from _homeless()
        yield from broken_seals()


def _again(serial: int) -> Breach | None:
    """Look at one walk until two reads of its row agree, so that no act fell between the reads of its other rows."""
    while True:
        run = Run.every.get(serial=serial)
        found = _first(
            run,
            list(EventRow.every.filter(run=run).order_by("seq")),
            list(StepRow.every.filter(run=serial).order_by("seq")),
            list(TaskRow.every.filter(run=run)),
            TimerRow.every.filter(run=run).values_list("due", flat=True).first(),
        )
        if Run.every.filter(serial=serial, revision=run.revision).exists():
            return found


def _by_run(found: Iterable[Row], name: str) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in found:
        grouped.setdefault(getattr(row, name), []).append(row)
    return grouped


def _first(run: Run, events: Sequence[EventRow], steps: Sequence[StepRow], tasks: Sequence[TaskRow], timer: int | None) -> Breach | None:
    """Give the first thing that is wrong with one walk."""
    found = _links(run, events)
    if found:
        return found
    happened = [event_from_json(json.loads(row.body)) for row in events]
    found = _columns(run, events, happened)
    if found:
        return found
    try:
        walk = rebuild(served.course_version(run.version), happened)
    except (Fault, ValueError, KeyError, TypeError) as trouble:
        said = trouble.what if isinstance(trouble, Fault) else Words(str(trouble), str(trouble))
        return _adrift(run) or Breach(run.walk, None, "walk.rebuild", Words(f"按留痕走不通：{said.zh}", f"The events cannot be walked again: {said.en}"))
    found = _state(run, walk, happened)
    return (_adrift(run) or found) if found else _beside(run, walk, happened, steps, tasks, timer)


def adrift() -> Iterator[Breach]:
    """Give every walk at work that stands on nodes which its process does not have, or whose version of the pack is gone."""
    last = 0
    going = Run.every.filter(status__in=("open", "suspended"))
    while batch := list(going.filter(serial__gt=last).order_by("serial")[:BATCH]):
        yield from filter(None, map(_adrift, batch))
        last = batch[-1].serial


def _adrift(run: Run) -> Breach | None:
    """Tell of a walk that cannot go on because its pack was changed without a new version."""
    try:
        lost = nodes_gone(walk_from_json(served.course_version(run.version), json.loads(run.state)))
    except Fault as fault:
        return Breach(run.walk, None, "walk.gone", fault.what)
    except (ValueError, KeyError, TypeError):
        return None  # a running row that cannot be read is told of as what it is
    if not lost:
        return None
    zh, en = f"停在流程里已经没有的环节上：{'、'.join(lost)}。", f"It stands on nodes that the process no longer has: {', '.join(lost)}."
    return Breach(run.walk, None, "walk.gone", Words(zh, en))


def _links(run: Run, events: Sequence[EventRow]) -> Breach | None:
    """Walk the chain from its origin to the head that the running row remembers."""
    head = chain.origin(run.walk)
    for expected, row in enumerate(events, 1):
        if row.seq != expected:
            what = Words(f"第 {expected} 条留痕不见了。", f"Event {expected} is missing.")
            return Breach(run.walk, expected, "chain.missing", what)
        if bytes(row.prev) != head:
            return Breach(run.walk, row.seq, "chain.broken", Words(f"第 {row.seq} 条留痕接不上前一条。", f"Event {row.seq} does not follow the one before it."))
        head = chain.link(head, row.body)
        if bytes(row.hash) != head:
            return Breach(run.walk, row.seq, "chain.changed", Words(f"第 {row.seq} 条留痕被改动过。", f"Event {row.seq} was changed."))
    if len(events) < run.seq:
        what = Words(f"从第 {len(events) + 1} 条起，留痕不见了。", f"From event {len(events) + 1} on, events are missing.")
        return Breach(run.walk, len(events) + 1, "chain.missing", what)
    if len(events) > run.seq or head != bytes(run.head):
        what = Words(f"第 {run.seq + 1} 条起的留痕是后来添上的，或者运行记录被改动过。", f"Events after {run.seq} were added, or the running row was changed.")
        return Breach(run.walk, min(run.seq + 1, len(events)), "chain.added", what)
    return None


def _columns(run: Run, rows_: Sequence[EventRow], happened: Sequence[Event]) -> Breach | None:
    """Compare what stands beside each event with what it says itself."""
    for row, link in zip(rows_, rows.linked(chain.origin(run.walk), happened), strict=True):
        event = link.event
        said = (event.walk, event.seq, event.mode, link.at, event.phase, event.activity, event.act, event.actor)
        if said != (run.walk, row.seq, row.mode, row.at, row.phase, row.activity, row.act, row.actor):
            what = Words(f"第 {row.seq} 条留痕旁边的栏目被改动过。", f"The columns beside event {row.seq} were changed.")
            return Breach(run.walk, row.seq, "event.columns", what)
    return None


def _state(run: Run, walk: Walk, happened: Sequence[Event]) -> Breach | None:
    """Compare the running row with the walk that its events make."""
    if json.loads(run.state) != json.loads(chain.canonical(walk_to_json(walk))):
        return Breach(run.walk, None, "walk.state", Words("办理状态与留痕不符。", "The state is not what the events make it."))
    expected = {
        "status": walk.status,
        "seq": walk.seq,
        "mode": walk.mode,
        "version": walk.version,
        "process": walk.process,
        "unit": walk.unit,
        "urgent": walk.pressing,
        "claims": " ".join(rows.claims_of(walk))[:400],
        "due": rows.soonest(walk),
        "first_at": micros(happened[0].at),
        "last_at": micros(happened[-1].at),
    }
    wrong = next((name for name, value in expected.items() if getattr(run, name) != value), None)
    if wrong:
        return Breach(run.walk, None, "walk.row", Words(f"运行记录的“{wrong}”与留痕不符。", f"“{wrong}” of the running row is not what the events make it."))
    return None


def _beside(
    run: Run, walk: Walk, happened: Sequence[Event], steps: Sequence[StepRow], tasks: Sequence[TaskRow], timer: int | None
) -> Breach | None:
    """Compare the rows of analysis, the worklist and the timer with those that the events make."""
    trail, expected = rows.steps(rows.Trail(), run.first_at, happened, served.office_hours())
    if (run.steps, run.trace, run.last_step_at) != (trail.steps, trail.trace, trail.last_at):
        return Breach(run.walk, None, "walk.trace", Words("办理轨迹与留痕不符。", "The trace is not what the events make it."))
    kept = [
        rows.Stepped(
            s.seq, codes.text(s.activity), codes.text(s.predecessor) if s.predecessor is not None else "",
            codes.text(s.actor), codes.text(s.unit), s.at, s.wait_s, s.wait_office_s,
        )
        for s in steps
    ]  # fmt: skip
    for at in range(max(len(kept), len(expected))):
        if at >= len(kept) or at >= len(expected) or kept[at] != expected[at]:
            seq = expected[at].seq if at < len(expected) else kept[at].seq
            return Breach(run.walk, seq, "step.changed", Words(f"第 {seq} 条留痕的分析记录不符。", f"The step row of event {seq} is not what it should be."))
    lines = {rows.Waiting(t.token, t.part, t.node, t.role, t.unit, t.holder, t.since, t.due, t.rank, t.held) for t in tasks}
    if lines != rows.waiting(walk) or len(lines) != len(tasks):
        return Breach(run.walk, None, "task.changed", Words("待办与留痕不符。", "The worklist is not what the events make it."))
    if timer != rows.next_due(walk):
        return Breach(run.walk, None, "timer.changed", Words("定时与留痕不符。", "The timer is not what the events make it."))
    return None


def _homeless() -> Iterator[Breach]:
    """Give step rows that belong to no walk; those of other tables the database itself holds to their walk."""
    stray = StepRow.every.exclude(run__in=Run.every.values("serial")).values_list("run", flat=True).first()
    if stray is not None:
        yield Breach("", None, "step.homeless", Words(f"有分析记录不属于任何事项（{stray}）。", f"There are step rows of no walk ({stray})."))
