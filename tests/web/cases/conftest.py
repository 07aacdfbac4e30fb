"""Brings stores on both databases, and people who act in them."""

from pathlib import Path

import pytest
from tests.web.stores import BOTH, postgresql_server, sqlite_template, store

from zoutong.web import served

__all__ = ["postgresql_server", "sqlite_template", "store"]


PACK = Path(__file__).parent / "packs" / "counter"


def pytest_generate_tests(metafunc):
    if metafunc.definition.get_closest_marker("both"):
        metafunc.parametrize("store", BOTH, indirect=True)


@pytest.fixture(autouse=True)
def counter_pack(settings):
    """Serve the small pack of these tests: a process of five tasks that nobody changes for other reasons."""
    settings.ZOUTONG_PACK = PACK
    forget_pack()
    yield
    forget_pack()


def forget_pack():
    for known in (served.pack, served.course, served.pack_version, served.course_version, served.office_hours):
        known.cache_clear()
