"""A bureau's own templates: filled with facts, and never a way to run anything."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from zoutong.documents.fill import fill, names
from zoutong.kernel.error import Fault

FORMS = Path(__file__).parents[3] / "packs" / "labour-rights" / "documents"


def template(tmp_path, *paragraphs):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    file = tmp_path / "form.docx"
    document.save(file)
    return file


def text_of(data):
    return "\n".join(p.text for p in Document(io.BytesIO(data)).paragraphs)


def test_a_name_becomes_its_value_and_a_name_without_a_value_leaves_nothing(tmp_path):
    assert text_of(fill(template(tmp_path, "姓名：{{ name }}。电话：{{ phone }}。"), {"name": "𠮷田·龘"})) == "姓名：𠮷田·龘。电话：。"


def test_the_words_of_a_person_are_text_and_never_markup_or_code(tmp_path):
    words = "<w:p/> & {{ secret }} {% for x in y %}\x00\x0b"
    assert (
        text_of(fill(template(tmp_path, "{{ statement }}"), {"statement": words, "secret": "x"}))
        == "<w:p/> & {{ secret }} {% for x in y %}"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ name.__class__ }}",
        "{% for a in range(999999999) %}x{% endfor %}",
        "{{ name|attr('x') }}",
        "{{ 9**9**9 }}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% for a in l %}{% for b in l %}x{% endfor %}{% endfor %}",
        "{% if %}",
    ],
)
def test_a_template_that_tries_more_than_names_lists_and_conditions_is_refused(tmp_path, hostile):
    with pytest.raises(Fault) as caught:
        fill(template(tmp_path, hostile), {"name": "x", "l": []})
    assert caught.value.code == "document.template"


def test_a_template_hidden_in_the_properties_is_refused(tmp_path):
    document = Document()
    document.core_properties.title = "{{ 1 }}"
    document.save(tmp_path / "form.docx")
    with pytest.raises(Fault):
        names(tmp_path / "form.docx")


def test_what_is_no_docx_is_refused_with_a_sentence(tmp_path):
    file = tmp_path / "form.docx"
    file.write_bytes(b"PK not really")
    with pytest.raises(Fault):
        names(file)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(Fault):
        names(file)


@pytest.mark.parametrize("form", sorted(FORMS.glob("*.docx")), ids=lambda p: p.stem)
def test_every_form_of_the_pack_can_be_filled_with_nothing_known(form):
    assert "{{" not in text_of(fill(form, {}))
