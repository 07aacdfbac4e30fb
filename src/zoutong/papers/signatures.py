"""Knows the first bytes of files: those of the kinds that are taken, and those of what is refused with a sentence of its own."""

from __future__ import annotations

import re
from typing import BinaryIO

HEAD = 4096
"""How many bytes of the beginning are looked at."""

# Our own short table, not a library of hundreds of formats: each kind that is taken is proved by its structure afterwards, and
# everything else is refused anyway; the table only chooses the kinder sentence. The word is a kind's code, a container
# ("zip", "boxes", "ole", "riff") that is looked into, or a code of kinds.REFUSED.
_LONG: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"%PDF-", "pdf"),
    (0, b"PK\x03\x04", "zip"),
    (4, b"ftyp", "boxes"),
    (0, b"#!AMR\n", "amr"),
    (0, b"#!AMR-WB\n", "amr"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"RIFF", "riff"),
    (0, b"\x7fELF", "program"),
    (0, b"\xca\xfe\xba\xbe", "program"),
    (0, b"\xce\xfa\xed\xfe", "program"),
    (0, b"\xcf\xfa\xed\xfe", "program"),
    (0, b"\xfe\xed\xfa\xce", "program"),
    (0, b"\xfe\xed\xfa\xcf", "program"),
    (0, b"dex\n", "program"),
    (0, b"\x00asm", "program"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "program"),
    (0, b"PK\x05\x06", "archive"),
    (0, b"PK\x07\x08", "archive"),
    (0, b"Rar!\x1a\x07", "archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive"),
    (0, b"\xfd7zXZ\x00", "archive"),
    (0, b"\x28\xb5\x2f\xfd", "archive"),
    (0, b"MSCF\x00", "archive"),
    (257, b"ustar", "archive"),
    (0, b"{\\rtf", "old_office"),
    (0, b"%!PS", "script"),
    (0, b"GIF87a", "other_picture"),
    (0, b"GIF89a", "other_picture"),
    (0, b"II*\x00", "other_picture"),
    (0, b"MM\x00*", "other_picture"),
    (0, b"8BPS", "other_picture"),
    (0, b"\x00\x00\x01\x00", "other_picture"),
    (0, b"fLaC", "other_sound"),
    (0, b"OggS", "other_sound"),
    (0, b"\x02#!SILK_V3", "other_sound"),
    (0, b"#!SILK_V3", "other_sound"),
    (0, b"\x1aE\xdf\xa3", "other_film"),
    (0, b"\x30\x26\xb2\x75", "other_film"),
    (0, b"\x00\x00\x01\xba", "other_film"),
    (0, b"FLV\x01", "other_film"),
)
# Two or three letters may also begin an honest text ("BMW …", "MZ …"): they count only where bytes follow that no text has.
_SHORT: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"ID3", "mp3"),
    (b"MZ", "program"),
    (b"BM", "other_picture"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
)
_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_CHUNK = 1 << 16
_MARKS = (b"\xef\xbb\xbf", b" ", b"\t", b"\r", b"\n")


def sniff(head: bytes) -> str:
    """Give the word for a file that begins so; ``text`` where nothing is known and nothing speaks against it, else ``unknown``."""
    for offset, signature, word in _LONG:
        if head.startswith(signature, offset):
            return word
    binary = _CONTROLS.search(head[:512]) is not None
    for signature, word in _SHORT:
        if head.startswith(signature) and (binary or word == "jpeg"):
            return word
    if mp3_frame(head, 0):
        return "mp3"
    if head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xF6 == 0xF0:
        return "other_sound"
    if _unmarked(head).startswith(b"%PDF-"):
        return "pdf"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    return "unknown" if binary else "text"


def mp3_frame(data: bytes, at: int) -> int:
    """Give the length of the MPEG layer III frame that begins here, 0 where none does (ISO 11172-3, 2.4.2.3)."""
    if at < 0 or len(data) < at + 4 or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return 0
    version, rate, sampling, padding = data[at + 1] >> 3 & 3, data[at + 2] >> 4, data[at + 2] >> 2 & 3, data[at + 2] >> 1 & 1
    if version == 1 or rate in (0, 15) or sampling == 3:
        return 0
    first = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)[rate]
    lower = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)[rate]
    hertz = (44100, 48000, 32000)[sampling] >> {3: 0, 2: 1, 0: 2}[version]
    return (144 if version == 3 else 72) * (first if version == 3 else lower) * 1000 // hertz + padding


def _unmarked(head: bytes) -> bytes:
    """Drop a byte-order mark and blanks before the first byte that counts."""
    while head.startswith(_MARKS):
        head = head[3:] if head.startswith(_MARKS[0]) else head[1:]
    return head


def holds(source: BinaryIO, wanted: bytes) -> bool:
    """Tell whether these bytes stand anywhere in the rest of a stream, read piece by piece."""
    tail = b""
    while chunk := source.read(_CHUNK):
        if wanted in tail + chunk:
            return True
        tail = chunk[-(len(wanted) - 1) :]
    return False
