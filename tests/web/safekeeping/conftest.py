"""Brings a bureau of its own for each test: a folder of data, and the command run as a person runs it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from zoutong.papers.vault import Vault
from zoutong.web.cases import keys

ROOT = Path(__file__).resolve().parents[3]
FILLING = """
import django; django.setup()
from datetime import datetime, UTC
from django.core.management import call_command
from django.contrib.sessions.models import Session
from zoutong.papers.vault import Vault
from zoutong.web.cases import keys
from django.conf import settings
vault = Vault(settings.ZOUTONG_PAPERS, keys.ring())
call_command("migrate", interactive=False, verbosity=0)
for n in range({rows}):
    Session.objects.create(session_key=f"{word}{{n}}", session_data="工资", expire_date=datetime.now(UTC))
print(*(vault.put([b"{word}" * n]).id for n in range(1, {papers} + 1)))
"""
READING = """
import django; django.setup()
import json
from django.contrib.sessions.models import Session
from zoutong.papers.vault import Vault
from zoutong.web.cases import keys
from django.conf import settings
v = Vault(settings.ZOUTONG_PAPERS, keys.ring())
rows = sorted(Session.objects.values_list("session_key", "session_data"))
print(json.dumps({"rows": rows, "papers": sorted(b"".join(v.read(i)).decode() for i in v.ids())}))
"""


@dataclass
class Bureau:
    """One place of data; ``say`` runs the command there."""

    data: Path
    database: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def surroundings(self):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ZOUTONG_")}
        ours = {
            "ZOUTONG_DATA": str(self.data),
            "ZOUTONG_DATABASE": self.database,
            "ZOUTONG_LANGUAGE": "en",
            "PYTHONPATH": str(ROOT / "src"),
        }
        return {**kept, "DJANGO_SETTINGS_MODULE": "zoutong.web.settings", **ours, **self.more}

    def python(self, code):
        done = subprocess.run([sys.executable, "-c", code], env=self.surroundings, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def fill(self, word="a", rows=3, papers=2):
        self.data.mkdir(parents=True, exist_ok=True)
        self.python(FILLING.format(word=word, rows=rows, papers=papers))

    def holds(self):
        """Give the sessions and the papers in the clear; what is embedded is read past Django, which is quicker and another witness."""
        if self.database:
            return json.loads(self.python(READING))
        with closing(sqlite3.connect(self.data / "zoutong.sqlite3")) as database:
            rows = sorted(database.execute("SELECT session_key, session_data FROM django_session").fetchall())
        vault = Vault(
            Path(self.more.get("ZOUTONG_PAPERS", self.data / "papers")), keys.read(Path(self.more.get("ZOUTONG_KEYS", self.data / "keys")))
        )
        return {"rows": rows, "papers": sorted(b"".join(vault.read(one)).decode() for one in vault.ids())}

    def say(self, *words):
        command = [sys.executable, "-m", "zoutong.cli", *map(str, words)]
        return subprocess.run(command, env=self.surroundings, capture_output=True, text=True, check=False, timeout=120)

    def sure(self, *words):
        done = self.say(*words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def refused(self, *words):
        done = self.say(*words)
        assert done.returncode == 2, (done.returncode, done.stderr)
        assert done.stdout == ""
        # Before the one sentence there may be lines of progress: on a busy machine everything takes a second.
        *before, sentence = done.stderr.splitlines()
        assert all(line.endswith(" MB") for line in before), done.stderr
        return sentence


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """Fill one bureau for all: the tests work on copies."""
    made = Bureau(tmp_path_factory.mktemp("filled") / "data")
    made.fill()
    return made.data


@pytest.fixture
def empty(tmp_path):
    return Bureau(tmp_path / "data")


@pytest.fixture
def bureau(tmp_path, filled):
    shutil.copytree(filled, tmp_path / "data")
    return Bureau(tmp_path / "data")


@pytest.fixture
def elsewhere(tmp_path, bureau):
    """Another machine that has the same keys."""
    return Bureau(tmp_path / "elsewhere", more={"ZOUTONG_KEYS": str(bureau.data / "keys")})
