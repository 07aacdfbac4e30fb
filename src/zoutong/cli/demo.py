"""Knows how to fill a district for a first look with people and cases; never where real people are served."""

from __future__ import annotations

import argparse
import importlib
import sys

from zoutong.cli import beside
from zoutong.cli.serve import set_up

CASES = 240
WEEKS = 7
TELL_EVERY = 40


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how many cases over how many weeks."""
    parser.add_argument("--cases", type=int, default=CASES, help=f"how many cases ({CASES})")
    parser.add_argument("--weeks", type=int, default=WEEKS, help=f"over how many weeks ({WEEKS})")
    parser.add_argument("--beside", action="store_true", help="end when the program that started this one ends")


def run(args: argparse.Namespace) -> int:
    """Make the cases where there are none yet, and tell how far it has come; Fault where real people are served."""
    if args.beside:
        beside.end_with_parent()
    set_up(demo=True)

    def tell(done: int, of: int) -> None:
        if done % TELL_EVERY == 0 or done == of:
            sys.stderr.write(f"· 演示案件 {done}/{of}  demo cases {done}/{of}\n")

    # Django's models can be imported only after it is set up.
    importlib.import_module("zoutong.web.ledger.seed").make_items()
    importlib.import_module("zoutong.web.demo.cases").make_cases(max(args.cases, 0), max(args.weeks, 1), progress=tell)
    return 0
