"""Knows how a backup is put back: everything is compared and made ready beside what is there, then all changes places at once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.papers.sealed import Keys
from zoutong.web.safekeeping import postgres, sqlite
from zoutong.web.safekeeping.archive import disk_trouble, read
from zoutong.web.safekeeping.backup import Progress
from zoutong.web.safekeeping.manifest import Manifest, newer, not_a_backup
from zoutong.web.safekeeping.places import Places


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back; ``aside``: where that lies which was there before (folders, a schema); ``upgrades``: migrations done to it since the backup.

    ``lacking``: ids of keys that were in force then and are not in the ring now, without which a part cannot be opened.
    """

    manifest: Manifest
    aside: tuple[str, ...]
    upgrades: int
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Staging:
    """Where the parts wait: each beside the place it is for, so that changing places is one rename on one disk."""

    data: Path
    papers: Path
    seals: Path

    def of(self, name: str) -> Path:
        top, _, rest = name.partition("/")
        return self.papers / rest if top == "papers" else self.seals if top == "seals.txt" else self.data / name


def restore(file: Path, at: Places, ring: Keys | None, progress: Progress, *, replace: bool = False) -> Restored:
    """Put a backup back; until everything in it has been found whole and is ready, nothing that is there is touched.

    Fault when the file is no whole backup, of another engine or of a newer program, when something is there already and ``replace``
    is not said, or when the service still runs.
    """
    if not file.is_file():
        raise Fault("restore.absent", Words("没有这个文件。", "there is no such file."), file=str(file))
    if at.engine == "postgresql":
        postgres.leave_the_pool()
    there = _something_there(at)
    if there and not replace:
        raise Fault(
            "restore.there",
            Words("这里已经有数据，没有改动它。", "there are data here already; they were left as they are."),
            cure=Words(
                "确实要换掉，请加 --replace；原有的会放到一边，不会删。",
                "To replace them say --replace; what is there is put aside, not deleted.",
            ),
            file=there,
        )
    stamp = datetime.now(UTC).strftime("%Y%m%dt%H%M%S%f")
    with _staging(at, stamp) as staging:
        progress.stage(Words("核对", "checking"))
        manifest = read(file, ring, staging.of, progress.tick)
        _check(manifest, at)
        progress.stage(Words("数据库", "database"))
        try:
            if at.engine == "sqlite":
                _make_embedded(manifest, staging, at, progress)
                _change_places(_moves(at, staging, stamp))
                schema = ""
            else:
                schema = _through_schemas(manifest, staging, at, stamp, progress)
        except DatabaseError as trouble:
            raise Fault(
                "restore.database",
                Words(f"数据库不接受：{trouble}。", f"the database refused: {trouble}."),
                cure=Words("原有的数据没有改动。", "What was there has been left as it was."),
            ) from None
        except OSError as trouble:
            raise disk_trouble(at.data, trouble) from None
    lacking = tuple(name for name in manifest.keys if ring is None or name not in ring.keys)
    folders = [str(p) for p in _asides(at, stamp) if p.exists() and p.parent.name != f"aside-{stamp}"]
    return Restored(manifest, (*folders, *filter(None, [schema])), _migrations_now() - len(manifest.migrations), lacking)


def _something_there(at: Places) -> str:
    """Name what is there already; empty where there is nothing."""
    if at.engine == "sqlite" and at.database.exists():
        return str(at.database)
    if at.engine == "postgresql" and not postgres.is_empty():
        return at.engine
    return next((str(p) for p in (at.papers, at.packs) if p.is_dir() and any(q.is_file() for q in p.rglob("*"))), "")


@contextmanager
def _staging(at: Places, stamp: str) -> Iterator[_Staging]:
    staging = _Staging(
        at.data / f".restoring-{stamp}", at.papers.with_name(f".restoring-papers-{stamp}"), at.seals.with_name(f".restoring-seals-{stamp}")
    )
    try:
        for folder in (staging.data, staging.papers):
            folder.mkdir(mode=0o700, parents=True)
        yield staging
    except OSError as trouble:
        raise disk_trouble(at.data, trouble) from None
    finally:
        for folder in (staging.data, staging.papers):
            shutil.rmtree(folder, ignore_errors=True)
        staging.seals.unlink(missing_ok=True)


