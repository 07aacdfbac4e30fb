"""Holds the calendar still, and brings a visitor in each language."""

from __future__ import annotations

import pytest
from tests.web.visitor import DAY, Visitor

from zoutong.web.intake import service


@pytest.fixture(autouse=True)
def day(monkeypatch):
    """Hold the calendar still."""
    monkeypatch.setattr(service, "today", lambda: DAY)
    return DAY


@pytest.fixture
def visitor(client, db):
    return Visitor(client)


@pytest.fixture
def english(client, db):
    return Visitor(client, "en")
