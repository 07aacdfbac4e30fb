"""Knows how to have a paper opened by a process of its own, which may be slow, greedy or die without harm to anyone."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import zoutong
from zoutong.papers.kinds import HEIC, JPEG, PDF, PNG, WEBP, Kind

SECONDS = 20
MEMORY = 1_000_000_000
_OPENED = {JPEG.code, PNG.code, WEBP.code, HEIC.code, PDF.code}
_LONGEST_ANSWER = 20_000_000
# The program's own place and nothing else: a parser before a hostile file has no business with secrets of the environment.
_ENVIRONMENT = {"PYTHONPATH": str(Path(zoutong.__file__).resolve().parents[1])}


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look inside gave.

    ``state``: ``opened``, ``locked`` (a password), ``damaged``, or ``unknown`` where nobody could look to the end, which is no verdict.
    ``preview``: a JPEG without any of the picture's own notes (place, device), turned upright; empty where there is none.
    ``pages``: of a PDF, else 0. ``minded``: what may act in a PDF (``script``, ``launch``, ``embedded_file``, ``form_sending``, ``rich_media``);
    None where that is not known.
    """

    state: str
    preview: bytes = b""
    pages: int = 0
    minded: tuple[str, ...] | None = None


def look(kind: Kind, content: Iterable[bytes], *, side: int = 1600, seconds: int = SECONDS, memory: int = MEMORY) -> Looked:
    """Open a picture or a PDF in a child process bound in time and memory; other kinds give ``opened`` without a preview.

    ``content`` are the plain bytes in pieces; ``side`` is the longest edge of the preview in pixels. Never raises for what is in the
    file. The plain content goes through a nameless temporary file in memory or on disk, which is gone when this returns.
    """
    if kind.code not in _OPENED:
        return Looked("opened", minded=())
    with tempfile.TemporaryFile() as plain:
        for piece in content:
            plain.write(piece)
        plain.seek(0)
        return _ask(kind, plain, side, seconds, memory)


def _ask(kind: Kind, plain: IO[bytes], side: int, seconds: int, memory: int) -> Looked:
    words = [sys.executable, "-m", "zoutong.papers.opening", kind.code, str(side), str(seconds), str(memory)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, our own words
            words, stdin=plain, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds * 2, check=False, env=_ENVIRONMENT
        )
    except (subprocess.TimeoutExpired, OSError):
        return Looked("unknown")
    head, _, preview = done.stdout[:_LONGEST_ANSWER].partition(b"\n")
    try:
        said = json.loads(head)
        minded = said["minded"]
        return Looked(str(said["state"]), preview, int(said["pages"]), None if minded is None else tuple(map(str, minded)))
    except (ValueError, KeyError, TypeError):
        return Looked("unknown")
