"""Knows how large each shape of a drawing is, and where the name of an event or gateway stands beside it."""

from __future__ import annotations

from zoutong.process.measure import LINE, block
from zoutong.process.model import ACTIVITIES, GATEWAYS, Bounds, Node

TASK = 132.0
TASK_TEXT = 14.0
SIDE_TEXT = 12.0
EVENT = 34.0
GATEWAY = 46.0
SIDE_LIMIT = 86.0
"""Widest line of a name beside its shape."""
HEAD = 24.0
"""Room at the top of a task for its picture, of a sub-process for its name."""
FOOT = 18.0
"""Room at the foot of a shape for the signs “several” and “has a process of its own”."""
PAD = 8.0


def size(node: Node) -> tuple[float, float]:
    """Give width and height of a node that holds no others, large enough for its name in both languages."""
    if node.kind in GATEWAYS:
        return GATEWAY, GATEWAY
    if node.kind not in ACTIVITIES and node.kind != "refused":
        return EVENT, EVENT
    tall = max(block(text, TASK - 2 * PAD, TASK_TEXT)[1] for text in (node.words.zh, node.words.en))
    foot = FOOT if node.kind in ("call", "subprocess") or node.many else PAD
    return TASK, max(64.0, HEAD + tall + foot)


def beside(node: Node) -> bool:
    """Tell whether a node's name stands beside it instead of in it."""
    return node.named and node.kind not in ACTIVITIES and node.kind != "refused"


def side_size(node: Node) -> tuple[float, float]:
    """Give width and height of a name that stands beside its shape; nothing where there is none."""
    if not beside(node):
        return 0.0, 0.0
    both = [block(text, SIDE_LIMIT, SIDE_TEXT) for text in (node.words.zh, node.words.en)]
    return max(w for w, _ in both) + 2, max(h for _, h in both) + 2


def label_of(node: Node, at: Bounds, *, above: bool) -> Bounds | None:
    """Give where the name stands: under an event, left above a gateway, right of the line that leaves a border."""
    wide, tall = side_size(node)
    if not wide:
        return None
    middle, middle_y = at.x + at.width / 2, at.y + at.height / 2
    if node.kind == "boundary":
        return Bounds(at.x + at.width + 3, middle_y - tall - 3 if above else middle_y + 3, wide, tall)
    if node.kind in GATEWAYS:
        return Bounds(middle - 7 - wide, at.y - tall - 1, wide, tall)
    return Bounds(middle - wide / 2, at.y + at.height + 3, wide, tall)


def reach(node: Node) -> tuple[float, float]:
    """Give how far a node and its name reach above and below its middle line."""
    tall = size(node)[1] / 2
    side = side_size(node)[1]
    if not side:
        return tall, tall
    return (tall + side + 2, tall) if node.kind in GATEWAYS else (tall, tall + side + 4)


def flow_size(zh: str, en: str) -> tuple[float, float]:
    """Give width and height of the name of a flow."""
    if not zh and not en:
        return 0.0, 0.0
    both = [block(text, SIDE_LIMIT, SIDE_TEXT) for text in (zh, en)]
    return max(w for w, _ in both) + 2, max(h for _, h in both)


__all__ = ["EVENT", "FOOT", "GATEWAY", "HEAD", "LINE", "PAD", "SIDE_LIMIT", "SIDE_TEXT", "TASK", "TASK_TEXT"]
__all__ += ["beside", "flow_size", "label_of", "reach", "side_size", "size"]
