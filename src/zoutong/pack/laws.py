"""Knows which law a citation names, in both languages, and whether it was in force on a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from zoutong.kernel.law import Citation, Grade
from zoutong.kernel.words import Words
from zoutong.pack.rows import read_rows


@dataclass(frozen=True, slots=True)
class Law:
    """A law by its short name, with full names and the days in force of the text that the pack relies on."""

    name: str
    title: Words
    since: date | None
    until: date | None
    grade: Grade
    row: int


class Laws:
    """Every law that the packs name; an article's own dates and grade go before those of its law."""

    def __init__(self, laws: Mapping[str, Law], articles: Mapping[tuple[str, str], Citation]) -> None:
        self.laws = dict(laws)
        self.articles = dict(articles)

    def cite(self, text: str) -> Citation:
        """Read one citation (``劳动合同法 第85条``); an unknown law gives a citation graded unverified."""
        name, _, article = text.strip().partition(" ")
        article = article.strip()
        own = self.articles.get((name, article))
        if own is not None:
            return own
        law = self.laws.get(name)
        if law is None:
            return Citation(name, article, grade="unverified")
        return Citation(name, article, law.since, law.until, law.grade)

    def cite_all(self, text: str) -> tuple[Citation, ...]:
        """Read several citations separated by ``；`` or ``;``."""
        return tuple(self.cite(part) for part in re.split("[；;]", text) if part.strip())

    def in_force(self, text: str, on: date) -> tuple[Citation, ...]:
        """Give those of the citations that were in force on the day."""
        return tuple(c for c in self.cite_all(text) if c.in_force(on))

    def words(self, citation: Citation) -> Words:
        """Give a citation as people read it: 《劳动合同法》第85条, and in English with the law's English name."""
        law = self.laws.get(citation.law)
        english = law.title.en if law else citation.law
        match = re.fullmatch(r"第(\d+)条(?:之([一二三四五六七八九十]))?(?:第(\d+)款)?(.*)", citation.article)
        if not match:
            return Words(f"《{citation.law}》{citation.article}", f"{english} {citation.article}".strip())
        number, sub, clause, rest = match.groups()
        numeral = f"-{'一二三四五六七八九十'.index(sub) + 1}" if sub else ""
        paragraph = f" para. {clause}" if clause else ""
        item = re.sub("第|项|[()（）]", "", rest)
        return Words(
            f"《{citation.law}》{citation.article}", f"{english}, art. {number}{numeral}{paragraph}{f' item {item}' if item else ''}"
        )


def read_laws(folder: Path) -> Laws:
    """Read ``laws.csv`` and ``articles.csv`` of one pack; both may be absent."""
    laws: dict[str, Law] = {}
    for r in read_rows(folder / "laws.csv", ("law", "full_zh", "en", "since", "until", "grade"), optional=True):
        grade = r.one_of("grade", ("verified", "secondary", "unverified"), "unverified")
        laws[r.need("law")] = Law(r.need("law"), Words(r.need("full_zh"), r.need("en")), r.day("since"), r.day("until"), grade, r.number)  # type: ignore[arg-type]
    articles: dict[tuple[str, str], Citation] = {}
    for r in read_rows(folder / "articles.csv", ("law", "article", "since", "until", "grade"), optional=True):
        law = laws.get(r.need("law"))
        if law is None:
            raise r.fault(
                "pack.article.law",
                f"laws.csv 里没有“{r['law']}”。",
                f"laws.csv does not know “{r['law']}”.",
                "请先在 laws.csv 里加上。",
                "Add it to laws.csv.",
            )
        grade = r.one_of("grade", ("verified", "secondary", "unverified"), law.grade)
        whole = Citation(law.name, r.need("article"), law.since, law.until, grade)  # type: ignore[arg-type]
        articles[law.name, whole.article] = replace(whole, since=r.day("since") or law.since, until=r.day("until") or law.until)
    return Laws(laws, articles)
