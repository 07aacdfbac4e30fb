"""Knows the loop of a worker: every job in its turn, a pause when there is nothing to do, an end when it is told to stop."""

from __future__ import annotations

import logging
import signal
import time
from types import FrameType

from django.db import DatabaseError, close_old_connections

from zoutong.kernel.error import Fault
from zoutong.web import clock
from zoutong.web.cases import jobs
from zoutong.web.cases.checking import check_papers

PAUSE_S = 1.0
REST_S = 60.0
log = logging.getLogger(__name__)

JOBS: tuple[tuple[str, jobs.Job, float], ...] = (
    ("timers", jobs.fire_timers, 0),
    ("notices", jobs.send_notices, 0),
    ("seals", jobs.seal_events, 5),
    ("keys", jobs.rekey, 5),
    ("papers", check_papers, 30),
    ("sweep", jobs.sweep, 3600),
)
"""Each job, and how many seconds it rests after it found nothing to do."""


class Worker:
    """One worker. Several may run at once, on one machine or on many; each may be killed at any moment."""

    def __init__(self, *, once: bool = False) -> None:
        self.once = once
        self.stopping = False
        self.rests: dict[str, float] = {}

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Stop after the job in hand."""
        self.stopping = True

    def run(self) -> int:
        """Work until told to stop, or with ``once`` until nothing is left; give how much was done."""
        done = 0
        while not self.stopping:
            some = self.round()
            done += some
            if some:
                continue
            if self.once:
                break
            time.sleep(PAUSE_S)
        return done

    def round(self) -> int:
        """Go through the jobs once; a job that fails rests for a while and does not keep the others from their turn."""
        done = 0
        for name, job, rest in JOBS:
            if self.stopping or self.rests.get(name, 0.0) > time.monotonic():
                continue
            try:
                close_old_connections()
                some = job(clock.now())
            except (Fault, DatabaseError, OSError) as trouble:
                log.error("%s: %s", name, trouble)  # noqa: TRY400 - the sentence says it; a worker that is not alone sees much of this
                some, rest = 0, REST_S  # noqa: PLW2901
            if not some:
                self.rests[name] = time.monotonic() + rest
            done += some
        return done


def work(*, once: bool = False) -> int:
    """Run a worker in this process until it is told to stop."""
    worker = Worker(once=once)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    return worker.run()
