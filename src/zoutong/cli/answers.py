"""Knows how the answering that stands above packs is put to use: one line of ``intake``, and the checks of a pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zoutong.documents.fill import names
from zoutong.intake.advice import Advice, Understood
from zoutong.intake.advise import advise
from zoutong.intake.claims.learning import digest, read_examples
from zoutong.intake.figures import day_of
from zoutong.intake.given import given
from zoutong.intake.papers import values
from zoutong.intake.reader import PackReader, Reader
from zoutong.intake.record import record
from zoutong.intake.understand import merge_said
from zoutong.kernel.error import Fault
from zoutong.kernel.facts import Facts
from zoutong.kernel.words import Words
from zoutong.pack.cases import Case
from zoutong.pack.finding import Finding, of_fault
from zoutong.pack.forms import names_of_case
from zoutong.pack.load import Pack
from zoutong.pack.specs import DocumentSpec

COMPUTED = (
    "claim",
    "claims",
    "route",
    "stage",
    "fact",
    "known",
    "said",
    "contradictory",
    "params",
    "row_grade",
    "routes_differ",
    "told",
    "amount",
)
"""Names that the answering adds to the facts by itself, whatever the claim."""
BY_CLAIM = ("{}_months", "{}_last_in_time")
"""What it adds for a claim that accrues month by month."""
READ = frozenset(
    [
        "intake_date",
        "city",
        "intake_district",
        "workplace_city",
        "workplace_district",
        "interruptions",
        "violation_end",
        "end_date",
        "due_date",
        "evidence",
    ]
)
"""Facts that the answering looks at without any table: where and when, and what stops a clock."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A pack with the reader of its words; ``None`` where it knows no words."""

    pack: Pack
    reader: Reader | None

    @classmethod
    def of(cls, pack: Pack) -> Desk:
        """Read the words of a pack; Fault when one of them is broken."""
        return cls(pack, PackReader.of(pack.folder) if (pack.folder / "phrases.csv").is_file() else None)

    def read(self, text: str, facts: Facts, on: date) -> Understood:
        """Read a statement as said on a day at the place that the facts name; a pack without words understands nothing of it."""
        if self.reader is None:
            return Understood(text, text, (), Facts())
        place = "/".join(str(facts[n]) for n in ("city", "intake_district") if n in facts)
        return self.reader.read(text, on, place or "上海市")


def answer_line(desk: Desk, line: Mapping[str, object], on: date | None, file: str, row: int, language: str) -> dict[str, object]:
    """Answer one line of ``intake``: facts, words, or both; Fault when a value does not fit its fact."""
    known = given(desk.pack, line.get("facts") or {}, file=file, row=row)  # type: ignore[arg-type]
    day = on or day_of(known.get("intake_date")) or date.today()  # noqa: DTZ011 - the day in the office
    text = str(line.get("text") or "")
    if not text:
        return record(advise(desk.pack, known, (), day), line.get("id"), language)
    understood = desk.read(text, known, day)
    known, _ = merge_said(understood.facts, known)
    heard = tuple(claim for claim, _ in understood.claims)
    return record(advise(desk.pack, known, (), day, heard=heard, hint=understood.route_hint), line.get("id"), language)


def answer_of(pack: Pack, case: Case, on: date) -> dict[str, object]:
    """Answer a worked case of a pack: facts alone, and what to ask only where the case looks at it."""
    facts = given(pack, case.facts, file=case.file, row=case.row)
    return record(advise(pack, facts, (), on, interview="must_ask" in case.expected))


def computed(pack: Pack) -> frozenset[str]:
    """Give every name that the answering adds to the facts by itself."""
    return frozenset([*COMPUTED, *(form.format(claim) for claim in pack.claims for form in BY_CLAIM)])


def template_names(pack: Pack) -> dict[str, frozenset[str] | Fault]:
    """Give what each template asks for, or why it cannot be read."""
    found: dict[str, frozenset[str] | Fault] = {}
    for name, document in pack.documents.items():
        try:
            found[name] = names(document.file)
        except Fault as fault:
            found[name] = fault
    return found


def filled_names(pack: Pack) -> frozenset[str]:
    """Give every name that filling a form offers."""
    nothing = Advice(date.min, Facts(), (), "", (), (), (), (), (), (), (), (), (), ())
    offered: set[str] = set()
    for document in pack.documents.values():
        offered.update(_offered(pack, document, nothing))
    return frozenset(offered) | names_of_case(pack)


def _offered(pack: Pack, document: DocumentSpec, nothing: Advice) -> Mapping[str, object]:
    return values(pack, document, nothing, "", {})


def read_phrases(pack: Pack) -> Iterator[Finding]:
    """Read the words that people use; a phrase that is broken, or that points to what does not exist, is a finding."""
    file = pack.folder / "phrases.csv"
    if not file.is_file():
        return
    try:
        reader = PackReader.of(pack.folder)
        examples = read_examples(pack.folder / "sentences.csv")
        if examples and (reader.learned is None or reader.learned.digest != digest(examples)):
            yield of_fault(_not_learned(pack.folder / "sentences.csv"), pack.folder)
    except Fault as fault:
        yield of_fault(fault, pack.folder)


def _not_learned(file: Path) -> Fault:
    return Fault(
        "pack.sentences.not_learned",
        Words("例句改过以后还没有重新学习。", "The sentences have changed since they were learned from."),
        cure=Words("请运行 zoutong pack learn。", "Run zoutong pack learn."),
        file=str(file),
        row=1,
    )
