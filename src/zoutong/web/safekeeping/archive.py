"""Knows the file of a backup: a plain tar, sealed or not, whose last member says what all the others must be."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, BinaryIO, cast

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.papers.sealed import MAGIC, Keys, Sealer, unseal
from zoutong.web.safekeeping.manifest import LONGEST, NAME, Manifest, Part, not_a_backup, read_manifest, safe

_LABEL = b"zoutong backup"
_PIECE = 1 << 18
Tick = Callable[[int], None]
"""Told how many bytes more are done."""


class Writer:
    """Writes the parts of a backup one after the other and remembers their digests."""

    def __init__(self, out: BinaryIO, keys: Keys | None, tick: Tick) -> None:
        self.parts: list[Part] = []
        self._sealing = _Sealing(out, keys) if keys else None
        through = cast("BinaryIO", self._sealing) if self._sealing else out
        self._tar = tarfile.open(mode="w|", fileobj=through, format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by ``close``
        self._tick = tick

    def add(self, name: str, source: BinaryIO) -> None:
        """Add an open file under this name; it may be unlinked meanwhile, but must not change."""
        about = tarfile.TarInfo(name)
        about.size = os.fstat(source.fileno()).st_size
        about.mode = 0o600
        counted = _Counted(source, self._tick)
        self._tar.addfile(about, cast("BinaryIO", counted))
        self.parts.append(Part(name, about.size, counted.digest.hexdigest()))

    def close(self, manifest: Manifest) -> None:
        """Add what the backup says of itself, and end it."""
        data = manifest.to_json()
        about = tarfile.TarInfo(NAME)
        about.size, about.mode = len(data), 0o600
        self._tar.addfile(about, io.BytesIO(data))
        self._tar.close()
        if self._sealing:
            self._sealing.end()


def read(file: Path, keys: Keys | None, place: Callable[[str], Path] | None, tick: Tick) -> Manifest:
    """Read a backup to its end and compare every digest; write each part where ``place`` says (None: only compare).

    Fault when the file is no backup, damaged in any part, sealed while there are no keys, or sealed under a key that is not there.
    """
    found: dict[str, Part] = {}
    last: bytes | None = None
    try:
        with file.open("rb") as raw, tarfile.open(mode="r|", fileobj=_opened(raw, keys)) as tar:
            for member in tar:
                if last is not None or not member.isreg() or not (safe(member.name) or member.name == NAME) or member.name in found:
                    raise not_a_backup()
                content = tar.extractfile(member)
                if content is None:
                    raise not_a_backup()
                if member.name == NAME:
                    last = content.read(LONGEST)
                else:
                    found[member.name] = _take(member.name, content, place(member.name) if place else None, tick)
    except (tarfile.TarError, EOFError, UnicodeDecodeError):
        raise not_a_backup() from None
    except OSError as trouble:
        raise disk_trouble(file, trouble) from None
    if last is None:
        raise not_a_backup()
    manifest = read_manifest(last)
    if {part.name: part for part in manifest.parts} != found:
        raise not_a_backup()
    return manifest


@contextmanager
def whole_or_nothing(out: Path) -> Iterator[Path]:
    """Give a place to write to, which gets its name only when the block ends well; Fault when there is one of this name already."""
    if out.exists():
        raise Fault(
            "backup.there",
            Words("这个文件已经有了，没有改动它。", "there is such a file already; it was left as it is."),
            cure=Words("请换一个名字。", "Choose another name."),
            file=str(out),
        )
    making = out.with_name(f".{out.name}.{token_hex(4)}.making")
    try:
        os.close(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield making
        with making.open("rb") as file:
            os.fsync(file.fileno())
        making.replace(out)
    except OSError as trouble:
        raise disk_trouble(out, trouble) from None
    finally:
        with suppress(OSError):
            making.unlink(missing_ok=True)


def disk_trouble(file: Path, trouble: OSError) -> Fault:
    """Make the Fault for a disk that refuses."""
    reason = os.strerror(trouble.errno) if trouble.errno else str(trouble)
    return Fault(
        "backup.disk",
        Words(f"读写失败：{reason}。", f"reading or writing failed: {reason}."),
        cure=Words("请检查路径、权限和磁盘空间。", "Look at the path, the permissions and the free space."),
        file=str(trouble.filename or file),
    )


def _take(name: str, content: IO[bytes], out: Path | None, tick: Tick) -> Part:
    """Read one part to its end, writing it down or not."""
    digest, size = hashlib.sha256(), 0
    if out:
        out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with out.open("xb") if out else io.BytesIO() as writing:
        while piece := content.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            if out:
                writing.write(piece)
            tick(len(piece))
        if out:
            # What takes the place of the old data must be on the disk before it does.
            writing.flush()
            os.fsync(writing.fileno())
    return Part(name, size, digest.hexdigest())


def _opened(raw: BinaryIO, keys: Keys | None) -> BinaryIO:
    """See through the seal where there is one; of the file only ``read`` is asked."""
    begin = raw.read(len(MAGIC))
    raw.seek(0)
    if begin != MAGIC:
        return raw
    if keys is None:
        raise Fault(
            "backup.sealed",
            Words("这份备份是加密的，要有当时的密钥才能打开。", "this backup is sealed; it opens only with the keys of its time."),
            cure=Words("把密钥文件放好，并设置 ZOUTONG_KEYS。", "Put the key file in place and set ZOUTONG_KEYS."),
        )
    return cast("BinaryIO", _Unsealing(unseal(raw, keys, _LABEL)))


class _Counted:
    """A file that is digested while it is read."""

    def __init__(self, source: BinaryIO, tick: Tick) -> None:
        self.digest = hashlib.sha256()
        self._source, self._tick = source, tick

    def read(self, size: int) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        self._tick(len(piece))
        return piece


class _Sealing:
    """A file to write to that seals what it is given."""

    def __init__(self, out: BinaryIO, keys: Keys) -> None:
        self._out, self._sealer = out, Sealer(keys, _LABEL)

    def write(self, data: bytes) -> int:
        self._out.write(self._sealer.add(data))
        return len(data)

    def end(self) -> None:
        self._out.write(self._sealer.end())


class _Unsealing:
    """A file to read from that gives the plain content of sealed pieces."""

    def __init__(self, plain: Iterator[bytes]) -> None:
        self._plain, self._waiting = plain, bytearray()

    def read(self, size: int) -> bytes:
        while len(self._waiting) < size and (piece := next(self._plain, b"")):
            self._waiting += piece
        given = bytes(self._waiting[:size])
        del self._waiting[:size]
        return given
