import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from zoutong.cli import main
from zoutong.process import read_bpmn

FILE = Path(__file__).resolve().parents[3] / "packs" / "labour-rights" / "processes" / "referral.bpmn"


@pytest.mark.parametrize("lang, said", [("zh", "催问对方"), ("en", "Ask the body")])
def test_draw_prints_the_process_as_a_picture_in_the_language_that_is_asked_for(lang, said, capsys):
    assert main(["draw", str(FILE), "--lang", lang]) == 0
    drawing = capsys.readouterr().out
    assert said in drawing
    assert ET.fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"


def test_draw_marks_where_a_case_stands(capsys):
    assert main(["draw", str(FILE), "--here", "ask_office"]) == 0
    assert "你在这里" in capsys.readouterr().out


def test_draw_writes_a_drawing_into_a_file_that_has_none(tmp_path, capsys):
    text = FILE.read_text(encoding="utf-8")
    bare = tmp_path / "bare.bpmn"
    bare.write_text(text[: text.index("<bpmndi:BPMNDiagram")] + "</bpmn:definitions>\n", encoding="utf-8")
    assert read_bpmn(bare)["referral"].nodes["send_file"].bounds is None
    assert main(["draw", str(bare), "--lay-out", "--out", str(bare)]) == 0
    assert read_bpmn(bare)["referral"].nodes["send_file"].bounds is not None
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "words, said",
    [
        (["draw", "nowhere.bpmn"], "nowhere.bpmn"),
        (["draw", str(FILE), "--process", "tea"], "referral"),
        (["draw", str(FILE), "--here", "tea"], "ask_office"),
        (["draw", str(FILE), "--out", "/nowhere/at/all.svg"], "/nowhere/at/all.svg"),
        (["draw", str(FILE.parents[1] / "pack.toml")], "pack.toml"),
    ],
)
def test_draw_says_in_one_line_what_cannot_be_drawn(words, said, capsys):
    assert main(words) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert "Traceback" not in told


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("file", sorted(FILE.parent.glob("*.bpmn")), ids=lambda file: file.stem)
def test_the_pictures_of_the_reference_are_those_that_the_command_draws(file, lang, tmp_path):
    drawn = tmp_path / "drawn.svg"
    assert main(["draw", str(file), "--lang", lang, "--out", str(drawn)]) == 0
    kept = FILE.parents[3] / "docs" / "pictures" / f"{file.stem}-{lang}.svg"
    cure = f"zoutong draw packs/labour-rights/processes/{file.name} --lang {lang} --out docs/pictures/{kept.name}"
    assert kept.read_bytes() == drawn.read_bytes(), cure
