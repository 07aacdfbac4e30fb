"""Knows the door by which a pack is published: only when its check finds no error and every rehearsal is met."""

from __future__ import annotations

import argparse
import getpass
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from zoutong.cli.pack import extras, shown
from zoutong.cli.writing import to_json
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.pack.check import check
from zoutong.pack.publication import publish
from zoutong.walk.script import scripts

REFUSED = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the pack and who publishes it."""
    parser.add_argument("pack", type=Path, metavar="PACK")
    parser.add_argument("--by", metavar="NAME", help="who publishes it (the name of this account)")


def run(args: argparse.Namespace) -> int:
    """Check, rehearse and record; give 1 and record nothing where an error was found."""
    folder: Path = args.pack
    today = date.today()  # noqa: DTZ011 - the day in the office
    errors = [finding for finding in check(folder, today, extras()) if finding.severity == "error"]
    for finding in errors:
        sys.stdout.write(to_json(shown(finding)) + "\n")
    if errors:
        sys.stderr.write(f"{folder}: {len(errors)} errors; not published\n")
        return REFUSED
    played = tuple(path.stem for path in scripts(folder))
    if not played:
        raise Fault(
            "publish.rehearsals",
            Words("没有一个演练脚本，不能发布。", "there is no rehearsal, so it is not published."),
            cure=Words("写法见 docs/reference/rehearsals.md。", "docs/reference/rehearsals.md shows how to write one."),
            file=str(folder / "rehearsals"),
        )
    sys.stdout.write(to_json(asdict(publish(folder, today, args.by or getpass.getuser(), played))) + "\n")
    return 0
