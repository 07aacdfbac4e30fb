"""Knows the line under a drawing that explains its signs."""

from __future__ import annotations

from typing import cast

from zoutong.kernel.words import Words
from zoutong.process.marks import INK, event_mark, task_mark
from zoutong.process.measure import width
from zoutong.process.model import Node, NodeKind, Point, Process
from zoutong.process.sizes import SIDE_TEXT
from zoutong.process.strokes import INK as LINE_INK
from zoutong.process.strokes import arrow, slash
from zoutong.process.svg import element, lines

_SIGNS: tuple[tuple[str, Words], ...] = (
    ("user", Words("有人办", "done by a person")),
    ("send", Words("发出文书", "sends a document")),
    ("service", Words("系统办", "done by the system")),
    ("call", Words("另有流程图", "has a drawing of its own")),
    ("timer", Words("时限", "time limit")),
    ("choice", Words("按情况走一条", "one way is taken")),
    ("default", Words("其他情况走这条", "the way when nothing else holds")),
)


def legend(process: Process, lang: str, top: float, wide: float) -> tuple[str, float]:
    """Explain the signs that this drawing uses; gives the SVG and the height of the whole paper."""
    kinds: set[str] = {n.kind for n in process.nodes.values()} | {n.event for n in process.nodes.values()}
    kinds |= {"choice"} if "exclusive" in kinds else set()
    kinds |= {"default"} if any(n.default for n in process.nodes.values()) else set()
    x, y, found = 12.0, top, ""
    for sign, words in _SIGNS:
        text = words.in_language(lang)
        room = 24 + width(text, SIDE_TEXT) + 22
        if sign not in kinds:
            continue
        if x + room > wide and x > 12:
            x, y = 12.0, y + 24
        found += _sign(sign, x, y) + lines([text], x + 24, y + 1, SIDE_TEXT, anchor="start", fill="#344054")
        x += room
    return element("g", found, aria_hidden="true"), y + 28


def _sign(sign: str, x: float, y: float) -> str:
    if sign == "timer":
        return event_mark(Node("", "catch", "timer"), x + 8, y + 9)
    if sign == "choice":
        d = f"M{x + 8:g} {y:g}l9 9-9 9-9-9z"
        return element("path", d=d, fill="none", stroke=INK, stroke_width=1.2) + element(
            "path", d=f"M{x + 5:g} {y + 6:g}l6 6M{x + 11:g} {y + 6:g}l-6 6", fill="none", stroke=INK, stroke_width=1.6
        )
    if sign == "default":
        a, b = Point(x - 4, y + 9), Point(x + 20, y + 9)
        return element("path", d=f"M{a.x:g} {a.y:g}H{b.x:g}", fill="none", stroke=LINE_INK, stroke_width=1.4) + slash(a, b) + arrow(a, b)
    return task_mark(Node("", cast("NodeKind", sign)), x + 1, y + 2)
