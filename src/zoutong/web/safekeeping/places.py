"""Knows where everything that must be kept safe lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from zoutong.kernel.error import Fault
from zoutong.pack.load import read_about
from zoutong.papers.sealed import Keys
from zoutong.web.cases import keys


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one bureau's data: the folder, the engine and file of the database, papers, kept packs, seals, the served pack."""

    data: Path
    engine: str
    database: Path
    papers: Path
    packs: Path
    seals: Path
    served: Path


def places() -> Places:
    """Give the places that the settings name."""
    return Places(
        data=Path(settings.DATA),
        engine=connection.vendor,
        database=Path(str(settings.DATABASES["default"]["NAME"])),
        papers=Path(settings.ZOUTONG_PAPERS),
        packs=Path(settings.DATA) / "packs",
        seals=Path(settings.ZOUTONG_SEALS),
        served=Path(settings.ZOUTONG_PACK),
    )


def ring_if_there() -> Keys | None:
    """Give the ring of keys, or None where there is no key file: a restore must work before the keys are back."""
    return keys.read(Path(settings.ZOUTONG_KEYS)) if Path(settings.ZOUTONG_KEYS).is_file() else None


def pack_files(at: Places) -> Iterator[tuple[str, Path]]:
    """Go over the files of every version that was put aside, and of the served pack: part name and file.

    The served pack stands in the backup where its version would be put aside, so that walks under it find it after a restore.
    """
    seen: set[str] = set()
    for file in _files(at.packs):
        name = f"packs/{file.relative_to(at.packs).as_posix()}"
        seen.add(name)
        yield name, file
    try:
        about = read_about(at.served)
    except Fault:
        return
    for folder in (at.served, *(at.served.parent / needed for needed in about.requires)):
        for file in _files(folder):
            name = f"packs/{about.version}/{folder.name if folder != at.served else about.name}/{file.relative_to(folder).as_posix()}"
            if name not in seen:
                yield name, file


def pack_served(at: Places) -> str:
    """Name the served pack with its version, empty where there is none."""
    try:
        about = read_about(at.served)
    except Fault:
        return ""
    return f"{about.name} {about.version}"


def _files(folder: Path) -> Iterator[Path]:
    """Go over the plain files below a folder; what was left unfinished is no pack yet."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink() and not any(part.endswith(".unfinished") for part in file.parts):
            yield file
