"""Knows how to read a whole pack, with the packs that it requires, into one immutable thing that everything asks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.kernel.workdays import Calendar
from zoutong.pack.desk import ActSpec, ReasonSpec, RoleSpec, read_acts, read_reasons, read_roles
from zoutong.pack.laws import Laws, read_laws
from zoutong.pack.parameters import Parameters, read_parameters
from zoutong.pack.processes import Processes
from zoutong.pack.rows import read_rows, read_text
from zoutong.pack.specs import (
    ClaimSpec,
    ClockSpec,
    DocumentSpec,
    FactSpec,
    PaperSpec,
    RouteSpec,
    read_claims,
    read_clocks,
    read_documents,
    read_facts,
    read_papers,
    read_routes,
)
from zoutong.pack.steps import read_steps
from zoutong.pack.variables import VariableSpec, read_variables
from zoutong.rules import Model, read_dmn
from zoutong.rules.table import CompiledTable, compile_table


@dataclass(frozen=True, slots=True)
class About:
    """What ``pack.toml`` says of the pack itself."""

    name: str
    title: Words
    version: str
    in_force_from: date | None
    owner: str
    licence: str
    requires: tuple[str, ...]


class Tables(Mapping[str, CompiledTable]):
    """The decision tables of a pack by name, compiled when first asked for: a pack of many tables still loads at once."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self._sources = {name: table for model in models.values() for name, table in model.tables.items()}
        self._compiled: dict[str, CompiledTable] = {}

    def __getitem__(self, name: str) -> CompiledTable:
        """Give the compiled table; KeyError when the pack has none of that name."""
        if name not in self._compiled:
            self._compiled[name] = compile_table(self._sources[name])
        return self._compiled[name]

    def __iter__(self) -> Iterator[str]:
        """Go over the names of the tables."""
        return iter(self._sources)

    def __len__(self) -> int:
        """Count the tables."""
        return len(self._sources)


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """A content pack, read and sound in itself; nothing in it changes after loading, so it is equal only to itself."""

    folder: Path
    about: About
    facts: Mapping[str, FactSpec]
    claims: Mapping[str, ClaimSpec]
    routes: Mapping[str, RouteSpec]
    clocks: Mapping[str, ClockSpec]
    papers: tuple[PaperSpec, ...]
    documents: Mapping[str, DocumentSpec]
    parameters: Parameters
    laws: Laws
    calendar: Calendar
    models: Mapping[str, Model]
    """DMN models by path inside the pack (``tables/gate.dmn``)."""
    tables: Tables
    steps: Mapping[str, Words]
    """Plain words for the person whose case it is, by node; what is not here is told by its name on the drawing."""
    roles: Mapping[str, RoleSpec]
    acts: Mapping[str, ActSpec]
    reasons: Mapping[str, ReasonSpec]
    variables: Mapping[str, VariableSpec]
    processes: Processes


def load(path: str | Path) -> Pack:
    """Read the pack in a folder; packs that it requires are its neighbours. Fault with file and row when it is broken."""
    folder = Path(path)
    about = read_about(folder)
    folders = [folder, *(folder.parent / name for name in about.requires)]
    for needed in folders[1:]:
        if not (needed / "pack.toml").is_file():
            raise Fault(
                "pack.requires",
                Words(f"需要的内容包“{needed.name}”不在旁边。", f"The pack “{needed.name}” that it requires is not beside it."),
                file=str(folder / "pack.toml"),
            )
    models = {
        file.relative_to(folder).as_posix(): read_dmn(file)
        for part in ("tables", "calculators")
        for file in sorted((folder / part).glob("*.dmn"))
    }
    laws = Laws({}, {})
    for one in reversed(folders):
        more = read_laws(one)
        laws = Laws({**laws.laws, **more.laws}, {**laws.articles, **more.articles})
    return Pack(
        folder,
        about,
        read_facts(folder / "facts.csv"),
        read_claims(folder / "claims.csv"),
        read_routes(folder / "routes.csv"),
        read_clocks(folder / "clocks.csv"),
        read_papers(folder / "papers.csv"),
        read_documents(folder / "documents.csv"),
        Parameters(p for one in folders for p in read_parameters(one / "parameters.csv")),
        laws,
        _calendar(folders),
        models,
        Tables(models),
        read_steps(folder / "steps.csv"),
        read_roles(folder / "roles.csv"),
        read_acts(folder / "acts.csv"),
        read_reasons(folder / "reasons.csv"),
        read_variables(folder / "variables.csv"),
        Processes(sorted((folder / "processes").glob("*.bpmn"))),
    )


def read_about(folder: Path) -> About:
    """Read ``pack.toml``; Fault when it is absent or lacks a name or a version."""
    file = folder / "pack.toml"
    if not file.is_file():
        raise Fault(
            "pack.absent",
            Words("这个文件夹里没有 pack.toml，不是内容包。", "There is no pack.toml in this folder: it is not a pack."),
            cure=Words("用 zoutong pack new 新建一个。", "Make one with zoutong pack new."),
            file=str(folder),
        )
    try:
        said = tomllib.loads(read_text(file))
        missing = [key for key in ("name", "title_zh", "title_en", "version") if not isinstance(said.get(key), str)]
    except tomllib.TOMLDecodeError as error:
        raise Fault(
            "pack.toml", Words(f"pack.toml 写法有误（{error}）。", f"pack.toml cannot be read ({error})."), file=str(file)
        ) from None
    if missing:
        names = "、".join(missing)
        raise Fault("pack.toml", Words(f"pack.toml 缺少：{names}。", f"pack.toml lacks: {', '.join(missing)}."), file=str(file))
    since = said.get("in_force_from")
    if since is not None and not isinstance(since, date):
        raise Fault(
            "pack.toml",
            Words("in_force_from 不是日期。", "in_force_from is not a date."),
            cure=Words("写成 2026-07-01，不加引号。", "Write 2026-07-01 without quotation marks."),
            file=str(file),
        )
    return About(
        said["name"],
        Words(said["title_zh"], said["title_en"]),
        said["version"],
        since,
        str(said.get("owner", "")),
        str(said.get("licence", "")),
        tuple(str(r) for r in said.get("requires", ())),
    )


def _calendar(folders: list[Path]) -> Calendar:
    """Read the first calendar found, the pack's own before those that it requires."""
    for folder in folders:
        file = folder / "calendar.csv"
        if file.is_file():
            return Calendar.from_rows([r.cells for r in read_rows(file, ("date", "working"))], str(file))
    return Calendar()
