"""Knows how everything is copied into one file while people go on working: the database first, then the papers it speaks of."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.db import DatabaseError

from zoutong import __version__
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.papers.sealed import Keys
from zoutong.papers.vault import sealed_files
from zoutong.web.safekeeping import postgres, sqlite
from zoutong.web.safekeeping.archive import Writer, read, whole_or_nothing
from zoutong.web.safekeeping.last import remember
from zoutong.web.safekeeping.manifest import Dump, Manifest
from zoutong.web.safekeeping.places import Places, pack_files, pack_served


class Progress(Protocol):
    """Told what is being done, and how many bytes of it are done."""

    def stage(self, what: Words) -> None:
        """Begin something else."""
        ...

    def tick(self, size: int) -> None:
        """Some bytes more are done."""
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made, read back and found whole."""

    file: Path
    size: int
    manifest: Manifest


def back_up(out: Path, at: Places, ring: Keys | None, progress: Progress, *, sealed: bool = False) -> Made:
    """Make a backup; it gets its name only when it has been read back and every digest is right.

    The database is copied as it is at one moment. Papers are never changed once they are kept, and a paper is kept before its row is
    written: so every paper that the copied database speaks of is there afterwards, but those that were erased meanwhile.
    Fault when there is nothing to copy, the file is there already, or the disk refuses.
    """
    if sealed and ring is None:
        raise Fault(
            "backup.keys",
            Words("没有密钥，不能加密备份。", "there are no keys to seal the backup with."),
            cure=Words("用 zoutong keys new 新建，并设置 ZOUTONG_KEYS。", "Make some with zoutong keys new, and set ZOUTONG_KEYS."),
        )
    if at.engine == "sqlite" and not at.database.is_file():
        raise _nothing(at.database)
    _sweep(at.data)
    with whole_or_nothing(out) as making:
        try:
            # The work folder lies with the data: an unsealed copy must not touch the disk that the backup goes to.
            with tempfile.TemporaryDirectory(dir=at.data, prefix=".backup-") as work:
                _write(making, Path(work), at, ring, progress, sealed=sealed)
        except DatabaseError as trouble:
            raise Fault(
                "backup.database",
                Words(f"数据库读不了：{trouble}。", f"the database cannot be read: {trouble}."),
                cure=Words("运行 zoutong doctor。", "Run zoutong doctor."),
            ) from None
        progress.stage(Words("读回核对", "reading back"))
        manifest = read(making, ring if sealed else None, None, progress.tick)
    remember(at.data, manifest.created_at, out)
    return Made(out, out.stat().st_size, manifest)


def _write(making: Path, work: Path, at: Places, ring: Keys | None, progress: Progress, *, sealed: bool) -> None:
    created = datetime.now(UTC).isoformat(timespec="seconds")
    with making.open("wb") as file:
        writer = Writer(file, ring if sealed else None, progress.tick)
        progress.stage(Words("数据库", "database"))
        dump = _embedded(at, work, progress) if at.engine == "sqlite" else postgres.dump(work, progress.tick)
        for name, part in sorted(dump.parts.items()):
            with part.open("rb") as source:
                writer.add(name, source)
            part.unlink()
        progress.stage(Words("内容包", "packs"))
        for name, part in pack_files(at):
            with part.open("rb") as source:
                writer.add(name, source)
        if at.seals.is_file():
            with at.seals.open("rb") as source:
                writer.add("seals.txt", source)
        progress.stage(Words("材料", "papers"))
        papers = 0
        for part in sealed_files(at.papers):
            try:
                with part.open("rb") as source:
                    writer.add(f"papers/{part.parent.name}/{part.name}", source)
            except FileNotFoundError:
                continue  # erased since the list was made: the wish of the person goes before the backup
            papers += 1
        writer.close(
            Manifest(
                zoutong=__version__,
                engine=at.engine,
                created_at=created,
                migrations=dump.migrations,
                counts=dump.counts,
                papers=papers,
                keys=tuple(name for name in (ring.keys if ring else {}) if re.fullmatch(r"k\d+", name)),
                pack=pack_served(at),
                parts=tuple(writer.parts),
                columns=dump.columns,
                sequences=dump.sequences,
            )
        )


def _embedded(at: Places, work: Path, progress: Progress) -> Dump:
    """Copy the embedded database and compress the copy."""
    copy, packed = work / "copy.sqlite3", work / "copy.gz"
    try:
        sqlite.snapshot(at.database, copy, progress.tick)
        progress.stage(Words("压缩数据库", "packing the database"))
        counts, migrations = sqlite.counts(copy), sqlite.migrations(copy)
    except sqlite.Trouble as trouble:
        raise Fault(
            "backup.database",
            Words(f"数据库读不了：{trouble}。", f"the database cannot be read: {trouble}."),
            cure=Words("运行 zoutong doctor。", "Run zoutong doctor."),
            file=str(at.database),
        ) from None
    sqlite.pack(copy, packed)
    copy.unlink()
    return Dump({sqlite.PART: packed}, counts, migrations)


def _sweep(folder: Path) -> None:
    """Take away what a backup that was killed left half-made more than a day ago: it holds a copy of the database."""
    for left in folder.glob(".backup-*"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - 24 * 60 * 60:
                shutil.rmtree(left)


def _nothing(file: Path) -> Fault:
    return Fault(
        "backup.nothing",
        Words("这里还没有数据库，没有可备份的。", "there is no database here yet; there is nothing to back up."),
        cure=Words("请检查 ZOUTONG_DATA。", "Look at ZOUTONG_DATA."),
        file=str(file),
    )
