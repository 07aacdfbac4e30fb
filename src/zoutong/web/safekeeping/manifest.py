"""Knows what a backup says of itself: its parts with their digests, where it comes from, and how much is in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

FORMAT = 1
NAME = "manifest.json"
LONGEST = 200_000_000
_PART = re.compile(r"(database|papers|packs)/[^/\0\\]+(/[^/\0\\]+)*|seals\.txt")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup: its name there, its size in bytes, and its SHA-256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Dump:
    """A database as it was at one moment: its files by part name, and what the manifest says of them."""

    parts: Mapping[str, Path]
    counts: Mapping[str, int]
    migrations: tuple[tuple[str, str], ...]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sequences: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. ``engine`` is ``sqlite`` or ``postgresql``; ``migrations`` are app and name, in the order of their doing.

    ``counts``: rows by table; ``keys``: the ids (never the keys) under which papers in it are sealed; ``sequences``: last numbers given
    (PostgreSQL only).
    """

    zoutong: str
    engine: str
    created_at: str
    migrations: tuple[tuple[str, str], ...]
    counts: Mapping[str, int]
    papers: int
    keys: tuple[str, ...]
    pack: str
    parts: tuple[Part, ...]
    columns: Mapping[str, tuple[str, ...]]
    sequences: Mapping[str, int]

    def to_json(self) -> bytes:
        """Write it as JSON that a person can read, too."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1).encode()


def read_manifest(data: bytes) -> Manifest:
    """Read what a backup says of itself; Fault ``backup.manifest`` when it is not sound, or newer than this program understands."""
    try:
        said = json.loads(data)
        if said["format"] != FORMAT:
            raise newer()
        parts = tuple(Part(str(p["name"]), int(p["size"]), str(p["sha256"])) for p in said["parts"])
        datetime.fromisoformat(said["created_at"])
        found = Manifest(
            zoutong=str(said["zoutong"]),
            engine=str(said["engine"]),
            created_at=str(said["created_at"]),
            migrations=tuple((str(app), str(name)) for app, name in said["migrations"]),
            counts={str(k): int(v) for k, v in said["counts"].items()},
            papers=int(said["papers"]),
            keys=tuple(map(str, said["keys"])),
            pack=str(said["pack"]),
            parts=parts,
            columns={str(k): tuple(map(str, v)) for k, v in said["columns"].items()},
            sequences={str(k): int(v) for k, v in said["sequences"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise not_a_backup() from None
    if not all(safe(part.name) for part in found.parts) or len({part.name for part in found.parts}) != len(found.parts):
        raise not_a_backup()
    return found


def safe(name: str) -> bool:
    """Tell whether a name of a part is one that this program writes: never a path that leads out of its folder."""
    return _PART.fullmatch(name) is not None and not {".", ".."} & set(name.split("/"))


def not_a_backup() -> Fault:
    """Make the Fault for a file that is no backup, or a damaged one."""
    return Fault(
        "backup.damaged",
        Words("这不是完整的备份文件，什么都没有恢复。", "this is not a whole backup; nothing was restored."),
        cure=Words("请换一份备份。", "Take another backup."),
    )


def newer() -> Fault:
    """Make the Fault for a backup of a later version of the program."""
    return Fault(
        "backup.newer",
        Words("这份备份是更新版本的程序做的。", "this backup was made by a newer version of the program."),
        cure=Words("请先升级走通，再恢复。", "Bring Zoutong up to date first, then restore."),
    )
