"""Knows the one short control that an office sees for a fact or a variable: what it is, what stands in it, what may be chosen."""

from __future__ import annotations

from dataclasses import dataclass

from zoutong.pack.specs import FactSpec
from zoutong.web.catalogue import say
from zoutong.web.intake import present


@dataclass(frozen=True, slots=True)
class Control:
    """One field of a form, in one language; ``kind`` is yesno, choice, many, text, number, day, months or lines."""

    name: str
    label: str
    kind: str
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    suffix: str = ""
    mistake: str = ""
    because: str = ""
    required: bool = False
    chosen: tuple[str, ...] = ()


KINDS = {"boolean": "yesno", "choice": "choice", "date": "day", "month_list": "months", "list": "lines", "text": "text"}


def fact_control(spec: FactSpec, lang: str, *, value: str = "", mistake: str = "", because: str = "", as_question: bool = False) -> Control:
    """Give the control of one fact; ``value`` is what ``typed.kept_text`` writes, or what was typed and cannot be read."""
    kind = KINDS.get(spec.type, "number")
    hints = {"day": "desk.hint.day", "months": "desk.hint.months", "lines": "desk.hint.lines"}
    return Control(
        f"f-{spec.name}",
        (spec.question if as_question and spec.question.zh else spec.label).in_language(lang),
        kind,
        value,
        tuple((code, words.in_language(lang)) for code, words in spec.options),
        say(lang, hints[kind]) if kind in hints else "",
        present.unit(spec, lang) if kind == "number" else "",
        mistake,
        because,
    )
