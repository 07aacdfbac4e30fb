"""Knows what a file really is, whatever its name says: a kind that is taken, or a sentence why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO

from zoutong.papers.boxes import read_boxes
from zoutong.papers.kinds import AMR, BY_CODE, MP3, PDF, REFUSED, TEXT, WEBP, Kind, Limits, refusal, too_large
from zoutong.papers.names import shown_name
from zoutong.papers.pictures import measure
from zoutong.papers.signatures import HEAD, holds, mp3_frame, sniff
from zoutong.papers.zipped import read_zip

_CHUNK = 1 << 20
_PDF_TAIL = 1 << 14
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SCRIPT = ("#!", "@echo", "<?php", "<%", "<job", "<package")
_WEB = (
    "<!doctype",
    "<html",
    "<head",
    "<body",
    "<script",
    "<iframe",
    "<!--",
    "<?xml",
    "<a ",
    "<div",
    "<table",
    "<style",
    "<title",
    "<meta",
    "<h1",
)
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is: its kind, size in bytes, shown name, width and height of a picture (else 0), and what is to be minded in it."""

    kind: Kind
    size: int
    name: str
    width: int = 0
    height: int = 0
    minded: tuple[str, ...] = ()


def inspect(source: BinaryIO, claimed: str, limits: Limits | None = None) -> Found:
    """Look at a seekable stream by content; ``claimed`` is the sender's name, used only for what is shown.

    Reads at most ``limits.largest`` bytes in small pieces. Fault ``paper.<code>`` with a sentence and the way on for whatever is not
    taken; any other exception would be a mistake of ours.
    """
    limits = limits or Limits()
    size = source.seek(0, 2)
    if size == 0:
        raise refusal("empty")
    source.seek(0)
    word = sniff(source.read(HEAD))
    if word in REFUSED:
        raise refusal(word)
    if size > limits.largest:
        raise too_large(size, limits.largest)
    kind, width, height, minded = _prove(word, source, size, limits)
    if size > limits.of(kind):
        raise too_large(size, limits.of(kind))
    return Found(kind, size, shown_name(claimed, kind), width, height, minded)


def _prove(word: str, source: BinaryIO, size: int, limits: Limits) -> tuple[Kind, int, int, tuple[str, ...]]:
    """Look into the structure that the first bytes promise."""
    if word == "riff":
        source.seek(8)
        form = source.read(4)
        if form != b"WEBP":
            raise refusal({b"WAVE": "other_sound", b"AVI ": "other_film"}.get(form, "unknown"))
        return WEBP, *measure("webp", source, size, limits), ()
    if word in ("jpeg", "png"):
        return BY_CODE[word], *measure(word, source, size, limits), ()
    if word == "boxes":
        return *read_boxes(source, size, limits), ()
    if word == "zip":
        kind, minded = read_zip(source, size, limits)
        return kind, 0, 0, minded
    if word == "ole":
        source.seek(0)
        raise refusal("locked" if holds(source, _ENCRYPTED_OFFICE) else "old_office")
    if word == "pdf":
        _check_pdf(source, size)
        return PDF, 0, 0, ()
    if word == "mp3":
        _check_mp3(source, size)
        return MP3, 0, 0, ()
    if word == "amr":
        _check_amr(source)
        return AMR, 0, 0, ()
    _check_text(source, size, limits)
    return TEXT, 0, 0, ()


def _check_pdf(source: BinaryIO, size: int) -> None:
    """Refuse a PDF whose end did not arrive; the rest is looked at by ``zoutong.papers.look``."""
    source.seek(max(0, size - _PDF_TAIL))
    tail = source.read()
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise refusal("truncated")


def _check_mp3(source: BinaryIO, size: int) -> None:
    """Look for two frames in a row after the tag."""
    source.seek(0)
    head = source.read(10)
    start = 0
    if head.startswith(b"ID3") and len(head) == 10:
        start = 10 + sum((b & 0x7F) << shift for b, shift in zip(head[6:], (21, 14, 7, 0), strict=True))
        if start >= size:
            raise refusal("truncated")
    source.seek(start)
    data = source.read(_CHUNK >> 4)
    for at in range(max(0, len(data) - 4)):
        if (length := mp3_frame(data, at)) and (mp3_frame(data, at + length) or start + at + length >= size):
            return
    raise refusal("damaged")


def _check_amr(source: BinaryIO) -> None:
    """Look at the first frame's head (RFC 4867, 5.3): its padding bits are 0."""
    source.seek(0)
    head = source.read(10)
    frame = head[9:10] if head.startswith(b"#!AMR-WB\n") else head[6:7]
    if not frame:
        raise refusal("truncated")
    if frame[0] & 0x83:
        raise refusal("damaged")


def _check_text(source: BinaryIO, size: int, limits: Limits) -> None:
    """Read a text as UTF-8, UTF-16 with its mark, or GB 18030; refuse web pages, drawings and program code."""
    source.seek(0)
    # One byte more than is taken: a larger file is refused by its size, but first told apart from what is no text at all.
    data = source.read(min(size, limits.of(TEXT) + 1))
    text = _decoded(data, whole=len(data) == size)
    if text is None or _CONTROLS.search(text):
        raise refusal("unknown")
    begin = text.lstrip("\ufeff \t\r\n\f").lower()[:HEAD]
    if begin.startswith(_SCRIPT):
        raise refusal("script")
    if begin.startswith("<svg") or (begin.startswith(("<?xml", "<!doctype", "<!--")) and "<svg" in begin):
        raise refusal("drawing")
    if begin.startswith(_WEB):
        raise refusal("web_page")


def _decoded(data: bytes, *, whole: bool) -> str | None:
    """Decode a text; None when it is none. Where the end was not read, a character cut in two is no fault."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8", "gb18030"):
        for spare in range(1 if whole else 5):
            try:
                return data[: len(data) - spare].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
