"""What ``verify`` finds when somebody has been at the tables, on both databases."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest
from django.conf import settings
from django.db import connection
from tests.web.cases.conftest import forget_pack
from tests.web.cases.people import INSPECTOR, RECEPTION, at, done, ended, opened, sentence_of, split

from zoutong.cli import doctor
from zoutong.walk import Act
from zoutong.web.cases import chain, seals, verifying
from zoutong.web.cases import store as door
from zoutong.web.cases.models import DayDigest, Dossier, EventRow, Outbox, Run, SearchRow, StepRow, TaskRow, TimerRow

pytestmark = pytest.mark.both


def found() -> list[tuple[str, int | None, str]]:
    return [(b.walk, b.seq, b.code) for b in door.verify()]


def relink(run: Run) -> None:
    """Do what a careful forger does: make every hash of a chain fit again, and the head in the running row too."""
    head = chain.origin(run.walk)
    for row in EventRow.every.filter(run=run).order_by("seq"):
        prev, head = head, chain.link(head, row.body)
        EventRow.every.filter(id=row.id).update(prev=prev, hash=head)
    Run.every.filter(serial=run.serial).update(head=head)


def test_a_sound_store_gives_nothing_and_tells_its_progress(store):
    ended(), split(), opened()
    seals.seal()
    told: list[tuple[int, int]] = []
    assert list(door.verify(lambda n, of: told.append((n, of)))) == []
    assert told[-1] == (3, 3)


def test_a_changed_event_is_found(store):
    case = split()
    row = EventRow.every.get(run=case.run, seq=2)
    EventRow.every.filter(id=row.id).update(body=row.body.replace("receipt", "receipts"))
    assert found() == [(case.id, 2, "chain.changed")]


def test_a_changed_event_whose_own_hash_was_made_to_fit_is_found_at_the_next_link(store):
    case = split()
    row = EventRow.every.get(run=case.run, seq=2)
    body = row.body.replace("receipt", "receipts")
    EventRow.every.filter(id=row.id).update(body=body, hash=hashlib.sha256(bytes(row.prev) + body.encode()).digest())
    assert found() == [(case.id, 3, "chain.broken")]


def test_a_forged_chain_is_found_because_its_events_cannot_be_walked(store):
    case = split()
    row = EventRow.every.get(run=case.run, seq=4)
    said = json.loads(row.body)
    said["data"]["act"]["data"]["claims"] = ["social_insurance"]
    EventRow.every.filter(id=row.id).update(body=chain.canonical(said))
    relink(case.run)
    assert [code for _, _, code in found()] == ["walk.state"]


def test_a_forged_chain_with_a_forged_state_is_found_by_the_seal(store):
    case, other = split(), split()
    seals.seal()
    EventRow.every.filter(run=case.run, seq=1).update(body=EventRow.every.get(run=case.run, seq=1).body.replace('"because":[]', '"because":["x"]'))
    relink(case.run)
    assert ("", None, "seal.events") in found()
    assert other.id not in {walk for walk, _, _ in found()}


@pytest.mark.parametrize("seq", (1, 3, 6))
def test_a_missing_event_is_found(store, seq):
    case = split()
    EventRow.every.filter(run=case.run, seq=seq).delete()
    assert found() == [(case.id, seq, "chain.missing")]


def test_an_added_event_is_found(store):
    case = split()
    last = EventRow.every.filter(run=case.run).order_by("-seq").first()
    body = last.body.replace(f'"seq":{last.seq}', f'"seq":{last.seq + 1}')
    EventRow.every.create(
        run=case.run, mode="case", seq=last.seq + 1, revision=9, at=last.at, phase=last.phase, activity=last.activity, act=last.act, actor=last.actor,
        prev=last.hash, hash=chain.link(bytes(last.hash), body), body=body,
    )  # fmt: skip
    assert [code for _, _, code in found()] == ["chain.added"]


def test_a_walk_that_was_cut_off_with_everything_made_to_fit_is_found_by_the_seal(store):
    case = split()
    done(case, INSPECTOR, "inspect", 60)
    seals.seal()
    # The forger puts everything back to what it was before the last act.
    before = door.load(split().id)
    EventRow.every.filter(run=case.run, revision=3).delete()
    state = before.run.state.replace(before.id, case.id)
    Run.every.filter(serial=case.run.serial).update(
        state=state, seq=before.run.seq, revision=2, last_at=before.run.last_at, steps=1, trace=before.run.trace, last_step_at=before.run.last_step_at,
    )  # fmt: skip
    relink(Run.every.get(serial=case.run.serial))
    StepRow.every.filter(run=case.run.serial, seq=7).delete()
    assert ("", None, "seal.events") in found()


def test_a_whole_walk_that_was_taken_away_is_found_by_the_seal(store):
    gone, kept = split(), split()
    seals.seal()
    erase_every_trace(gone.run)
    assert found() == [("", None, "seal.events")]
    assert door.load(kept.id)


def test_the_newest_seals_taken_away_together_with_their_events_are_found_beside_the_database(store):
    split()
    seals.seal()
    late = split()
    seals.seal()
    erase_every_trace(late.run)
    DayDigest.objects.order_by("-id").first().delete()
    assert found() == [("", None, "seal.gone")]


def test_a_seal_cannot_be_made_without_the_key(store):
    case = split()
    row = seals.seal()
    EventRow.every.filter(run=case.run, seq=1).update(body=EventRow.every.get(run=case.run, seq=1).body.replace('"because":[]', '"because":["x"]'))
    relink(case.run)
    digest, count = seals.digest_of(row.after, row.upto)
    row.digest, row.events = digest, count
    row.hash = seals.hash_of(row)
    row.save()
    settings.ZOUTONG_SEALS.unlink()
    assert ("", None, "seal.changed") in found()


def test_a_seal_says_nothing_when_there_is_nothing_new(store):
    split()
    assert seals.seal() is not None
    assert seals.seal() is None


def test_a_changed_state_is_found(store):
    case = split()
    Run.every.filter(serial=case.run.serial).update(state=case.run.state.replace("unpaid_wages", "social_insurance"))
    assert found() == [(case.id, None, "walk.state")]


@pytest.mark.parametrize("field, value", [("status", "complete"), ("urgent", True), ("claims", "x"), ("unit", "x"), ("last_at", 5), ("steps", 9)])
def test_a_changed_running_row_is_found(store, field, value):
    case = split()
    Run.every.filter(serial=case.run.serial).update(**{field: value})
    assert [(walk, code) for walk, _, code in found()] == [(case.id, "walk.trace" if field == "steps" else "walk.row")]


def test_columns_beside_an_event_are_held_to_what_it_says(store):
    case = split()
    EventRow.every.filter(run=case.run, seq=4).update(actor="somebody-else")
    assert found() == [(case.id, 4, "event.columns")]


@pytest.mark.parametrize("change", [{"wait_s": 1}, {"wait_office_s": 1}, {"at": 1}, {"activity": 1, "predecessor": 1}])
def test_a_changed_step_row_is_found(store, change):
    case = ended()
    StepRow.every.filter(run=case.run.serial, seq=9).update(**change)
    assert found() == [(case.id, 9, "step.changed")]


def test_a_missing_and_an_added_step_row_are_found(store):
    one, other = ended(), ended()
    StepRow.every.filter(run=one.run.serial, seq=9).delete()
    StepRow.every.create(run=other.run.serial, mode="case", seq=99, activity=1, predecessor=1, actor=1, unit=1, at=1, wait_s=1, wait_office_s=1)
    assert found() == [(one.id, 9, "step.changed"), (other.id, 99, "step.changed")]


def test_a_step_row_of_no_walk_is_found(store):
    StepRow.every.create(run=77, mode="case", seq=1, activity=1, predecessor=1, actor=1, unit=1, at=1, wait_s=1, wait_office_s=1)
    assert found() == [("", None, "step.homeless")]


def test_a_changed_worklist_and_a_changed_timer_are_found(store):
    one, other = split(), split()
    TaskRow.every.filter(run=one.run, node="inspect").update(holder="me")
    TimerRow.every.filter(run=other.run).update(due=1)
    assert found() == [(one.id, None, "task.changed"), (other.id, None, "timer.changed")]


def test_one_broken_walk_does_not_hide_the_next(store):
    cases = [split() for _ in range(3)]
    for case in cases[1:]:
        EventRow.every.filter(run=case.run, seq=2).delete()
    assert [walk for walk, _, _ in found()] == [case.id for case in cases[1:]]
    assert [b.code for b in door.verify(case_id=cases[1].id)] == ["chain.missing"]


def erase_every_trace(run: Run) -> None:
    """Take a walk out of every table, as somebody with the run of the database could."""
    for model in (EventRow, TaskRow, TimerRow, Dossier, Outbox):
        model.every.filter(run=run).delete()
    StepRow.every.filter(run=run.serial).delete()
    SearchRow.objects.filter(run=run.serial).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_run WHERE serial = %s", [run.serial])


def test_a_walk_whose_node_is_gone_because_the_pack_was_changed_under_it_is_named_by_verify_and_doctor(store, settings, tmp_path):
    case, other = split(), opened()
    changed = tmp_path / "counter"
    shutil.copytree(settings.ZOUTONG_PACK, changed)
    drawing = next((changed / "processes").glob("*.bpmn"))
    drawing.write_text(drawing.read_text().replace('"inspect"', '"inspection"').replace(">inspect<", ">inspection<"))
    assert [sign.state for sign in doctor.walks()] == ["ok"]
    settings.ZOUTONG_PACK = changed
    forget_pack()
    assert [(b.walk, b.code) for b in door.verify(case_id=case.id)] == [(case.id, "walk.gone")]
    (sign,) = doctor.walks()
    assert (sign.state, case.id in sign.message.zh, "inspect" in sign.message.en) == ("error", True, True)
    assert sentence_of(lambda: done(case, INSPECTOR, "inspect", 30, {"finding": "breach"})).code == "process.gone"
    assert door.act(case.id, Act("note", RECEPTION), at(31)).revision == case.revision + 2
    assert door.act(case.id, Act("withdraw", RECEPTION, reason="settled"), at(32)).walk.status == "withdrawn"
    assert list(verifying.adrift()) == [] and other.id != case.id
