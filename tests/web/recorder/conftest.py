"""Brings the house, a leader's walk that has begun, and the desk's own folders."""

from __future__ import annotations

import pytest
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.personas import make_house
from tests.web.recorder.walking import begun


@pytest.fixture
def house(db):
    return make_house()


@pytest.fixture
def number(house):
    return begun(house)
