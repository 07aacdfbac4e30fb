"""What reading a BPMN file promises: any vendor's, safely, and nothing dropped without a word."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.golden.bpmn.models import make
from tests.pure.process.sketch import BOTH_VENDORS, bpmn, process

from zoutong.kernel.error import Fault
from zoutong.process import Bounds, Point, check, read_bpmn
from zoutong.process.report import counts


def codes(source: bytes) -> str:
    with pytest.raises(Fault) as wrong:
        read_bpmn(source, file="x.bpmn")
    return wrong.value.code


def test_prefixes_do_not_matter_nor_do_incoming_and_outgoing():
    for text in BOTH_VENDORS:
        found = read_bpmn(text.encode())["p"]
        assert found.nodes["t"].kind == "user"
        assert found.nodes["t"].incoming == ("f1",)
        assert found.nodes["t"].outgoing == ("f2",)
        assert found.nodes["t"].words.zh == "接待 登记"


def test_lanes_give_roles_inwards_and_names_in_both_languages():
    found = read_bpmn(BOTH_VENDORS[0].encode())["p"]
    inner, outer = found.lanes["inner"], found.lanes["outer"]
    assert (inner.parent, outer.parent) == ("outer", "")
    assert (outer.words.zh, outer.words.en) == ("窗口", "Counter")
    assert found.nodes["t"].lane == "inner"
    assert found.role_of(found.nodes["t"]) == "receptionist"


def test_pools_and_what_is_only_drawn_are_kept_with_their_places():
    found = read_bpmn(BOTH_VENDORS[0].encode())["p"]
    assert found.pools["us"].process == "p"
    assert found.pools["them"].process == ""
    assert found.nodes["t"].bounds == Bounds(100, 80, 100, 80)
    assert found.flows["f1"].waypoints == (Point(136, 120), Point(200, 120.5))
    assert found.lanes["inner"].bounds == Bounds(30, 0, 600, 200)
    drawn = {d.id: d for d in found.drawn}
    assert drawn["note"].words.zh == "带身份证"
    assert drawn["m"].tag == "messageFlow"
    assert (drawn["m"].source, drawn["m"].target) == ("them", "t")
    assert (drawn["line"].source, drawn["line"].target) == ("note", "t")


def test_the_report_tells_of_every_element_what_becomes_of_it():
    found = read_bpmn(BOTH_VENDORS[0].encode())["p"]
    told = {e.element: e.outcome for e in found.report}
    assert {told[i] for i in ("s", "t", "e", "f1", "f2", "inner", "outer")} == {"executed"}
    assert {told[i] for i in ("note", "line", "m", "us", "them", "data")} == {"drawn"}
    assert told["script"] == "refused"
    why = next(e for e in found.report if e.element == "script")
    assert why.line == 13
    assert "决策表" in why.words.zh
    assert "decision table" in why.words.en
    assert counts(found.report)["refused"] == 2
    assert next(e for e in found.report if e.element == "astray").outcome == "refused"
    assert "astray" not in found.flows


@pytest.mark.parametrize(
    "element, why",
    [
        ('<complexGateway id="n"/>', "not support"), ('<transaction id="n"/>', "not support"), ('<adHocSubProcess id="n"/>', "not support"),
        ('<subProcess id="n" triggeredByEvent="true"/>', "boundary event"), ('<task id="n" isForCompensation="true"/>', "Compensation"),
        ('<task id="n"><standardLoopCharacteristics/></task>', "draw the loop"), ('<startEvent id="n"><signalEventDefinition/></startEvent>', "signals"),
        ('<endEvent id="n"><escalationEventDefinition/></endEvent>', "escalations"), ('<intermediateCatchEvent id="n"/>', "waits for"),
        ('<boundaryEvent id="n" attachedToRef="gone"><timerEventDefinition/></boundaryEvent>', "not attached"),
        ('<intermediateCatchEvent id="n"><timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition></intermediateCatchEvent>', "Repeating"),
        ('<intermediateCatchEvent id="n"><timerEventDefinition/><messageEventDefinition/></intermediateCatchEvent>', "several"),
        ('<eventBasedGateway id="n" eventGatewayType="Parallel"/>', "Parallel"),
    ],
)  # fmt: skip
def test_what_cannot_be_executed_is_refused_with_its_reason_and_still_drawn(element, why):
    found = read_bpmn(bpmn("start s").replace("</process>", f"{element}</process>").encode())["p"]
    assert found.nodes["n"].kind == "refused"
    assert why in next(e.words.en for e in found.report if e.element == "n")
    assert "process.refused" in {f.code for f in check(found)}


def test_our_own_attributes_are_read_by_namespace():
    text = (
        bpmn("user t")
        .replace("xmlns:zt", "xmlns:q")
        .replace('id="t"', 'id="t" q:role="guide" q:form="a b" q:clock="c" q:marks="m n" q:optional="true"')
    )
    node = read_bpmn(text.encode())["p"].nodes["t"]
    assert (node.role, node.form, node.clock, node.marks, node.optional) == ("guide", ("a", "b"), "c", ("m", "n"), True)


def test_elements_without_an_id_get_one_of_their_own():
    text = bpmn("").replace("</process>", "<startEvent/><startEvent/><userTask/></process>")
    assert len(read_bpmn(text.encode())["p"].nodes) == 3


HOSTILE = {
    "bomb": b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><definitions>&b;</definitions>',
    "outside": b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions>&x;</definitions>',
    "doctype": b'<!DOCTYPE definitions SYSTEM "http://nowhere.invalid/x.dtd"><definitions/>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_type_is_refused_whatever_it_says(name):
    assert codes(HOSTILE[name]) == "bpmn.entities"


def test_what_is_no_bpmn_is_refused_with_a_sentence(tmp_path):
    assert codes(b"") == "bpmn.not_xml"
    assert codes(b"PK\x03\x04") == "bpmn.not_xml"
    assert codes(b"<html/>") == "bpmn.not_bpmn"
    assert codes(bpmn("").replace("process", "nothing").encode()) == "bpmn.no_process"
    assert codes(bpmn("user a\nuser a").encode()) == "bpmn.same_id"
    with pytest.raises(Fault) as wrong:
        read_bpmn(tmp_path / "missing.bpmn")
    assert wrong.value.code == "bpmn.unreadable"


def test_too_large_too_deep_and_too_many_are_refused_in_time():
    began = time.perf_counter()
    head, tail = bpmn("").split("</process>")
    assert codes(b" " * 10_000_001) == "bpmn.too_large"
    assert codes((head + "<subProcess>" * 5_000 + "</subProcess>" * 5_000 + f"</process>{tail}").encode()) == "bpmn.too_much"
    assert codes((head + "<task/>" * 300_000 + f"</process>{tail}").encode()) == "bpmn.too_much"
    assert time.perf_counter() - began < 10


def test_a_large_file_is_read_and_checked_in_bounded_time():
    lines = ["start s", "s -> t0"] + [f"user t{n}" for n in range(1_500)] + [f"t{n} -> t{n + 1}" for n in range(1_499)]
    began = time.perf_counter()
    found = process("\n".join(lines))
    check(found)
    assert time.perf_counter() - began < 10


@given(st.integers(0, 2**32), st.integers(1, 12))
@settings(max_examples=150, deadline=2_000)
def test_broken_files_give_a_process_or_a_sentence_never_anything_else(seed, wounds):
    chance = random.Random(seed)
    data = bytearray(BOTH_VENDORS[seed % 2].encode() if seed % 3 else make(seed % 50).xml.encode())
    for _ in range(wounds):
        at = chance.randrange(len(data))
        kind = chance.randrange(4)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            del data[at : at + chance.randrange(40)]
        elif kind == 2:
            data[at:at] = data[chance.randrange(len(data)) :][: chance.randrange(60)]
        else:
            data[at:at] = bytes(chance.choice([b"<task/>", b"</process>", b'id="t"', b"&x;", b"<!--", b"]]>", b"\x00"]))
    try:
        for found in read_bpmn(bytes(data)).values():
            check(found)
    except Fault as fault:
        assert fault.code.startswith("bpmn.")
        assert fault.what.zh
        assert fault.what.en


@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_any_bytes_are_refused_with_a_sentence(data):
    with pytest.raises(Fault):
        read_bpmn(data)
