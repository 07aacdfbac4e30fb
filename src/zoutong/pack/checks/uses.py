"""Knows who needs which fact: tables that name unknown ones, facts that nobody asks for, questions that change nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from zoutong.kernel.error import Fault
from zoutong.pack.checks.shape import rows_if_any
from zoutong.pack.finding import Finding, error, of_fault, warning
from zoutong.pack.load import Pack
from zoutong.rules.feel import constant, parse

WORD = re.compile(r"[^\W\d]\w*")


def uses(pack: Pack, computed: frozenset[str] = frozenset(), read: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Compare the facts that rules name with those that facts.csv defines.

    ``computed`` are names that the answering adds itself, ``read`` facts that it looks at without any table.
    """
    named, broken = names_in_rules(pack)
    yield from broken
    parameters = set(pack.parameters.names())
    known = {*pack.facts, *computed, *parameters, *_made_by_tables(pack)}
    for name, (file, place) in named.items():
        if name not in known:
            zh, en = (
                f"规则用到“{name}”，facts.csv 和 parameters.csv 里都没有。",
                f"a rule uses “{name}”, which neither facts.csv nor parameters.csv knows.",
            )
            yield error(file, place, "pack.fact.unknown", zh, en)
    rows = {record["fact"]: record.number for record in rows_if_any(pack.folder / "facts.csv")}
    mentioned = {*named, *read, *_mentioned(pack)}
    for fact in pack.facts.values():
        if fact.known_by == "system":
            continue
        row = rows.get(fact.name)
        if fact.askable and fact.name not in mentioned:
            zh, en = (
                f"会问“{fact.label.zh}”，但没有任何规则、时限或表格用到它。",
                f"“{fact.name}” is asked for, but no rule, clock or form uses it.",
            )
            yield warning("facts.csv", row, "pack.fact.unused", zh, en)
        elif fact.name in named and not fact.askable and fact.name not in _made_by_tables(pack):
            zh, en = f"规则用到“{fact.label.zh}”，但没有问题去问它。", f"a rule uses “{fact.name}”, but no question asks for it."
            yield warning("facts.csv", row, "pack.fact.unasked", zh, en)


def names_in_rules(pack: Pack) -> tuple[dict[str, tuple[str, str | None]], list[Finding]]:
    """Give each name that a table or formula needs with the place where it first stands, and tables that cannot be compiled."""
    named: dict[str, tuple[str, str | None]] = {}
    broken: list[Finding] = []
    for path, model in pack.models.items():
        own = {*model.decisions, *model.tables}
        required = {href.rpartition("#")[2] for part in model.document.parts.values() for href in part.requires}
        for part in model.document.parts.values():
            if part.kind == "input" and part.id in required:
                named.setdefault(part.name, (path, None))
            elif part.kind == "input":
                zh, en = f"声明了“{part.name}”，却没有决策用到。", f"the input “{part.name}” is declared, and no decision uses it."
                broken.append(warning(path, None, "pack.input.unused", zh, en))
        for table in model.tables:
            try:
                needs = pack.tables[table].needs
            except Fault as fault:
                found = of_fault(fault, pack.folder)
                broken.append(Finding(path, f"{table}#{fault.row}" if fault.row else table, found.severity, found.code, found.message))
                continue
            for name in sorted(needs - own):
                named.setdefault(name, (path, table))
    return named, broken


def _made_by_tables(pack: Pack) -> set[str]:
    """Give what tables conclude: the facts of the tables ``fact_…``, and every conclusion's name."""
    made = {name.removeprefix("fact_") for name in pack.tables if name.startswith("fact_")}
    return made | {output.name for model in pack.models.values() for table in model.tables.values() for output in table.outputs}


def _mentioned(pack: Pack) -> set[str]:
    """Give the facts that conclusions, clocks, forms and phrases speak of."""
    words: set[str] = set()
    for clock in pack.clocks.values():
        words.update(WORD.findall(f"{clock.starts_at} {clock.stops_at} {clock.resumes_at}"))
    for document in pack.documents.values():
        words.update(document.facts)
    for model in pack.models.values():
        for table in model.tables.values():
            for row in table.rows:
                for text in row.outputs:
                    words.update(_texts(text))
    return words & set(pack.facts)


def _texts(text: str) -> Iterator[str]:
    """Give the texts in a constant conclusion: names of facts to ask for or to set."""
    try:
        value = constant(parse(text)) if text.strip() else None
    except Fault:
        return
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, Mapping):
            waiting.extend(one.values())
