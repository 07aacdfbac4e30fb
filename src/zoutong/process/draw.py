"""Knows how a process is shown: as a drawing that needs no colour, font or script of its own, and as a table for who cannot see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from zoutong.kernel.words import Words
from zoutong.process.layout import LANE_HEAD, POOL_HEAD, Layout, layout
from zoutong.process.legend import legend
from zoutong.process.marks import INK, event_mark, foot_mark, gateway_mark, task_mark
from zoutong.process.measure import LINE, width, wrap
from zoutong.process.model import ACTIVITIES, GATEWAYS, Bounds, Node, Process
from zoutong.process.sizes import FOOT, HEAD, PAD, SIDE_TEXT, TASK_TEXT, beside
from zoutong.process.strokes import INK as LINE_INK
from zoutong.process.strokes import arrow, own_stretch, slash
from zoutong.process.svg import FONT, clean, element, lines, pill

HERE = Words("你在这里", "You are here")
PASSED = Words("已走过", "Passed")
ACCENT, DONE, PALE = "#b42318", "#1d6b46", "#e8f3ec"
_DESC = Words(
    "岗位：{lanes}。共{count}个环节。{here}同样的内容在下面的表里。", "Roles: {lanes}. {count} tasks. {here}The table below says the same."
)
_AT = Words("现在停在：{names}。", "It now stands at: {names}.")


class Row(NamedTuple):
    """One row of the table that goes with a drawing; all texts are in one language, ``clock`` is the name of a clock of the pack."""

    node: str
    step: str
    role: str
    clock: str
    state: str


def svg(
    process: Process,
    lang: str,
    here: Collection[str] = (),
    passed: Collection[str] = (),
    badges: Mapping[str, str] | None = None,
    title: str = "",
    *,
    placed: Layout | None = None,
) -> str:
    """Draw a process as one SVG element in a language (``zh`` or ``en``).

    ``here`` and ``passed`` are ids of nodes, marked by words and a tick, not by colour alone; ``badges`` are short texts or numbers at the foot of
    nodes. Ids that the process does not have are left out. The width is fixed: a page puts it into a box that scrolls.
    """
    at = placed or layout(process)
    page = _Page(process, lang, at, frozenset(here), frozenset(passed), dict(badges or {}))
    name = title or process.words.in_language(lang)
    wide = max(at.width, 420.0)
    explained, tall = legend(process, lang, at.height + 6, wide - 24)
    said = element("title", clean(name), id=f"drawing-{process.id}-title") + element(
        "desc", clean(page.description()), id=f"drawing-{process.id}-desc"
    )
    paper = element("rect", x=0, y=0, width=wide, height=tall, fill="#ffffff")
    return element(
        "svg",
        said + paper + page.frame() + page.flows() + page.nodes() + page.names() + page.badges_and_here() + explained,
        xmlns="http://www.w3.org/2000/svg",
        width=wide,
        height=tall,
        viewBox=f"0 0 {wide:g} {tall:g}",
        role="img",
        lang="zh-CN" if not lang.startswith("en") else "en",
        aria_labelledby=f"drawing-{process.id}-title drawing-{process.id}-desc",
        font_family=FONT,
    )


def table(
    process: Process, lang: str, here: Collection[str] = (), passed: Collection[str] = (), roles: Mapping[str, Words] | None = None
) -> list[Row]:
    """Give the steps of a process in reading order, as rows: the twin of the drawing for readers of tables.

    ``roles`` names roles in words; without it a role is called as its lane. Boundary events, gateways and ends are left out.
    """
    at = layout(process)
    tasks = [n for n in process.nodes.values() if n.kind in ACTIVITIES]
    tasks.sort(key=lambda n: (at.shapes[n.id].x, at.shapes[n.id].y, n.id))
    named = {lane.role: lane.words for lane in process.lanes.values() if lane.role} | dict(roles or {})

    def state(node: Node) -> str:
        return (HERE if node.id in here else PASSED if node.id in passed else Words("", "")).in_language(lang)

    return [
        Row(
            n.id,
            n.words.in_language(lang),
            named.get(process.role_of(n), Words(r := process.role_of(n), r)).in_language(lang),
            _clock(process, n),
            state(n),
        )
        for n in tasks
    ]


def _clock(process: Process, node: Node) -> str:
    timers = (b.timer.clock for b in process.borders.get(node.id, ()) if b.timer)
    return node.clock or next((name for name in timers if name), "")


class _Page:
    """What all parts of one drawing share."""

    def __init__(
        self, process: Process, lang: str, at: Layout, here: frozenset[str], passed: frozenset[str], badges: Mapping[str, str]
    ) -> None:
        self.process, self.lang, self.at = process, lang, at
        self.here, self.passed, self.badges = here, passed, badges

    def word(self, words: Words) -> str:
        return words.in_language(self.lang)

    def description(self) -> str:
        lanes = ("；" if not self.lang.startswith("en") else "; ").join(self.word(lane.words) for lane in self.process.lanes.values())
        count = sum(n.kind in ACTIVITIES for n in self.process.nodes.values())
        names = [self.word(self.process.nodes[n].words) for n in self.process.nodes if n in self.here]
        at = self.word(_AT).format(names="、".join(names) if not self.lang.startswith("en") else ", ".join(names)) if names else ""
        return self.word(_DESC).format(lanes=lanes, count=count, here=at + (" " if at and self.lang.startswith("en") else ""))

    def frame(self) -> str:
        """Draw pool and lanes with their names."""
        found = ""
        for place, (name, b) in enumerate(self.at.lanes.items()):
            shade = "#f9fafb" if place % 2 else "#ffffff"
            found += element("rect", x=b.x, y=b.y, width=b.width, height=b.height, fill=shade, stroke="#98a2b3", stroke_width=1)
            if name in self.process.lanes:
                text = wrap(self.word(self.process.lanes[name].words), LANE_HEAD - 8, 14)
                found += lines(text, b.x + LANE_HEAD / 2, b.y + b.height / 2 - len(text) * 14 * LINE / 2, 14, weight="bold")
        if self.at.pool:
            b = self.at.pool
            found += element("rect", x=b.x, y=b.y, width=b.width, height=b.height, fill="none", stroke="#667085", stroke_width=1.5)
            x, y = b.x + POOL_HEAD / 2, b.y + b.height / 2
            name = element(
                "text", clean(self.word(self.process.words)), x=0, y=5, font_size=14, font_weight="bold", text_anchor="middle", fill=INK
            )
            found += element("g", name, transform=f"translate({x:g} {y:g}) rotate(-90)")
        return found

    def flows(self) -> str:
        """Draw the lines; the one that is taken when no condition holds bears a stroke across."""
        found = ""
        opened = [n.id for n in self.process.nodes.values() if self.process.inside.get(n.id)]
        for name in sorted(opened, key=lambda n: -self.at.shapes[n].width):
            found += self._open(self.process.nodes[name], self.at.shapes[name])
        for flow in self.process.flows.values():
            points = self.at.lines.get(flow.id)
            if not points:
                continue
            d = "M" + "L".join(f"{p.x:g} {p.y:g}" for p in points)
            found += element("path", d=d, fill="none", stroke=LINE_INK, stroke_width=1.4, stroke_linejoin="round", data_flow=flow.id)
            found += arrow(points[-2], points[-1])
            source = self.process.nodes.get(flow.source)
            if source and source.default == flow.id:
                others = [self.at.lines.get(f.id, ()) for f in self.process.after[source.id] if f.id != flow.id]
                found += slash(*own_stretch(points, others))
        return found

    def _open(self, node: Node, b: Bounds) -> str:
        box = element("rect", x=b.x, y=b.y, width=b.width, height=b.height, rx=12, fill="#ffffff", stroke=INK, stroke_width=1.3)
        name = lines([self.word(node.words)], b.x + 14, b.y + 7, TASK_TEXT, anchor="start", weight="bold") if node.named else ""
        return box + name + foot_mark(node, b.x + b.width / 2, b.y + b.height - FOOT + 2, is_open=True)

    def nodes(self) -> str:
        """Draw every shape with its picture, its words and a title that a pointer shows."""
        found = ""
        for node in sorted(self.process.nodes.values(), key=lambda n: n.kind == "boundary"):
            if node.id in self.at.shapes and not self.process.inside.get(node.id):
                tip = element("title", clean(self._tip(node))) if node.named else ""
                found += element("g", tip + self._shape(node, self.at.shapes[node.id]), data_node=node.id)
        return found

    def _tip(self, node: Node) -> str:
        lane = self.process.lanes.get(node.lane)
        states = [self.word(HERE)] if node.id in self.here else [self.word(PASSED)] if node.id in self.passed else []
        who = [self.word(lane.words)] if lane and node.kind in ACTIVITIES else []
        return " · ".join([self.word(node.words), *who, *states])

    def _shape(self, node: Node, b: Bounds) -> str:
        here, passed = node.id in self.here, node.id in self.passed
        pen: dict[str, object] = {
            "stroke": ACCENT if here else INK,
            "stroke_width": 3 if here else 1.3,
            "fill": PALE if passed and not here else "#ffffff",
        }
        cx, cy = b.x + b.width / 2, b.y + b.height / 2
        if node.kind in GATEWAYS:
            d = f"M{cx:g} {b.y:g}L{b.x + b.width:g} {cy:g}L{cx:g} {b.y + b.height:g}L{b.x:g} {cy:g}z"
            return element("path", d=d, **pen) + gateway_mark(node, cx, cy)
        if node.kind in ACTIVITIES or node.kind == "refused":
            return self._task(node, b, pen)
        if node.kind == "end" and not here:
            pen["stroke_width"] = 3
        dash = "4 3" if node.kind == "boundary" and not node.interrupting else None
        ring = element("circle", cx=cx, cy=cy, r=b.width / 2, stroke_dasharray=dash, **pen)
        if node.kind in ("boundary", "catch", "throw"):
            ring += element("circle", cx=cx, cy=cy, r=b.width / 2 - 3, fill="none", stroke=INK, stroke_width=1, stroke_dasharray=dash)
        return ring + event_mark(node, cx, cy)

    def _task(self, node: Node, b: Bounds, pen: Mapping[str, object]) -> str:
        thick = (
            dict(pen)
            | ({"stroke_width": 3} if node.kind == "call" else {})
            | ({"stroke_dasharray": "5 3"} if node.kind == "refused" else {})
        )
        box = element("rect", x=b.x, y=b.y, width=b.width, height=b.height, rx=8, **thick)
        foot = FOOT if node.kind in ("call", "subprocess") or node.many else PAD
        foot = (
            max(foot, 16.0)
            if any(self.at.shapes[e.id].y > b.y for e in self.process.borders.get(node.id, ()) if e.id in self.at.shapes)
            else foot
        )
        text, letters = fitted(self.word(node.words), b.width - 2 * PAD, b.height - HEAD - foot)
        clear = max((width(line, letters) for line in text), default=0.0) < b.width - 52
        top = b.y + max((b.height - foot + PAD - len(text) * letters * LINE) / 2 - 2, 6.0 if clear else HEAD - 3)
        box += lines(text, b.x + b.width / 2, top, letters)
        if node.id in self.passed and node.id not in self.here:
            tick = f"M{b.x + b.width - 21:g} {b.y + 12:g}l4 4 8-8"
            box += element("path", d=tick, fill="none", stroke=DONE, stroke_width=2.4)
        mark = task_mark(node, b.x + 7, b.y + 6)
        return box + mark + self._doer(node, b) + foot_mark(node, b.x + b.width / 2, b.y + b.height - FOOT + 1, is_open=False)

    def _doer(self, node: Node, b: Bounds) -> str:
        """Name who does a task that stands in no lane, or in another's."""
        at: Node | None = node
        while at and not at.lane:
            at = self.process.nodes.get(at.parent)
        lane = self.process.lanes.get(at.lane) if at else None
        role = self.process.role_of(node)
        if not role or (lane and lane.role == role) or (lane and not node.role):
            return ""
        words = next((x.words for x in self.process.lanes.values() if x.role == role), None)
        if words is None:
            return ""
        name = self.word(words)
        return lines([name], b.x + 26, b.y + 6, 11, anchor="start", fill="#475467") if width(name, 11) < b.width - 52 else ""

    def names(self) -> str:
        """Write the names that stand beside events, gateways and lines, each on white so that nothing shows through."""
        found = ""
        for node in self.process.nodes.values():
            if beside(node) and node.id in self.at.names:
                b = self.at.names[node.id]
                text = wrap(self.word(node.words), b.width, SIDE_TEXT)
                found += self._side(node, text, b)
        for flow in self.process.flows.values():
            if flow.words.zh and flow.id in self.at.names:
                b = self.at.names[flow.id]
                text = wrap(self.word(flow.words), b.width, SIDE_TEXT)
                right = self._is_left(flow.id, b)
                low = b.y + (b.height - len(text) * SIDE_TEXT * LINE if self._is_above(flow.id, b) else 0.0)
                found += lines(text, b.x + b.width if right else b.x, low, SIDE_TEXT, anchor="end" if right else "start", fill="#344054")
        return found

    def _side(self, node: Node, text: Sequence[str], b: Bounds) -> str:
        if node.kind in GATEWAYS:
            return lines(text, b.x + b.width, b.y + b.height - len(text) * SIDE_TEXT * LINE, SIDE_TEXT, anchor="end")
        if node.kind == "boundary":
            above = b.y < self.at.shapes[node.id].y
            low = b.y + (b.height - len(text) * SIDE_TEXT * LINE if above else 0.0)
            return lines(text, b.x, low, SIDE_TEXT, anchor="start")
        return lines(text, b.x + b.width / 2, b.y, SIDE_TEXT)

    def _is_left(self, flow: str, b: Bounds) -> bool:
        """Tell whether a name stands left of the line that runs down beside it."""
        points = self.at.lines.get(flow, ())
        return any(abs(p.x - q.x) < 0.1 and 0 <= p.x - b.x - b.width < 8 for p, q in pairwise(points))

    def _is_above(self, flow: str, b: Bounds) -> bool:
        points = self.at.lines.get(flow, ())
        return any(abs(p.y - q.y) < 0.1 and 0 <= p.y - b.y - b.height < 5 for p, q in pairwise(points))

    def badges_and_here(self) -> str:
        """Draw numbers at the lower right and “you are here” at the upper right corner, where no picture stands."""
        found = ""
        for name, text in self.badges.items():
            if name in self.at.shapes:
                b = self.at.shapes[name]
                wide = max(20.0, width(text, 11) + 12)
                found += pill(
                    text, b.x + b.width + max(12.0, wide - 10), b.y + b.height - 11, wide, fill="#1d4ed8", ink="#ffffff", stroke="#ffffff"
                )
        for name in self.process.nodes:
            if name in self.here and name in self.at.shapes:
                b = self.at.shapes[name]
                text = "▼ " + self.word(HERE)
                wide = width(text, 11) * 1.08 + 14
                small = b.width < wide
                right = b.x + b.width / 2 + wide / 2 if small else b.x + b.width + 14
                middle = b.y - 12 if small else b.y
                if self.process.nodes[name].kind in GATEWAYS:
                    right, middle = b.x + b.width / 2 + 6 + wide, b.y - 2
                if any(self.at.shapes[e.id].y < b.y for e in self.process.borders.get(name, ()) if e.id in self.at.shapes):
                    right, middle = b.x - 22 + wide, b.y + b.height
                found += pill(text, right, middle, wide, fill=ACCENT, ink="#ffffff", stroke="#ffffff")
        return found


def fitted(text: str, wide: float, tall: float) -> tuple[tuple[str, ...], float]:
    """Wrap a text into a box, with smaller letters where it does not fit; gives lines and size of letters."""
    for size in (TASK_TEXT, 13.0, 12.0, 11.0, 10.0):
        text_lines = wrap(text, wide, size)
        if len(text_lines) * size * LINE <= tall + 4:
            return text_lines, size
    return wrap(text, wide, 9.0), 9.0
