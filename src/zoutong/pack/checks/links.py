"""Knows whether the parts of a pack that name each other do: papers and claims, forms and routes, clocks and facts."""

from __future__ import annotations

from collections.abc import Iterator

from zoutong.kernel.error import Fault
from zoutong.pack.checks.shape import rows_if_any
from zoutong.pack.finding import Finding, error, of_fault, warning
from zoutong.pack.load import Pack

EVERY = "*"


def links(pack: Pack) -> Iterator[Finding]:
    """Give every name in papers, documents and clocks that nothing in the pack bears, and claims without any paper."""
    for paper in pack.papers:
        if paper.claim not in {EVERY, *pack.claims}:
            zh, en = f"诉求“{paper.claim}”在 claims.csv 里没有。", f"claims.csv does not know the claim “{paper.claim}”."
            yield error("papers.csv", paper.row, "pack.paper.claim", zh, en)
    seen: dict[tuple[str, str], int] = {}
    for paper in pack.papers:
        first = seen.setdefault((paper.name, paper.claim), paper.row)
        if first != paper.row:
            zh, en = f"和第 {first} 行重复。", f"it says the same as row {first}. Delete one."
            yield error("papers.csv", paper.row, "pack.paper.twice", zh, en)
    yield from _documents(pack)
    yield from _ranks(pack)


def _documents(pack: Pack) -> Iterator[Finding]:
    for record in rows_if_any(pack.folder / "documents.csv"):
        if record["route"] not in {EVERY, *pack.routes}:
            zh, en = f"去向“{record['route']}”在 routes.csv 里没有。", f"routes.csv does not know the route “{record['route']}”."
            yield error("documents.csv", record.number, "pack.document.route", zh, en)
        for fact in filter(None, (f.strip() for f in record["facts"].split(";"))):
            if fact not in pack.facts:
                zh, en = f"事实“{fact}”在 facts.csv 里没有。", f"facts.csv does not know the fact “{fact}”."
                yield error("documents.csv", record.number, "pack.document.fact", zh, en)
    named = {document.file for document in pack.documents.values()}
    for file in sorted((pack.folder / "documents").glob("*.docx")):
        if file.resolve() not in named:
            zh, en = "documents.csv 没有用到这个模板。", "documents.csv does not use this template."
            yield warning(f"documents/{file.name}", None, "pack.document.unused", zh, en)


def _ranks(pack: Pack) -> Iterator[Finding]:
    """Two claims or routes of one rank would come in the order of the file, which nobody sees as a rule."""
    for name, column in (("claims.csv", "claim"), ("routes.csv", "route")):
        ranks: dict[str, str] = {}
        for record in rows_if_any(pack.folder / name):
            other = ranks.setdefault(record["rank"], record[column])
            if other != record[column]:
                zh, en = f"次序 {record['rank']} 已经给了“{other}”。", f"the rank {record['rank']} is already that of “{other}”."
                yield warning(name, record.number, "pack.rank.twice", zh, en)


def templates(pack: Pack, known: frozenset[str], names: dict[str, frozenset[str] | Fault]) -> Iterator[Finding]:
    """Give names in document templates that nothing fills.

    ``known`` is what the filling offers beside facts; ``names`` what each template (by document) asks for, or why it cannot be read.
    """
    rows = {record["document"]: record.number for record in rows_if_any(pack.folder / "documents.csv")}
    for document, asked in names.items():
        if isinstance(asked, Fault):
            yield of_fault(asked, pack.folder)
            continue
        for name in sorted(asked - known - set(pack.facts)):
            zh, en = f"模板里的“{{{{{name}}}}}”没有东西可填。", f"nothing fills “{{{{{name}}}}}” in the template."
            yield error("documents.csv", rows.get(document), "pack.template.name", zh, en)
