"""Knows the small pictures in a drawing of a process: who or what does a task, what an event is about, what a gateway chooses."""

from __future__ import annotations

from zoutong.process.model import Node
from zoutong.process.svg import element

INK = "#1f2937"


def task_mark(node: Node, x: float, y: float) -> str:
    """Draw the picture of a task's kind, 14 pixels wide, with its upper left corner at (x, y); nothing for a plain task."""
    d = _TASKS.get(node.kind)
    return (
        element("path", d=d, transform=f"translate({x:g} {y:g})", fill="none", stroke=INK, stroke_width=1.2, stroke_linejoin="round")
        if d
        else ""
    )


_TASKS = {
    "user": "M7 1.2a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2M1.6 13c.4-3.2 2.4-5 5.4-5s5 1.8 5.4 5z",
    "receive": "M1 2.5h12v9.4H1zM1 2.5l6 5 6-5",
    "send": "M1 2.5h12v9.4H1zM1 2.5l6 5 6-5M4.2 9.6h5.6",
    "service": "M7 4.6a2.4 2.4 0 1 1 0 4.8a2.4 2.4 0 1 1 0-4.8M7 1v2M7 11v2M1 7h2M11 7h2M2.8 2.8l1.4 1.4M9.8 9.8l1.4 1.4M11.2 2.8L9.8 4.2M4.2 9.8l-1.4 1.4",
    "rule": "M1 2h12v10H1zM1 5.2h12M5 5.2V12M1 8.6h12",
    "call": "M2 1h7l3 3v9H2zM9 1v3h3M4.4 7h5.4M4.4 10h5.4",
}


def event_mark(node: Node, x: float, y: float) -> str:
    """Draw what an event is about, centred on (x, y)."""
    pen = {"fill": "none", "stroke": INK, "stroke_width": 1.2}
    if node.event == "timer":
        return element("circle", cx=x, cy=y, r=8, **pen) + element("path", d=f"M{x:g} {y - 5:g}V{y:g}L{x + 4:g} {y + 2:g}", **pen)
    if node.event == "message":
        return element("path", d=f"M{x - 7:g} {y - 5:g}h14v10h-14zM{x - 7:g} {y - 5:g}l7 5.6 7-5.6", **pen)
    if node.event == "error":
        return element("path", d=f"M{x - 6:g} {y + 6:g}l3.4-10 4.6 7 4-9-3.4 12-4.6-7z", **pen)
    if node.event == "terminate":
        return element("circle", cx=x, cy=y, r=9, fill=INK)
    return ""


def gateway_mark(node: Node, x: float, y: float) -> str:
    """Draw what a gateway does, centred on (x, y): one way, all ways, some ways, or whatever happens first."""
    pen = {"fill": "none", "stroke": INK, "stroke_width": 2.6}
    if node.kind == "parallel":
        return element("path", d=f"M{x - 9:g} {y:g}h18M{x:g} {y - 9:g}v18", **pen)
    if node.kind == "inclusive":
        return element("circle", cx=x, cy=y, r=8.5, **pen)
    if node.kind == "event_gateway":
        thin = pen | {"stroke_width": 1.2}
        five = f"M{x:g} {y - 6:g}l6 4.4-2.3 7.1h-7.4l-2.3-7.1z"
        return element("circle", cx=x, cy=y, r=11, **thin) + element("path", d=five, **thin)
    return element("path", d=f"M{x - 6.5:g} {y - 6.5:g}l13 13M{x + 6.5:g} {y - 6.5:g}l-13 13", **pen)


def foot_mark(node: Node, x: float, y: float, *, is_open: bool) -> str:
    """Draw the signs at the foot of a shape, centred on x with the upper side at y: several at a time, a process of its own."""
    several = node.many is not None
    own = node.kind == "call" or (node.kind == "subprocess" and not is_open)
    pen = {"fill": "none", "stroke": INK, "stroke_width": 1.6}
    left = x - 7 - (9 if several and own else 0)
    found = ""
    if own:
        found += element("rect", x=left, y=y, width=13, height=13, fill="#ffffff", stroke=INK, stroke_width=1)
        found += element("path", d=f"M{left + 3:g} {y + 6.5:g}h7M{left + 6.5:g} {y + 3:g}v7", fill="none", stroke=INK, stroke_width=1.2)
        left += 18
    if several and node.many:
        across = f"M{left + 1:g} {y + 2:g}h11M{left + 1:g} {y + 6.5:g}h11M{left + 1:g} {y + 11:g}h11"
        down = f"M{left + 2:g} {y + 1:g}v11M{left + 6.5:g} {y + 1:g}v11M{left + 11:g} {y + 1:g}v11"
        found += element("path", d=across if node.many.sequential else down, **pen)
    return found
