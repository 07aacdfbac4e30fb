"""Knows the table of rules that every trace must obey: ``trace_rules.csv`` of a pack, with what the checks need of the pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zoutong.kernel.clock import Term, last_day
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.kernel.workdays import Calendar
from zoutong.pack import Pack
from zoutong.pack.rows import Record, each, read_rows

COLUMNS = ("rule", "check", "parameters", "kind", "cause", "citation", "verified", "zh", "en", "cure_zh", "cure_en")
KINDS = ("stuck", "pain", "hard", "blind")
"""堵、痛、难、盲: cannot pass; passes with pain; beyond this office; nobody sees it."""
FILE = "trace_rules.csv"
EVERY = "*"

NEEDS: Mapping[str, tuple[str, ...]] = {
    "notices": ("max",),
    "late_notice": ("days",),
    "outside_guide": ("refusals",),
    "promise_unused": (),
    "receipt": (),
    "unexplained": ("workdays",),
    "bad_rating": ("workdays",),
    "stopped": (),
    "trips": ("max",),
    "sent_back": ("max",),
    "handed_over": ("max",),
    "rating_offered": ("step", "ends"),
    "refused": ("max",),
    "stuck": (),
    "declined": (),
}
"""The checks that a rule may name, with the parameters that each needs."""
NUMBERS = frozenset(("max", "days", "workdays"))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its check with parameters, the kind and cause of the blockage that a breach is, its ground, its words and its cure."""

    name: str
    check: str
    parameters: Mapping[str, str]
    kind: str
    cause: str
    citation: str
    verified: bool
    title: Words
    cure: Words
    row: int

    def number(self, name: str) -> int:
        """Give a parameter that is a number; what it needs was looked at when it was read."""
        return int(self.parameters[name])

    def codes(self, name: str) -> frozenset[str]:
        """Give a parameter that is a list of codes."""
        return frozenset(self.parameters.get(name, "").split())


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """All rules of a pack, with its calendar and its guide: for each paper the claims for which it may be asked."""

    rules: tuple[Rule, ...]
    calendar: Calendar
    guide: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Claims by paper, ``*`` for every claim; papers that are never asked for are not in it."""
    promised: frozenset[str] = frozenset()
    """Papers in whose place a promise (告知承诺) is enough."""

    def named(self, name: str) -> Rule | None:
        """Give a rule by its name."""
        return next((rule for rule in self.rules if rule.name == name), None)

    def workdays_after(self, day: date, number: int) -> date:
        """Give the last day of so many working days after a day."""
        return last_day(day, Term(number, "workday"), self.calendar).rolled


def read_rules(pack: Pack) -> Rules:
    """Read the rules of a pack; none where it has no ``trace_rules.csv``. Fault with file and row when one cannot be read."""
    rules = [rule for _, rule in each(read_rows(pack.folder / FILE, COLUMNS, optional=True), _rule)]
    twice = next((rule for n, rule in enumerate(rules) if rule.name in {r.name for r in rules[:n]}), None)
    if twice is not None:
        raise Fault(
            "pack.name.twice",
            Words(f"“{twice.name}”出现了两次。", f"“{twice.name}” stands twice."),
            cure=Words("请删去一行或改名。", "Delete one, or rename it."),
            file=str(pack.folder / FILE),
            row=twice.row,
        )
    guide: dict[str, frozenset[str]] = {}
    for paper in pack.papers:
        if paper.need != "never":
            guide[paper.name] = guide.get(paper.name, frozenset()) | {paper.claim}
    return Rules(tuple(rules), pack.calendar, guide, frozenset(p.name for p in pack.papers if p.promise and p.need != "never"))


def _rule(record: Record) -> Rule:
    check = record.one_of("check", tuple(NEEDS))
    parameters = {
        name.strip(): value.strip() for name, _, value in (p.partition("=") for p in record["parameters"].split(";") if p.strip())
    }
    for name in NEEDS[check]:
        value = parameters.get(name, "")
        if not value or (name in NUMBERS and not value.isdecimal()):
            raise record.fault(
                "pack.rule.parameter",
                f"“{check}”要有参数“{name}”{'，是个整数' if name in NUMBERS else ''}。",
                f"“{check}” needs the parameter “{name}”{', a whole number' if name in NUMBERS else ''}.",
                f"写成 {name}=… ，几个之间用分号。",
                f"Write {name}=…, with ; between several.",
            )
    return Rule(
        record.need("rule"), check, parameters, record.one_of("kind", KINDS), record.need("cause"), record["citation"],
        record.one_of("verified", ("yes", "no"), "no") == "yes", Words(record.need("zh"), record.need("en")),
        Words(record.need("cure_zh"), record.need("cure_en")), record.number,
    )  # fmt: skip
