"""Knows whether a pack still answers its own worked cases as they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zoutong.kernel.error import Fault
from zoutong.pack.cases import Case, Judge, differences, read_cases
from zoutong.pack.finding import Finding, error, of_fault, warning
from zoutong.pack.load import Pack


def cases(pack: Pack, on: date, judge: Judge) -> Iterator[Finding]:
    """Answer every case and give each point that differs; a pack that judges should have cases."""
    faults: list[Fault] = []
    known = read_cases(pack.folder, faults)
    yield from (of_fault(fault, pack.folder) for fault in faults)
    if not known and not faults:
        yield warning(
            "cases",
            None,
            "pack.cases.none",
            "没有自己的案例，改错了没有人会发现。",
            "the pack has no cases of its own, so nobody would notice a wrong change.",
        )
    names: set[str] = set()
    for case in known:
        if case.name in names:
            yield warning(case.file, case.row, "pack.case.twice", f"编号“{case.name}”出现了两次。", f"the id “{case.name}” stands twice.")
        names.add(case.name)
        yield from _answered(pack, case, on, judge)


def _answered(pack: Pack, case: Case, on: date, judge: Judge) -> Iterator[Finding]:
    strange = sorted(set(case.facts) - set(pack.facts) - {"params"})
    if strange:
        zh, en = (
            f"案例{case.name}里的事实“{strange[0]}”没有定义。",
            f"case {case.name} holds the fact “{strange[0]}”, which facts.csv does not know.",
        )
        yield warning(case.file, case.row, "pack.case.fact", zh, en)
    try:
        answer = judge(pack, case, case.day(on))
    except Fault as fault:
        yield error(
            case.file,
            case.row,
            "pack.case.fault",
            f"案例{case.name}算不出来：{fault.what.zh}",
            f"case {case.name} cannot be answered: {fault.what.en}",
        )
        return
    for point, wanted, given in differences(case.expected, answer):
        yield error(
            case.file,
            case.row,
            "pack.case.differs",
            f"案例{case.name}的{point}应为 {wanted}，现在是 {given}。",
            f"case {case.name}: {point} should be {wanted} and is {given}.",
        )
