"""Knows how a BPMN file is opened safely: no document type, no entities, no unlimited size or depth; every element knows its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

MAX_BYTES = 10_000_000
MAX_ELEMENTS = 200_000
MAX_DEPTH = 60
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
HOUSE = "https://zoutong.dev/bpmn"
"""The namespace of the house's own attributes."""
_CURE = Words(
    "请用 BPMN 编辑器（如 bpmn-js）另存为 BPMN 2.0 文件。", "Save it again as a BPMN 2.0 file with a BPMN editor such as bpmn-js."
)


class Element:
    """One element: its namespace and name apart, attributes by ``uri}name`` or plain name, text without the children's."""

    __slots__ = ("attributes", "children", "line", "name", "space", "text")

    def __init__(self, full: str, attributes: dict[str, str], line: int) -> None:
        """Take the name as expat gives it."""
        self.space, _, self.name = full.rpartition("}")
        self.attributes = attributes
        self.line = line
        self.children: list[Element] = []
        self.text = ""

    def get(self, name: str, default: str = "") -> str:
        """Give an attribute of the element's own vocabulary."""
        return self.attributes.get(name, default)

    def house(self, name: str) -> str:
        """Give one of the house's own attributes, trimmed; "" when it is not there."""
        return self.attributes.get(f"{HOUSE}}}{name}", "").strip()

    def bpmn(self, *names: str) -> Iterator[Element]:
        """Go over the children that are BPMN elements, of these names when any are given."""
        return (child for child in self.children if child.space == BPMN and (not names or child.name in names))

    def first(self, name: str) -> Element | None:
        """Give the first BPMN child of this name."""
        return next(self.bpmn(name), None)

    def every(self) -> Iterator[Element]:
        """Go over the element and everything below it, in the order of the file."""
        stack = [self]
        while stack:
            at = stack.pop()
            yield at
            stack.extend(reversed(at.children))


def fault(code: str, zh: str, en: str, file: str, line: int | None = None, cure: Words = _CURE) -> Fault:
    """Make a fault about a file."""
    return Fault(f"bpmn.{code}", Words(zh, en), cure=cure, file=file, row=line)


def load(source: Path | str | bytes, file: str) -> tuple[bytes, str]:
    """Give the bytes of a file and its name; Fault when it cannot be read or is larger than 10 MB."""
    data, name = (source, file) if isinstance(source, bytes) else (b"", file or Path(source).name)
    if not isinstance(source, bytes):
        try:
            with Path(source).open("rb") as opened:
                data = opened.read(MAX_BYTES + 1)
        except OSError as error:
            cure = Words("请检查路径和权限。", "Check the path and the permissions.")
            raise fault("unreadable", "读不到这个文件。", "The file cannot be read.", name, cure=cure) from error
    if len(data) > MAX_BYTES:
        raise fault("too_large", "文件太大，超过 10 MB。", "The file is larger than 10 MB.", name)
    return data, name


class _Builder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Element | None = None
        self.stack: list[Element] = []
        self.count = 0
        # Buffering joins the pieces of one text, so that the size of the file bounds the work.
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def refuse(self, *_declared: object) -> None:
        raise fault(
            "entities",
            "文件里有实体或文档类型声明，为安全起见不读取。",
            "The file declares entities or a document type and is refused.",
            self.file,
            self.parser.CurrentLineNumber,
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        self.count += 1
        if self.count > MAX_ELEMENTS or len(self.stack) >= MAX_DEPTH:
            raise fault("too_much", "文件的元素太多或嵌套太深。", "The file has too many elements, or nests too deeply.", self.file, line)
        made = Element(name, attributes, line)
        if self.stack:
            self.stack[-1].children.append(made)
        else:
            self.root = made
        self.stack.append(made)

    def end(self, _name: str) -> None:
        self.stack.pop()

    def characters(self, text: str) -> None:
        self.stack[-1].text += text


def parse(data: bytes, file: str) -> Element:
    """Give the root of a BPMN file; Fault for what is not XML, holds a document type (so also every entity), or is not BPMN 2.0."""
    builder = _Builder(file)
    try:
        builder.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise fault("not_xml", f"文件不是完好的 XML（{error}）。", f"The file is not well-formed XML ({error}).", file) from error
    root = builder.root
    if root is None or root.space != BPMN or root.name != "definitions":
        raise fault("not_bpmn", "文件不是 BPMN 2.0 的模型。", "The file is not a model of BPMN 2.0.", file)
    return root


def local(reference: str) -> str:
    """Give a reference without its prefix: ``tns:Task_1`` is ``Task_1``."""
    return reference.strip().rpartition(":")[2]


def squeezed(text: str) -> str:
    """Give a text on one line."""
    return " ".join(text.split())
