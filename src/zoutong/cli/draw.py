"""Knows the door to the drawing of a process: an SVG from a BPMN file, or the file with a drawing written into it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from zoutong.cli.reading import unreadable
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.process.di import write_di
from zoutong.process.draw import svg
from zoutong.process.read import read_bpmn


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the process in it, the language, and what is written where."""
    parser.add_argument("file", type=Path, metavar="FILE.bpmn")
    parser.add_argument("--process", metavar="ID", help="which process of the file (the first)")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the words (zh)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there instead of to standard output")
    parser.add_argument("--here", action="append", default=[], metavar="NODE", help="mark a node as “you are here”; may be given again")
    parser.add_argument("--lay-out", action="store_true", help="give the BPMN file with a drawing laid out afresh, instead of an SVG")


def run(args: argparse.Namespace) -> int:
    """Write the drawing; Fault when the file cannot be read, or has no such process or node."""
    processes = read_bpmn(args.file)
    if args.lay_out:
        made = write_di(_bytes(args.file), args.file.name)
    else:
        process = processes.get(args.process or next(iter(processes)))
        if process is None:
            raise _absent("process", "流程", args.process, ", ".join(processes), args.file)
        for node in args.here:
            if node not in process.nodes:
                raise _absent("node", "环节", node, ", ".join(process.nodes), args.file)
        made = (svg(process, args.lang, here=args.here) + "\n").encode("utf-8")
    if args.out:
        try:
            args.out.write_bytes(made)
        except OSError as error:
            raise Fault(
                "draw.write",
                Words(f"写不了这个文件（{error.strerror}）。", f"The file cannot be written ({error.strerror})."),
                file=str(args.out),
            ) from error
    else:
        sys.stdout.write(made.decode("utf-8"))
    return 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def _absent(kind: str, zh: str, name: str, known: str, file: Path) -> Fault:
    return Fault(
        f"draw.{kind}",
        Words(f"文件里没有{zh}“{name}”。", f"The file has no {kind} “{name}”."),
        cure=Words(f"有这些：{known}。", f"There are: {known}."),
        file=str(file),
    )
