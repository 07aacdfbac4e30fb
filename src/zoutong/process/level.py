"""Knows how one level of a process is ended from outside, as when the claims of one branch are withdrawn and the others go on."""

from __future__ import annotations

from datetime import datetime

from zoutong.process.model import Process, Surroundings
from zoutong.process.run import Run
from zoutong.process.settle import settle
from zoutong.process.state import State, Step


def end_level(process: Process, state: State, scope: int, now: datetime, around: Surroundings) -> Step:
    """Cancel all that is open in a scope and let what waits for it go on, as if its last token had ended; scope 0 is the whole process."""
    run = Run(process, state, now, around)
    run.clear(scope)
    run.touched.append(scope)
    settle(run)
    return run.step()
