"""Knows what a fresh server makes ready while nobody asks yet: templates, the reader of statements with its phrases, the drawings of the course."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from django.template.loader import get_template

from zoutong.intake.reader import reader_of
from zoutong.kernel.error import Fault
from zoutong.process.draw import svg
from zoutong.web import served

LANGUAGES = ("zh", "en")
HERE = Path(__file__).resolve().parent


def begin() -> threading.Thread:
    """Make everything ready beside the server's start; a first visitor meanwhile waits no longer than without."""
    thread = threading.Thread(target=ready, name="warm", daemon=True)
    thread.start()
    return thread


def ready() -> None:
    """Make what takes a second the first time: templates parsed, phrases compiled, processes read, words of drawings broken into lines."""
    for name in pages():
        get_template(name)
    # A pack that does not load is told on the page that needs it, in a sentence.
    with suppress(Fault):
        reader_of(served.pack()).prepare()
        for process in served.course().processes.values():
            for lang in LANGUAGES:
                svg(process, lang)


def pages() -> tuple[str, ...]:
    """Name every template of the house as the pages do."""
    folders = (HERE / "templates", *HERE.glob("*/templates"))
    return tuple(sorted(str(file.relative_to(folder)) for folder in folders for file in folder.rglob("*.html")))
