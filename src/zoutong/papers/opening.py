"""Knows how to open one picture or PDF: runs as a process of its own with bounds, reads standard input, answers on standard output."""

from __future__ import annotations

import io
import json
import sys
import warnings
from collections.abc import Iterator
from typing import BinaryIO

import pypdf
import pypdfium2
from PIL import Image, ImageOps
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

try:
    import pillow_heif
except ImportError:  # no wheel for this machine: an iPhone's photo is kept, only without a preview
    pillow_heif = None  # type: ignore[assignment]
try:
    import resource
except ImportError:  # Windows has no such bounds; the time limit of the parent holds there
    resource = None  # type: ignore[assignment]

_PIXELS = 130_000_000
_FORMATS = {"jpeg": ["JPEG"], "png": ["PNG"], "webp": ["WEBP"], "heic": ["HEIF"]}
_BEYOND = ("not been built", "unsupported feature", "limit", "memory")
"""Words with which libheif says that it cannot, which is not that the picture is bad."""
_ACTS = {
    "/JavaScript": "script",
    "/Launch": "launch",
    "/SubmitForm": "form_sending",
    "/ImportData": "form_sending",
    "/GoToE": "embedded_file",
    "/EmbeddedFile": "embedded_file",
    "/RichMedia": "rich_media",
}
_KEYS = {"/JS": "script", "/EmbeddedFiles": "embedded_file", "/XFA": "script"}
_DEPTH = 200


def main(words: list[str]) -> int:
    """Open what standard input holds; print one line of JSON, then the preview."""
    kind, side, seconds, memory = words[0], int(words[1]), int(words[2]), int(words[3])
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = _PIXELS
    sys.setrecursionlimit(5_000)
    source = sys.stdin.buffer
    try:
        state, preview, pages, minded = open_pdf(source.read(), side) if kind == "pdf" else open_picture(source, kind, side)
    except (MemoryError, RecursionError):
        state, preview, pages, minded = "unknown", b"", 0, None
    sys.stdout.buffer.write(json.dumps({"state": state, "pages": pages, "minded": minded}).encode() + b"\n" + preview)
    sys.stdout.buffer.flush()
    return 0


Answer = tuple[str, bytes, int, "list[str] | None"]


def open_picture(source: BinaryIO, kind: str, side: int) -> Answer:
    """Decode a picture to its last line and make the preview, upright and without notes."""
    if kind == "heic":
        if pillow_heif is None:
            return "unknown", b"", 0, None
        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        with Image.open(source, formats=_FORMATS[kind]) as picture:
            # A JPEG is decoded at the smallest scale that is large enough: a phone's 100 megapixels would fill the memory.
            picture.draft("RGB", (side, side))
            picture.load()
            return "opened", as_jpeg(ImageOps.exif_transpose(picture), side), 0, []
    except Image.DecompressionBombError:
        return "unknown", b"", 0, None
    except RecursionError:
        raise
    except (RuntimeError, OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, ZeroDivisionError) as trouble:
        if kind == "heic" and any(word in str(trouble).lower() for word in _BEYOND):
            return "unknown", b"", 0, None
        return "damaged", b"", 0, None


def as_jpeg(picture: Image.Image, side: int) -> bytes:
    """Give a JPEG of at most ``side`` pixels; what is transparent becomes white."""
    picture.thumbnail((side, side))
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue()


def open_pdf(data: bytes, side: int) -> Answer:
    """Draw the first page of a PDF and tell what may act in it."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            pages = len(document)
            page = document[0]
            scale = min(4.0, side / max(1.0, *page.get_size()))
            preview = as_jpeg(page.render(scale=scale, may_draw_forms=False).to_pil(), side)
    except pypdfium2.PdfiumError as trouble:
        return ("locked" if "password" in str(trouble).lower() else "damaged"), b"", 0, None
    except (IndexError, ValueError):
        return "damaged", b"", 0, None
    return "opened", preview, pages, minded_in(data)


def minded_in(data: bytes) -> list[str] | None:
    """Name what may act in a PDF; None where it could not be read to the end."""
    found: set[str] = set()
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return None
        for node in every_object(reader):
            found |= {word for key, word in _KEYS.items() if key in node}
            # Through the brackets, which follow a reference: a name may stand in an object of its own to hide.
            found |= {
                _ACTS[said] for key in ("/S", "/Type", "/Subtype") if key in node and isinstance(said := node[key], str) and said in _ACTS
            }
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 - a foreign parser before a hostile file: whatever it raises means only "not known"
        return None
    return sorted(found)


def every_object(reader: pypdf.PdfReader) -> Iterator[DictionaryObject]:
    """Go over every dictionary of every object of the file, also those that no page leads to."""
    numbers = {n for generation in reader.xref.values() for n in generation} | set(reader.xref_objStm)
    for number in sorted(numbers):
        yield from _dictionaries(reader.get_object(IndirectObject(number, 0, reader)), 0)
    yield from _dictionaries(reader.trailer, 0)


def _dictionaries(value: object, depth: int) -> Iterator[DictionaryObject]:
    if depth > _DEPTH:
        raise RecursionError
    if isinstance(value, DictionaryObject):
        yield value
        for inner in value.values():
            yield from _dictionaries(inner, depth + 1)
    elif isinstance(value, ArrayObject):
        for inner in list.__iter__(value):
            yield from _dictionaries(inner, depth + 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
