"""Knows how a person is erased from a case from a terminal, in the name of somebody who keeps the records."""

from __future__ import annotations

import argparse

from django.core.management import call_command

from zoutong.cli.serve import set_up


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the case and in whose name."""
    parser.add_argument("case", help="the number of a case that has ended")
    parser.add_argument("--by", required=True, metavar="NAME", help="the sign-in name of somebody who may erase: the event names her")
    parser.add_argument("--demo", action="store_true", help="in the store of a first look")


def run(args: argparse.Namespace) -> int:
    """Erase for good what is known of the person; Fault when the case goes on still, or this role may not."""
    set_up(demo=args.demo)
    call_command("erase_person", args.case, args.by)
    return 0
