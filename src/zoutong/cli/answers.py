"""Knows how the answering that stands above packs is put to use: one line of ``intake``, and the checks of a pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zoutong.documents.fill import names
from zoutong.intake.advice import Advice, Understood
from zoutong.intake.advise import advise
from zoutong.intake.claims import Lexicon, advise_route, read_claims
from zoutong.intake.figures import day_of
from zoutong.intake.given import given
from zoutong.intake.papers import values
from zoutong.intake.record import record
from zoutong.intake.understand import Heard, merge_said, understand
from zoutong.intake.words.phrases import FactLexicon
from zoutong.kernel.error import Fault
from zoutong.kernel.facts import Facts
from zoutong.pack.finding import Finding, of_fault
from zoutong.pack.load import Pack
from zoutong.pack.specs import DocumentSpec

COMPUTED = frozenset({"claim", "claims", "route", "stage", "fact", "known", "said", "contradictory", "params", "double_wage_months", "double_wage_whole_in_time"})
"""Names that the answering adds to the facts by itself."""
READ = frozenset({"intake_date", "city", "intake_district", "workplace_city", "workplace_district", "interruptions", "violation_end", "end_date", "due_date", "evidence"})
"""Facts that the answering looks at without any table: where and when, and what stops a clock."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A pack with the words that it knows, ready to answer; ``None`` where it knows no words."""

    pack: Pack
    claims: Lexicon | None
    facts: FactLexicon | None

    @classmethod
    def of(cls, pack: Pack) -> Desk:
        """Read the words of a pack; Fault when one of them is broken."""
        folder = pack.folder
        claims = Lexicon.read(folder / "phrases.csv") if (folder / "phrases.csv").is_file() else None
        facts = FactLexicon.read(folder) if (folder / "fact_phrases.csv").is_file() else None
        return cls(pack, claims, facts)

    def hear(self, text: str) -> Heard:
        """Say which claims, which door and what kind of statement the words point to."""
        if self.claims is None:
            return Heard()
        reading = read_claims(text, self.claims)
        route, _, _ = advise_route(text, reading, self.claims)
        return Heard(reading.claims, route, "" if reading.kind == "statement" else reading.kind)

    def read(self, text: str, facts: Facts, on: date) -> Understood:
        """Read a statement as said on a day at the place that the facts name."""
        lexicon = self.facts or FactLexicon.read(Path())
        place = "/".join(str(facts[n]) for n in ("city", "intake_district") if n in facts)
        return understand(text, lexicon, on=on, place=place or "上海市", claims=self.hear)


def answer_line(desk: Desk, line: Mapping[str, object], on: date | None, file: str, row: int, language: str) -> dict[str, object]:
    """Answer one line of ``intake``: facts, words, or both; Fault when a value does not fit its fact."""
    known = given(desk.pack, line.get("facts") or {}, file=file, row=row)  # type: ignore[arg-type]
    day = on or day_of(known.get("intake_date")) or date.today()  # noqa: DTZ011 - the day in the office
    text = line.get("text") or ""
    claims: tuple[str, ...] = ()
    if text:
        understood = desk.read(str(text), known, day)
        known, _ = merge_said(understood.facts, known)
        claims = tuple(claim for claim, _ in understood.claims)
    return record(advise(desk.pack, known, (), day, heard=claims), line.get("id"), language)


def answer_of(pack: Pack, facts: Mapping[str, object], on: date) -> dict[str, object]:
    """Answer a worked case of a pack: facts alone."""
    return record(advise(pack, given(pack, facts), (), on))


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
    return frozenset(offered)


def _offered(pack: Pack, document: DocumentSpec, nothing: Advice) -> Mapping[str, object]:
    return values(pack, document, nothing, "", {})


def read_phrases(pack: Pack) -> Iterator[Finding]:
    """Read the words that people use; a phrase that is broken, or that points to what does not exist, is a finding."""
    file = pack.folder / "phrases.csv"
    if not file.is_file():
        return
    try:
        Lexicon.read(file)
    except Fault as fault:
        yield of_fault(fault, pack.folder)
