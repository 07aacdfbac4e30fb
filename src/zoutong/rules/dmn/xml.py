"""Knows how a DMN file is opened safely: no entities, no bombs, no unlimited size; and which namespaces are DMN's."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from xml.parsers import expat

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

MAX_BYTES = 20_000_000
MAX_ELEMENTS = 1_000_000
HOUSE = "https://zoutong.invalid/dmn"
"""The namespace of the house's own attributes in a DMN file."""
NAMESPACES = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
WRITTEN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
_ENCODING = re.compile(r"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([^\"']*)")
_CURE = Words("请用 DMN 编辑器（如 dmn-js）另存为 DMN 1.3 文件。", "Save it again as a DMN 1.3 file with a DMN editor such as dmn-js.")


def fault(code: str, zh: str, en: str, file: str, cure: Words = _CURE) -> Fault:
    """Make a fault about a file."""
    return Fault(f"dmn.{code}", Words(zh, en), cure=cure, file=file)


def load(source: Path | str | bytes, file: str = "") -> tuple[bytes, str]:
    """Give the bytes of a file and its name; Fault when it cannot be read or is too large."""
    if isinstance(source, bytes):
        data = source
    else:
        path = Path(source)
        file = file or path.name
        try:
            if path.stat().st_size > MAX_BYTES:
                raise fault("too_large", "文件太大，超过 20 MB。", "The file is larger than 20 MB.", file)
            data = path.read_bytes()
        except OSError as error:
            raise fault(
                "unreadable",
                "读不到这个文件。",
                "The file cannot be read.",
                file,
                Words("请检查路径和权限。", "Check the path and the permissions."),
            ) from error
    if len(data) > MAX_BYTES:
        raise fault("too_large", "文件太大，超过 20 MB。", "The file is larger than 20 MB.", file)
    return data, file


def glance(data: bytes, file: str) -> None:
    """Refuse bytes that are not well-formed, hold a document type or are not DMN, without building anything."""
    opened: list[str] = []

    def refuse(*declared: object) -> None:
        raise fault(
            "entities",
            "文件里有实体或文档类型声明，为安全起见不读取。",
            "The file declares entities or a document type and is refused.",
            file,
        )

    def start(name: str, attributes: object) -> None:
        opened.append(name)
        parser.StartElementHandler = None

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise fault("not_xml", f"文件不是完好的 XML（{error}）。", f"The file is not well-formed XML ({error}).", file) from error
    space, _, name = opened[0].rpartition("}")
    if space not in NAMESPACES or name != "definitions":
        raise fault("not_dmn", "文件不是 DMN 1.1 至 1.5 的模型。", "The file is not a DMN model of version 1.1 to 1.5.", file)


def parse(data: bytes, file: str) -> ET.Element:
    """Parse DMN bytes; Fault for what is not XML, holds a document type (so also every entity), or is not DMN 1.1 to 1.5."""
    try:
        root = _root(data)
    except DefusedXmlException as error:
        raise fault(
            "entities",
            "文件里有实体或文档类型声明，为安全起见不读取。",
            "The file declares entities or a document type and is refused.",
            file,
        ) from error
    except (ET.ParseError, ValueError, LookupError) as error:
        raise fault("not_xml", f"文件不是完好的 XML（{error}）。", f"The file is not well-formed XML ({error}).", file) from error
    if namespace_of(root) not in NAMESPACES or local(root) != "definitions":
        raise fault("not_dmn", "文件不是 DMN 1.1 至 1.5 的模型。", "The file is not a DMN model of version 1.1 to 1.5.", file)
    return root


def _root(data: bytes) -> ET.Element:
    # Without a document type there are no entities, and the parser in C is ten times as fast as the guarded one.
    text = data.decode("utf-8-sig") if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")) else ""
    declared = _ENCODING.match(text)
    plain = text and "<!DOCTYPE" not in text and "<!ENTITY" not in text and (declared is None or declared[1].lower() in ("utf-8", "utf8"))
    root: ET.Element = ET.fromstring(data) if plain else defusedxml.ElementTree.fromstring(data, forbid_dtd=True)  # noqa: S314
    return root


def namespace_of(element: ET.Element) -> str:
    """Give the namespace of an element."""
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""


def local(element: ET.Element) -> str:
    """Give the name of an element without its namespace; "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
