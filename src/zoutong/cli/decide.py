"""Knows the door to one decision of a DMN file: what it says, why, what is missing, and what would change it."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from zoutong.cli.reading import LONGEST_LINE, day, parsed_object, unreadable
from zoutong.cli.writing import to_json
from zoutong.pack.laws import Laws, read_laws
from zoutong.pack.load import read_about
from zoutong.pack.rows import read_rows
from zoutong.rules import Model, feel, read_dmn
from zoutong.rules.decision import Decision, Nearest
from zoutong.rules.feel import Unknown
from zoutong.rules.table import CompiledTable, compile_table
from zoutong.rules.table.explain import Explanation

OTHER_OUTCOMES = 12
"""For so many other outcomes the nearest change is looked for."""
TEMPORAL = {
    "date": "date",
    "time": "time",
    "dateTime": "date and time",
    "date and time": "date and time",
    "dayTimeDuration": "duration",
    "yearMonthDuration": "duration",
    "days and time duration": "duration",
    "years and months duration": "duration",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the decision, the facts and the day."""
    parser.add_argument("file", type=Path, metavar="FILE.dmn")
    parser.add_argument("--decision", required=True, metavar="NAME", help="the decision or decision service")
    parser.add_argument(
        "--facts", type=Path, metavar="FILE.json", help='one JSON object {"fact": value}; a fact that is absent or null is unknown'
    )
    parser.add_argument("--on", type=day, metavar="DATE", help="the day on which rows and articles have to be in force (today)")


def run(args: argparse.Namespace) -> int:
    """Print the decision as one JSON object; Fault when file, name or facts cannot be used."""
    on: date = args.on or date.today()  # noqa: DTZ011 - the day in the office
    model = read_dmn(args.file)
    model.part(args.decision)
    facts = typed(model, facts_of(args.facts))
    compiled = table_of(model, args.decision)
    values = with_required(model, compiled, facts, on) if compiled else facts
    # A table that declares no inputs, as those of packs, reads the facts by name; DMN itself would see none of them.
    bare = compiled is not None and not model.part(args.decision).requires
    decision = compiled.decide(values, on) if compiled and bare else model.decide(args.decision, facts, on)
    said = answer(decision, on, args.file)
    if compiled:
        explained = compiled.explain(values, on)
        said |= {"unmet": unmet(explained), "nearest": nearest(compiled, values, decision, changeable(facts, args.file), on)}
    sys.stdout.write(to_json(said) + "\n")
    for reason in decision.errors:
        sys.stderr.write(f"{args.file}: {reason}\n")
    return 0


def facts_of(path: Path | None) -> dict[str, object]:
    """Read the facts; what is null is unknown and therefore left out."""
    if path is None:
        return {}
    try:
        with path.open("rb") as file:
            raw = file.read(LONGEST_LINE + 1)
    except OSError as error:
        raise unreadable(path, error) from None
    return {name: value for name, value in parsed_object(raw, str(path), None).items() if value is not None}


def typed(model: Model, facts: Mapping[str, object]) -> dict[str, object]:
    """Give texts the type that the model declares for them: JSON has no dates, times and durations."""
    types = dict(model.inputs)
    for table in model.tables.values():
        for clause in table.inputs:
            types.setdefault(clause.expression, clause.type_ref)
    values = dict(facts)
    for name, value in facts.items():
        kind = TEMPORAL.get(types.get(name, "").rpartition(":")[2])
        if kind and isinstance(value, str):
            found = feel(f"{kind}(said)", {"said": value})
            values[name] = value if found is None or isinstance(found, Unknown) else found
    return values


def answer(decision: Decision, on: date, file: Path) -> dict[str, object]:
    """Put together what CONTRACTS promises for every decision."""
    return {
        "value": decision.value,
        "rows": [reason.reference for reason in decision.because],
        "citations": in_force((reason.annotations.get("citation", "") for reason in decision.because), laws_near(file), on),
        "missing": list(decision.missing),
        "possible": list(decision.possible),
        "unmet": [],
        "nearest": [],
    }


def table_of(model: Model, name: str) -> CompiledTable | None:
    """Compile the table that is the whole logic of a decision; None when it is something else."""
    table = model.tables.get(model.part(name).name)
    return compile_table(table) if table else None


def with_required(model: Model, compiled: CompiledTable, facts: Mapping[str, object], on: date) -> dict[str, object]:
    """Add the settled values of the decisions that a table stands on."""
    values = dict(facts)
    for name in compiled.needs - set(facts):
        if name in model.decisions:
            required = model.decide(name, facts, on)
            if not required.missing:
                values[name] = required.value
    return values


def unmet(explained: Explanation) -> list[dict[str, object]]:
    """Give each cell that kept a row from firing; ``is`` is null while the fact is unknown."""
    return [
        {
            "row": one.row,
            "cell": one.cell,
            "fact": one.fact,
            "is": None if isinstance(one.actual, Unknown) else one.actual,
            "wanted": one.wanted,
        }
        for one in explained.unmet()
    ]


def nearest(
    compiled: CompiledTable, values: Mapping[str, object], decision: Decision, names: Sequence[str], on: date
) -> list[dict[str, object]]:
    """Give for each other outcome of a settled table the smallest change of facts that would bring it about."""
    if decision.missing or not names:
        return []
    found: list[Nearest] = []
    tried: list[object] = [decision.value]
    for outcome in compiled.constant_outcomes():
        if outcome is None or outcome in tried or len(tried) > OTHER_OUTCOMES:
            continue
        tried.append(outcome)
        if change := compiled.nearest(values, outcome, names, on):
            found.append(change)
    found.sort(key=lambda one: len(one.change))
    return [{"change": dict(one.change), "gives": one.gives} for one in found]


def in_force(texts: Iterable[str], laws: Laws | None, on: date) -> list[str]:
    """Give each article once; one that the pack knows not to be in force on the day is left out."""
    parts = (part.strip() for text in texts for part in re.split("[；;]", text))
    return list(dict.fromkeys(part for part in parts if part and (laws is None or laws.cite(part).in_force(on))))


def pack_of(file: Path) -> Path | None:
    """Give the pack that a DMN file lies in, None when it lies in none."""
    folder = file.resolve().parent.parent
    return folder if (folder / "pack.toml").is_file() else None


def laws_near(file: Path) -> Laws | None:
    """Read the laws of the pack that a file lies in, and of those that it requires."""
    folder = pack_of(file)
    if folder is None:
        return None
    read = [read_laws(folder.parent / name) for name in read_about(folder).requires] + [read_laws(folder)]
    return Laws({k: v for laws in read for k, v in laws.laws.items()}, {k: v for laws in read for k, v in laws.articles.items()})


def changeable(facts: Mapping[str, object], file: Path) -> list[str]:
    """Name the facts that may be proposed for a change: in a pack those that a person can still change, else all that were given."""
    folder = pack_of(file)
    if folder is None:
        return list(facts)
    rows = read_rows(folder / "facts.csv", ("fact",), optional=True)
    fixed = {row["fact"] for row in rows if row["changeable"] != "yes"}
    return [name for name in facts if name not in fixed]
