"""Knows how elements of SVG are written: presentation attributes only, every text escaped, no style and no script."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from zoutong.process.measure import LINE

FONT = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


def element(tag: str, inside: str = "", /, **attributes: object) -> str:
    """Write one element; ``inside`` is ready SVG; an underscore in a name stands for a hyphen, numbers are rounded to a tenth."""
    said = "".join(f" {name.replace('_', '-')}={quoteattr(_value(value))}" for name, value in attributes.items() if value is not None)
    return f"<{tag}{said}>{inside}</{tag}>" if inside else f"<{tag}{said}/>"


def _value(value: object) -> str:
    return f"{round(value, 1):g}" if isinstance(value, float) else str(value)


def clean(text: str) -> str:
    """Escape a text, leaving out marks that XML does not allow."""
    return escape("".join(c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")))


def lines(
    text: Sequence[str], x: float, y: float, size: float, *, anchor: str = "middle", fill: str = "#111827", weight: str | None = None
) -> str:
    """Write lines of text under each other; y is the upper side of the first."""
    spans = "".join(element("tspan", clean(line), x=x, y=y + i * size * LINE + size * 1.02) for i, line in enumerate(text))
    return element("text", spans, font_size=size, text_anchor=anchor, fill=fill, font_weight=weight) if spans else ""


def pill(text: str, right: float, middle: float, wide: float, *, fill: str, ink: str, stroke: str) -> str:
    """Write a short text in a rounded box whose right end and middle line are given."""
    box = element("rect", x=right - wide, y=middle - 9, width=wide, height=18, rx=9, fill=fill, stroke=stroke, stroke_width=1)
    return box + lines([text], right - wide / 2, middle - 7.5, 11, fill=ink, weight="bold")
