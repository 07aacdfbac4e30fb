"""Knows the programs that run beside the pages: a worker always, and for a first look the one that fills the district with cases."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

PATIENCE_S = 10


def start(*words: str) -> subprocess.Popen[bytes]:
    """Start a door of this program beside this one; it ends when this one does, also when this one is killed."""
    # The child holds the other end of a pipe that nobody writes to: it breaks when we are gone, however we went.
    return subprocess.Popen([sys.executable, "-m", "zoutong.cli", *words, "--beside"], stdin=subprocess.PIPE)  # noqa: S603 - our own program


def stop(companions: list[subprocess.Popen[bytes]]) -> None:
    """End what was started beside us; what does not listen is ended by force, which it is made for."""
    for companion in companions:
        companion.terminate()
    for companion in companions:
        try:
            companion.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            companion.kill()


def end_with_parent() -> None:
    """End this program at once when the one that started it has gone; everything it does may be cut off at any moment."""

    def watch() -> None:
        # Straight from the system: a buffered reader would be in the way when the program ends by itself.
        os.read(0, 1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
