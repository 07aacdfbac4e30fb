"""Knows when a pack is published: a record of its version, the digest of every file, who, when, and what was rehearsed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.pack.load import read_about
from zoutong.pack.rows import read_text

FILE = "publications.jsonl"


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication of a pack; ``rehearsed`` names the scripts that were played and met."""

    pack: str
    version: str
    digest: str
    on: str
    by: str
    rehearsed: tuple[str, ...]


def digest(folder: Path) -> str:
    """Give the SHA-256 over names and contents of all files of a pack and of the packs that it requires, but for the record itself."""
    total = hashlib.sha256()
    for one in _folders(folder):
        for file in _files(one):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            total.update(f"{one.name}/{file.relative_to(one).as_posix()}\n{content}\n".encode())
    return total.hexdigest()


def _folders(folder: Path) -> tuple[Path, ...]:
    return (folder, *(folder.parent / name for name in read_about(folder).requires))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != FILE and not path.name.startswith("."))


def stamps(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Give path, size and time of change (nanoseconds) of every file of the digest and of the record: alike while nothing was written."""
    files = (*(file for one in _folders(folder) for file in _files(one)), *(p for p in (folder / FILE,) if p.is_file()))
    return tuple((str(file), (seen := file.stat()).st_size, seen.st_mtime_ns) for file in files)


def publications(folder: Path) -> tuple[Publication, ...]:
    """Give every publication of a pack, oldest first; Fault with the row when the record cannot be read."""
    path = folder / FILE
    found: list[Publication] = []
    for row, line in enumerate(read_text(path).splitlines() if path.is_file() else (), 1):
        try:
            said = json.loads(line)
            found.append(Publication(**{**said, "rehearsed": tuple(said["rehearsed"])}))
        except (ValueError, KeyError, TypeError):
            raise Fault(
                "publish.record",
                Words("发布记录这一行读不出来。", "this row of the record of publications cannot be read."),
                cure=Words("请从备份恢复这个文件。", "Restore the file from a backup."),
                file=str(path),
                row=row,
            ) from None
    return tuple(found)


def published(folder: Path) -> Publication | None:
    """Give the publication of exactly this version with exactly these files; None when there is none."""
    version, now = read_about(folder).version, None
    for one in publications(folder):
        if one.version == version:
            now = now or digest(folder)
            if one.digest == now:
                return one
    return None


def publish(folder: Path, on: date, by: str, rehearsed: tuple[str, ...]) -> Publication:
    """Add a publication; the same files again give the first record. Fault ``publish.version`` when the version was published with other files."""
    about, now = read_about(folder), digest(folder)
    for one in publications(folder):
        if one.version == about.version and one.digest == now:
            return one
        if one.version == about.version:
            raise Fault(
                "publish.version",
                Words(f"{about.version} 版已经发布过，内容和现在不一样。", f"version {about.version} was published with other contents."),
                cure=Words("请在 pack.toml 里换一个新版本号。", "Give it a new version in pack.toml."),
                file=str(folder / "pack.toml"),
            )
    fresh = Publication(about.name, about.version, now, on.isoformat(), by, rehearsed)
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(fresh), ensure_ascii=False) + "\n")
    return fresh
