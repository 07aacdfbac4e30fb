"""Brings the house, a visitor's case at each stage, and the people who work on it."""

from __future__ import annotations

import pytest
from django.db import connections
from tests.web.personas import make_house

from zoutong.web.cases import keys
from zoutong.web.desk import exporting


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings):
    """Keep keys, papers and exports of the tests out of the way."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATA = tmp_path
    settings.ZOUTONG_PAPERS = tmp_path / "papers"
    settings.ZOUTONG_KEYS = tmp_path / "keys"
    keys.new(tmp_path / "keys")
    # A test that empties the tables leaves codes behind in what the connection remembers.
    vars(connections["default"]).pop("zoutong_codes", None)


@pytest.fixture(autouse=True)
def no_child(monkeypatch):
    """Write exports when a test says so, not in a process of their own."""
    monkeypatch.setattr(exporting, "start", lambda: None)


@pytest.fixture
def house(db):
    return make_house()
