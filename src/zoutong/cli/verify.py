"""Knows how to prove the store: every chain, every row beside it, every walk made again, the seals over all of them."""

from __future__ import annotations

import argparse
import sys

from django.core.management import call_command

from zoutong.cli.serve import set_up
from zoutong.cli.speech import language


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which walk, and whether this is a first look."""
    parser.add_argument("case", nargs="?", default="", help="the number of one case; all walks and the seals when it is left out")
    parser.add_argument("--demo", action="store_true", help="the store of a first look")


def run(args: argparse.Namespace) -> int:
    """Print one line of JSON for each walk in which something is wrong, naming the first broken link; 1 when there is one."""
    set_up(demo=args.demo, changing=False)
    bad = int(str(call_command("verify_store", args.case, language=language())))
    if not bad:
        sys.stderr.write("没有发现问题。\n" if language() == "zh" else "Nothing is wrong.\n")
    return 1 if bad else 0
