"""What an uploaded file is told to be, whatever it is called, and what is said to the files that are not taken."""

import io
import struct
import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.pure.papers import samples as make

from zoutong.kernel.error import Fault
from zoutong.papers.inspect import inspect
from zoutong.papers.kinds import BY_CODE, REFUSED, Limits
from zoutong.papers.names import shown_name

SAMPLES = make.samples()


def kind_of(data, claimed="x", limits=None):
    return inspect(io.BytesIO(data), claimed, limits).kind.code


def refusal_of(data, claimed="x", limits=None):
    with pytest.raises(Fault) as caught:
        inspect(io.BytesIO(data), claimed, limits)
    assert caught.value.code.startswith("paper.")
    assert caught.value.cure is not None
    return caught.value.code.removeprefix("paper.")


def told(data, claimed="x"):
    """Give the kind, or the code of the sentence; anything else that is raised goes through."""
    try:
        return kind_of(data, claimed)
    except Fault as fault:
        return fault.code.removeprefix("paper.")


WORDS = {*BY_CODE, *REFUSED, "too_large", "too_many_pixels"}


@pytest.mark.parametrize("code", sorted(SAMPLES))
def test_every_kind_is_known_by_its_content_alone(code):
    assert set(SAMPLES) == set(BY_CODE)
    for claimed in ("x", "virus.exe", f"a.{code}", ""):
        assert kind_of(SAMPLES[code], claimed) == code


def test_a_lying_name_gets_the_suffix_of_what_it_is():
    assert inspect(io.BytesIO(SAMPLES["jpeg"]), "合同.pdf").name == "合同.jpg"
    assert inspect(io.BytesIO(SAMPLES["text"]), "setup.bat").name == "setup.bat.txt"


@pytest.mark.parametrize(
    "code, data",
    [
        ("empty", b""),
        ("program", b"MZ\x90\x00\x03" + bytes(80)),
        ("program", b"\x7fELF\x02\x01" + bytes(80)),
        ("program", make.zipped({"AndroidManifest.xml": b"x", "classes.dex": b"y"})),
        ("script", b"#!/bin/sh\nrm -rf /\n"),
        ("script", b"<?php echo 1; ?>"),
        ("script", "@echo off\r\ndel *\r\n".encode("utf-16")),
        ("web_page", b"\xef\xbb\xbf  \n<!DOCTYPE html><html><script>alert(1)</script>"),
        ("web_page", "<html>工资".encode("utf-16")),
        ("drawing", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("drawing", b"<?xml version='1.0'?>\n<!-- x --><svg/>"),
        ("archive", make.zipped({"合同.jpg": b"x"})),
        ("archive", b"Rar!\x1a\x07\x01\x00" + bytes(20)),
        ("archive", b"\x1f\x8b\x08\x00" + bytes(20)),
        ("other_picture", b"GIF89a" + bytes(20)),
        ("other_sound", b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(20)),
        ("other_film", b"\x1aE\xdf\xa3" + bytes(40)),
        ("other_office", make.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})),
        ("old_office", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("old_office", b"{\\rtf1 hello}"),
        ("locked", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(70_000) + "EncryptedPackage".encode("utf-16-le") + bytes(99)),
        ("macro", make.with_part(SAMPLES["docx"], "word/vbaProject.bin", b"\xd0\xcf")),
        (
            "macro",
            SAMPLES["docx"][:0]
            + make.zipped({"[Content_Types].xml": '<T><O ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></T>'}),
        ),
        ("unknown", bytes(range(256))),
        ("unknown", b"\x00" * 100),
        ("truncated", SAMPLES["jpeg"][:-400]),
        ("truncated", SAMPLES["png"][:-20]),
        ("truncated", SAMPLES["webp"][:-5]),
        ("truncated", SAMPLES["pdf"][:200]),
        ("truncated", SAMPLES["docx"][:-300]),
        ("truncated", SAMPLES["mp4"][:-30]),
        ("truncated", SAMPLES["mp4"][:150]),
        ("truncated", b"#!AMR\n"),
    ],
)
def test_what_is_not_taken_gets_its_own_sentence_and_a_way_on(code, data):
    assert refusal_of(data) == code


def test_a_chinese_text_from_an_older_computer_is_a_text():
    assert kind_of("拖欠工资三个月，共两万一千元。".encode("gb18030")) == "text"
    assert kind_of("MZ 是我的工号，BMW 是车间的名字，ID3 也是。".encode()) == "text"
    assert kind_of(b"MZ plain words") == "text"


