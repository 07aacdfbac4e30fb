"""Knows the acts about papers: the one-time notice of what is lacking, and what comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zoutong.pack.specs import PaperSpec
from zoutong.walk.acts.checking import codes
from zoutong.walk.clocks import citations, end_clocks, mark
from zoutong.walk.course import CLAIMS, SILENCE
from zoutong.walk.draft import Draft
from zoutong.walk.faults import refuse
from zoutong.walk.house import rule
from zoutong.walk.model import Notice, Task

EVERY = "*"
CHANNEL = "channel"
COUNTER = "counter"
"""The channel that costs a trip; the others do not."""


def came_in_person(data: Mapping[str, object]) -> int:
    """Give 1 when the person had to come for it, 0 when not or when nobody said so."""
    return int(data.get(CHANNEL) == COUNTER)


def notice(draft: Draft) -> None:
    """Tell once, and all at once, which papers are lacking (一次性告知): only papers that the guide lists for the claims at hand."""
    act = draft.act
    task = draft.task() if act.token is not None else None
    papers = codes(act.data.get("papers"))
    if not papers or len(set(papers)) != len(papers):
        raise refuse("act.value", "请列出缺少的材料，每样一次。", "List the papers that are lacking, each once.")
    claims = _claims(draft, task)
    for paper in papers:
        _may_ask(draft, paper, claims)
    door, strand = (task.door, task.strand) if task else ("", 0)
    said = {"door": door} if door else {}
    draft.did(task.node if task else "notice", "told", (rule("one_notice"), rule("papers_in_guide"), "行政许可法 第32条第4项"), **said)
    draft.notices = (*draft.notices, Notice(door, papers, draft.now))
    if door:
        mark(draft, f"{door}_noticed", act.token, door, strand)
    mark(draft, "noticed", act.token, door, strand)
    end_clocks(draft, name=SILENCE, strand=strand or None)


def _claims(draft: Draft, task: Task | None) -> frozenset[str]:
    """Give the claims whose papers may be asked for: those of the branch, else of the walk; none while none is known."""
    if task is not None and task.strand:
        found = next((d.claims for d in draft.doors if d.strand == task.strand), ())
        if found:
            return frozenset(found)
    if draft.doors:
        return frozenset(c for d in draft.doors for c in d.claims)
    known = draft.at_work().data.get(CLAIMS)
    return frozenset(codes(known)) if isinstance(known, list | tuple) else frozenset()


def _may_ask(draft: Draft, paper: str, claims: frozenset[str]) -> None:
    rows = [p for p in draft.course.pack.papers if p.name == paper and (p.claim == EVERY or p.claim in claims)]
    if not rows:
        raise refuse(
            "act.paper",
            f"指南里没有为这些诉求列这样材料（{paper}）。",
            f"The guide lists no such paper for these claims ({paper}).",
            "只能要指南列明的材料。",
            "Only papers of the guide can be asked for.",
            (rule("papers_in_guide"),),
        )
    if all(row.need == "never" for row in rows):
        raise _never(rows[0])


def _never(row: PaperSpec) -> Exception:
    return refuse(
        "act.paper_never",
        f"“{row.title.zh}”不能向本人要。",
        f"“{row.title.en}” is never asked of the person.",
        "由单位或者保管的部门提供，也可以依职权调取。",
        "The employer or the office that holds it provides it, or it is fetched by the office itself.",
        (rule("papers_in_guide"), *citations(row.citation)),
    )


def supplement(draft: Draft) -> None:
    """Take in papers: what was asked for, or what the person brings of her own accord. When all that was asked for has come, the mark says so."""
    act, course = draft.act, draft.course
    papers = codes(act.data.get("papers"))
    known = {paper.name for paper in course.pack.papers}
    # Whoever brings a file need not know what the guide calls it: that is the office's work.
    files = act.data.get("files")
    unnamed = isinstance(files, int) and not isinstance(files, bool) and files > 0
    if not (papers or unnamed) or not set(papers) <= known:
        raise refuse("act.paper", "材料代码不认识。", "A paper is not known.", "请从材料清单里选。", "Choose from the list of papers.")
    draft.did("supplement", "supplemented", (rule("papers_go_along"),))
    draft.follows("receipt", "given", None, (rule("receipt"),))
    draft.trips += came_in_person(act.data)
    for told in draft.notices:
        came = tuple(dict.fromkeys([*told.came, *(p for p in papers if p in told.papers)]))
        if came == told.came:
            continue
        whole = replace(told, came=came)
        draft.notices = tuple(whole if n is told else n for n in draft.notices)
        if not whole.lacking:
            _all_there(draft, told.door)


def _all_there(draft: Draft, door: str) -> None:
    """All papers of a notice have come: the clocks that the law begins anew then do so, in the branches that the notice was for."""
    mark(draft, "supplemented")
    for branch in draft.doors:
        if branch.status == "open" and (not door or branch.name == door):
            mark(draft, f"{branch.name}_supplemented", None, branch.name, branch.strand)
