"""Knows the command ``zoutong``: which doors there are, and how it speaks when something is wrong."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn, Protocol, cast

from zoutong import __version__
from zoutong.cli.speech import language
from zoutong.kernel.error import Fault

DOORS = {
    "intake": "from a person's own words or from facts: doors, reasons, deadlines, amounts, papers, next questions",
    "decide": "one decision of a DMN file: value, rows, citations, what is missing and what would change it",
    "pack": "check, compare or create content packs",
    "rehearse": "play a script of acts on a pack and say which expectations are met",
    "publish": "publish a pack whose check and rehearsals pass, and keep a record of it",
    "draw": "draw a process from a BPMN file as an SVG, or write a drawing into the file",
    "serve": "serve the pages",
    "demo": "fill a district for a first look with cases",
    "people": "make the first administrator",
    "backup": "copy everything into one file while the service runs",
    "restore": "put a backup back",
    "worker": "timers, notices and seals; may be started twice and killed at any moment",
    "verify": "prove that no event was changed, taken away or added, and that every walk is what its events make it",
    "keys": "make or change the keys of personal data",
    "erase": "erase for good what is known of the person of a case that has ended",
    "doctor": "look at settings, database, disk, calendar and fonts, and say what to do",
}
"""Each door is a module of this package with ``arguments`` and ``run``; only the one that is asked for is imported."""

BAD_INPUT = 2
OUR_FAULT = 70
INTERRUPTED = 128 + signal.SIGINT
PIPE_CLOSED = 128 + signal.SIGPIPE


class Door(Protocol):
    """What a module of this package offers: its arguments, and what it does with them (the exit code)."""

    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence, and where to look."""

    def error(self, message: str) -> NoReturn:
        """Print one line to standard error and leave with 2."""
        self.exit(BAD_INPUT, f"{self.prog}: {message}; see {self.prog} --help\n")


def parser_of(name: str, door: Door) -> Parser:
    """Build the parser of one door."""
    parser = Parser(prog=f"zoutong {name}", description=DOORS[name], allow_abbrev=False)
    door.arguments(parser)
    return parser


def door_named(name: str) -> Door:
    """Import the module of one door; ``zoutong decide`` never imports what only ``zoutong serve`` needs."""
    return cast("Door", importlib.import_module(f"{__name__}.{name}"))


def usage() -> str:
    """Give the list of doors."""
    rows = "\n".join(f"  {name:<8} {what}" for name, what in DOORS.items())
    return f"usage: zoutong COMMAND …   (zoutong COMMAND --help says more)\n\n{rows}\n\n  --version\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0, 1 where a check found errors, 2 for bad input; never a traceback."""
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stderr else "strict")
    if not words or words[0] in ("-h", "--help", "help"):
        sys.stdout.write(usage())
        return 0 if words else BAD_INPUT
    if words[0] == "--version":
        sys.stdout.write(f"zoutong {__version__}\n")
        return 0
    if words[0] not in DOORS:
        sys.stderr.write(f"zoutong: there is no command {words[0]!r}; the commands are {', '.join(DOORS)}\n")
        return BAD_INPUT
    return guarded(words[0], words[1:])


def guarded(name: str, words: Sequence[str]) -> int:
    """Run a door; turn what it raises into one sentence and an exit code."""
    try:
        door = door_named(name)
        code = door.run(parser_of(name, door).parse_args(words))
        sys.stdout.flush()
    except Fault as fault:
        sys.stderr.write(f"zoutong: {fault.sentence(language())}\n")
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away; what is still buffered has nowhere to go, and the interpreter must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else BAD_INPUT
    except Exception as bug:
        if os.environ.get("ZOUTONG_TRACE"):
            raise
        sys.stderr.write(
            f"zoutong: {type(bug).__name__}: {bug}. This is a mistake of the program, not yours; "
            "set ZOUTONG_TRACE=1, run it again and report what it prints.\n"
        )
        return OUR_FAULT
    return code
