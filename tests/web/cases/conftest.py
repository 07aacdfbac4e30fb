"""Brings stores on both databases, and people who act in them."""

from tests.web.stores import BOTH, postgresql_server, sqlite_template, store

__all__ = ["postgresql_server", "sqlite_template", "store"]


def pytest_generate_tests(metafunc):
    if metafunc.definition.get_closest_marker("both"):
        metafunc.parametrize("store", BOTH, indirect=True)
