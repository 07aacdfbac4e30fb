"""Kills the web's load, the worker and the database server again and again, then looks whether everything that was acknowledged is there."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

from bench.places import Place

KILLS = int(os.environ.get("ZOUTONG_KILLS", "100"))
SERVER_EVERY = 3
"""Every third time the database server is killed as well, where there is one."""


class Nursery:
    """The process that bears the victims."""

    def __init__(self, place: Place, log: Path) -> None:
        self.process: subprocess.Popen[str] = place.start("bench.nursery")
        self.log = log

    def ask(self, *words: object) -> int:
        """Say one command and give the answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def bear(self, what: str, seed: int) -> int:
        """Give the id of a new process."""
        return self.ask("bear", what, str(self.log), seed)

    def kill(self, pid: int) -> bool:
        """Kill one; False when it had ended before by itself."""
        return self.ask("kill", pid) == signal.SIGKILL

    def close(self) -> None:
        """Let it end."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def kills(place: Place, times: int = KILLS) -> None:
    """Kill so many times and print what became of what was acknowledged."""
    log = place.folder / "log-kills"
    luck = random.Random(7)
    began = time.monotonic()
    nursery = Nursery(place, log)
    died, back, longest = 0, 0, 0.0
    for n in range(times):
        victims = [nursery.bear("load", 2 * n + 100), nursery.bear("load", 2 * n + 101), nursery.bear("worker", n)]
        time.sleep(luck.uniform(0.3, 1.8))
        if place.server is not None and n % SERVER_EVERY == 0:
            place.server.kill(children=luck.random() < 0.5)
            if luck.random() < 0.5:
                died += sum(map(nursery.kill, victims))
                longest = max(longest, place.server.start())
            else:
                # The people at the windows live on: their connections are gone, and they come back through new ones.
                longest = max(longest, place.server.start())
                time.sleep(luck.uniform(0.3, 1.0))
                died += sum(map(nursery.kill, victims))
            back += 1
        else:
            died += sum(map(nursery.kill, victims))
    nursery.close()
    _told(place, log, times, {"processes_killed": died, "server_killed": back, "longest_recovery_s": round(longest, 1)}, began)


def _told(place: Place, log: Path, times: int, more: dict[str, object], began: float) -> None:
    said = [json.loads(line)[:2] for line in log.read_text(encoding="utf-8").splitlines() if line.endswith("]")]
    asked = place.folder / "asked.json"
    asked.write_text(json.dumps(said), encoding="utf-8")
    lost = place.run("bench.lost", str(asked))
    verified = place.run("zoutong.cli", "verify", "--demo")
    print(
        json.dumps({
            "figure": f"kills {place.name}", "value": times, "unit": "times", **more, "acknowledged": len(said),
            "lost": lost.stdout.strip() or lost.stderr[-300:], "verify": verified.returncode, "said": verified.stdout[-200:],
            "seconds": round(time.monotonic() - began),
        }, ensure_ascii=False),
        flush=True,
    )  # fmt: skip
