import json
from pathlib import Path

import pytest

from zoutong.cli import main
from zoutong.kernel.error import Fault
from zoutong.pack import load
from zoutong.trace import figures, read_rules
from zoutong.trace.compare import of_model, sheet, spread
from zoutong.trace.picture import picture
from zoutong.walk import course_of, rebuild
from zoutong.walk.rehearse import play
from zoutong.walk.script import read_script, scripts

FOLDER = Path(__file__).resolve().parents[3] / "packs" / "labour-rights"
PACK = load(FOLDER)
COURSE, RULES = course_of(PACK), read_rules(PACK)


def test_the_pack_brings_the_six_situations_that_every_service_meets():
    assert {"happy", "missing_paper", "angry", "elderly", "wrong_office", "surge"} <= {path.stem for path in scripts(FOLDER)}


@pytest.mark.parametrize("path", scripts(FOLDER), ids=lambda path: path.stem)
def test_every_rehearsal_of_the_pack_meets_what_it_expects_and_never_counts_as_a_case(path):
    outcome = play(COURSE, read_script(path), RULES)
    assert [e for e in outcome.expectations if not e.met] == []
    assert {event.mode for event in outcome.events} == {"rehearsal"}


def test_a_rehearsal_played_twice_is_the_same_and_its_walk_can_be_made_again_from_its_events():
    script = read_script(FOLDER / "rehearsals" / "missing_paper.jsonl")
    first, second = play(COURSE, script, RULES), play(COURSE, script, RULES)
    assert first == second
    assert rebuild(COURSE, first.events).status == "complete"


def changed(tmp_path, *lines):
    head = (FOLDER / "rehearsals" / "happy.jsonl").read_text(encoding="utf-8").splitlines()[:2]
    file = tmp_path / "mine.jsonl"
    file.write_text("\n".join([*head, *(line if isinstance(line, str) else json.dumps(line) for line in lines)]), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "expected", [{"open": []}, {"status": "complete"}, {"trips": 7}, {"breach": "one_notice"}, {"refused": "act.role"}, {"served": 1}]
)
def test_an_expectation_that_is_not_met_is_told_and_fails_the_rehearsal(tmp_path, capsys, expected):
    file = changed(tmp_path, {"until": "confirm_route"}, {"expect": expected})
    assert main(["rehearse", str(FOLDER), str(file), "--quiet"]) == 1
    assert '"met": false' in capsys.readouterr().out


@pytest.mark.parametrize("line", ["no json", {"act": "dance"}, {"expect": {"luck": 1}}, {"expect": {}}, {"at": "noon", "act": "note"}, {"act": "claim", "by": "router", "step": "docket"}])  # fmt: skip
def test_a_line_that_cannot_be_played_is_named_by_file_and_row(tmp_path, line):
    file = changed(tmp_path, line, {"expect": {"trips": 1}})
    with pytest.raises(Fault) as told:
        play(COURSE, read_script(file), RULES)
    assert (told.value.file, told.value.row) == (str(file), 3)


def test_the_figures_of_a_walk_lie_beside_the_model_and_other_walks_in_one_picture():
    outcomes = [play(COURSE, read_script(FOLDER / "rehearsals" / f"{name}.jsonl"), RULES) for name in ("happy", "missing_paper", "angry")]
    happy, missing, angry = (figures(outcome.events, PACK.calendar) for outcome in outcomes)
    shortest = of_model(COURSE.processes, "labour_rights", ("inspect", "decide_measure"))
    assert happy.steps == 16 and happy.trips == 1 and happy.papers == 0 and missing.papers == 2
    assert {"take_number", "hand_over", "investigate", "rate"} <= set(shortest) and "propose" not in shortest
    assert len(of_model(COURSE.processes, "labour_rights")) < len(shortest) <= happy.steps
    drawn = picture(missing, happy, spread([happy, missing, angry]), "en")
    assert drawn.startswith("<svg") and "Papers" in drawn and "Working days" in drawn
    assert next(line for line in sheet(missing, happy) if line.measure == "papers").better is True
    assert next(line for line in sheet(happy, happy) if line.measure == "steps").better is None
