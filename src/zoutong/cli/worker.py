"""Knows how to start a worker: timers, notices, seals and re-encryption, beside or without the pages."""

from __future__ import annotations

import argparse

from django.core.management import call_command

from zoutong.cli import beside
from zoutong.cli.serve import set_up


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare whether to stop when nothing is left, and whether this is a first look."""
    parser.add_argument("--once", action="store_true", help="do what is due, then stop")
    parser.add_argument("--demo", action="store_true", help="the store of a first look")
    parser.add_argument("--beside", action="store_true", help="end when the program that started this one ends")


def run(args: argparse.Namespace) -> int:
    """Work until told to stop (SIGTERM, Ctrl-C); may be started twice, may be killed at any moment."""
    if args.beside:
        beside.end_with_parent()
    set_up(demo=args.demo)
    call_command("work", once=args.once)
    return 0
