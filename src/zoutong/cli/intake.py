"""Knows the door from a person's own words, or from facts, to the whole answer: one line in, one line out, in the same order."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from zoutong.cli.answers import Desk, answer_line
from zoutong.cli.places import pack_folder
from zoutong.cli.reading import day, records
from zoutong.cli.speech import language
from zoutong.cli.writing import to_json
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.pack.load import load

IN_MEMORY = 32_000_000
STEP = 1000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the pack, the file and the day."""
    parser.add_argument("--pack", type=Path, metavar="PATH", help="the pack that judges (packs/labour-rights)")
    parser.add_argument("--in", dest="source", type=Path, metavar="FILE.jsonl", help='lines of {"id", "text"?, "facts"?} (standard input)')
    parser.add_argument("--on", type=day, metavar="DATE", help="the day of the visit (the line's intake_date, else today)")


def run(args: argparse.Namespace) -> int:
    """Answer every line; Fault at the first line that cannot be used, and then nothing is printed at all."""
    desk = Desk.of(load(pack_folder(args.pack)))
    name = str(args.source) if args.source else "<stdin>"
    count = 0
    # All answers first, then all output: a bad last line must not leave half an answer file behind.
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, mode="w+", encoding="utf-8") as held:
        for row, line in records(args.source):
            held.write(to_json(answered(desk, line, args.on, name, row)) + "\n")
            count += 1
            if count % STEP == 0:
                sys.stderr.write(f"{count}\n")
        held.seek(0)
        shutil.copyfileobj(held, sys.stdout)
    return 0


def answered(desk: Desk, line: Mapping[str, object], on: date | None, file: str, row: int) -> dict[str, object]:
    """Answer one line; Fault when its parts are of the wrong kind."""
    text, facts = line.get("text"), line.get("facts")
    if not (text is None or isinstance(text, str)) or not (facts is None or isinstance(facts, Mapping)):
        raise Fault(
            "cli.line",
            Words("text 应是文字，facts 应是对象。", "text has to be a text, and facts an object."),
            cure=Words('请写成 {"id": …, "text": "…", "facts": {…}}。', 'Write {"id": …, "text": "…", "facts": {…}}.'),
            file=file,
            row=row,
        )
    if text is None and facts is None:
        raise Fault(
            "cli.line",
            Words("这一行既没有 text 也没有 facts。", "this line has neither text nor facts."),
            cure=Words("请至少写一样。", "Give at least one of them."),
            file=file,
            row=row,
        )
    try:
        return answer_line(desk, line, on, file, row, language())
    except Fault as fault:
        if fault.file:
            raise
        raise Fault(fault.code, fault.what, cure=fault.cure, file=file, row=row) from None
