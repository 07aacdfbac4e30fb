"""Knows how a worker is started from a terminal."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from zoutong.web import served
from zoutong.web.cases import worker


class Command(BaseCommand):
    """Work until told to stop."""

    help = "timers, notices, seals and re-encryption"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true")

    def handle(self, *_: object, once: bool, **__: object) -> None:
        """Read the pack first: a broken one is told at the start."""
        served.course()
        worker.work(once=once)
