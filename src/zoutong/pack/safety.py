"""Knows what a pack may be made of: real files of bounded size inside its folder, and no programs."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from zoutong.pack.finding import Finding, error
from zoutong.pack.rows import MAX_BYTES

MAX_FILES = 2_000
MAX_TOTAL = 64_000_000
MAX_UNPACKED = 64_000_000
PROGRAMS = frozenset(
    [
        ".py",
        ".pyc",
        ".pyd",
        ".so",
        ".dll",
        ".exe",
        ".bat",
        ".cmd",
        ".com",
        ".ps1",
        ".sh",
        ".js",
        ".mjs",
        ".jar",
        ".class",
        ".vbs",
        ".rb",
        ".pl",
        ".php",
        ".docm",
        ".xlsm",
        ".xlsb",
        ".dotm",
        ".lnk",
        ".scr",
        ".msi",
    ]
)
PACKED = frozenset({".docx", ".xlsx"})
ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def unsafe(folder: Path) -> Iterator[Finding]:
    """Give what must not be in a pack; nothing of the pack is read before this has found nothing.

    Looks at names, kinds and sizes, at the tables of contents of packed documents, and at XML files for entity declarations.
    """
    count = total = 0
    for path in _walk(folder):
        place = path.relative_to(folder).as_posix()
        found = _bad_kind(path, place)
        if found:
            yield found
            continue
        count += 1
        size = path.stat().st_size
        total += size
        if size > MAX_BYTES:
            mb = MAX_BYTES // 1_000_000
            yield error(
                place,
                None,
                "pack.file.large",
                f"文件超过 {mb} MB，不读。请拆成几个文件。",
                f"the file is larger than {mb} MB and is not read. Split it.",
            )
        elif path.suffix.lower() in PACKED:
            yield from unpacked(path, place)
        elif path.suffix.lower() in {".dmn", ".bpmn", ".xml"}:
            yield from _entities(path, place)
        if count > MAX_FILES or total > MAX_TOTAL:
            zh, en = (
                f"内容包超过 {MAX_FILES} 个文件或 {MAX_TOTAL // 1_000_000} MB。",
                f"the pack has more than {MAX_FILES} files or {MAX_TOTAL // 1_000_000} MB.",
            )
            yield error("", None, "pack.large", zh, en)
            return


def _walk(folder: Path) -> Iterator[Path]:
    """Go over everything below a folder, links included but never followed."""
    for top, names, files in os.walk(folder, followlinks=False):
        names.sort()
        for name in sorted(files) + [n for n in names if (Path(top) / n).is_symlink()]:
            yield Path(top) / name


def _bad_kind(path: Path, place: str) -> Finding | None:
    """Name a link, a device or a program; None for an ordinary file."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return error(
            place,
            None,
            "pack.file.link",
            "这是一个链接，内容包里只能放真正的文件。",
            "this is a link; a pack holds real files only. Put the file itself here.",
        )
    if not stat.S_ISREG(mode):
        return error(place, None, "pack.file.kind", "这不是普通文件，请删去。", "this is not an ordinary file. Delete it.")
    if path.suffix.lower() in PROGRAMS:
        return error(place, None, "pack.file.program", "内容包里不能有程序，请删去。", "a pack holds no programs. Delete it.")
    return None


def unpacked(path: Path, place: str) -> Iterator[Finding]:
    """Give a finding for a packed document (docx, xlsx) that cannot be opened or that would swell beyond all measure."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        yield error(place, None, "pack.file.broken", "文件打不开，请重新保存。", "the file cannot be opened. Save it again.")
        return
    if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > MAX_FILES:
        yield error(place, None, "pack.file.bomb", "文件解开后过大，不读。", "unpacked, the file would be far too large; it is not read.")
    elif any("vbaproject" in part.filename.lower() for part in parts):
        yield error(
            place, None, "pack.file.program", "文件里带有宏，请另存为不带宏的格式。", "the file carries macros. Save it without them."
        )


def _entities(path: Path, place: str) -> Iterator[Finding]:
    """Name an XML file that declares entities: they can swell without end or read other files."""
    raw = path.read_bytes()
    found = ENTITY.search(raw)
    if found or b"\x00" in raw[:200]:
        row = raw.count(b"\n", 0, found.start()) + 1 if found else None
        yield error(
            place,
            row,
            "pack.file.entities",
            "XML 里不能声明 DOCTYPE 或实体，也要用 UTF-8 编码。请用决策表编辑器重新保存。",
            "XML may not declare a DOCTYPE or entities, and is written in UTF-8. Save it again in a table editor.",
        )
