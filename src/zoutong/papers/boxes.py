"""Knows the boxes of ISO base media files: which of HEIC, M4A, MP4 and MOV a file is, and whether all of it is there."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from zoutong.papers.kinds import HEIC, M4A, MOV, MP4, Kind, Limits, refusal
from zoutong.papers.pictures import check_size

_STILL = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_OTHER_STILL = {b"avif", b"avis", b"crx "}
_BOXES = 20_000
_LARGEST_INDEX = 32_000_000
_DEPTH = {b"moov": 1, b"trak": 2, b"mdia": 3, b"meta": 1, b"iprp": 2, b"ipco": 3}


def read_boxes(source: BinaryIO, size: int, limits: Limits) -> tuple[Kind, int, int]:
    """Give the kind, and width and height of a still picture (else 0). Fault when the file is cut off, damaged or of another kind."""
    brands = _brands(source)
    found: dict[bytes, bytes] = {}
    for name, start, length in _top(source, size):
        if name in (b"moov", b"meta"):
            if length > _LARGEST_INDEX:
                raise refusal("damaged")
            source.seek(start)
            found.setdefault(name, source.read(length))
        elif name == b"moof":
            found.setdefault(name, b"")
    if brands & _STILL or (b"mif1" in brands and not brands & _OTHER_STILL):
        return HEIC, *_still(found.get(b"meta", b""), limits)
    if brands & _OTHER_STILL:
        raise refusal("other_picture")
    if b"moov" not in found:
        raise refusal("truncated")
    tracks = {data[8:12] for name, data in _inside(found[b"moov"], 1) if name == b"hdlr" and len(data) >= 12}
    if b"vide" in tracks:
        return (MOV if b"qt  " in brands else MP4), 0, 0
    if b"soun" in tracks:
        return M4A, 0, 0
    raise refusal("other_film")


def _brands(source: BinaryIO) -> set[bytes]:
    """Read the major and the compatible brands of the first box."""
    source.seek(0)
    length = min(struct.unpack(">I", source.read(4))[0], 4096)
    data = source.read(max(0, length - 4))[4:]
    return {data[i : i + 4] for i in range(0, len(data) - 3, 4) if i != 4}


def _top(source: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int]]:
    """Go over the outermost boxes: name, where the content begins, its length."""
    at = 0
    for _ in range(_BOXES):
        if at >= size:
            return
        source.seek(at)
        head = source.read(16)
        if len(head) < 8:
            return  # a few bytes of padding after the last box are common
        length, name = struct.unpack(">I4s", head[:8])
        begin = 8
        if length == 1:
            if len(head) < 16:
                raise refusal("truncated")
            length, begin = struct.unpack(">Q", head[8:])[0], 16
        elif length == 0:
            length = size - at
        if length < begin:
            raise refusal("damaged")
        if at + length > size:
            raise refusal("truncated")
        yield name, at + begin, length - begin
        at += length
    raise refusal("damaged")


def _inside(data: bytes, depth: int) -> Iterator[tuple[bytes, bytes]]:
    """Go over the boxes within a box, and into those that may hold what is looked for; stop at the first that is not whole."""
    at = 0
    for _ in range(_BOXES):
        if at + 8 > len(data):
            return
        length, name = struct.unpack_from(">I4s", data, at)
        if length < 8 or at + length > len(data):
            return
        content = data[at + 8 : at + length]
        yield name, content
        if _DEPTH.get(name, 0) == depth + 1:
            yield from _inside(content, depth + 1)
        at += length


def _still(meta: bytes, limits: Limits) -> tuple[int, int]:
    """Give the size of the largest picture that the index names (ISO 23008-12, 6.5.3)."""
    sizes = [struct.unpack(">II", data[4:12]) for name, data in _inside(meta[4:], 1) if name == b"ispe" and len(data) >= 12]
    if not sizes:
        raise refusal("damaged")
    width, height = max(sizes, key=lambda s: s[0] * s[1])
    check_size(width, height, limits)
    return width, height
