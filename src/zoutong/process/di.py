"""Knows how a drawing is written into a BPMN file, so that every editor shows it as the house does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.process.layout import Layout, lay_out
from zoutong.process.model import Bounds, Point, Process
from zoutong.process.read import read_bpmn

DI = 'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
BETWEEN = 40.0
"""Room between the drawings of two processes of one file."""


def write_di(source: bytes, file: str = "") -> bytes:
    """Give a BPMN file with its processes laid out afresh; what it says beside the drawing stays as it is, byte for byte.

    Fault as in ``read_bpmn``; the file must be UTF-8, and its drawings, if any, are replaced.
    """
    processes = read_bpmn(source, file=file)
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        cure = Words("请另存为 UTF-8。", "Save it as UTF-8.")
        raise Fault("bpmn.encoding", Words("文件不是 UTF-8 编码。", "The file is not in UTF-8."), cure=cure, file=file) from None
    text = re.sub(r"\s*<(?:([\w.-]+):)?BPMNDiagram\b[^>]*?(?:/>|>.*?</(?:\1:)?BPMNDiagram\s*>)", "", text, flags=re.DOTALL)
    end = [m.start() for m in re.finditer(r"</(?:[\w.-]+:)?definitions\s*>", text)][-1]
    whole = re.search(r"<(?:[\w.-]+:)?collaboration\b[^>]*?\bid\s*=\s*[\"']([^\"']+)[\"']", text)
    diagram = "\n".join(["", *_diagram(processes.values(), whole.group(1) if whole else "")]).replace("\n", "\n  ")
    return (text[:end].rstrip() + diagram + "\n" + text[end:]).encode("utf-8")


def _diagram(processes: Iterable[Process], whole: str) -> list[str]:
    shapes: list[str] = []
    down = 0.0
    first = ""
    for process in processes:
        first = first or process.id
        at = lay_out(process)
        shapes += _shapes(process, at, down) + _edges(process, at, down)
        down += at.height + BETWEEN
        if not whole:
            break
    plane = whole or first
    head = f"<bpmndi:BPMNDiagram {DI} id={quoteattr('drawing_' + plane)}>"
    return [
        head,
        f"  <bpmndi:BPMNPlane id={quoteattr('plane_' + plane)} bpmnElement={quoteattr(plane)}>",
        *shapes,
        "  </bpmndi:BPMNPlane>",
        "</bpmndi:BPMNDiagram>",
    ]


def _shapes(process: Process, at: Layout, down: float) -> list[str]:
    found: list[str] = []
    pool = next((p.id for p in process.pools.values() if p.process == process.id), "")
    if pool:
        found += _shape(pool, at.pool or Bounds(0.0, 0.0, at.width, at.height), None, down, ' isHorizontal="true"')
    for name, bounds in at.lanes.items():
        found += _shape(name, bounds, None, down, ' isHorizontal="true"')
    for node in process.nodes.values():
        more = ' isExpanded="true"' if process.inside.get(node.id) else ' isMarkerVisible="true"' if node.kind == "exclusive" else ""
        found += _shape(node.id, at.shapes[node.id], at.names.get(node.id), down, more)
    return found


def _shape(name: str, bounds: Bounds, label: Bounds | None, down: float, more: str = "") -> list[str]:
    words = [f"      <bpmndi:BPMNLabel>{_bounds(label, down)}</bpmndi:BPMNLabel>"] if label else []
    head = f"    <bpmndi:BPMNShape id={quoteattr(name + '_di')} bpmnElement={quoteattr(name)}{more}>"
    return [head, f"      {_bounds(bounds, down)}", *words, "    </bpmndi:BPMNShape>"]


def _bounds(at: Bounds, down: float) -> str:
    return f'<dc:Bounds x="{at.x:.1f}" y="{at.y + down:.1f}" width="{at.width:.1f}" height="{at.height:.1f}"/>'


def _edges(process: Process, at: Layout, down: float) -> list[str]:
    found: list[str] = []
    for flow in process.flows.values():
        points: Iterable[Point] = at.lines.get(flow.id, ())
        corners = "".join(f'<di:waypoint x="{p.x:.1f}" y="{p.y + down:.1f}"/>' for p in points)
        if corners:
            label = at.names.get(flow.id)
            words = f"<bpmndi:BPMNLabel>{_bounds(label, down)}</bpmndi:BPMNLabel>" if label else ""
            found.append(
                f"    <bpmndi:BPMNEdge id={quoteattr(flow.id + '_di')} bpmnElement={quoteattr(flow.id)}>{corners}{words}</bpmndi:BPMNEdge>"
            )
    return found
