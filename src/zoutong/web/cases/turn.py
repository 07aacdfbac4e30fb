"""Knows whose turn it is to write to the embedded database: writers stand in a queue instead of knocking at random."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import OperationalError, connection, transaction

try:
    import fcntl
except ImportError:  # Windows has none; SQLite's own lock is enough there, only less fair
    fcntl = None  # type: ignore[assignment]

RETRY = frozenset(("40001", "40P01"))
"""PostgreSQL's codes for transactions that lost to each other and may be tried again."""


class Moved(Exception):  # noqa: N818 - nothing is wrong: somebody else was faster
    """The row is no longer what was read, or the database asks to try again."""


@contextmanager
def written() -> Iterator[None]:
    """Open the one transaction of an act; Moved when the database asks for another try.

    SQLite lets waiting writers knock at growing intervals, and the unlucky wait for a second; a lock on a file beside the
    database is handed on in turn and let go of even when its holder is killed. Inside a transaction of the caller it is not
    taken: the caller holds the database already.
    """
    queue = fcntl is not None and connection.vendor == "sqlite" and not connection.in_atomic_block
    name = str(connection.settings_dict["NAME"])
    door = os.open(f"{name}.turn", os.O_RDWR | os.O_CREAT, 0o600) if queue and Path(name).is_absolute() else None
    try:
        if door is not None:
            fcntl.flock(door, fcntl.LOCK_EX)
        with transaction.atomic():
            yield
    except OperationalError as trouble:
        if getattr(trouble.__cause__, "sqlstate", None) in RETRY:
            raise Moved from trouble
        raise
    finally:
        if door is not None:
            os.close(door)
