"""Knows the outer structure of JPEG, PNG and WebP: how large the picture is, and whether the file goes to its end."""

from __future__ import annotations

import struct
from typing import BinaryIO

from zoutong.papers.kinds import Limits, refusal, too_many_pixels
from zoutong.papers.signatures import holds

_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_ALONE = {0x01, *range(0xD0, 0xD9)}
_PARTS = 20_000


def measure(word: str, source: BinaryIO, size: int, limits: Limits) -> tuple[int, int]:
    """Give width and height in pixels; Fault when the file is cut off, damaged or too large to open. ``size`` is the file's, in bytes."""
    source.seek(0)
    try:
        width, height = {"jpeg": _jpeg, "png": _png, "webp": _webp}[word](source, size)
    except struct.error:
        raise refusal("truncated") from None
    check_size(width, height, limits)
    return width, height


def check_size(width: int, height: int, limits: Limits) -> None:
    """Raise a Fault for a picture without area, or with more than may be opened."""
    if width < 1 or height < 1:
        raise refusal("damaged")
    if width * height > limits.pixels or max(width, height) > limits.side:
        raise too_many_pixels(width, height)


def _jpeg(source: BinaryIO, size: int) -> tuple[int, int]:
    """Walk the segments up to the picture data, then look for the end mark (ITU-T T.81, annex B)."""
    source.seek(2)
    width = height = 0
    for _ in range(_PARTS):
        mark = source.read(2)
        if len(mark) < 2:
            raise refusal("truncated")
        if mark[0] != 0xFF:
            raise refusal("damaged")
        if mark[1] == 0xFF:  # a filling byte
            source.seek(-1, 1)
            continue
        if mark[1] in _ALONE:
            continue
        length = struct.unpack(">H", source.read(2))[0]
        after = source.tell() + length - 2
        if length < 2:
            raise refusal("damaged")
        if after > size:
            raise refusal("truncated")
        if mark[1] in _FRAMES:
            _, h, w = struct.unpack(">BHH", source.read(5))
            width, height = max(width, w), max(height, h)
        source.seek(after)
        if mark[1] == 0xDA:
            if not holds(source, b"\xff\xd9"):
                raise refusal("truncated")
            return width, height
    raise refusal("damaged")


def _png(source: BinaryIO, size: int) -> tuple[int, int]:
    """Walk the chunks to IEND (ISO 15948, 5)."""
    source.seek(8)
    width = height = 0
    for _ in range(_PARTS * 5):
        length, name = struct.unpack(">I4s", source.read(8))
        if width == 0:
            if name != b"IHDR" or length != 13:
                raise refusal("damaged")
            width, height = struct.unpack(">II", source.read(8))
            if not (width and height):
                raise refusal("damaged")
            length -= 8
        if source.tell() + length + 4 > size:
            raise refusal("truncated")
        if name == b"IEND":
            return width, height
        source.seek(length + 4, 1)
    raise refusal("damaged")


def _webp(source: BinaryIO, size: int) -> tuple[int, int]:
    """Read the RIFF length and the first chunk (RFC 9649)."""
    _, length, _, first, _ = struct.unpack("<4sI4s4sI", source.read(20))
    if length + 8 > size:
        raise refusal("truncated")
    data = source.read(10)
    if len(data) < 10:
        raise refusal("truncated")
    if first == b"VP8X":
        return int.from_bytes(data[4:7], "little") + 1, int.from_bytes(data[7:10], "little") + 1
    if first == b"VP8L" and data[0] == 0x2F:
        bits = int.from_bytes(data[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if first == b"VP8 " and data[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[6:10])
        return width & 0x3FFF, height & 0x3FFF
    raise refusal("damaged")
