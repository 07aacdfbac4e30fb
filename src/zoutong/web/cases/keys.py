"""Knows the keys of the store: they lie in a file outside the database, the first is used for what is written now."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

NONCE = 12
KEY = 32
_ID = re.compile(r"[a-z][a-z0-9]{0,15}")
FOR_SEARCH = "search"
FOR_SEALS = "seals"
FIXED = (FOR_SEARCH, FOR_SEALS)
"""Keys that never encrypt: one makes search words unreadable, the other signs the seals. Rotating leaves them as they are."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys by name; ``current`` encrypts, all the others only decrypt what is still under them."""

    current: str
    keys: Mapping[str, bytes]

    def encrypt(self, plain: bytes, aad: bytes) -> bytes:
        """Encrypt with the current key; ``aad`` binds the result to its place, so that it cannot be put anywhere else."""
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self.keys[self.current]).encrypt(nonce, plain, aad)

    def decrypt(self, key_id: str, blob: bytes, aad: bytes) -> bytes:
        """Decrypt; Fault ``keys.absent`` without its key, ``keys.changed`` when blob or place are not what was written."""
        key = self.keys.get(key_id)
        if key is None or key_id in FIXED:
            raise Fault(
                "keys.absent",
                Words(f"缺少密钥“{key_id}”，这部分资料打不开。", f"The key “{key_id}” is missing; this part cannot be opened."),
                cure=Words("把它放回 ZOUTONG_KEYS 指向的文件。", "Put it back into the file that ZOUTONG_KEYS names."),
            )
        try:
            return AESGCM(key).decrypt(bytes(blob[:NONCE]), bytes(blob[NONCE:]), aad)
        except InvalidTag:
            raise Fault(
                "keys.changed",
                Words("这部分加密资料被改动过，或者换了地方。", "This encrypted part was changed, or moved from where it was written."),
                cure=Words("运行 zoutong verify，并用备份恢复。", "Run zoutong verify, and restore it from a backup."),
            ) from None

    def mark(self, purpose: str, said: bytes) -> bytes:
        """Give a keyed digest of 32 bytes for the purpose ``search`` or ``seals``."""
        return hmac.digest(self.keys[purpose], said, hashlib.sha256)


def read(path: Path) -> KeyRing:
    """Read a key file; Fault ``keys.…`` with file and row when it is absent or not sound."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Fault(
            "keys.file",
            Words("密钥文件读不了。", "The key file cannot be read."),
            cure=Words("用 zoutong keys new 新建，并设置 ZOUTONG_KEYS。", "Make one with zoutong keys new, and set ZOUTONG_KEYS."),
            file=str(path),
        ) from None
    found: dict[str, bytes] = {}
    for row, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, text = line.strip().partition(":")
        try:
            key = base64.b64decode(text, validate=True)
        except binascii.Error:
            key = b""
        if not _ID.fullmatch(name) or len(key) != KEY or name in found:
            raise Fault(
                "keys.row",
                Words("这一行不是“名称:密钥”，或者名称重复。", "This row is not “name:key”, or its name is there twice."),
                file=str(path),
                row=row,
            )
        found[name] = key
    current = next((name for name in found if name not in FIXED), None)
    if current is None or any(name not in found for name in FIXED):
        raise Fault(
            "keys.lacking",
            Words("密钥文件不完整。", "The key file is not complete."),
            cure=Words("用 zoutong keys new 新建。", "Make one with zoutong keys new."),
            file=str(path),
        )
    return KeyRing(current, found)


def new(path: Path) -> str:
    """Make a key file that only its owner may read; give the name of its key. Fault ``keys.there`` rather than overwrite one."""
    names = ("k1", *FIXED)
    try:
        _write(path, {name: secrets.token_bytes(KEY) for name in names}, exclusive=True)
    except FileExistsError:
        raise Fault(
            "keys.there",
            Words("已经有密钥文件，没有改动它。", "There is a key file already; it was left as it is."),
            cure=Words("要换密钥请用 zoutong keys rotate。", "To change the key use zoutong keys rotate."),
            file=str(path),
        ) from None
    return names[0]


def rotate(path: Path) -> str:
    """Put a new key in front of the others; give its name. What is encrypted keeps its old key until it is encrypted anew."""
    ring = read(path)
    numbers = [int(name[1:]) for name in ring.keys if re.fullmatch(r"k\d+", name)]
    name = f"k{max(numbers, default=0) + 1}"
    _write(path, {name: secrets.token_bytes(KEY), **ring.keys}, exclusive=False)
    ring_of.cache_clear()
    return name


def drop(path: Path, names: frozenset[str]) -> None:
    """Take keys out of the file under which nothing is encrypted any more; never the current one nor the fixed ones."""
    ring = read(path)
    _write(path, {n: k for n, k in ring.keys.items() if n not in names or n == ring.current or n in FIXED}, exclusive=False)
    ring_of.cache_clear()


def _write(path: Path, keys: Mapping[str, bytes], *, exclusive: bool) -> None:
    """Write the file under another name first: a power cut leaves the old one or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{name}:{base64.b64encode(key).decode()}\n" for name, key in keys.items())
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if exclusive:
            os.link(beside, path)
        else:
            beside.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()


@lru_cache(maxsize=4)
def ring_of(path: Path, changed: int) -> KeyRing:
    """Read a key file once for each time it was changed."""
    return read(path)


def ring() -> KeyRing:
    """Give the keys in force; for a first look a file is made where there is none. Fault when real people are served without."""
    path = Path(settings.ZOUTONG_KEYS)
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        if settings.PRODUCTION:
            return read(path)
        with contextlib.suppress(Fault):  # another process may have made it in this very moment
            new(path)
        changed = path.stat().st_mtime_ns
    return ring_of(path, changed)
