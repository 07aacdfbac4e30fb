"""Knows the command that copies everything into one file while the service runs."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import django

from zoutong.cli.progress import Progress
from zoutong.cli.writing import to_json
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web.safekeeping.backup import back_up
from zoutong.web.safekeeping.places import places, ring_if_there


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the backup goes, and whether it is sealed."""
    parser.add_argument("out", type=Path, metavar="OUT", help="the file to make, or a folder: then it is named after the moment")
    parser.add_argument("--seal", action="store_true", help="encrypt the whole file with the key in force (ZOUTONG_KEYS)")


def run(args: argparse.Namespace) -> int:
    """Make the backup and print one line of JSON about it."""
    out: Path = args.out
    if out.is_dir():
        out /= f"zoutong-{datetime.now().astimezone():%Y%m%d-%H%M%S}.backup"
    if not out.parent.is_dir():
        raise Fault("backup.folder", Words("没有这个文件夹。", "there is no such folder."), file=str(out.parent))
    with at_work() as progress:
        made = back_up(out, places(), ring_if_there(), progress, sealed=args.seal)
    manifest = made.manifest
    said = {
        "file": str(made.file),
        "bytes": made.size,
        "sealed": args.seal,
        "engine": manifest.engine,
        "pack": manifest.pack,
        "rows": sum(manifest.counts.values()),
        "papers": manifest.papers,
        "created_at": manifest.created_at,
    }
    sys.stdout.write(to_json(said) + "\n")
    return 0


@contextmanager
def at_work() -> Iterator[Progress]:
    """Ready Django, speak of progress, and let a polite kill end the work as Ctrl-C does: with nothing half-made left behind."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoutong.web.settings")
    django.setup()
    usual = signal.signal(signal.SIGTERM, signal.default_int_handler)
    progress = Progress()
    try:
        yield progress
    finally:
        progress.close()
        signal.signal(signal.SIGTERM, usual)
