"""What looking a process over promises: whatever would stop a case is told of before anybody walks it."""

import pytest
from tests.golden.bpmn.models import make
from tests.pure.process.sketch import bpmn, process

from zoutong.process import Known, check, read_bpmn

GOOD = """
start s
user a role=guide form=x clock=c
xor g
user b role=guide form=y clock=c
end e
s -> a
a -> g
g -> b : x = 1
g => e
b -> e
"""


def codes(sketch: str, known: Known = Known()) -> set[str]:  # noqa: B008 - frozen
    return {f.code.removeprefix("process.") for f in check(process(sketch), known)}


def test_a_process_in_order_gives_nothing_to_say():
    assert check(process(GOOD), Known({"p"}, {}, {"c"}, {"guide"}, {"m"})) == ()


@pytest.mark.parametrize(
    "old, new, code",
    [
        ("g => e\n", "g -> e\n", ""), ("g => e\n", "g -> e : x = 2\n", "no_default"), ("g -> b : x = 1", "g -> b", "no_condition"),
        ("x = 1", "x = = 1", "feel"), ("x = 1", "z = 1", "nobody_sets"), ("role=guide form=x", "form=x", "no_role"), ("form=y ", "", "no_form"),
        (" clock=c", "", "no_clock"), ("b -> e\n", "", "dead_end"), ("end e", "end e\nuser lost role=guide form=q clock=c\nlost -> e", "unreachable"),
        ("end e", "end e\ncatch t timer=\nb -> t\nt -> e", "timer"), ("end e", "end e\ncatch t timer=P(1\nb -> t\nt -> e", "feel"),
        ("end e", "end e\nrule r\nb -> r\nr -> e", "no_table"), ("end e", "end e\nuser m many= role=guide form=q clock=c\nb -> m\nm -> e", "many"),
        ("end e", "end e\nreceive r\nb -> r\nr -> e", "message"), ("end e", "end e\nfirst f\nb -> f\nf -> a", "event_gateway"),
        ("end e", "end e\ne -> a", "end_goes_on"), ("end e", "end e\nscript q\nb -> q\nq -> e", "refused"),
        ("start s", "start s\nstart s2\ns2 -> a", "many_starts"), ("a -> g", "and h\na -> h\nh -> g : x = 2", "idle_condition"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_its_code(old, new, code):
    assert old in GOOD
    assert codes(GOOD.replace(old, new, 1 if "clock" not in old else -1)) >= ({code} if code else set())
    if not code:
        assert codes(GOOD.replace(old, new)) == set()


def test_names_that_the_pack_does_not_know_are_told_of():
    sketch = GOOD.replace("end e", "end e\nrule r table=route\ncall k calls=q\nreceive w message=m\nb -> r\nr -> k\nk -> w\nw -> e")
    assert {"clock", "role", "table", "call", "nobody_sends"} <= codes(sketch, Known((), {}, (), (), ()))
    assert not {"clock", "role", "table", "call", "nobody_sends"} & codes(sketch, Known({"q"}, {"route": ()}, {"c"}, {"guide"}, {"m"}))


def test_every_finding_names_the_element_its_line_and_says_it_in_both_languages():
    for found in check(process(GOOD.replace("role=guide form=x", "form=x"))):
        assert (found.element, found.line) == ("a", 1)
        assert found.words.zh
        assert found.words.en.isascii()


def test_who_sets_what_is_asked_knows_levels_tables_and_lists():
    inside = GOOD.replace("user a role=guide form=x clock=c", "sub a {gives} {{\nstart i\nuser q role=guide form=x clock=c\ni -> q\n}}")
    assert "set_inside" in codes(inside.format(gives=""))
    assert "set_inside" not in codes(inside.format(gives="gives=x"))
    gathered = GOOD.replace("form=x", "form=x many=items collect=x").replace("x = 1", "count(xs) = 1")
    assert "nobody_sets" not in codes(gathered)
    decided = GOOD.replace("user a role=guide form=x clock=c", "rule a table=t")
    assert "nobody_sets" in codes(decided, Known(tables={"t": ()}))
    assert "nobody_sets" not in codes(decided, Known(tables={"t": ("x",)}))
    assert "nobody_sets" not in codes(GOOD.replace("x = 1", "w = 1"), Known(given=("w",)))


def test_a_parallel_join_fed_by_a_choice_is_foretold():
    sketch = "start s\nuser t\nxor g\nuser a\nuser b\nand j\nend e\ns -> t\nt -> g\ng -> a : x = 1\ng => b\na -> j\nb -> j\nj -> e"
    assert "deadlock" in codes(sketch)
    assert "deadlock" not in codes(sketch.replace("and j", "xor j"))


def test_a_deadlock_that_only_a_border_can_bring_about_is_foretold():
    sketch = "start s\nand g\nuser a\nuser b\nborder m on=a message=stop\nand j\nend e\nend f\ns -> g\ng -> a\ng -> b\na -> j\nb -> j\nj -> e\nm -> f"
    assert "deadlock" in codes(sketch)
    assert "deadlock" not in codes(sketch.replace("message=stop", "message=stop keeps"))


def test_a_task_that_may_be_done_twice_is_told_of():
    sketch = "start s\nand g\nuser a\nuser b\nuser c\nend e\ns -> g\ng -> a\ng -> b\na -> c\nb -> c\nc -> e"
    assert "twice" in codes(sketch)
    assert "twice" not in codes(sketch.replace("and g", "xor g"))


def test_an_inclusive_join_that_closes_no_split_is_told_of():
    closed = "start s\nor g\nuser a\nuser b\nor j\nend e\ns -> g\ng -> a : x = 1\ng => b\na -> j\nb -> j\nj -> e"
    assert "loose_join" not in codes(closed)
    assert "loose_join" in codes(closed.replace("b -> j", "xor h\nb -> h\nh -> j : y = 1\nh => e"))


def test_no_properly_nested_process_is_called_stuck_and_what_is_too_much_is_called_unchecked():
    unchecked = 0
    for seed in range(60):
        found = {f.code for f in check(read_bpmn(make(seed).xml.replace(" == ", " = ").encode())["p"])}
        assert not found & {"process.deadlock", "process.twice", "process.unreachable", "process.loose_join"}
        unchecked += "process.unchecked" in found
    assert unchecked < 6


def test_a_name_without_english_is_told_of():
    text = bpmn(GOOD).replace('name="a"', 'name="登记"')
    assert [f.element for f in check(read_bpmn(text.encode())["p"]) if f.code == "process.no_english"] == ["a"]
    named = text.replace('name="登记"', 'name="登记" zt:name_en="Registration"')
    assert "process.no_english" not in {f.code for f in check(read_bpmn(named.encode())["p"])}
