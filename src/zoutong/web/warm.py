"""Knows what a fresh server makes ready while nobody asks yet: the reader of statements, the course, the drawings of its processes."""

from __future__ import annotations

import threading
from contextlib import suppress

from zoutong.intake.reader import reader_of
from zoutong.kernel.error import Fault
from zoutong.process.draw import svg
from zoutong.web import served

LANGUAGES = ("zh", "en")


def begin() -> threading.Thread:
    """Make everything ready beside the server's start; a first visitor meanwhile waits no longer than without."""
    thread = threading.Thread(target=ready, name="warm", daemon=True)
    thread.start()
    return thread


def ready() -> None:
    """Make what takes a second the first time: patterns compiled, processes read, words of drawings broken into lines."""
    # A pack that does not load is told on the page that needs it, in a sentence.
    with suppress(Fault):
        reader_of(served.pack())
        for process in served.course().processes.values():
            for lang in LANGUAGES:
                svg(process, lang)
