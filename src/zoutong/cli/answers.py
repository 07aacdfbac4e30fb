"""Knows how the answering that stands above packs is handed to the checks of a pack: forms, words, cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from zoutong.documents.fill import names
from zoutong.intake.advice import Advice
from zoutong.intake.claims import Lexicon
from zoutong.intake.papers import values
from zoutong.kernel.error import Fault
from zoutong.kernel.facts import Facts
from zoutong.pack.finding import Finding, of_fault
from zoutong.pack.load import Pack
from zoutong.pack.specs import DocumentSpec

COMPUTED = frozenset({"claim", "claims", "route", "stage", "fact", "known", "said", "contradictory", "params", "double_wage_months", "double_wage_whole_in_time"})
"""Names that the answering adds to the facts by itself."""
READ = frozenset({"intake_date", "city", "intake_district", "workplace_city", "workplace_district", "interruptions", "violation_end", "end_date", "due_date", "evidence"})
"""Facts that the answering looks at without any table: where and when, and what stops a clock."""


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
