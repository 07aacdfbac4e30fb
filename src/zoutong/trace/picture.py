"""Knows the one picture of a comparison: for each figure the walk, the model, and the middle half of the real cases on one line."""

from __future__ import annotations

from collections.abc import Mapping

from zoutong.process.svg import FONT, element, lines
from zoutong.trace.compare import MEASURES, Figures, Spread, sheet

WIDE, ROW, TOP, LEFT, RIGHT = 720, 46, 58, 150, 96
INK, GREY, BAND, WALK, MODEL = "#111827", "#4b5563", "#cbd5e1", "#b91c1c", "#1d4ed8"
LEGEND = {
    "zh": ("这一趟", "流程上最短", "真实案件中间一半"),
    "en": ("This walk", "Shortest by the model", "Middle half of real cases"),
}
PAIR = {"zh": ("整改前那一趟", "这次复走"), "en": ("The walk before", "This walk again")}
PAIR_TITLE = {"zh": "整改前后比较", "en": "Before and after the mending"}
TITLE = {"zh": "这一趟与流程、与真实案件的比较", "en": "This walk beside the model and real cases"}


def picture(walk: Figures, model: Figures, cases: Mapping[str, Spread], lang: str = "zh") -> str:
    """Draw the comparison as an SVG with a title and every number in words; figures that the walk does not know are left out."""
    shown = [name for name in MEASURES if walk.of(name) is not None]
    high = TOP + ROW * len(shown) + 12
    parts = [element("rect", x=0, y=0, width=WIDE, height=high, fill="#ffffff"), *_legend(lang)]
    for place, name in enumerate(shown):
        parts += _row(name, TOP + ROW * place, walk, model, cases.get(name), lang)
    title = element("title", TITLE[lang])
    attributes = {"viewBox": f"0 0 {WIDE} {high}", "xmlns": "http://www.w3.org/2000/svg", "role": "img", "font_family": FONT}
    return element("svg", title + "".join(parts), **attributes, width="100%")


def before_after(before: Figures, after: Figures, lang: str = "zh") -> str:
    """Draw the figures of two walks as an SVG, the earlier above the later, both in numbers; a figure unknown on one side is left out."""
    shown = [one for one in sheet(before, after) if one.before is not None and one.after is not None]
    high = TOP + ROW * len(shown) + 12
    parts = [element("rect", x=0, y=0, width=WIDE, height=high, fill="#ffffff")]
    for word, x, colour in zip(PAIR[lang], (38, 250), (GREY, WALK), strict=True):
        parts += [element("rect", x=x - 20, y=20, width=14, height=12, rx=3, fill=colour), lines([word], x, 17, 14, anchor="start")]
    for place, one in enumerate(shown):
        was, now, y = one.before or 0.0, one.after or 0.0, TOP + ROW * place
        scale = (WIDE - LEFT - RIGHT) / max(was, now, 1)
        parts.append(lines([MEASURES[one.measure].in_language(lang)], LEFT - 14, y + 14, 14, anchor="end", fill=INK))
        for value, top, colour in ((was, y + 6, GREY), (now, y + 24, WALK)):
            parts.append(element("rect", x=LEFT, y=top, width=max(value * scale, 2), height=14, rx=3, fill=colour))
        parts.append(lines([f"{was:g} → {now:g}"], WIDE - RIGHT + 16, y + 14, 14, anchor="start", fill=INK))
    attributes = {"viewBox": f"0 0 {WIDE} {high}", "xmlns": "http://www.w3.org/2000/svg", "role": "img", "font_family": FONT}
    return element("svg", element("title", PAIR_TITLE[lang]) + "".join(parts), **attributes, width="100%")


def _legend(lang: str) -> list[str]:
    signs = [
        element("circle", cx=24, cy=26, r=6, fill=WALK),
        element("path", d="M 234 18 L 242 26 L 234 34 L 226 26 Z", fill=MODEL),
        element("rect", x=466, y=20, width=26, height=12, rx=3, fill=BAND),
    ]
    texts = [lines([word], x, 17, 14, anchor="start") for word, x in zip(LEGEND[lang], (38, 250, 500), strict=True)]
    return signs + texts


def _row(name: str, y: float, walk: Figures, model: Figures, cases: Spread | None, lang: str) -> list[str]:
    mine, shortest = walk.of(name), model.of(name)
    if mine is None:
        return []
    top = max(mine, shortest or 0, cases.high if cases else 0, 1)
    scale = (WIDE - LEFT - RIGHT) / top
    middle = y + ROW / 2
    parts = [
        lines([MEASURES[name].in_language(lang)], LEFT - 14, middle - 9, 14, anchor="end", fill=INK),
        element("line", x1=LEFT, y1=middle, x2=WIDE - RIGHT, y2=middle, stroke="#e5e7eb", stroke_width=2),
    ]
    if cases is not None:
        left = LEFT + cases.low * scale
        parts.append(element("rect", x=left, y=middle - 9, width=max((cases.high - cases.low) * scale, 3), height=18, rx=4, fill=BAND))
        parts.append(
            element(
                "line",
                x1=LEFT + cases.middle * scale,
                y1=middle - 9,
                x2=LEFT + cases.middle * scale,
                y2=middle + 9,
                stroke=GREY,
                stroke_width=2,
            )
        )
    if shortest is not None:
        x = LEFT + shortest * scale
        parts.append(element("path", d=f"M {x:.1f} {middle - 8:.1f} l 8 8 l -8 8 l -8 -8 Z", fill=MODEL))
    parts.append(element("circle", cx=LEFT + mine * scale, cy=middle, r=6, fill=WALK))
    beside = "" if shortest is None else f" / {shortest:g}"
    parts.append(lines([f"{mine:g}{beside}"], WIDE - RIGHT + 16, middle - 9, 14, anchor="start", fill=INK))
    return parts
