"""Knows how the embedded database is copied while others write to it, and how a copy is made ready."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web.safekeeping.manifest import not_a_backup

PART = "database/zoutong.sqlite3.gz"
_PAGES = 2000
Trouble = sqlite3.Error


def snapshot(database: Path, copy: Path, tick: Callable[[int], None]) -> None:
    """Copy the database as it is at one moment; writers are not held up and nothing of what they write later gets in."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True, timeout=20, isolation_level=None)) as source:
        # Not opened read-only: such a connection, when it is the last, leaves the write-ahead log lying about.
        source.execute("PRAGMA query_only=ON")
        # The open read transaction pins the moment: without it every foreign write would make the copy begin anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        size = source.execute("PRAGMA page_size").fetchone()[0]
        before = 0

        def progress(_: int, remaining: int, total: int) -> None:
            nonlocal before
            done = (total - remaining) * size
            tick(max(0, done - before))
            before = done

        with closing(sqlite3.connect(copy, isolation_level=None)) as target:
            source.backup(target, pages=_PAGES, progress=progress, sleep=0)
            target.execute("PRAGMA journal_mode=DELETE")


def pack(copy: Path, out: Path) -> None:
    """Compress the copy; level 3 takes most of what there is to take in a fifth of the time."""
    with copy.open("rb") as source, gzip.open(out, "wb", compresslevel=3) as packed:
        shutil.copyfileobj(source, packed, 1 << 20)


def unpack(packed: Path, out: Path) -> None:
    """Undo ``pack`` and look whether the database is whole; Fault when it is not."""
    try:
        with gzip.open(packed, "rb") as source, out.open("xb") as plain:
            shutil.copyfileobj(source, plain, 1 << 20)
        with closing(sqlite3.connect(out)) as database:
            if database.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise not_a_backup()
    except (gzip.BadGzipFile, EOFError, sqlite3.DatabaseError):
        raise not_a_backup() from None


def counts(database: Path) -> dict[str, int]:
    """Count the rows of every table."""
    with closing(sqlite3.connect(database)) as connection:
        names = [
            r[0]
            for r in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
        ]
        return {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in sorted(names)}  # noqa: S608 - names of its own tables


def migrations(database: Path) -> tuple[tuple[str, str], ...]:
    """Name the migrations that were done to it, in their order."""
    with closing(sqlite3.connect(database)) as connection:
        return tuple(connection.execute("SELECT app, name FROM django_migrations ORDER BY id"))


def close_down(database: Path) -> None:
    """Bring everything into the one file; Fault ``restore.running`` when another process still has it open."""
    try:
        with closing(sqlite3.connect(database, timeout=1)) as connection:
            # Leaving the write-ahead log needs the database for oneself: the plainest test whether somebody else is there.
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError as trouble:
        if "locked" not in str(trouble):
            return  # damaged: exactly what a restore is for
        mode = "locked"
    except sqlite3.DatabaseError:
        return
    if mode != "delete":
        raise Fault(
            "restore.running",
            Words("走通还在运行，数据库正被使用。", "Zoutong is still running; the database is in use."),
            cure=Words("请先停止服务，再恢复。", "Stop the service first, then restore."),
            file=str(database),
        )
