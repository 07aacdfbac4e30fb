"""Knows how the keys are changed from a terminal."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from zoutong.web.cases import jobs, keys
from zoutong.web.clock import now


class Command(BaseCommand):
    """Put a new key in front and encrypt everything anew."""

    help = "a new key; everything that is encrypted goes under it"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--drop", action="store_true")

    def handle(self, *_: object, drop: bool, **__: object) -> None:
        """Finish first what a rotation that was cut off has left, so that no more than two keys are in use."""
        path = Path(settings.ZOUTONG_KEYS)
        keys.ring()
        anew()
        name = keys.rotate(path)
        number = anew()
        gone = jobs.old_keys() if drop else frozenset[str]()
        if gone:
            keys.drop(path, gone)
        sys.stderr.write(f"{path}: {name} ({number}){' − ' + ' '.join(sorted(gone)) if gone else ''}\n")


def anew() -> int:
    """Encrypt everything anew that is not under the current key; tell on standard error how far it is."""
    done = 0
    while some := jobs.rekey(now()):
        done += some
        sys.stderr.write(f"\r{done}")
        sys.stderr.flush()
    return done
