"""Knows how to fill a bureau's own docx template: only names, lists and conditions, nothing that could run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

Value = str | bool | Sequence[Mapping[str, str]]

MAX_TEMPLATE_BYTES = 5_000_000
MAX_UNPACKED_BYTES = 50_000_000
_PLAIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
_FILLED_PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")


def fill(template: Path, values: Mapping[str, Value]) -> bytes:
    """Fill a template and give the docx as bytes.

    ``values`` are texts, truth values for ``{% if %}``, or lists of rows for ``{%tr for x in rows %}``. A name without a
    value leaves nothing behind. Fault when the template holds anything but names, lists and conditions.
    """
    names(template)
    document = DocxTemplate(str(template))
    clean: dict[str, object] = {k: _clean(v) for k, v in values.items()}
    try:
        document.render(clean, ImmutableSandboxedEnvironment(autoescape=True), autoescape=True)
    except TemplateError as error:
        raise _broken(template, str(error)) from None
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def names(template: Path) -> frozenset[str]:
    """Name what a template asks for. Fault when it is no docx, too large, or holds more than names, lists and conditions."""
    _check_size(template)
    try:
        source = DocxTemplate(str(template))
        source.init_docx()
        parts = [source.patch_xml(source.get_xml())]
        parts += [
            source.patch_xml(source.get_part_xml(part))
            for uri in (source.HEADER_URI, source.FOOTER_URI)
            for _, part in source.get_headers_footers(uri)
        ]
        trees = [ImmutableSandboxedEnvironment(autoescape=True).parse(part) for part in parts]
    except TemplateError as error:
        raise _broken(template, str(error)) from None
    except (KeyError, ValueError, zipfile.BadZipFile):
        raise _broken(template, "not a docx file") from None
    found: set[str] = set()
    for tree in trees:
        found |= _names(template, tree)
    return frozenset(found)


def _names(template: Path, tree: nodes.Template) -> set[str]:
    """Collect the free names of one part; loop variables are not free."""
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _PLAIN) or (isinstance(node, nodes.Getattr) and node.attr.startswith("_")):
            raise _broken(template, f"{type(node).__name__}")
    for loop in tree.find_all(nodes.For):
        if any(True for _ in loop.find_all(nodes.For)) or not isinstance(loop.iter, nodes.Name):
            raise _broken(template, "For")
    bound = {loop.target.name for loop in tree.find_all(nodes.For) if isinstance(loop.target, nodes.Name)}
    return {n.name for n in tree.find_all(nodes.Name) if n.ctx == "load"} - bound - {"loop"}


def _check_size(template: Path) -> None:
    """Refuse archives that are too large or swell when unpacked."""
    try:
        if template.stat().st_size > MAX_TEMPLATE_BYTES:
            raise _broken(template, "> 5 MB")
        with zipfile.ZipFile(template) as archive:
            if sum(i.file_size for i in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise _broken(template, "> 50 MB")
            for part in archive.namelist():
                # Notes and properties are rendered by the library, too, but never looked at by a person.
                if part.endswith(".xml") and not _FILLED_PARTS.fullmatch(part) and re.search(rb"\{[{%#]", archive.read(part)):
                    raise _broken(template, part)
    except (OSError, zipfile.BadZipFile):
        raise _broken(template, "not a docx file") from None


def _clean(value: Value) -> object:
    """Drop the control characters that XML cannot hold; everything else of a person's words stays."""
    if isinstance(value, str):
        return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", value)
    if isinstance(value, bool):
        return value
    return [{k: _clean(v) for k, v in row.items()} for row in value]


def _broken(template: Path, detail: str) -> Fault:
    return Fault(
        "document.template",
        Words(f"这个模板不能用（{detail}）。", f"This template cannot be used ({detail})."),
        cure=Words("模板里只能有 {{名称}}、按行重复和“如果”。", "A template may hold only {{name}}, repeated rows and conditions."),
        file=str(template),
    )
