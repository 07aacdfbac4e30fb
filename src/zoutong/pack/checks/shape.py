"""Knows whether every file of a pack can be read: headers, types, names that stand twice, tables that parse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.workdays import Calendar
from zoutong.pack.causes import read_causes
from zoutong.pack.desk import read_acts, read_reasons, read_roles
from zoutong.pack.finding import Finding, error, of_fault, warning
from zoutong.pack.laws import read_laws
from zoutong.pack.load import read_about
from zoutong.pack.parameters import read_parameters
from zoutong.pack.rows import Record, read_rows
from zoutong.pack.specs import read_claims, read_clocks, read_documents, read_facts, read_papers, read_routes
from zoutong.pack.variables import read_variables
from zoutong.rules import read_dmn

READERS: dict[str, Callable[[Path, list[Fault]], object]] = {
    "facts.csv": read_facts,
    "claims.csv": read_claims,
    "routes.csv": read_routes,
    "parameters.csv": read_parameters,
    "clocks.csv": read_clocks,
    "papers.csv": read_papers,
    "documents.csv": read_documents,
    "roles.csv": read_roles,
    "acts.csv": read_acts,
    "reasons.csv": read_reasons,
    "causes.csv": read_causes,
    "variables.csv": read_variables,
}
JUDGING = ("facts.csv", "claims.csv", "routes.csv", "tables")
"""What a pack that judges has; one with none of it only lends laws, figures and days to others."""


def only_lends(folder: Path) -> bool:
    """Tell whether a pack holds nothing but what other packs stand on."""
    return not any((folder / name).exists() for name in JUDGING)


def unreadable(folder: Path) -> Iterator[Finding]:
    """Give every reason why the pack cannot be loaded, and cells that a spreadsheet program would run."""
    faults: list[Fault] = []
    try:
        about = read_about(folder)
        yield from _neighbours(folder, about.requires)
        if about.name != folder.resolve().name and not folder.name.startswith("_"):
            zh, en = f"名字“{about.name}”和文件夹名不一致。", f"the name “{about.name}” is not the folder's name."
            yield warning("pack.toml", None, "pack.name.folder", zh, en)
    except Fault as fault:
        faults.append(fault)
    except ValueError:
        yield error("pack.toml", None, "pack.toml.date", "in_force_from 不是日期。", "in_force_from is not a date. Write 2026-11-23.")
    for name, read in READERS.items():
        if (folder / name).exists() or (name in JUDGING and not only_lends(folder)):
            _try(lambda path, read=read: read(path, faults), folder / name, faults)  # type: ignore[misc]
    _try(read_laws, folder, faults)
    _try(_calendar, folder / "calendar.csv", faults)
    for part in ("tables", "calculators"):
        for file in sorted((folder / part).glob("*.dmn")):
            _try(read_dmn, file, faults)
    yield from (of_fault(fault, folder) for fault in faults)
    yield from _formulas(folder)


def _try(read: Callable[[Path], object], path: Path, faults: list[Fault]) -> None:
    try:
        read(path)
    except Fault as fault:
        faults.append(fault)


def _calendar(path: Path) -> None:
    if path.is_file():
        Calendar.from_rows([r.cells for r in read_rows(path, ("date", "working"))], str(path))


def _neighbours(folder: Path, requires: tuple[str, ...]) -> Iterator[Finding]:
    """Name required packs that are not beside this one; a name may not lead out of the folder of packs."""
    for name in requires:
        if Path(name).name != name or name in {"", ".", ".."}:
            yield error(
                "pack.toml",
                None,
                "pack.requires",
                f"requires 里的“{name}”不是内容包的名字。",
                f"“{name}” in requires is no name of a pack.",
            )
        elif not (folder.parent / name / "pack.toml").is_file():
            yield error(
                "pack.toml",
                None,
                "pack.requires",
                f"需要的内容包“{name}”不在旁边。",
                f"the pack “{name}” that it requires is not beside it.",
            )


def _formulas(folder: Path) -> Iterator[Finding]:
    """Name cells that a spreadsheet program would run when somebody opens the file."""
    for path in sorted(folder.rglob("*.csv")):
        for record in rows_if_any(path):
            for column, cell in record.cells.items():
                if cell[:1] in {"=", "\t"}:
                    yield warning(
                        path.relative_to(folder).as_posix(),
                        record.number,
                        "pack.cell.formula",
                        f"“{column}”一栏以“{cell[0]}”开头，表格软件会把它当公式。请改写。",
                        f"“{column}” begins with “{cell[0]}”, which a spreadsheet program takes for a formula. Reword it.",
                    )


def rows_if_any(path: Path) -> tuple[Record, ...]:
    """Give the rows of a CSV file, none when it is absent or cannot be read (which is reported elsewhere)."""
    try:
        return read_rows(path, (), optional=True)
    except Fault:
        return ()
