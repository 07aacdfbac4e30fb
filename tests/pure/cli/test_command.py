"""What the command promises whatever it is asked: sentences, exit codes, and no more work than needed."""

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from zoutong import __version__, cli
from zoutong.cli import main
from zoutong.cli.doctor import calendar, disk
from zoutong.cli.serve import free_port, set_up
from zoutong.cli.writing import to_json
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.pack.load import load

ROOT = Path(__file__).resolve().parents[3]
TABLE = ROOT / "packs" / "_template" / "tables" / "gate.dmn"


def test_without_a_command_it_lists_the_doors_and_says_that_this_was_no_command(capsys):
    assert main([]) == 2
    listed = capsys.readouterr().out
    assert all(door in listed for door in ("intake", "decide", "pack", "draw", "serve", "doctor"))


def test_an_unknown_command_gets_one_sentence(capsys):
    assert main(["fly"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "fly" in said.err


def test_a_missing_argument_gets_one_sentence(capsys):
    assert main(["decide", "x.dmn"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_date_in_another_form_is_refused(capsys):
    assert main(["pack", "check", str(ROOT), "--on", "20261123"]) == 2
    assert "2026-11-23" in capsys.readouterr().err


def test_it_tells_its_version(capsys):
    assert main(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


def test_deciding_does_not_wait_for_the_web_or_for_office_documents():
    code = "import sys; from zoutong.cli import main; main(sys.argv[1:]); print(sorted({m.partition('.')[0] for m in sys.modules}), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, "decide", str(TABLE), "--decision", "gate"],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    assert json.loads(done.stdout)["missing"]
    assert not {"'django'", "'docx'", "'openpyxl'", "'granian'"} & set(done.stderr.strip("[]\n").split(", "))


def test_a_reader_that_goes_away_is_no_error_to_talk_about():
    line = '{"id": 1, "facts": {"situation": "other"}}\n' * 2000
    command = f"{sys.executable} -m zoutong.cli intake --pack {ROOT / 'packs' / '_template'} | head -n 1"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        input=line,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"},
    )
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


@pytest.mark.parametrize(
    "trouble, code",
    [
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError("no"), 70),
        (Fault("x", Words("坏了。", "Broken."), file="a.csv", row=3), 2),
        (SystemExit(2), 2),
    ],
)
def test_nothing_that_goes_wrong_shows_a_traceback(monkeypatch, capsys, trouble, code):
    class Broken:
        @staticmethod
        def arguments(parser):
            parser.add_argument("--x")

        @staticmethod
        def run(args):
            raise trouble

    monkeypatch.setattr(cli, "door_named", lambda _: Broken)
    monkeypatch.delenv("ZOUTONG_TRACE", raising=False)
    assert main(["decide"]) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    assert said.err.count("\n") <= 1
    if code == 2 and isinstance(trouble, Fault):
        assert "a.csv:3" in said.err


@pytest.mark.parametrize("language, word", [("en_GB.UTF-8", "Broken."), ("zh_CN.UTF-8", "坏了。"), ("C", "坏了。")])
def test_messages_are_in_the_language_of_the_person(monkeypatch, capsys, language, word):
    def fail(_):
        raise Fault("x", Words("坏了。", "Broken."))

    monkeypatch.delenv("ZOUTONG_LANGUAGE", raising=False)
    monkeypatch.setenv("LC_ALL", language)
    monkeypatch.setattr(cli, "door_named", fail)
    main(["decide"])
    assert word in capsys.readouterr().err


def test_numbers_are_written_digit_by_digit():
    said = to_json({"a": Decimal("0.1000"), "b": Decimal("1E+3"), "c": date(2026, 11, 23), "d": [True, None, Decimal("NaN")], "名": "字\n"})
    assert said == '{"a": 0.1000, "b": 1000, "c": "2026-11-23", "d": [true, null, null], "名": "字\\n"}'
    assert json.loads(said)["名"] == "字\n"


def test_a_taken_port_is_named_and_a_first_look_finds_another():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Fault) as caught:
            free_port("127.0.0.1", port, demo=True)
        assert str(port) in caught.value.sentence("en")
    assert free_port("127.0.0.1", None, demo=True) >= 8000


def test_real_people_are_not_served_as_a_first_look(monkeypatch):
    monkeypatch.setenv("ZOUTONG_PRODUCTION", "1")
    with pytest.raises(Fault):
        set_up(demo=True)


def test_the_doctor_warns_of_a_year_without_holidays_and_refuses_one_that_has_begun():
    pack = load(ROOT / "packs" / "_template")
    assert calendar(pack, date(2025, 6, 1)).state == "ok"
    assert calendar(pack, date(2026, 11, 23)).state == "warning"
    assert calendar(pack, date(2027, 1, 2)).state == "error"


def test_the_doctor_looks_at_the_disk_even_before_the_folder_is_there(tmp_path):
    assert disk(tmp_path / "not" / "yet").what == "disk"
