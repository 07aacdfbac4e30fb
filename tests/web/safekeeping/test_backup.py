"""What a backup promises: everything that was there at one moment, whole, and put back whole or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import signal
import sqlite3
import subprocess
import sys
import tarfile
import threading
import time
from pathlib import Path

import pytest
from tests.web.safekeeping.conftest import Bureau

from zoutong.kernel.error import Fault
from zoutong.web.cases import keys
from zoutong.web.safekeeping import archive


def parts(file):
    with tarfile.open(file) as tar:
        return {m.name: tar.extractfile(m).read() for m in tar}


def rewrite(file, out, change):
    """Write a backup anew with its parts changed, as a careless or a bad hand would."""
    with tarfile.open(out, "w") as tar:
        for name, content in change(parts(file)):
            about = tarfile.TarInfo(name)
            about.size = len(content)
            tar.addfile(about, io.BytesIO(content))


def snapshot_of(folder):
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("seal", [(), ("--seal",)])
def test_what_was_backed_up_is_there_again_on_another_machine(bureau, elsewhere, tmp_path, seal):
    made = bureau.sure("backup", tmp_path / "x.backup", *seal)
    assert made["papers"] == 2
    done = elsewhere.sure("restore", tmp_path / "x.backup")
    assert done["lacking_keys"] == []
    assert done["rows"] == made["rows"]
    assert elsewhere.holds() == bureau.holds()
    assert len(elsewhere.holds()["rows"]) == 3
    assert (elsewhere.data / "packs").is_dir()
    assert elsewhere.sure("backup", tmp_path / "again.backup")["papers"] == 2


def test_a_backup_can_be_opened_with_nothing_but_tar_and_says_what_is_in_it(bureau, tmp_path):
    bureau.sure("backup", tmp_path / "x.backup")
    held = parts(tmp_path / "x.backup")
    said = json.loads(held["manifest.json"])
    assert {p["name"]: p["sha256"] for p in said["parts"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in held.items() if name != "manifest.json"
    }
    assert said["counts"]["django_session"] == 3
    assert ["sessions", "0001_initial"] in said["migrations"]
    assert said["pack"].startswith("labour-rights ")
    assert (tmp_path / "x.backup").stat().st_mode & 0o077 == 0


def test_keys_are_never_in_a_backup(bureau, tmp_path):
    bureau.sure("backup", tmp_path / "x.backup")
    secrets = [line.partition(":")[2].encode() for line in (bureau.data / "keys").read_text().splitlines()]
    whole = (tmp_path / "x.backup").read_bytes()
    assert secrets
    assert not any(secret in whole for secret in secrets)
    assert not any("keys" in name.split("/") for name in parts(tmp_path / "x.backup"))


def test_a_sealed_backup_shows_nothing_and_opens_only_with_its_keys(bureau, elsewhere, tmp_path):
    bureau.sure("backup", tmp_path / "x.backup", "--seal")
    whole = (tmp_path / "x.backup").read_bytes()
    assert b"manifest" not in whole
    assert b"SQLite" not in whole
    elsewhere.more = {}
    assert "keys" in elsewhere.refused("restore", tmp_path / "x.backup")
    elsewhere.fill()  # a first look makes keys of its own where there are none: other ones
    before = snapshot_of(elsewhere.data)
    elsewhere.refused("restore", tmp_path / "x.backup", "--replace")
    assert snapshot_of(elsewhere.data) == before


def test_without_the_keys_of_the_time_the_restore_says_which_are_lacking(bureau, elsewhere, tmp_path):
    bureau.sure("backup", tmp_path / "x.backup")
    elsewhere.more = {}
    done = elsewhere.say("restore", tmp_path / "x.backup")
    assert done.returncode == 0
    assert json.loads(done.stdout)["lacking_keys"] == ["k1"]
    assert "k1" in done.stderr


def test_people_go_on_working_while_the_backup_is_made(bureau, elsewhere, tmp_path):
    database = sqlite3.connect(bureau.data / "zoutong.sqlite3", timeout=10, isolation_level=None, check_same_thread=False)
    database.execute("CREATE TABLE pair (n integer, side text)")
    database.execute("CREATE TABLE ballast (b blob)")
    database.executemany("INSERT INTO ballast VALUES (?)", [(bytes(100_000),)] * 300)
    over, written, slowest = threading.Event(), 0, 0.0

    def work():
        nonlocal written, slowest
        while not over.is_set():
            began = time.monotonic()
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO pair VALUES (?, 'a')", [written])
            database.execute("INSERT INTO pair VALUES (?, 'b')", [written])
            database.execute("COMMIT")
            slowest = max(slowest, time.monotonic() - began)
            written += 1

    worker = threading.Thread(target=work)
    worker.start()
    try:
        made = bureau.sure("backup", tmp_path / "x.backup")
    finally:
        over.set()
        worker.join()
    assert made["rows"]
    assert written > 100
    assert slowest < 2
    elsewhere.sure("restore", tmp_path / "x.backup")
    copy = sqlite3.connect(elsewhere.data / "zoutong.sqlite3")
    sides = dict(copy.execute("SELECT side, count(*) FROM pair GROUP BY side").fetchall())
    assert sides.get("a", 0) == sides.get("b", 0)
    assert 0 < sides["a"] < written


def test_an_existing_file_is_never_overwritten_and_a_folder_gets_a_named_file(bureau, tmp_path):
    (tmp_path / "x").write_text("mine")
    assert "already" in bureau.refused("backup", tmp_path / "x")
    assert (tmp_path / "x").read_text() == "mine"
    (tmp_path / "out").mkdir()
    assert bureau.sure("backup", tmp_path / "out")["file"].endswith(".backup")
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_where_there_is_nothing_to_back_up_that_is_said(empty, tmp_path):
    empty.data.mkdir()
    assert "nothing to back up" in empty.refused("backup", tmp_path / "x")
    assert list(empty.data.iterdir()) == []


def test_a_backup_without_a_place_or_without_keys_to_seal_it_gets_a_sentence(bureau, tmp_path):
    assert "no such folder" in bureau.refused("backup", tmp_path / "none" / "x")
    (bureau.data / "keys").unlink()
    assert "no keys" in bureau.refused("backup", tmp_path / "x", "--seal")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_backup_leaves_nothing_behind(bureau, tmp_path, how):
    database = sqlite3.connect(bureau.data / "zoutong.sqlite3")
    database.execute("CREATE TABLE ballast (b blob)")
    database.executemany("INSERT INTO ballast VALUES (randomblob(?))", [(1_000_000,)] * 120)
    database.commit()
    database.close()
    before = snapshot_of(tmp_path)
    command = [sys.executable, "-m", "zoutong.cli", "backup", str(tmp_path / "x.backup")]
    with subprocess.Popen(command, env=bureau.surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        while not list(tmp_path.glob(".x.backup*")) and running.poll() is None:
            time.sleep(0.01)
        time.sleep(0.2)
        running.send_signal(how)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"Traceback" not in said
    assert snapshot_of(tmp_path) == before


def test_data_that_are_there_are_not_touched_unless_it_is_said_and_then_kept_aside(bureau, tmp_path):
    bureau.sure("backup", tmp_path / "x.backup")
    then = bureau.holds()
    bureau.fill("b")
    now = bureau.holds()
    before = snapshot_of(bureau.data)
    assert "--replace" in bureau.refused("restore", tmp_path / "x.backup")
    assert snapshot_of(bureau.data) == before
    done = bureau.sure("restore", tmp_path / "x.backup", "--replace")
    assert bureau.holds() == then != now
    (folder,) = done["aside"]
    assert sorted(p.name for p in Path(folder).iterdir()) == ["papers", "zoutong.sqlite3"]
    aside = sqlite3.connect(f"{folder}/zoutong.sqlite3")
    assert aside.execute("SELECT count(*) FROM django_session").fetchone()[0] == len(now["rows"])
    assert not list(bureau.data.glob(".*"))


def bent(held):
    name = next(n for n in held if n.startswith("papers/"))
    return [(n, c[:-1] + bytes([c[-1] ^ 1]) if n == name else c) for n, c in held.items()]


def lacking(held):
    gone = next(n for n in held if n.startswith("papers/"))
    return [(n, c) for n, c in held.items() if n != gone]


def added(held):
    return [("papers/zz/more.sealed", b"x"), *held.items()]


def climbing(held):
    return [("papers/../../../tmp/zoutong-was-here", b"x"), *held.items()]


def later(held):
    said = json.loads(held["manifest.json"])
    said["migrations"].append(["cases", "9999_from_the_future"])
    return [(n, json.dumps(said).encode() if n == "manifest.json" else c) for n, c in held.items()]


def miscounted(held):
    said = json.loads(held["manifest.json"])
    said["counts"]["django_session"] += 1
    return [(n, json.dumps(said).encode() if n == "manifest.json" else c) for n, c in held.items()]


@pytest.mark.parametrize("change", [later, miscounted, bent])
def test_a_backup_that_somebody_changed_restores_nothing(bureau, tmp_path, change):
    bureau.sure("backup", tmp_path / "x.backup")
    rewrite(tmp_path / "x.backup", tmp_path / "y.backup", change)
    before = snapshot_of(bureau.data)
    said = bureau.refused("restore", tmp_path / "y.backup", "--replace")
    assert ("newer" if change is later else "not a whole backup") in said
    assert snapshot_of(bureau.data) == before
    assert "no such file" in bureau.refused("restore", tmp_path / "none", "--replace")


@pytest.fixture(scope="module")
def made(filled, tmp_path_factory):
    """Make one backup as it is and one sealed, for the tests that only read them."""
    folder, one = tmp_path_factory.mktemp("made"), Bureau(filled)
    one.sure("backup", folder / "plain")
    one.sure("backup", folder / "sealed", "--seal")
    return folder


def outcome(file, ring, place=None):
    try:
        archive.read(file, ring, place, lambda _: None)
    except Fault as fault:
        return fault.code
    return "whole"


@pytest.mark.parametrize("change", [bent, lacking, added, climbing])
def test_a_part_that_was_changed_taken_away_or_added_is_found(made, tmp_path, change):
    rewrite(made / "plain", tmp_path / "y", change)
    written = []
    assert outcome(tmp_path / "y", None, lambda name: written.append(name) or tmp_path / "out" / name) == "backup.damaged"
    assert not [name for name in written if ".." in name]


@pytest.mark.parametrize("form", ["plain", "sealed"])
def test_a_backup_that_was_cut_off_or_is_none_is_never_taken_for_whole(made, filled, tmp_path, form):
    ring, whole = keys.read(filled / "keys"), (made / form).read_bytes()
    assert outcome(made / form, ring) == "whole"
    # The last blocks of a tar are nothing but zeros: losing some of those loses nothing.
    wrong = [b"", b"hello", bytes(20_000), whole[:-12_000], *(whole[: len(whole) * n // 20] for n in range(1, 20))]
    for bad in wrong:
        (tmp_path / "bad").write_bytes(bad)
        assert outcome(tmp_path / "bad", ring) in ("backup.damaged", "paper.seal")


def test_a_service_that_still_runs_is_not_pulled_from_under(bureau, tmp_path):
    bureau.sure("backup", tmp_path / "x.backup")
    serving = sqlite3.connect(bureau.data / "zoutong.sqlite3")
    serving.execute("PRAGMA journal_mode=WAL")
    serving.execute("SELECT count(*) FROM django_session").fetchone()
    assert "Stop the service" in bureau.refused("restore", tmp_path / "x.backup", "--replace")
    serving.close()
    bureau.sure("restore", tmp_path / "x.backup", "--replace")


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(bureau, elsewhere, tmp_path):
    bureau.python(
        "import django; django.setup(); from django.core.management import call_command as c; c('migrate', 'sessions', 'zero', verbosity=0)"
    )
    bureau.sure("backup", tmp_path / "x.backup")
    done = elsewhere.sure("restore", tmp_path / "x.backup")
    assert done["upgrades"] == 1
    assert elsewhere.holds()["rows"] == []
    assert len(elsewhere.holds()["papers"]) == 2


def test_seals_come_back_but_those_on_another_disk_are_never_overwritten(bureau, elsewhere, tmp_path):
    (bureau.data / "seals.txt").write_text("then")
    bureau.sure("backup", tmp_path / "x.backup")
    (bureau.data / "seals.txt").write_text("since")
    bureau.sure("restore", tmp_path / "x.backup", "--replace")
    assert (bureau.data / "seals.txt").read_text() == "then"
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "seals.txt").write_text("witness")
    elsewhere.more["ZOUTONG_SEALS"] = str(tmp_path / "disk" / "seals.txt")
    elsewhere.sure("restore", tmp_path / "x.backup")
    assert (tmp_path / "disk" / "seals.txt").read_text() == "witness"
    assert [p.name for p in (tmp_path / "disk").iterdir()] == ["seals.txt"]


def test_papers_on_a_disk_of_their_own_come_back_there(bureau, elsewhere, tmp_path):
    bureau.more = {"ZOUTONG_PAPERS": str(tmp_path / "disk" / "papers")}
    (tmp_path / "disk").mkdir()
    (bureau.data / "papers").rename(tmp_path / "disk" / "papers")
    bureau.sure("backup", tmp_path / "x.backup")
    elsewhere.sure("restore", tmp_path / "x.backup")
    assert elsewhere.holds() == bureau.holds()
    done = bureau.sure("restore", tmp_path / "x.backup", "--replace")
    assert elsewhere.holds() == bureau.holds()
    assert sum(str(tmp_path / "disk") in place for place in done["aside"]) == 1
    assert not (bureau.data / "papers").exists()
