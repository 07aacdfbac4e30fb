"""Knows the zipped kinds: what a zip file really is, whether it holds macros or a password, and whether it would swell."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from typing import BinaryIO, cast
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from zoutong.papers.kinds import DOCX, OFD, XLSX, Kind, Limits, refusal

_END = 22
_COMMENT = 1 << 16
_DIRECTORY_ENTRY = 46
_LARGEST_PART = 2_000_000
_CHUNK = 1 << 16
_SWELLING = 1_000_000
"""Below this many bytes unpacked no ratio is looked at: an empty sheet of XML packs a thousand to one."""

_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
}
_MACRO_PART = re.compile(
    r"(?i)(^|/)(vba(project|data|projectsignature)[^/]*\.(bin|xml)|activex/[^/]+|macrosheets/[^/]+|attachedtoolbars\.bin)$"
)
_PROGRAM_PART = re.compile(r"^(AndroidManifest\.xml|classes\.dex|Payload/[^/]+\.app/.*|META-INF/MANIFEST\.MF)$")
_OBJECT_PART = re.compile(r"(?i)(^|/)embeddings/[^/]+\.(bin|exe|js|vbs|bat|cmd|lnk|scr|ps1|msi)$")


def read_zip(source: BinaryIO, size: int, limits: Limits) -> tuple[Kind, tuple[str, ...]]:
    """Give the kind and what is to be minded in it (``embedded_object``, ``remote_template``).

    Fault for archives, programs, macros, passwords, files that are cut off, and files with too many or too large entries.
    Every entry is unpacked once, piece by piece, into nothing: what a file says of its own size is not believed.
    """
    _check_directory(source, size, limits)
    try:
        with zipfile.ZipFile(source) as archive:
            parts = archive.infolist()
            _check_sizes(parts, size, limits)
            kind, minded = _recognise(archive)
            _unpack(archive, parts, limits)
            return kind, minded
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError, NotImplementedError, RuntimeError, ValueError):
        raise refusal("damaged") from None


def _check_directory(source: BinaryIO, size: int, limits: Limits) -> None:
    """Look at the end record before the library reads the whole directory into memory."""
    tail_at = max(0, size - _END - _COMMENT - 20)
    source.seek(tail_at)
    tail = source.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END > len(tail):
        raise refusal("truncated")
    entries, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if entries > limits.entries or length > limits.entries * 300 or b"PK\x06\x07" in tail[max(0, at - 20) : at]:
        raise refusal("swells")
    if length < entries * _DIRECTORY_ENTRY:
        raise refusal("damaged")


def _check_sizes(parts: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """Refuse passwords, too many entries, and entries that say themselves that they swell."""
    if any(part.flag_bits & 1 for part in parts):
        raise refusal("locked")
    total = sum(part.file_size for part in parts)
    if len(parts) > limits.entries or total > limits.unpacked or (total > _SWELLING and total > size * limits.ratio):
        raise refusal("swells")
    if any(part.file_size > _SWELLING and part.file_size > (part.compress_size or 1) * limits.ratio * 5 for part in parts):
        raise refusal("swells")


def _recognise(archive: zipfile.ZipFile) -> tuple[Kind, tuple[str, ...]]:
    """Tell the kind by the parts that the kind's own standard demands."""
    names = archive.namelist()
    if any(_MACRO_PART.search(name) for name in names):
        raise refusal("macro")
    if "[Content_Types].xml" in names:
        return _office(archive, names)
    if "OFD.xml" in names:
        if _xml(archive, "OFD.xml").tag.rpartition("}")[2] != "OFD":
            raise refusal("unknown")
        return OFD, ()
    if any(_PROGRAM_PART.match(name) for name in names):
        raise refusal("program")
    if "mimetype" in names or "content.xml" in names:
        raise refusal("other_office")
    raise refusal("archive")


def _office(archive: zipfile.ZipFile, names: list[str]) -> tuple[Kind, tuple[str, ...]]:
    """Tell Word from Excel by the content types (ECMA-376, part 2, 10.1.2); refuse what declares macros."""
    types = [(node.get("ContentType") or "").lower() for node in _xml(archive, "[Content_Types].xml").iter()]
    if any("macroenabled" in t or "vbaproject" in t or "activex" in t for t in types):
        raise refusal("macro")
    kind = next((k for main, k in _MAIN.items() if main in types), None)
    if kind is None:
        raise refusal("other_office")
    minded = ["embedded_object"] if any(_OBJECT_PART.search(name) for name in names) else []
    for name in names:
        if name.lower().endswith("settings.xml.rels"):
            links = _xml(archive, name).iter()
            if any(
                (n.get("TargetMode") or "").lower() == "external" and (n.get("Type") or "").endswith("/attachedTemplate") for n in links
            ):
                minded.append("remote_template")
    return kind, tuple(dict.fromkeys(minded))


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    """Read one small part; Fault when it is large, damaged or plays with entities."""
    if archive.getinfo(name).file_size > _LARGEST_PART:
        raise refusal("swells")
    try:
        return cast("Element", fromstring(archive.read(name)))
    except (ParseError, DefusedXmlException):
        raise refusal("damaged") from None


def _unpack(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Read every entry to its end, so that damage and lies about sizes come out here."""
    total = 0
    for part in parts:
        with archive.open(part) as content:
            while chunk := content.read(_CHUNK):
                total += len(chunk)
                if total > limits.unpacked:
                    raise refusal("swells")
