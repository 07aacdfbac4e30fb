"""Knows the rows of a pack's tables of facts, claims, routes, papers and documents as typed records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from zoutong.kernel.error import Fault
from zoutong.kernel.law import Grade
from zoutong.kernel.words import Words
from zoutong.pack.rows import Record, each, read_rows

FACT_TYPES = ("boolean", "integer", "number", "money", "date", "month_list", "text", "choice", "list", "object")


@dataclass(frozen=True, slots=True)
class FactSpec:
    """What a fact is: its type, its words, how it is asked for, and who can know it."""

    name: str
    type: str
    unit: str
    step: str
    label: Words
    question: Words
    why: Words
    help: Words
    options: tuple[tuple[str, Words], ...]
    sensitivity: str
    known_by: str
    changeable: bool
    order: int

    @property
    def askable(self) -> bool:
        """Tell whether a person can be asked for it."""
        return bool(self.question.zh) and self.known_by != "system"

    def option(self, code: str) -> Words:
        """Give the words of one code of a choice; the code itself when it has none."""
        return next((w for c, w in self.options if c == code), Words(code, code))


@dataclass(frozen=True, slots=True)
class ClaimSpec:
    """A claim (诉求): its code, its place among several (1 is first), its name and its plain meaning."""

    name: str
    rank: int
    title: Words
    plain: Words


@dataclass(frozen=True, slots=True)
class RouteSpec:
    """A door (去向): what it does and what happens next there."""

    name: str
    rank: int
    title: Words
    what: Words
    next: Words


@dataclass(frozen=True, slots=True)
class PaperSpec:
    """A paper for one claim: who holds it and whether it may be asked for."""

    name: str
    claim: str
    title: Words
    why: Words
    holder: str
    need: str
    promise: bool
    where: Words
    citation: str
    row: int


@dataclass(frozen=True, slots=True)
class ClockSpec:
    """A statutory clock: how long, from which fact, what stops and what resumes it, and where the law says so."""

    name: str
    title: Words
    length: int
    unit: str
    starts_at: str
    stops_at: str
    resumes_at: str
    explain: Words
    citation: str
    grade: Grade
    row: int
    ends_at: str = ""


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """A template that is filled for some route; ``facts`` are those without which it is not offered.

    ``by_office``: the office gives it out at a step of a process; nobody is offered it as a form of her own.
    """

    name: str
    route: str
    title: Words
    file: Path
    facts: tuple[str, ...]
    by_office: bool = False


class _Named(Protocol):
    @property
    def name(self) -> str: ...


Spec = TypeVar("Spec", bound=_Named)


def words(record: Record, column: str) -> Words:
    """Give the two columns ``column_zh`` and ``column_en`` of a record."""
    return Words(record[f"{column}_zh"], record[f"{column}_en"])


def by_name(records: Iterable[Record], read: Callable[[Record], Spec], faults: list[Fault] | None = None) -> dict[str, Spec]:
    """Index specs by name; Fault (or one more in ``faults``) at the row of the second one when a name stands twice."""
    index: dict[str, Spec] = {}
    for record, spec in each(records, read, faults):
        if spec.name in index:
            twice = record.fault(
                "pack.name.twice",
                f"“{spec.name}”出现了两次。",
                f"“{spec.name}” stands twice.",
                "请删去一行或改名。",
                "Delete one, or rename it.",
            )
            if faults is None:
                raise twice
            faults.append(twice)
        index.setdefault(spec.name, spec)
    return index


def parse_options(record: Record) -> tuple[tuple[str, Words], ...]:
    """Read ``code=中文|English;code=…``; Fault when an option lacks a part."""
    options: list[tuple[str, Words]] = []
    for part in filter(None, (p.strip() for p in record["options"].split(";"))):
        code, equals, texts = part.partition("=")
        zh, bar, en = texts.partition("|")
        if not (equals and bar and code.strip() and zh.strip() and en.strip()):
            raise record.fault(
                "pack.options",
                f"选项“{part}”写得不完整。",
                f"The option “{part}” is incomplete.",
                "请写成 code=中文|English。",
                "Write code=中文|English.",
            )
        options.append((code.strip(), Words(zh.strip(), en.strip())))
    return tuple(options)


def read_facts(path: Path, faults: list[Fault] | None = None) -> dict[str, FactSpec]:
    """Read ``facts.csv``."""
    records = read_rows(path, ("fact", "type", "zh", "en", "question_zh", "question_en", "options", "known_by"))
    return by_name(records, _fact, faults)


def _fact(r: Record) -> FactSpec:
    kind = r.one_of("type", FACT_TYPES)
    options = parse_options(r)
    if kind == "choice" and not options and r["known_by"] != "system":
        raise r.fault(
            "pack.options",
            "这是选择项，却没有选项。",
            "This is a choice without options.",
            "请在 options 一栏填写。",
            "Fill in the options.",
        )
    return FactSpec(
        r.need("fact"),
        kind,
        r["unit"],
        r["step"],
        Words(r.need("zh"), r.need("en")),
        words(r, "question"),
        words(r, "why"),
        words(r, "help"),
        options,
        r.one_of("sensitivity", ("plain", "personal", "secret"), "plain"),
        r.one_of("known_by", ("worker", "employer", "agency", "system"), "worker"),
        r.one_of("changeable", ("yes", "no"), "no") == "yes",
        r.whole("order", 1000),
    )


def read_claims(path: Path, faults: list[Fault] | None = None) -> dict[str, ClaimSpec]:
    """Read ``claims.csv``."""
    return by_name(read_rows(path, ("claim", "rank", "zh", "en", "plain_zh", "plain_en")), _claim, faults)


def _claim(r: Record) -> ClaimSpec:
    return ClaimSpec(r.need("claim"), r.whole("rank"), Words(r.need("zh"), r.need("en")), words(r, "plain"))


def read_routes(path: Path, faults: list[Fault] | None = None) -> dict[str, RouteSpec]:
    """Read ``routes.csv``."""
    return by_name(read_rows(path, ("route", "rank", "zh", "en", "what_zh", "what_en", "next_zh", "next_en")), _route, faults)


def _route(r: Record) -> RouteSpec:
    return RouteSpec(r.need("route"), r.whole("rank"), Words(r.need("zh"), r.need("en")), words(r, "what"), words(r, "next"))


def read_papers(path: Path, faults: list[Fault] | None = None) -> tuple[PaperSpec, ...]:
    """Read ``papers.csv``, one row for each paper of each claim."""
    records = read_rows(path, ("paper", "claim", "zh", "en", "why_zh", "why_en", "holder", "need"), optional=True)
    return tuple(paper for _, paper in each(records, _paper, faults))


def _paper(r: Record) -> PaperSpec:
    return PaperSpec(
        r.need("paper"),
        r.need("claim"),
        Words(r.need("zh"), r.need("en")),
        words(r, "why"),
        r.one_of("holder", ("worker", "employer", "agency")),
        r.one_of("need", ("asked", "helpful", "never")),
        r.one_of("promise", ("yes", "no"), "no") == "yes",
        words(r, "where"),
        r["citation"],
        r.number,
    )


def read_clocks(path: Path, faults: list[Fault] | None = None) -> dict[str, ClockSpec]:
    """Read ``clocks.csv``."""
    records = read_rows(path, ("clock", "zh", "en", "length", "unit", "starts_at", "citation"), optional=True)
    return by_name(records, _clock, faults)


def _clock(r: Record) -> ClockSpec:
    grade: Grade = r.one_of("grade", ("verified", "secondary", "unverified"), "unverified")  # type: ignore[assignment]
    return ClockSpec(
        r.need("clock"),
        Words(r.need("zh"), r.need("en")),
        r.whole("length"),
        r.one_of("unit", ("day", "workday", "month", "year")),
        r["starts_at"],
        r["stops_at"],
        r["resumes_at"],
        words(r, "explain"),
        r["citation"],
        grade,
        r.number,
        r["ends_at"],
    )


def read_documents(path: Path, faults: list[Fault] | None = None) -> dict[str, DocumentSpec]:
    """Read ``documents.csv``; Fault when a template is not there or lies outside the pack."""
    records = read_rows(path, ("document", "route", "zh", "en", "file"), optional=True)
    return by_name(records, lambda r: _document(r, path.parent), faults)


def _document(r: Record, folder: Path) -> DocumentSpec:
    file = (folder / r.need("file")).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        raise Fault(
            "pack.document.file",
            Words(f"找不到模板“{r['file']}”。", f"The template “{r['file']}” is not there."),
            cure=Words("模板要放在包的 documents 文件夹里。", "Put the template into the pack's documents folder."),
            file=r.file,
            row=r.number,
        )
    facts = tuple(filter(None, (f.strip() for f in r["facts"].split(";"))))
    by_office = bool(r["by"]) and r.one_of("by", ("person", "office")) == "office"
    return DocumentSpec(r.need("document"), r.need("route"), Words(r.need("zh"), r.need("en")), file, facts, by_office)
