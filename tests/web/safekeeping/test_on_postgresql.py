"""The same promises where the data lie in PostgreSQL: one moment, whole, put back at once, the old kept aside."""

from __future__ import annotations

import gzip
import shutil
import threading

import psycopg
import pytest
from tests.web.safekeeping.conftest import Bureau
from tests.web.safekeeping.test_backup import later, miscounted, parts, rewrite
from tests.web.stores import address_of, postgresql_server

__all__ = ["postgresql_server"]


@pytest.fixture(scope="module")
def full(postgresql_server, tmp_path_factory):
    """Fill one database for all: the tests work on copies."""
    made = Bureau(tmp_path_factory.mktemp("full") / "data", made_on(postgresql_server, "keep_full"))
    made.fill()
    return made


def made_on(server, name, template="template1"):
    """Make a database anew."""
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return address_of(server, name)


@pytest.fixture
def pg(tmp_path, full, postgresql_server):
    shutil.copytree(full.data, tmp_path / "data")
    return Bureau(tmp_path / "data", made_on(postgresql_server, "keep_one", "keep_full"))


@pytest.fixture
def other(tmp_path, pg, postgresql_server):
    """An empty database elsewhere, with the same keys."""
    return Bureau(tmp_path / "elsewhere", made_on(postgresql_server, "keep_other"), {"ZOUTONG_KEYS": str(pg.data / "keys")})


def schemas(one):
    with psycopg.connect(one.database) as talk:
        return {r[0] for r in talk.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|information'").fetchall()}


def tables(one, schema="public"):
    with psycopg.connect(one.database) as talk:
        return {r[0] for r in talk.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema]).fetchall()}


def test_what_was_backed_up_is_there_again_on_another_server(pg, other, tmp_path):
    made = pg.sure("backup", tmp_path / "x.backup")
    assert made["engine"] == "postgresql"
    done = other.sure("restore", tmp_path / "x.backup")
    assert (done["rows"], done["upgrades"], done["aside"]) == (made["rows"], 0, [])
    assert other.holds() == pg.holds()
    assert schemas(other) == {"public"}
    assert tables(other) == tables(pg)
    other.fill("later")  # numbers go on where they were
    assert other.sure("backup", tmp_path / "y.backup")["papers"] == 4


def test_the_old_schema_is_kept_aside_and_nothing_is_touched_unsaid(pg, tmp_path):
    pg.sure("backup", tmp_path / "x.backup")
    then = pg.holds()
    pg.fill("b")
    now = pg.holds()
    assert "--replace" in pg.refused("restore", tmp_path / "x.backup")
    assert pg.holds() == now != then
    done = pg.sure("restore", tmp_path / "x.backup", "--replace")
    assert pg.holds() == then
    aside = next(word for word in done["aside"] if word.startswith("aside_"))
    assert schemas(pg) == {"public", aside}
    with psycopg.connect(pg.database) as talk:
        assert talk.execute(f"SELECT count(*) FROM {aside}.django_session").fetchone()[0] == len(now["rows"])


@pytest.mark.parametrize("change", [later, miscounted])
def test_a_backup_that_somebody_changed_leaves_everything_as_it_was(pg, tmp_path, change):
    pg.sure("backup", tmp_path / "x.backup")
    rewrite(tmp_path / "x.backup", tmp_path / "y.backup", change)
    before = pg.holds()
    pg.refused("restore", tmp_path / "y.backup", "--replace")
    assert pg.holds() == before
    assert schemas(pg) == {"public"}
    assert not list(pg.data.glob(".*"))


def test_a_service_that_still_runs_is_not_pulled_from_under(pg, tmp_path):
    pg.sure("backup", tmp_path / "x.backup")
    with psycopg.connect(pg.database):
        assert "Stop the service" in pg.refused("restore", tmp_path / "x.backup", "--replace")


def test_people_go_on_working_and_the_copy_is_of_one_moment(pg, tmp_path):
    with psycopg.connect(pg.database, autocommit=True) as talk:
        # Named so that one table is copied long before the other.
        talk.execute("CREATE TABLE aaa (n integer)")
        talk.execute("CREATE TABLE zzz (n integer)")
        over, written = threading.Event(), 0

        def work():
            nonlocal written
            while not over.is_set():
                with talk.transaction():
                    talk.execute("INSERT INTO zzz VALUES (1)")
                    talk.execute("INSERT INTO aaa VALUES (1)")
                written += 1

        worker = threading.Thread(target=work)
        worker.start()
        try:
            pg.sure("backup", tmp_path / "x.backup")
        finally:
            over.set()
            worker.join()
    held = parts(tmp_path / "x.backup")
    rows = [gzip.decompress(held[f"database/{name}.copy.gz"]).count(b"\n") for name in ("aaa", "zzz")]
    assert rows[0] == rows[1]
    assert 0 < rows[0] < written
