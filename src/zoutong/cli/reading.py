"""Knows how input comes in: UTF-8, JSON or JSON Lines, and a sentence with the line where it is not."""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

LONGEST_LINE = 4_000_000
"""Bytes; a longer line is no statement of a person and no set of facts."""


def day(text: str) -> date:
    """Read a day as 2026-11-23 and in no other way."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    message = f"{text!r} is not a date; write it as 2026-11-23"
    raise ArgumentTypeError(message)


def lines(path: Path | None) -> Iterator[tuple[int, bytes]]:
    """Give the numbered lines of a file, or of standard input when there is none; Fault when it cannot be read."""
    if path is None:
        yield from enumerate(iter(lambda: sys.stdin.buffer.readline(LONGEST_LINE + 1), b""), 1)
        return
    try:
        with path.open("rb") as file:
            yield from enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), 1)
    except OSError as error:
        raise unreadable(path, error) from None


def unreadable(path: Path, error: OSError) -> Fault:
    """Say that a file cannot be read, and why."""
    reason = error.strerror or str(error)
    return Fault(
        "cli.unreadable",
        Words(f"文件读不了：{reason}。", f"the file cannot be read: {reason}."),
        cure=Words("请核对路径和权限。", "Check the path and the permissions."),
        file=str(path),
    )


def records(path: Path | None) -> Iterator[tuple[int, dict[str, object]]]:
    """Give each line's JSON object with its line number; empty lines at the end are no lines. Fault at the first bad one."""
    name = "<stdin>" if path is None else str(path)
    empty: int | None = None
    for number, raw in lines(path):
        if not raw.strip():
            empty = empty or number
            continue
        if empty is not None:
            raise Fault(
                "cli.empty_line",
                Words("这一行是空的，一行进一行出就对不上了。", "this line is empty, so lines in and lines out would not match."),
                cure=Words("请删掉空行。", "Remove the empty line."),
                file=name,
                row=empty,
            )
        yield number, parsed_object(raw, name, number)


def parsed_object(raw: bytes, name: str, row: int | None) -> dict[str, object]:
    """Read one JSON object; Fault names file and line, and the column where the JSON breaks."""
    if len(raw) > LONGEST_LINE:
        raise Fault(
            "cli.too_long",
            Words(f"这一行超过 {LONGEST_LINE} 字节。", f"this line is longer than {LONGEST_LINE} bytes."),
            cure=Words("请一行只写一个人的陈述。", "Write one person's statement per line."),
            file=name,
            row=row,
        )
    try:
        value = json.loads(raw.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise Fault(
            "cli.not_utf8",
            Words("不是 UTF-8 编码。", "this is not UTF-8."),
            cure=Words("请把文件另存为 UTF-8。", "Save the file as UTF-8."),
            file=name,
            row=row,
        ) from None
    except json.JSONDecodeError as error:
        place = f"{error.lineno}:{error.colno}" if row is None else str(error.colno)
        raise _bad_json(name, row, f"第 {place} 个字符处 JSON 断了", f"the JSON breaks at character {place} ({error.msg})") from None
    except (ValueError, RecursionError) as error:
        zh, en = ("嵌套太深", "it is nested too deeply") if isinstance(error, RecursionError) else ("有 JSON 里没有的数", str(error))
        raise _bad_json(name, row, zh, en) from None
    if not isinstance(value, dict):
        raise _bad_json(name, row, "这里要的是一个 JSON 对象", "a JSON object is wanted here")
    return value


def _bad_json(name: str, row: int | None, zh: str, en: str) -> Fault:
    cure = Words('每行写成 {"id": …, "text": …, "facts": {…}}。', 'Write each line as {"id": …, "text": …, "facts": {…}}.')
    if row is None:
        cure = Words('文件写成 {"事实": 值, …}。', 'Write the file as {"fact": value, …}.')
    return Fault("cli.bad_json", Words(f"{zh}。", f"{en}."), cure=cure, file=name, row=row)


def _no_constant(name: str) -> object:
    message = f"{name} is no number in JSON"
    raise ValueError(message)
