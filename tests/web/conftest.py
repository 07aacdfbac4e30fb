"""Holds the calendar still, and brings a visitor in each language."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.web.visitor import DAY, MORNING, Visitor

from zoutong.web import clock


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """Keep the test database in a file: the live server answers in threads of its own, each with its own connection."""
    connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("data") / "test.sqlite3")


@pytest.fixture(autouse=True)
def day(monkeypatch):
    """Hold the calendar still."""
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    return DAY


@pytest.fixture
def visitor(client, db):
    return Visitor(client)


@pytest.fixture
def english(client, db):
    return Visitor(client, "en")
