"""Knows how papers are kept: sealed files in a folder outside the database, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.papers.sealed import Keys, broken_seal, key_of, seal, unseal

SUFFIX = ".sealed"
_ID = re.compile(r"[0-9a-f]{32}")
_ABANDONED_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Kept:
    """What the caller's record must remember of a paper: its random id, SHA-256 (hex) and size of the plain content, and the key's id."""

    id: str
    sha256: str
    size: int
    key: str


@dataclass(frozen=True, slots=True)
class Vault:
    """A folder of sealed papers: ``ab/ab12….sealed``, and ``making`` for what is not yet whole."""

    folder: Path
    keys: Keys

    def put(self, content: Iterable[bytes]) -> Kept:
        """Keep a content under a new random id; it is there, whole and on the disk, when this returns, and else not at all.

        The sealed file is read back and compared before it gets its name. Fault ``paper.not_kept`` when the disk refuses.
        """
        id = secrets.token_hex(16)  # noqa: A001 - the word of the record
        digest, size = self._write(id, content)
        return Kept(id, digest, size, self.keys.current)

    def read(self, id: str) -> Iterator[bytes]:  # noqa: A002 - see put
        """Give the plain content in pieces of at most 64 kB; Fault when it is not there, was changed, or its key is gone."""
        with self._open(id) as source:
            yield from unseal(source, self.keys, id.encode())

    def check(self, kept: Kept) -> None:
        """Read a paper to its end; Fault when it is not what was kept."""
        digest, size = _digest(self.read(kept.id))
        if (digest, size) != (kept.sha256, kept.size):
            raise broken_seal()

    def holds(self, id: str) -> bool:  # noqa: A002 - see put
        """Tell whether there is a paper of this id."""
        return self._place(id).is_file()

    def erase(self, id: str) -> bool:  # noqa: A002 - see put
        """Take a paper away for good; False when there was none. Copies in backups go when the backups go."""
        place = self._place(id)
        try:
            place.unlink()
        except FileNotFoundError:
            return False
        except OSError as trouble:
            raise _not_kept(trouble) from None
        _sync(place.parent)
        return True

    def ids(self) -> Iterator[str]:
        """Go over the ids of everything kept."""
        for place in sealed_files(self.folder):
            yield place.name.removesuffix(SUFFIX)

    def orphans(self, known: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Give the ids that are kept but unknown to the caller's records, and those in the records that are not kept."""
        kept = frozenset(self.ids())
        return kept - frozenset(known), frozenset(known) - kept

    def untouched(self, now: float | None = None) -> Iterator[frozenset[str]]:
        """Give the ids of files that nobody has touched for a day, folder by folder: younger ones may still get their record."""
        latest = (time.time() if now is None else now) - _ABANDONED_S
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            found = set()
            for place in sealed_files(self.folder, folder.name):
                with suppress(FileNotFoundError):
                    if place.stat().st_mtime < latest:
                        found.add(place.name.removesuffix(SUFFIX))
            yield frozenset(found)

    def key_of(self, id: str) -> str:  # noqa: A002 - see put
        """Give the id of the key that a paper is sealed with."""
        with self._open(id) as source:
            return key_of(source)

    def rekey(self, id: str) -> bool:  # noqa: A002 - see put
        """Seal a paper again with the current key; False when it was already. The old file stands until the new one is whole.

        A paper that is erased in the same instant may come back without a record; ``orphans`` names it.
        """
        if self.key_of(id) == self.keys.current:
            return False
        self._write(id, self.read(id), again=True)
        return True

    def sweep(self, now: float | None = None) -> int:
        """Take away what was left half-made more than a day ago by a process that died; give how many files."""
        swept = 0
        for place in (self.folder / "making").glob("*"):
            with suppress(FileNotFoundError):
                if place.stat().st_mtime < (time.time() if now is None else now) - _ABANDONED_S:
                    place.unlink()
                    swept += 1
        return swept

    def _write(self, id: str, content: Iterable[bytes], *, again: bool = False) -> tuple[str, int]:  # noqa: A002 - see put
        place, making = self._place(id), self.folder / "making" / f"{id}.{secrets.token_hex(4)}"
        try:
            for folder in (making.parent, place.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            digest, size = self._make(making, id, content)
            with making.open("rb") as source:
                if _digest(unseal(source, self.keys, id.encode())) != (digest, size):
                    raise broken_seal()
            if again and not place.is_file():
                return digest, size
            making.replace(place)
            _sync(place.parent)
            _sync(self.folder)
        except OSError as trouble:
            raise _not_kept(trouble) from None
        finally:
            with suppress(OSError):
                making.unlink(missing_ok=True)
        return digest, size

    def _make(self, making: Path, id: str, content: Iterable[bytes]) -> tuple[str, int]:  # noqa: A002 - see put
        digest, size = hashlib.sha256(), 0

        def counted() -> Iterator[bytes]:
            nonlocal size
            for piece in content:
                digest.update(piece)
                size += len(piece)
                yield piece

        with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for piece in seal(counted(), self.keys, id.encode()):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        return digest.hexdigest(), size

    def _open(self, id: str) -> BinaryIO:  # noqa: A002 - see put
        try:
            return self._place(id).open("rb")
        except FileNotFoundError:
            raise Fault(
                "paper.absent",
                Words("这份材料的文件不在了。", "The file of this paper is not there."),
                cure=Words("请联系管理员，用备份恢复。", "Tell the administrator to restore it from a backup."),
            ) from None
        except OSError as trouble:
            raise _not_kept(trouble) from None

    def _place(self, id: str) -> Path:  # noqa: A002 - see put
        if not _ID.fullmatch(id):
            raise Fault("paper.id", Words("没有这样编号的材料。", "There is no paper of this id."))
        return self.folder / id[:2] / f"{id}{SUFFIX}"


def sealed_files(folder: Path, part: str = "[0-9a-f][0-9a-f]") -> Iterator[Path]:
    """Go over the files of everything kept in a vault's folder, or a part of it, as they lie sealed: a backup copies them without any key."""
    for place in sorted(folder.glob(f"{part}/*{SUFFIX}")):
        if _ID.fullmatch(place.name.removesuffix(SUFFIX)):
            yield place


def pieces(source: BinaryIO, size: int = 1 << 16) -> Iterator[bytes]:
    """Give a stream from its beginning, piece by piece."""
    source.seek(0)
    while piece := source.read(size):
        yield piece


def _digest(content: Iterable[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in content:
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _sync(folder: Path) -> None:
    """Bring a folder's own entries to the disk, where the system knows how."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _not_kept(trouble: OSError) -> Fault:
    reason = os.strerror(trouble.errno) if trouble.errno else type(trouble).__name__
    return Fault(
        "paper.not_kept",
        Words(f"材料没能存下来（{reason}）。案件不受影响。", f"The paper could not be kept ({reason}). The case goes on."),
        cure=Words("请稍后再提交；如果还是不行，请告诉窗口。", "Hand it in again later; if it fails again, tell the window."),
    )
