"""Brings the people of the tests, with hashes that take no time."""

from __future__ import annotations

import pytest
from tests.web.personas import make_house


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def house(db):
    return make_house()
