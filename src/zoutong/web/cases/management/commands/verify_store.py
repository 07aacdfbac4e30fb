"""Knows how the store is proved from a terminal."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from itertools import chain

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from zoutong.web.cases.verifying import verify


class Command(BaseCommand):
    """Print one line of JSON for each walk or item of the ledger in which something is wrong; give their number as a word."""

    help = "prove every chain, every row beside it, every walk made again, and the seals over all of them"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", nargs="?", default="")
        parser.add_argument("--language", default="zh")

    def handle(self, *_: object, **said: str) -> str:
        """Verify; the answer of ``call_command`` is how much is wrong."""
        bad = 0
        others = (import_string(name)(said["case"]) for name in settings.VERIFIERS)
        for breach in chain(verify(progress, said["case"]), *others):
            bad += 1
            line = {"case": breach.walk, "event": breach.seq, "code": breach.code, "message": breach.what.in_language(said["language"])}
            sys.stdout.write(json.dumps({k: v for k, v in line.items() if v not in ("", None)}, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        self.stdout = self.stderr
        return str(bad)


def progress(done: int, of: int) -> None:
    """Say on standard error how far it is, in one line that is written over."""
    sys.stderr.write(f"\r{done}/{of}" + ("\n" if done == of else ""))
    sys.stderr.flush()
