"""Knows how the keys are changed from a terminal."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web.cases import jobs, keys

FINISHED = Words(
    "上次换到“{}”时中断了，这次已经做完，没有再加新密钥。要换一把新的，请再运行一次。",
    "The change to “{}” had been cut off; it is finished now, and no further key was added. Run this again for a new one.",
)
CUT_OFF = Fault(
    "keys.cut_off",
    Words(
        "换密钥中断了。新旧密钥都在，资料都能打开。",
        "The change of keys was cut off. The new key and the old are both kept, and everything can be opened.",
    ),
    cure=Words("再运行一次 zoutong keys rotate，从中断处接着做。", "Run zoutong keys rotate again; it goes on from there."),
)


class Command(BaseCommand):
    """Put a new key in front and encrypt everything anew."""

    help = "a new key; everything that is encrypted goes under it"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--drop", action="store_true")

    def handle(self, *_: object, drop: bool, **__: object) -> None:
        """Put a new key in front, or finish first a rotation that was cut off: no more than two keys are ever in use."""
        path = Path(settings.ZOUTONG_KEYS)
        name = keys.ring().current
        try:
            number = anew()
            if number:
                sys.stderr.write(f"\r{FINISHED.zh.format(name)}\n{FINISHED.en.format(name)}\n")
            else:
                name = keys.rotate(path)
                number = anew()
        except KeyboardInterrupt:
            raise CUT_OFF from None
        gone = jobs.old_keys() if drop else frozenset[str]()
        if gone:
            keys.drop(path, gone)
        sys.stderr.write(f"\r{path}: {name} ({number}){' − ' + ' '.join(sorted(gone)) if gone else ''}\n")


def anew() -> int:
    """Encrypt everything anew that is not under the current key; tell on standard error how far it is."""
    done, before = 0, -1
    while done != before:
        before = done
        for some in jobs.rekeyed():
            done += some
            sys.stderr.write(f"\r{done}")
            sys.stderr.flush()
    return done
