"""Knows how a PostgreSQL database is copied in one snapshot while others write to it, and loaded into a schema beside the old one."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web.safekeeping.manifest import Dump, Manifest, not_a_backup

_PIECE = 1 << 18


# COPY over the connection that we have, not pg_dump: its version must never be older than the server's, it is seldom on the machine
# of the web server, and it carries a schema of its own; here the migrations make the schema, the same on every version and engine.
def dump(folder: Path, tick: Callable[[int], None]) -> Dump:
    """Write every table's rows into the folder, all as they were at one moment; writers are not held up."""
    with connection.wrap_database_errors, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        columns = {table: _columns(table) for table in sorted(connection.introspection.table_names(cursor))}
        parts, counts = {}, {}
        for table, names in columns.items():
            part = f"database/{table}.copy.gz"
            parts[part] = folder / f"{table}.copy.gz"
            words = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names)))
            with gzip.open(parts[part], "wb", compresslevel=3) as out, cursor.copy(words) as rows:
                for piece in rows:
                    out.write(piece)
                    tick(len(piece))
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            counts[table] = int(cursor.fetchone()[0])
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL")
        sequences = {name: int(value) for name, value in cursor.fetchall()}
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return Dump(parts, counts, tuple(cursor.fetchall()), columns, sequences)


def leave_the_pool() -> None:
    """Let this process have one connection and no more: those that a pool opens of itself would look like somebody else's."""
    connection.close()
    connection.settings_dict["OPTIONS"] = {k: v for k, v in connection.settings_dict["OPTIONS"].items() if k != "pool"}


def is_empty() -> bool:
    """Tell whether there is no table at all."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def check_nobody_else() -> None:
    """Raise a Fault while anybody else is connected to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        others = int(cursor.fetchone()[0])
    if others:
        raise Fault(
            "restore.running",
            Words(f"数据库还有 {others} 个连接在用。", f"{others} other connections still use the database."),
            cure=Words("请先停止服务，再恢复。", "Stop the service first, then restore."),
        )


@contextmanager
def beside(stamp: str) -> Iterator[str]:
    """Work in a new schema beside the one in use, which is taken away again when the block fails; give its name."""
    incoming = f"incoming_{stamp}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        usual = str(cursor.fetchone()[0] or "public")
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'incoming\\_%'")
        for (left,) in cursor.fetchall():  # by a restore that was killed
            cursor.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(left)))
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(incoming)))
        cursor.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(incoming)))
    try:
        yield usual
    except BaseException:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(incoming)))
        raise
    finally:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(usual)))


def load(folder: Path, manifest: Manifest, tick: Callable[[int], None]) -> None:
    """Make the tables as they were by their own migrations, fill them, compare the counts, and bring them up to date."""
    MigrationExecutor(connection).migrate(list(manifest.migrations))
    with connection.wrap_database_errors, transaction.atomic(), connection.cursor() as cursor:
        for table, names in manifest.columns.items():
            if set(_columns(table)) != set(names):
                raise not_a_backup()
            cursor.execute(sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(sql.Identifier(table)))
            if cursor.fetchone()[0]:  # rows that a migration itself had made
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            words = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names)))
            with gzip.open(folder / f"{table}.copy.gz", "rb") as rows, cursor.copy(words) as into:
                while piece := rows.read(_PIECE):
                    into.write(piece)
                    tick(len(piece))
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            if int(cursor.fetchone()[0]) != manifest.counts.get(table):
                raise not_a_backup()
        for name, value in manifest.sequences.items():
            cursor.execute("SELECT setval(format('%%I.%%I', current_schema(), %s)::regclass, %s)", [name, value])
    call_command("migrate", interactive=False, verbosity=0)


def swap(stamp: str, usual: str, *, aside: bool) -> None:
    """Give the new schema the old one's name in one transaction; the old one stays as ``aside_…``, or goes where it was empty."""
    with transaction.atomic(), connection.cursor() as cursor:
        old, new = sql.Identifier(usual), sql.Identifier(f"incoming_{stamp}")
        if aside:
            cursor.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(old, sql.Identifier(f"aside_{stamp}")))
        else:
            cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {}").format(old))
        cursor.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(new, old))


def _columns(table: str) -> tuple[str, ...]:
    """Name the columns that hold something of their own; what the database works out itself is not copied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = %s"
            " AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return tuple(str(row[0]) for row in cursor.fetchall())
