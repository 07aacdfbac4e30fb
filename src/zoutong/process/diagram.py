"""Knows the drawing inside a BPMN file: the rectangle of every shape and the corners of every line."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from zoutong.process.model import Bounds, Point
from zoutong.process.xml import BPMNDI, Element, local

MAX_POINTS = 1_000


class Shape(NamedTuple):
    """How one element is drawn."""

    bounds: Bounds
    horizontal: bool
    expanded: bool


class Diagram(NamedTuple):
    """All shapes, lines and labels by the id of what they draw; where several drawings show a thing, the first counts."""

    shapes: Mapping[str, Shape]
    edges: Mapping[str, tuple[Point, ...]]
    labels: Mapping[str, Bounds]


def diagram_of(root: Element) -> Diagram:
    """Read the drawings of a file; what has no usable numbers is left out and will be laid out afresh."""
    shapes: dict[str, Shape] = {}
    edges: dict[str, tuple[Point, ...]] = {}
    labels: dict[str, Bounds] = {}
    for diagram in root.children:
        if diagram.space != BPMNDI or diagram.name != "BPMNDiagram":
            continue
        for element in diagram.every():
            drawn = local(element.get("bpmnElement"))
            if element.space != BPMNDI or element.name not in ("BPMNShape", "BPMNEdge") or drawn in shapes or drawn in edges:
                continue
            label = next((c for c in element.children if c.name == "BPMNLabel"), None)
            where = _bounds(label) if label is not None else None
            if where:
                labels[drawn] = where
            if element.name == "BPMNShape":
                bounds = _bounds(element)
                if bounds:
                    shapes[drawn] = Shape(
                        bounds, element.get("isHorizontal", "true") != "false", element.get("isExpanded", "true") != "false"
                    )
            else:
                points = [_numbers(c, "x", "y") for c in element.children if c.name == "waypoint"][:MAX_POINTS]
                if len(points) > 1 and all(points):
                    edges[drawn] = tuple(Point(*p) for p in points if p)
    return Diagram(shapes, edges, labels)


def _bounds(element: Element) -> Bounds | None:
    child = next((c for c in element.children if c.name == "Bounds"), None)
    numbers = _numbers(child, "x", "y", "width", "height") if child is not None else None
    return Bounds(*numbers) if numbers and numbers[2] >= 0 and numbers[3] >= 0 else None


def _numbers(element: Element, *names: str) -> tuple[float, ...] | None:
    try:
        found = tuple(float(element.get(name)) for name in names)
    except ValueError:
        return None
    return found if all(math.isfinite(n) and abs(n) < 1e7 for n in found) else None
