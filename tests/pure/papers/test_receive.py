"""The way of an uploaded paper: inspected, scanned, opened, kept; and the case is never held up by a machine."""

import io
import random
import time

import pytest
from PIL import Image
from tests.pure.papers import samples as make
from tests.pure.papers.clamd import daemon
from tests.pure.papers.ring import Ring

from zoutong.kernel.error import Fault
from zoutong.papers.kinds import HEIC, JPEG, PDF, PNG
from zoutong.papers.look import look
from zoutong.papers.receive import late_preview, receive, recheck
from zoutong.papers.scan import Clamd, Clean, Infected, Unavailable, may_download, scanner_at
from zoutong.papers.vault import Vault


@pytest.fixture
def vault(tmp_path):
    return Vault(tmp_path / "papers", Ring())


def kept_files(vault):
    return list(vault.ids())


def test_the_scanner_is_shown_every_byte_and_names_what_it_found():
    with daemon() as port:
        clamd = Clamd(port=port)
        assert clamd.scan([b"hello"]) == Clean()
        assert clamd.scan([]) == Clean()
        # Cut across two pieces, so that it is found only when the pieces arrive whole and in order.
        assert clamd.scan([b"x" * 70_000 + make.EICAR[:20], make.EICAR[20:]]) == Infected("Eicar-Signature")


def test_the_scanner_may_sit_behind_a_unix_socket(tmp_path):
    with daemon(tmp_path / "clamd.ctl"):
        assert scanner_at(f"clamd:{tmp_path}/clamd.ctl").scan([b"hello"]) == Clean()
    assert isinstance(Clamd(path=tmp_path / "nobody").scan([b"x"]), Unavailable)


@pytest.mark.parametrize("mood", ["silent", "rude", "limit", "drip"])
def test_a_scanner_that_does_not_answer_is_never_taken_for_clean(mood):
    with daemon(mood=mood) as port:
        began = time.monotonic()
        verdict = Clamd(port=port, seconds=1).scan([b"x" * 900] * 500)
        assert isinstance(verdict, Unavailable)
        assert verdict.reason
        assert time.monotonic() - began < 4


def test_a_setting_that_names_no_scanner_is_refused_with_a_sentence():
    assert scanner_at("") is None
    assert scanner_at("clamd:av.local:3310") == Clamd(host="av.local", port=3310)
    for bad in ("clam:x", "clamd:", "clamd:host", "clamd:host:99999", "/run/clamd"):
        with pytest.raises(Fault):
            scanner_at(bad)


def test_a_paper_with_a_virus_is_refused_and_not_kept(vault):
    with daemon() as port, pytest.raises(Fault) as caught:
        receive(io.BytesIO(make.EICAR), "合同.txt", vault, Clamd(port=port))
    assert caught.value.code == "paper.infected"
    assert kept_files(vault) == []


def test_without_an_answer_the_paper_is_kept_waits_and_is_checked_later(vault):
    away = Clamd(port=1, seconds=1)
    received = receive(io.BytesIO(make.picture()), "工资条.jpg", vault, away)
    assert received.standing == "waiting"
    assert received.scan_note
    assert received.preview is None
    assert not may_download(received.standing)
    assert recheck(received.kept.id, vault, away)[0] == "waiting"
    with daemon() as port:
        assert recheck(received.kept.id, vault, Clamd(port=port)) == ("clean", "")
    late = late_preview(received.kept.id, "jpeg", vault)
    with Image.open(io.BytesIO(b"".join(vault.read(late.id)))) as seen:
        assert seen.format == "JPEG"
    vault.erase(late.id)
    bad = receive(io.BytesIO(make.EICAR), "x.txt", vault, away)
    with daemon() as port:
        assert recheck(bad.kept.id, vault, Clamd(port=port)) == ("infected", "Eicar-Signature")
    assert kept_files(vault) == [received.kept.id]
    assert not may_download("infected")


def test_where_no_scanner_is_set_papers_are_kept_as_unchecked(vault):
    received = receive(io.BytesIO(make.word()), "a.docx", vault)
    assert received.standing == "unchecked"
    assert may_download(received.standing)
    assert b"".join(vault.read(received.kept.id)) != b""


