"""Knows the command that puts a backup back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from zoutong.cli.backup import at_work
from zoutong.cli.speech import language
from zoutong.cli.writing import to_json
from zoutong.kernel.words import Words
from zoutong.web.safekeeping.places import places, ring_if_there
from zoutong.web.safekeeping.restore import restore


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the backup, and whether it may take the place of what is there."""
    parser.add_argument("file", type=Path, metavar="IN", help="a file that zoutong backup made")
    parser.add_argument("--replace", action="store_true", help="there are data here already: put them aside and take the backup")


def run(args: argparse.Namespace) -> int:
    """Put the backup back and print one line of JSON about it."""
    with at_work() as progress:
        done = restore(args.file, places(), ring_if_there(), progress, replace=args.replace)
    manifest = done.manifest
    said = {
        "file": str(args.file),
        "created_at": manifest.created_at,
        "zoutong": manifest.zoutong,
        "pack": manifest.pack,
        "rows": sum(manifest.counts.values()),
        "papers": manifest.papers,
        "upgrades": done.upgrades,
        "aside": done.aside,
        "lacking_keys": done.lacking,
    }
    sys.stdout.write(to_json(said) + "\n")
    if done.lacking:
        names = ", ".join(done.lacking)
        warning = Words(
            f"密钥文件里没有 {names}：用它加密的资料打不开。请把当时的密钥文件放到 ZOUTONG_KEYS。",
            f"the key file lacks {names}: what was encrypted with it cannot be opened. Put the key file of that time where ZOUTONG_KEYS says.",
        )
        sys.stderr.write(f"zoutong: {warning.in_language(language())}\n")
    return 0
