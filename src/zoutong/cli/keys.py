"""Knows how to make and change the keys of personal data."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from zoutong.cli.serve import configure, set_up
from zoutong.web.cases import keys


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to do with the keys."""
    parser.add_argument("what", choices=("new", "rotate"), help="new: make a key file; rotate: put a new key in front and encrypt everything anew")
    parser.add_argument("--drop", action="store_true", help="rotate: take old keys out of the file when nothing is under them any more")
    parser.add_argument("--demo", action="store_true", help="the keys of a first look")


def run(args: argparse.Namespace) -> int:
    """Make the file that ``ZOUTONG_KEYS`` names, or rotate it; cut off while it encrypts anew, a second rotate or the worker goes on."""
    if args.what == "new":
        configure(demo=args.demo)
        name = keys.new(Path(settings.ZOUTONG_KEYS))
        sys.stderr.write(f"{settings.ZOUTONG_KEYS}: {name}\n")
    else:
        set_up(demo=args.demo)
        call_command("rotate_keys", drop=args.drop)
    return 0
