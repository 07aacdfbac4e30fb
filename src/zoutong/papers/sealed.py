"""Knows how a stream is sealed piece by piece: AES-256-GCM under a key of its own, so that nothing can be changed, cut, swapped or mixed."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

MAGIC = b"ZTSEAL1\n"
PIECE = 1 << 16
"""Bytes of plain content in one piece; the memory that sealing takes, whatever the size of the paper."""
_SALT, _TAG = 32, 16
_LONGEST_ID = 64


class Keys(Protocol):
    """What sealing asks of a ring of keys: the keys of 32 bytes by id, and the id of the one that new content is sealed with."""

    @property
    def current(self) -> str:
        """The id of the key in force."""
        ...

    @property
    def keys(self) -> Mapping[str, bytes]:
        """Every key of the ring by its id."""
        ...


# Layout: MAGIC · length of the key id (1 byte) · key id · salt (32 bytes) · pieces, each PIECE bytes + 16 of tag, the last one
# shorter or equal. Nonce of piece n: n in 8 bytes · 0 · 0 · 0 · 1 for the last, else 0 (the STREAM construction), under a key that
# HKDF-SHA256 derives from the ring's key and the salt for this one content, so that no nonce ever serves twice. What the content
# belongs to (``label``) is authenticated with every piece.
class Sealer:
    """Seals one content under the current key of the ring; ``add`` takes plain bytes, ``end`` closes; both give sealed bytes."""

    def __init__(self, keys: Keys, label: bytes) -> None:
        id, salt = keys.current.encode(), os.urandom(_SALT)  # noqa: A001 - the word of the key file
        head = MAGIC + bytes([len(id)]) + id + salt
        self._cipher = _cipher(keys, keys.current, salt)
        self._label = head + label
        self._waiting = bytearray()
        self._ready = [head]
        self._number = 0

    def add(self, plain: bytes) -> bytes:
        """Take some plain bytes; give what is sealed so far, which may be nothing."""
        self._waiting += plain
        done = 0
        # The last whole piece waits: whether it is the last of all, only ``end`` knows.
        while len(self._waiting) - done > PIECE:
            self._give(bytes(self._waiting[done : done + PIECE]), last=False)
            done += PIECE
        del self._waiting[:done]
        return self._taken()

    def end(self) -> bytes:
        """Give the rest with the mark of the end."""
        self._give(bytes(self._waiting), last=True)
        return self._taken()

    def _give(self, plain: bytes, *, last: bool) -> None:
        self._ready.append(self._cipher.encrypt(_nonce(self._number, last=last), plain, self._label))
        self._number += 1

    def _taken(self) -> bytes:
        ready, self._ready = b"".join(self._ready), []
        return ready


def seal(plain: Iterable[bytes], keys: Keys, label: bytes) -> Iterator[bytes]:
    """Give the sealed form of a content in pieces, the size of those that come in."""
    sealer = Sealer(keys, label)
    for some in plain:
        if ready := sealer.add(some):
            yield ready
    yield sealer.end()


def unseal(source: BinaryIO, keys: Keys, label: bytes) -> Iterator[bytes]:
    """Give the plain content in pieces; Fault ``paper.seal`` at the first piece that is not as it was sealed, or when the end is missing.

    Pieces that were given before are what was sealed; whether they are all is known only when this ends without a Fault.
    """
    head, id, salt = _head(source)  # noqa: A001 - the word of the key file
    cipher = _cipher(keys, id, salt)
    number = 0
    piece = source.read(PIECE + _TAG)
    while True:
        following = source.read(PIECE + _TAG)
        try:
            plain = cipher.decrypt(_nonce(number, last=not following), piece, head + label)
        except (InvalidTag, ValueError):
            raise broken_seal() from None
        if plain:
            yield plain
        if not following:
            return
        piece = following
        number += 1


def key_of(source: BinaryIO) -> str:
    """Give the id of the key that a content is sealed with; Fault when it is not sealed."""
    return _head(source)[1]


def _head(source: BinaryIO) -> tuple[bytes, str, bytes]:
    begin = source.read(len(MAGIC) + 1)
    if len(begin) <= len(MAGIC) or not begin.startswith(MAGIC) or not 0 < begin[-1] <= _LONGEST_ID:
        raise broken_seal()
    rest = source.read(begin[-1] + _SALT)
    if len(rest) != begin[-1] + _SALT:
        raise broken_seal()
    try:
        return begin + rest, rest[: begin[-1]].decode(), rest[begin[-1] :]
    except UnicodeDecodeError:
        raise broken_seal() from None


def _cipher(keys: Keys, id: str, salt: bytes) -> AESGCM:  # noqa: A002 - the word of the key file
    key = keys.keys.get(id)
    if key is None:
        raise Fault(
            "paper.key",
            Words(f"缺少密钥“{id}”，打不开。", f"The key “{id}” is missing; this cannot be opened."),
            cure=Words("把它放回 ZOUTONG_KEYS 指向的文件。", "Put it back into the file that ZOUTONG_KEYS names."),
        )
    return AESGCM(HKDF(SHA256(), 32, salt, b"zoutong paper").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">QI", number, int(last))


def broken_seal() -> Fault:
    """Make the Fault for a content that is not as it was sealed."""
    return Fault(
        "paper.seal",
        Words("这份材料的存档被改动或损坏了，打不开。", "What was kept of this paper has been changed or damaged; it cannot be opened."),
        cure=Words("请联系管理员，用备份恢复。", "Tell the administrator to restore it from a backup."),
    )