def _check(manifest: Manifest, at: Places) -> None:
    """Look whether this program can take it."""
    if manifest.engine != at.engine:
        raise Fault(
            "restore.engine",
            Words(
                f"备份来自 {manifest.engine}，现在的数据库是 {at.engine}。",
                f"the backup is of {manifest.engine}, and the database here is {at.engine}.",
            ),
            cure=Words("请按备份来设置 ZOUTONG_DATABASE。", "Set ZOUTONG_DATABASE as it was for the backup."),
        )
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    if not set(manifest.migrations) <= known:
        raise newer()


def _make_embedded(manifest: Manifest, staging: _Staging, at: Places, progress: Progress) -> None:
    """Unpack the database beside the one in use, compare it with the manifest, and bring it up to date."""
    fresh = staging.data / at.database.name
    try:
        sqlite.unpack(staging.data / sqlite.PART, fresh)
        if sqlite.counts(fresh) != dict(manifest.counts) or sqlite.migrations(fresh) != manifest.migrations:
            raise not_a_backup()
    except (FileNotFoundError, sqlite.Trouble):
        raise not_a_backup() from None
    progress.stage(Words("升级数据库", "bringing the database up to date"))
    name = connection.settings_dict["NAME"]
    try:
        connection.close()
        connection.settings_dict["NAME"] = str(fresh)
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
    sqlite.close_down(fresh)
    fresh.chmod(0o600)
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())


def _moves(at: Places, staging: _Staging, stamp: str) -> list[tuple[Path, Path]]:
    """List the renames: first what is there goes aside, then what is ready takes its place, the database last."""
    if at.engine == "sqlite" and at.database.exists():
        sqlite.close_down(at.database)
    aside, papers_aside = _asides(at, stamp)
    old = [at.packs]
    if at.seals.parent == at.data:
        old.append(at.seals)
    if at.engine == "sqlite":
        old += [at.database.with_name(at.database.name + suffix) for suffix in ("", "-wal", "-shm")]
    moves = [(place, aside / place.name) for place in old if place.exists()]
    if at.papers.exists():
        moves.append((at.papers, papers_aside))
    new = [(staging.data / "packs", at.packs), (staging.papers, at.papers)]
    # Seals that lie elsewhere bear witness to what this place has lost since the backup: those are never overwritten.
    if at.seals.parent == at.data or not at.seals.exists():
        new.append((staging.seals, at.seals))
    if at.engine == "sqlite":
        new.append((staging.data / at.database.name, at.database))
    return moves + [(ready, place) for ready, place in new if ready.exists()]


def _asides(at: Places, stamp: str) -> tuple[Path, Path]:
    """Name the places for what was there before: for the data, and for the papers, whose disk may be another one."""
    aside = at.data / f"aside-{stamp}"
    return aside, aside / at.papers.name if at.papers.parent == at.data else at.papers.with_name(f"{at.papers.name}-aside-{stamp}")


def _change_places(moves: list[tuple[Path, Path]], finish: Callable[[], None] | None = None) -> None:
    """Do all the renames, or undo those that were done."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            source.rename(target)
            done.append((source, target))
        if finish:
            finish()
    except BaseException:
        for source, target in reversed(done):
            target.rename(source)
        raise


def _through_schemas(manifest: Manifest, staging: _Staging, at: Places, stamp: str, progress: Progress) -> str:
    """Load into a schema beside the one in use, then change places with files and schema; name the old one's."""
    empty = postgres.is_empty()
    if not empty:
        postgres.check_nobody_else()
    with postgres.beside(stamp) as usual:
        postgres.load(staging.data / "database", manifest, progress.tick)
        _change_places(_moves(at, staging, stamp), lambda: postgres.swap(stamp, usual, aside=not empty))
    return "" if empty else f"aside_{stamp}"


def _migrations_now() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        return int(cursor.fetchone()[0])