def test_every_sentence_is_there_in_both_languages():
    for what, cure in REFUSED.values():
        assert what.zh.endswith("。")
        assert what.en.endswith(".")
        assert cure.zh
        assert cure.en


@pytest.mark.parametrize("size", [(20_000, 20_000), (40_000, 100)])
def test_a_picture_too_large_to_open_is_refused_by_its_measure(size):
    bomb = bytearray(SAMPLES["png"])
    bomb[16:24] = struct.pack(">II", *size)
    assert refusal_of(bytes(bomb)) == "too_many_pixels"
    assert refusal_of(make.heic(*size)) == "too_many_pixels"


def test_each_kind_has_its_own_largest_size():
    limits = Limits(kinds={"text": 10, "jpeg": 100})
    assert refusal_of(b"eleven char", limits=limits) == "too_large"
    assert refusal_of(SAMPLES["jpeg"], limits=limits) == "too_large"
    assert kind_of(SAMPLES["png"], limits=limits) == "png"
    assert refusal_of(SAMPLES["png"] * 3, limits=Limits(families={"picture": 50}, kinds={})) == "too_large"


def test_a_zip_that_swells_is_refused_before_it_fills_anything():
    types = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    bomb = make.zipped({"[Content_Types].xml": types, "word/document.xml": bytes(150_000_000)})
    many = make.zipped({"[Content_Types].xml": types, **{f"word/{i}.xml": b"" for i in range(6000)}})
    # An honest header is not needed: this one says that it unpacks to ten bytes.
    lie = bytearray(make.zipped({"[Content_Types].xml": types, "word/document.xml": bytes(30_000_000)}))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = lie.rfind(signature) + at
        lie[place : place + 4] = struct.pack("<I", 10)
    tracemalloc.start()
    began = time.monotonic()
    assert refusal_of(bomb) == "swells"
    assert refusal_of(many) == "swells"
    assert refusal_of(bytes(lie)) == "damaged"
    assert time.monotonic() - began < 5
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_an_office_file_that_fetches_or_carries_something_is_taken_and_marked():
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" TargetMode="External" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://a.example/x.dotm"/></Relationships>'
    )
    data = make.with_part(SAMPLES["docx"], "word/_rels/settings.xml.rels", rels)
    data = make.with_part(data, "word/embeddings/oleObject1.bin", b"x")
    assert set(inspect(io.BytesIO(data), "x").minded) == {"remote_template", "embedded_object"}
    assert inspect(io.BytesIO(SAMPLES["docx"]), "x").minded == ()


def test_entities_in_an_office_file_do_not_unfold():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><Types>&c;</Types>'
    assert refusal_of(make.zipped({"[Content_Types].xml": bomb})) == "damaged"


@settings(max_examples=300, deadline=2000)
@given(st.binary(max_size=3000))
def test_random_bytes_get_a_kind_or_a_sentence(data):
    assert told(data) in WORDS


@settings(max_examples=400, deadline=3000, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_real_files_cut_mixed_and_bent_get_a_kind_or_a_sentence(data):
    whole = bytearray(SAMPLES[data.draw(st.sampled_from(sorted(SAMPLES)))])
    for _ in range(data.draw(st.integers(0, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))]) + data.draw(st.binary(max_size=40))
    assert told(cut, data.draw(st.text(max_size=30))) in WORDS


@settings(max_examples=200)
@given(st.text(max_size=400), st.sampled_from(list(BY_CODE.values())))
def test_a_shown_name_is_one_harmless_line_with_the_right_suffix(claimed, kind):
    name = shown_name(claimed, kind)
    assert name.endswith(f".{kind.suffix}")
    assert len(name) <= 121
    assert len(name.encode()) <= 245
    assert not set(name) & set('/\\\0\n\r\t"<>|:*?\u202e\u2066\u200b')
    assert not name.startswith(".")
    assert shown_name(name, kind) == name


@pytest.mark.parametrize(
    "claimed, shown",
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\王\\工资条.JPEG", "工资条.jpg"),
        ("𠮷野㐂\U00030edd\ufa0e.jpg", "𠮷野㐂\U00030edd\ufa0e.jpg"),
        ("葛\U000e0100西\ue000.jpg", "葛\U000e0100西\ue000.jpg"),
        ("合同\u202egpj.exe", "合同gpj.exe.jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("...", "材料.jpg"),
        ("a" * 500, "a" * 116 + ".jpg"),
    ],
)
def test_names_lose_their_tricks_and_keep_their_characters(claimed, shown):
    assert shown_name(claimed, BY_CODE["jpeg"]) == shown
