"""Knows whether a pack can be walked: who may do what, and whether its processes name only roles, clocks, forms and tables that it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from zoutong.kernel.error import Fault
from zoutong.pack.checks.shape import rows_if_any
from zoutong.pack.desk import ACTS
from zoutong.pack.finding import Finding, error, inside, of_fault, warning
from zoutong.pack.load import Pack
from zoutong.process import Node, Process
from zoutong.process.check import check as check_process
from zoutong.process.lint import Known

OF_THE_HOUSE = ("opened", "suspended", "resumed", "supplemented", "noticed", "accepted_as_complete")
"""Marks that a walk sets by itself; with the name of a door before them, for a branch."""
ALIKE = 0.86
"""From which likeness on a mark is taken for a slip of the pen."""


def walks(pack: Pack) -> Iterator[Finding]:
    """Give what keeps a pack from being walked; nothing for a pack without processes, roles and acts."""
    yield from _acts(pack)
    yield from _reasons(pack)
    try:
        processes = list(pack.processes.values())
    except Fault as fault:
        yield of_fault(fault, pack.folder)
        return
    if processes and not pack.acts:
        zh, en = "有流程，却没有 acts.csv：谁都不能办理。", "there are processes but no acts.csv: nobody may do anything."
        yield error("acts.csv", None, "pack.acts.absent", zh, en)
    known = known_to(pack)
    for process in processes:
        yield from _process(pack, process, known)
    yield from _starts(pack, processes)
    yield from _names(pack, processes)


def _names(pack: Pack, processes: Iterable[Process]) -> Iterator[Finding]:
    """Give steps that bear one name in two processes (figures would count them as one), and plain words for steps that are not there."""
    first: dict[str, str] = {}
    for process in processes:
        for node in process.nodes.values():
            other = first.setdefault(node.id, process.id)
            if other != process.id and node.named:
                zh, en = (
                    f"节点“{node.id}”在流程“{other}”里也有，统计会混在一起。",
                    f"the step “{node.id}” is also in the process “{other}”; figures would mix them.",
                )
                yield error(inside(process.file, pack.folder), node.line, "pack.process.twice", zh, en)
    for row in rows_if_any(pack.folder / "steps.csv"):
        if first and row["step"] not in first:
            zh, en = f"没有一个流程有节点“{row['step']}”。", f"no process has a step “{row['step']}”."
            yield error("steps.csv", row.number, "pack.steps.unknown", zh, en)


def _acts(pack: Pack) -> Iterator[Finding]:
    for spec in pack.acts.values():
        if spec.name not in ACTS:
            zh, en = f"没有“{spec.name}”这种办理。", f"there is no act “{spec.name}”."
            yield error("acts.csv", spec.row, "pack.acts.act", zh, en)
    columns = next((set(record.cells) - {"act"} for record in rows_if_any(pack.folder / "acts.csv")), set())
    for role in sorted(columns - set(pack.roles)):
        zh, en = f"roles.csv 里没有“{role}”这个岗位。", f"roles.csv does not know the role “{role}”."
        yield error("acts.csv", 1, "pack.acts.role", zh, en)
    if pack.acts:
        for role in sorted(set(pack.roles) - columns):
            zh, en = f"没有“{role}”一栏，这个岗位什么都不能办。", f"there is no column “{role}”: this role may do nothing."
            yield warning("acts.csv", 1, "pack.acts.column", zh, en)
        for act in sorted(set(ACTS) - set(pack.acts)):
            zh, en = f"缺“{act}”一行，谁都不能办。", f"the row “{act}” is missing: nobody may do it."
            yield warning("acts.csv", None, "pack.acts.row", zh, en)


def _reasons(pack: Pack) -> Iterator[Finding]:
    for reason in pack.reasons.values():
        for act in reason.acts:
            if act not in ACTS:
                zh, en = f"没有“{act}”这种办理。", f"there is no act “{act}”."
                yield error("reasons.csv", reason.row, "pack.reasons.act", zh, en)


def _process(pack: Pack, process: Process, known: Known) -> Iterator[Finding]:
    file = inside(process.file, pack.folder)
    for told in check_process(process, known):
        yield Finding(file, told.line, told.severity, told.code, told.words)
    for lane in process.lanes.values():
        if lane.role and lane.role not in pack.roles:
            yield _unknown(file, lane.line, "role", "roles.csv", "岗位", lane.role)
    for node in process.nodes.values():
        yield from _node(pack, file, node)


def _node(pack: Pack, file: str, node: Node) -> Iterator[Finding]:
    """Give what the process alone does not show: forms that ask for what nobody describes, documents without a template, slips in marks."""
    for name in node.form:
        if name not in pack.facts and name not in pack.variables:
            yield _unknown(file, node.line, "form", "facts.csv / variables.csv", "事实或变量", name)
    if node.document and node.document not in pack.documents:
        yield _unknown(file, node.line, "document", "documents.csv", "文书", node.document)
    if node.receiver and node.receiver not in pack.routes:
        yield _unknown(file, node.line, "receiver", "routes.csv", "去向", node.receiver)
    known = _marks_of_clocks(pack)
    for mark in node.marks:
        close = [] if mark in known else get_close_matches(mark, known, 1, ALIKE)
        if close:
            zh, en = f"没有期限认得节点标记“{mark}”，是不是“{close[0]}”？", f"no clock knows the mark “{mark}”; is “{close[0]}” meant?"
            yield warning(file, node.line, "pack.process.mark", zh, en)


def known_to(pack: Pack) -> Known:
    """Give what the pack around a process knows: other processes, tables with what they write, clocks, roles, and what is there at the start."""
    return Known(
        processes=frozenset(pack.processes),
        tables={name: [o.name or name for o in table.outputs] for model in pack.models.values() for name, table in model.tables.items()},
        clocks=frozenset(pack.clocks),
        roles=frozenset(pack.roles),
        given=frozenset(pack.variables),
    )


def _unknown(file: str, line: int, what: str, where: str, kind: str, name: str) -> Finding:
    zh, en = f"{where} 里没有{kind}“{name}”。", f"{where} does not know “{name}”."
    return error(file, line, f"pack.process.{what}", zh, en)


def _marks(cell: str) -> list[str]:
    return [part.strip()[1:] for part in cell.split(";") if part.strip().startswith("@")]


def _marks_of_clocks(pack: Pack) -> list[str]:
    return sorted({m for c in pack.clocks.values() for cell in (c.starts_at, c.stops_at, c.resumes_at, c.ends_at) for m in _marks(cell)})


def _starts(pack: Pack, processes: Iterable[Process]) -> Iterator[Finding]:
    """Name clocks under which tasks stand although nothing ever starts them."""
    nodes = [(process, node) for process in processes for node in process.nodes.values()]
    set_somewhere = {mark for _, node in nodes for mark in node.marks}
    told: set[str] = set()
    for process, node in nodes:
        spec = pack.clocks.get(node.clock)
        if spec is None or spec.name in told or not spec.starts_at:
            continue
        marks = _marks(spec.starts_at)
        if marks and not any(m in set_somewhere or m.endswith(("_due", *OF_THE_HOUSE)) for m in marks):
            told.add(spec.name)
            zh = f"任务在期限“{spec.name}”之下，但没有环节标记它的起点“@{marks[0]}”。"
            en = f"a task stands under the clock “{spec.name}”, but no step marks its start “@{marks[0]}”."
            yield warning(inside(process.file, pack.folder), node.line, "pack.process.start", zh, en)
        elif not marks:
            zh = f"任务在期限“{spec.name}”之下，但它从事实“{spec.starts_at}”起算，不随流程走。"
            en = f"a task stands under the clock “{spec.name}”, which runs from the fact “{spec.starts_at}” and not from the process."
            told.add(spec.name)
            yield warning(inside(process.file, pack.folder), node.line, "pack.process.start", zh, en)
