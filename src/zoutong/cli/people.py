"""Knows how a bureau gets its first administrator from a terminal."""

from __future__ import annotations

import argparse

from django.core.management import call_command

from zoutong.cli.serve import set_up


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the sign-in name and the shown name."""
    parser.add_argument("what", choices=("admin",), help="admin: make an administrator and print a password for the first sign-in")
    parser.add_argument("name", help="the sign-in name")
    parser.add_argument("shown", help="the name that people read")
    parser.add_argument("--demo", action="store_true", help="in the database of a first look")


def run(args: argparse.Namespace) -> int:
    """Make the administrator; Fault when the name is taken or the settings do not allow real people."""
    set_up(demo=args.demo)
    call_command("first_admin", args.name, args.shown)
    return 0
