"""What the worker does, how keys change, and how a person is erased, on both databases."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from tests.web.cases.people import INSPECTOR, KEEPER, MORNING, PERSON, RECEPTION, at, ended, opened, sentence_of, split, token

from zoutong.kernel.error import Fault
from zoutong.walk import Act
from zoutong.web import clock, served
from zoutong.web.cases import dossier, jobs, keys, papers
from zoutong.web.cases import store as door
from zoutong.web.cases.models import Dossier, EventRow, Note, Outbox, PaperRow, Run, SearchRow, TimerRow
from zoutong.web.cases.worker import Worker

pytestmark = pytest.mark.both
SIX_DAYS = MORNING + timedelta(days=6)


def ticks(case) -> int:
    return EventRow.every.filter(run=case.run, phase="ticked").count()


def test_a_timer_fires_once_when_its_moment_has_come(store):
    case = split()
    assert jobs.fire_timers(at(60)) == 0
    assert jobs.fire_timers(SIX_DAYS) == 1
    assert "urge" in {t.node for t in door.load(case.id).walk.tasks.values()}
    assert jobs.fire_timers(SIX_DAYS) == 0
    assert ticks(case) == 1
    assert list(door.verify()) == []


def test_a_timer_whose_worker_died_with_it_in_hand_fires_when_the_lease_is_over(store):
    case = split()
    TimerRow.every.filter(run=case.run).update(lease=clock.micros(SIX_DAYS + jobs.LEASE))
    assert jobs.fire_timers(SIX_DAYS) == 0
    assert jobs.fire_timers(SIX_DAYS + 2 * jobs.LEASE) == 1
    assert ticks(case) == 1


def test_two_workers_with_the_same_timer_in_hand_fire_it_once(store, monkeypatch):
    cases = [split() for _ in range(5)]
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=-1))  # a lease that holds nobody off

    def work():
        try:
            jobs.fire_timers(SIX_DAYS)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert [ticks(case) for case in cases] == [1] * 5
    assert list(door.verify()) == []


def test_a_walk_that_cannot_be_read_does_not_keep_the_others_from_their_timers(store):
    bad, good = split(), split()
    Run.every.filter(serial=bad.run.serial).update(version="0")
    assert jobs.fire_timers(SIX_DAYS) == 2
    assert (ticks(bad), ticks(good)) == (0, 1)
    assert jobs.fire_timers(SIX_DAYS) == 0


def test_a_notice_is_laid_into_the_folder_whole_and_once(store):
    case = opened()
    assert Outbox.every.count() == 1
    assert jobs.send_notices(at(5)) == 1
    laid = list(settings.ZOUTONG_NOTICES.iterdir())
    assert len(laid) == 1
    said = json.loads(laid[0].read_text(encoding="utf-8"))
    assert (said["case"], said["kind"], said["name"], said["contact"]["phone"]) == (case.id, "receipt", "王小明", "13812340000")
    assert laid[0].stat().st_mode & 0o077 == 0
    assert jobs.send_notices(at(5)) == 0


def test_a_notice_whose_folder_is_not_there_is_tried_again_later(store):
    opened()
    settings.ZOUTONG_NOTICES.write_text("a file stands where the folder should be")
    jobs.send_notices(at(5))
    row = Outbox.every.get()
    assert row.sent_at is None and row.tries == 1 and row.trouble
    settings.ZOUTONG_NOTICES.unlink()
    assert jobs.send_notices(at(6)) == 0
    assert jobs.send_notices(at(120)) == 1
    assert Outbox.every.get().sent_at is not None


def test_seals_come_every_ten_minutes_and_with_a_new_day(store, monkeypatch):
    for minutes, expected in ((0, 1), (5, 0), (11, 1), (12, 0), (24 * 60, 1)):
        opened()
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: at(minutes))
        assert jobs.seal_events(at(minutes)) == expected, minutes
    assert list(door.verify()) == []


def test_a_worker_does_everything_that_is_due_and_stops(store, monkeypatch):
    case = split()
    monkeypatch.setattr(clock, "now", lambda: SIX_DAYS)
    assert Worker(once=True).run() >= 3
    assert ticks(case) == 1 and not Outbox.every.filter(sent_at=None).exists()


def test_a_job_that_fails_does_not_keep_the_others_from_their_turn(store, monkeypatch):
    case = split()
    settings.ZOUTONG_NOTICES.write_text("in the way")
    keys.ring()
    settings.ZOUTONG_KEYS.write_text("k1:no key at all")
    monkeypatch.setattr(clock, "now", lambda: SIX_DAYS)
    Worker(once=True).run()
    assert Outbox.every.get().trouble or Outbox.every.get().sent_at is None
    assert ticks(case) in (0, 1)


def test_rotation_puts_everything_under_the_new_key_and_nothing_is_lost(store):
    case = split()
    kept = papers.vault().put([b"a photo of a pay slip"])
    filed = door.Filed(kept.id, "工资条.jpg", "proof_of_work", "jpg", kept.size, kept.sha256, "clean")
    door.act(case.id, Act("note", RECEPTION), at(15), dossier_change={"note": "她下周再来"}, papers=[filed])
    name = keys.rotate(settings.ZOUTONG_KEYS)
    assert name == "k2" and jobs.old_keys() == frozenset()
    while jobs.rekey(at(20)):
        pass
    for model in (Dossier, Note, PaperRow):
        assert {row.key_id for row in model.every.all()} == {"k2"}
    assert jobs.old_keys() == {"k1"}
    keys.drop(settings.ZOUTONG_KEYS, jobs.old_keys())
    seen = door.look(case.id, INSPECTOR, now=at(30))
    assert seen["person"] == PERSON["person"] and seen["notes"][0]["text"] == "她下周再来"
    assert [p.name for p in door.papers(case.id)] == ["工资条.jpg"]
    assert b"".join(papers.vault().read(kept.id)) == b"a photo of a pay slip"


def test_a_paper_without_a_row_is_swept_after_a_day_and_no_other(store):
    case = split()
    kept, preview, orphan = (papers.vault().put([content]) for content in (b"a pay slip", b"its preview", b"its act never came"))
    filed = door.Filed(kept.id, "工资条.jpg", "proof_of_work", "jpg", kept.size, kept.sha256, "clean", preview.id)
    door.act(case.id, Act("note", RECEPTION), at(15), papers=[filed])
    written = clock.moment(int(next(settings.ZOUTONG_PAPERS.rglob(f"{orphan.id}*")).stat().st_mtime * 1_000_000))
    assert jobs.sweep(written + timedelta(hours=23)) == 0 and papers.vault().holds(orphan.id)
    assert jobs.sweep(written + timedelta(hours=25)) == 1 and not papers.vault().holds(orphan.id)
    assert papers.vault().holds(kept.id) and papers.vault().holds(preview.id)


def test_papers_are_not_swept_when_the_database_seems_to_be_another_one(store, monkeypatch):
    monkeypatch.setattr(jobs, "FEW_ORPHANS", 2)
    lost = [papers.vault().put([b"a paper of the other database"]) for _ in range(3)]
    assert jobs.sweep(clock.now() + timedelta(days=400)) == 0
    assert all(papers.vault().holds(one.id) for one in lost)


def test_a_rotation_that_was_cut_off_goes_on_where_it_was(store, monkeypatch):
    cases = [split() for _ in range(3)]
    monkeypatch.setattr(jobs, "REKEYED", 5)
    keys.rotate(settings.ZOUTONG_KEYS)
    assert jobs.rekey(at(20)) == 5
    assert {row.key_id for row in Dossier.every.all()} == {"k1", "k2"}
    assert all(door.look(c.id, INSPECTOR, now=at(30))["person"] == PERSON["person"] for c in cases)
    while jobs.rekey(at(40)):
        pass
    assert {row.key_id for row in Dossier.every.all()} == {"k2"}


def test_a_rotation_stopped_by_hand_says_so_and_the_next_one_finishes_it_without_a_third_key(store, monkeypatch, capsys):
    cases = [split() for _ in range(2)]
    whole = jobs.rekeyed

    def stopped():
        yield next(whole())
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "REKEYED", 3)
    assert list(whole()) == []
    keys.rotate(settings.ZOUTONG_KEYS)
    monkeypatch.setattr(jobs, "rekeyed", stopped)
    assert sentence_of(lambda: call_command("rotate_keys")).code == "keys.cut_off"
    assert {row.key_id for row in Dossier.every.all()} == {"k1", "k2"}
    assert all(door.look(c.id, INSPECTOR, now=at(30))["person"] == PERSON["person"] for c in cases)
    monkeypatch.setattr(jobs, "rekeyed", whole)
    call_command("rotate_keys", drop=True)
    assert keys.ring().current == "k2" and set(keys.ring().keys) == {"k2", *keys.FIXED}
    assert "no further key" in capsys.readouterr().err
    assert all(door.look(c.id, INSPECTOR, now=at(40))["person"] == PERSON["person"] for c in cases)
    call_command("rotate_keys")
    assert {row.key_id for row in Dossier.every.all()} == {"k3"}


def test_what_somebody_writes_while_keys_change_is_not_overwritten(store, monkeypatch):
    case = split()
    keys.rotate(settings.ZOUTONG_KEYS)
    encrypt = keys.KeyRing.encrypt

    def meanwhile(ring, plain, aad):
        monkeypatch.setattr(keys.KeyRing, "encrypt", encrypt)
        if aad.endswith(b"/person"):
            door.act(case.id, Act("note", RECEPTION), at(15), dossier_change={"person": {"name": "李四"}})
        else:
            monkeypatch.setattr(keys.KeyRing, "encrypt", meanwhile)
        return encrypt(ring, plain, aad)

    monkeypatch.setattr(keys.KeyRing, "encrypt", meanwhile)
    while jobs.rekey(at(20)):
        pass
    assert door.look(case.id, INSPECTOR, now=at(30))["person"] == {"name": "李四"}


def test_a_key_that_was_taken_away_is_named_in_a_sentence(store):
    case = split()
    text = settings.ZOUTONG_KEYS.read_text().replace("k1:", "k9:")
    settings.ZOUTONG_KEYS.write_text(text)
    os.utime(settings.ZOUTONG_KEYS, ns=(1, 1))
    fault = sentence_of(lambda: door.look(case.id, INSPECTOR, now=at(20)))
    assert fault.code == "keys.absent" and "k1" in fault.sentence("en")


def test_an_erased_person_is_nowhere_and_the_chain_stays_whole(store):
    case = ended()
    kept = papers.vault().put([b"a photo"])
    filed = door.Filed(kept.id, "身份证.jpg", "identity", "jpg", kept.size, kept.sha256, "clean")
    door.act(case.id, Act("note", RECEPTION), at(130), dossier_change={"note": "王小明来过"}, papers=[filed])
    door.erase(case.id, KEEPER, at(140))
    run = door.load(case.id).run
    assert run.person == "" and run.erased_at is not None
    assert not Dossier.every.exists() and not Note.every.exists() and not PaperRow.every.exists()
    assert not papers.vault().holds(kept.id)
    assert door.search(RECEPTION, "王小明").rows == () == door.search(RECEPTION, "老马").rows
    assert [row.case for row in door.search(RECEPTION, "工资").rows] == [case.id]
    assert door.events(case.id)[-1].phase == "erased"
    assert door.look(case.id, RECEPTION, now=at(150)) == {"notes": [], "masked": False}
    assert list(door.verify()) == []


def test_erasing_again_after_a_crash_in_the_middle_finishes_it(store, monkeypatch):
    case = ended()
    monkeypatch.setattr("zoutong.web.cases.erasing._unfind", lambda run: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        door.erase(case.id, KEEPER, at(140))
    monkeypatch.undo()
    assert Dossier.every.exists()
    door.erase(case.id, KEEPER, at(150))
    assert not Dossier.every.exists()


def test_nobody_is_erased_while_her_case_goes_on_nor_by_whoever_may_not(store):
    case = split()
    assert sentence_of(lambda: door.erase(case.id, KEEPER, at(20))).code == "act.open"
    over = ended()
    assert sentence_of(lambda: door.erase(over.id, RECEPTION, at(200))).code == "act.role"
    assert Dossier.every.filter(run=over.run).exists()


def test_without_its_key_a_person_can_still_be_erased(store):
    case = ended()
    text = settings.ZOUTONG_KEYS.read_text().replace("k1:", "k9:")
    settings.ZOUTONG_KEYS.write_text(text)
    os.utime(settings.ZOUTONG_KEYS, ns=(1, 1))
    door.erase(case.id, KEEPER, at(140))
    assert not Dossier.every.exists() and not SearchRow.objects.filter(run=case.run.serial).exists()


def test_a_walk_ends_under_the_version_of_the_pack_under_which_it_began(store, tmp_path):
    case = split()
    served.keep_version()
    newer = tmp_path / "counter"
    newer.mkdir()
    for file in settings.ZOUTONG_PACK.rglob("*"):
        if file.is_file():
            place = newer / file.relative_to(settings.ZOUTONG_PACK)
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(file.read_bytes().replace(b'version = "1"', b'version = "2"'))
    settings.ZOUTONG_PACK = newer
    for known in (served.pack, served.course, served.pack_version, served.course_version):
        known.cache_clear()
    door.act(case.id, Act("complete", INSPECTOR, "", token(case, "inspect")), at(60))
    assert (door.load(case.id).walk.version, opened().walk.version) == ("1", "2")
    assert list(door.verify()) == []


def test_a_worker_that_is_told_to_stop_stops_and_one_that_is_killed_harms_nothing(store):
    case = split()
    told = store.start("-m", "zoutong.cli", "worker", "--demo")
    until = time.monotonic() + 60
    while not TimerRow.every.filter(run=case.run).exists() or Outbox.every.filter(sent_at=None).exists():
        assert time.monotonic() < until
        assert told.poll() is None
        time.sleep(0.1)
    # It has worked, so it listens; the second one is killed wherever it happens to be.
    killed = store.start("-m", "zoutong.cli", "worker", "--demo")
    time.sleep(0.5)
    killed.kill()
    told.send_signal(signal.SIGTERM)
    assert told.wait(30) == 0
    killed.wait(30)
    assert list(door.verify()) == []


def test_verify_on_the_command_line_names_the_first_broken_link(store):
    case = split()
    sound = store.run("-m", "zoutong.cli", "verify", "--demo")
    assert (sound.returncode, sound.stdout) == (0, ""), sound.stderr
    assert "1/1" in sound.stderr
    EventRow.every.filter(run=case.run, seq=3).delete()
    broken = store.run("-m", "zoutong.cli", "verify", "--demo")
    assert broken.returncode == 1
    assert json.loads(broken.stdout)["code"] == "chain.missing" and json.loads(broken.stdout)["event"] == 3


def test_keys_on_the_command_line_are_made_once_and_rotated(store):
    case = split()
    again = store.run("-m", "zoutong.cli", "keys", "new", "--demo")
    assert again.returncode == 2 and "Traceback" not in again.stderr
    rotated = store.run("-m", "zoutong.cli", "keys", "rotate", "--drop", "--demo")
    assert rotated.returncode == 0, rotated.stderr
    assert list(keys.read(settings.ZOUTONG_KEYS).keys) == ["k2", "search", "seals"]
    assert door.look(case.id, INSPECTOR, now=at(20))["person"] == PERSON["person"]


def test_a_key_file_that_is_not_sound_is_told_with_its_row(store):
    for text, code in (("k1:abc\n", "keys.row"), ("", "keys.lacking"), ("k1:" + "A" * 43 + "=\n", "keys.lacking"), ("nonsense", "keys.row")):
        settings.ZOUTONG_KEYS.write_text(text)
        with pytest.raises(Fault) as fault:
            keys.read(settings.ZOUTONG_KEYS)
        assert fault.value.code == code, text
    assert dossier.mask("phone", "13812340000") == "138****0000"