def test_a_preview_stands_upright_and_forgets_where_it_was_taken(vault):
    notes = Image.Exif()
    notes[0x0112] = 6
    notes[0x010F] = "SECRETPHONE"
    notes.get_ifd(0x8825)[2] = (31.0, 11.0, 0.0)
    data = make.picture(size=(400, 200), exif=notes)
    assert b"SECRETPHONE" in data
    received = receive(io.BytesIO(data), "a.jpg", vault)
    shown = b"".join(vault.read(received.preview.id))
    with Image.open(io.BytesIO(shown)) as seen:
        assert seen.size == (200, 400)
        assert not dict(seen.getexif())
    assert b"SECRETPHONE" not in shown
    assert b"".join(vault.read(received.kept.id)) == data


def test_a_photo_of_an_iphone_is_shown_upright_and_forgets_where_it_was_taken(vault):
    notes = Image.Exif()
    notes[0x0112] = 6
    notes[0x010F] = "SECRETPHONE"
    data = make.photo((400, 200), exif=notes.tobytes())
    assert b"SECRETPHONE" in data
    received = receive(io.BytesIO(data), "IMG_0001.HEIC", vault)
    shown = b"".join(vault.read(received.preview.id))
    with Image.open(io.BytesIO(shown)) as seen:
        assert seen.format == "JPEG" and seen.size == (200, 400)
    assert b"SECRETPHONE" not in shown


def test_a_broken_photo_of_an_iphone_is_told_in_a_sentence_and_not_kept(vault):
    data = make.photo((200, 200))
    codes = []
    for broken in (data[: len(data) // 2], make.heic()):
        with pytest.raises(Fault) as caught:
            receive(io.BytesIO(broken), "IMG_0001.HEIC", vault)
        codes.append(caught.value.code)
    assert set(codes) <= {"paper.truncated", "paper.damaged"} and kept_files(vault) == []


def test_a_photo_that_this_machine_cannot_open_is_kept_without_a_preview(vault):
    received = receive(io.BytesIO(make.photo().replace(b"hvc1", b"av01").replace(b"hvcC", b"av1C")), "IMG_0001.HEIC", vault)
    assert received.preview is None and kept_files(vault) == [received.kept.id]


def test_the_first_page_of_a_pdf_is_shown(vault):
    received = receive(io.BytesIO(make.pdf()), "a.pdf", vault)
    assert received.pages == 1
    assert received.minded == ()
    with Image.open(io.BytesIO(b"".join(vault.read(received.preview.id)))) as seen:
        assert seen.height > seen.width > 100


@pytest.mark.parametrize(
    "made, minded", [({"script": "app.alert(1)"}, "script"), ({"launch": True}, "launch"), ({"attach": True}, "embedded_file")]
)
def test_what_may_act_in_a_pdf_is_named(vault, made, minded):
    received = receive(io.BytesIO(make.pdf(**made)), "a.pdf", vault)
    assert minded in received.minded


def test_a_pdf_that_hides_its_script_behind_an_owner_password_is_still_seen_through(vault):
    received = receive(io.BytesIO(make.pdf(password="", owner="secret", script="app.alert(1)")), "a.pdf", vault)
    assert "script" in received.minded
    assert received.preview is not None


def test_a_pdf_with_a_password_is_told_kindly(vault):
    with pytest.raises(Fault) as caught:
        receive(io.BytesIO(make.pdf(password="123")), "a.pdf", vault)
    assert caught.value.code == "paper.locked"
    assert kept_files(vault) == []


def test_a_photo_that_nobody_can_open_is_refused(vault):
    data = bytearray(make.picture("PNG", (200, 200)))
    data[100:4000] = random.Random(1).randbytes(3900)
    with pytest.raises(Fault) as caught:
        receive(io.BytesIO(bytes(data)), "a.png", vault)
    assert caught.value.code == "paper.damaged"


def test_a_child_that_runs_out_of_time_or_memory_gives_no_verdict():
    big = io.BytesIO()
    Image.new("L", (9000, 9000)).save(big, "PNG")
    assert look(PNG, [big.getvalue()], memory=150_000_000).state == "unknown"
    assert look(PNG, [big.getvalue()], seconds=0).state == "unknown"
    assert look(PNG, [big.getvalue()]).state == "opened"


@pytest.mark.parametrize("kind, data", [(JPEG, make.picture()), (HEIC, make.photo()), (PDF, make.pdf(script="x"))])
def test_bent_files_never_break_the_one_who_looks(kind, data):
    chance = random.Random(7)
    for _ in range(4):
        bent = bytearray(data)
        for _ in range(12):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        assert look(kind, [bytes(bent)]).state in ("opened", "damaged", "unknown", "locked")
