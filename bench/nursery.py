"""Bears processes that have read the pack already, and kills them when told: a kill then costs what the dying does, not what the starting does.

Started by ``bench.kills``; each line it reads is one command, each line it writes is the answer.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from pathlib import Path

import django

django.setup()

from bench import load  # noqa: E402 - Django must stand before the store is read
from zoutong.web import served  # noqa: E402
from zoutong.web.cases import worker  # noqa: E402


def born(what: str, log: str, seed: int) -> int:
    """Fork a child that does the load with four threads, or the work of a worker, until it is killed."""
    pid = os.fork()
    if pid:
        return pid
    sys.stdin.close()
    if what == "worker":
        worker.work()
    else:
        load.work(4, 600.0, Path(log), seed)
    os._exit(0)


def main() -> None:
    """Obey: ``["bear", what, log, seed]`` is answered with a process id, ``["kill", id]`` with the signal of which it died."""
    # That a server which was killed does not answer need not be said by each of eight threads.
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
    served.course()
    served.office_hours()
    for line in sys.stdin:
        word, *rest = json.loads(line)
        if word == "bear":
            print(born(*rest), flush=True)
        else:
            os.kill(rest[0], signal.SIGKILL)
            _, status = os.waitpid(rest[0], 0)
            print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, flush=True)


if __name__ == "__main__":
    main()
