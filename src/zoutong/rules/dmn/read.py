"""Knows how a DMN file becomes a model: read safely, its imports found beside it, nothing compiled before it is used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from zoutong.kernel.words import Words
from zoutong.rules.dmn.decide import Model
from zoutong.rules.dmn.document import Document, document_of
from zoutong.rules.dmn.xml import fault, glance, load, parse

MAX_IMPORTS = 50
_CURE = Words("请把被引用的 .dmn 文件放在同一个文件夹里。", "Put the imported .dmn file into the same folder.")


def read_dmn(source: Path | str | bytes, *, file: str = "") -> Model:
    """Read a DMN 1.1 to 1.5 model from a path or from bytes.

    A file is looked over at once and taken apart when it is first used. Imports are found among the .dmn files beside it. Fault, naming the file and the cure, for what is not DMN, is too large,
    holds entities, or imports what is not there.
    """
    data, name = load(source, file)
    glance(data, name)
    if b"import" not in data:
        return Model(lambda: document_of(parse(data, name), name))
    document = document_of(parse(data, name), name)
    folder = None if isinstance(source, bytes) else Path(source).parent
    return Model(document, _imports(document, folder, (document.namespace,)))


def _imports(document: Document, folder: Path | None, above: tuple[str, ...]) -> Mapping[tuple[str, str], Model]:
    found: dict[tuple[str, str], Model] = {}
    if not document.imports:
        return found
    beside = _beside(folder) if folder else {}
    for name, namespace in document.imports:
        if namespace in above or len(above) > MAX_IMPORTS:
            raise fault("circle", f"引用“{name}”绕了一圈。", f'The import "{name}" goes in a circle.', document.file)
        other = beside.get(namespace)
        if other is None:
            raise fault("no_import", f"找不到所引用的模型“{name}”。", f'The imported model "{name}" is not there.', document.file, _CURE)
        found[name, namespace] = Model(other, _imports(other, folder, (*above, namespace)))
    return found


def _beside(folder: Path) -> dict[str, Document]:
    """Read the other models of a folder by namespace; a file that is not DMN is no candidate."""
    documents: dict[str, Document] = {}
    for path in sorted(folder.glob("*.dmn"))[: MAX_IMPORTS * 4]:
        data, name = load(path)
        document = document_of(parse(data, name), name)
        documents[document.namespace] = document
    return documents
