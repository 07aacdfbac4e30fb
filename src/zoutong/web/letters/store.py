"""Knows the door to the letters: drafted, changed, moved on, numbered; two people on one letter never lose each other's change."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string

from zoutong.documents.keeping import letter_from_json, letter_to_json
from zoutong.documents.letter import Grid, Head, Letter, Para, Part
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.walk import Actor
from zoutong.web import clock
from zoutong.web.letters import flow
from zoutong.web.letters.models import LetterRow, LetterStep, Series
from zoutong.web.people.acting import Acting
from zoutong.web.people.models import Unit

HERE = Path(__file__).parent
EDITED = ("title", "to", "copies", "contact", "urgency")
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter: its name, the 代字 of its series, and which form of what it is about is asked for."""

    code: str
    words: Words
    series: str
    asks: str
    hint: Words


@cache
def kinds() -> Mapping[str, Kind]:
    """Read the kinds of letters from their table."""
    with (HERE / "kinds.csv").open(encoding="utf-8", newline="") as opened:
        rows = tuple(csv.DictReader(opened))
    return MappingProxyType(
        {r["kind"]: Kind(r["kind"], Words(r["zh"], r["en"]), r["series"], r["asks"], Words(r["hint_zh"], r["hint_en"])) for r in rows}
    )


def office() -> str:
    """Name the bureau as letters do, in Chinese."""
    unit = Unit.objects.filter(kind="bureau").first()
    return unit.zh if unit else "____人力资源和社会保障局"


def draft(kind: str, about: str, who: Actor, *, demo: bool = False) -> LetterRow:
    """Draft a letter from what it is about. Fault ``letter.kind`` or that of the source when there is nothing to write of."""
    if kind not in kinds():
        raise Fault(
            "letter.kind",
            Words("没有这种公文。", "There is no such kind of letter."),
            cure=Words("请从列表里选。", "Please choose from the list."),
        )
    letter: Letter = import_string(settings.LETTER_SOURCES[kind])(about.strip(), office())
    now = clock.micros(clock.now())
    with transaction.atomic():
        row = LetterRow.objects.create(
            kind=kind,
            about=about.strip()[:400],
            title=letter.title[:300],
            body=letter_to_json(letter),
            drafter=who.id,
            unit=who.unit,
            at=now,
            demo=demo,
        )
        LetterStep.objects.create(letter=row, move="draft", actor=who.id, role=who.role, at=now)
    return row


def read(pk: int) -> tuple[LetterRow, Letter]:
    """Give a letter and its text; Fault ``letter.absent``."""
    row = LetterRow.objects.filter(pk=pk).first()
    if row is None:
        raise Fault(
            "letter.absent",
            Words("没有这份公文。", "There is no such letter."),
            cure=Words("请回到公文列表。", "Please go back to the list."),
        )
    return row, replace(letter_from_json(row.body), number=row.number or "")


def may(row: LetterRow, who: Actor) -> tuple[str, ...]:
    """Name the moves that somebody may make now."""
    so_far = flow.stood(row.drafter, list(row.steps.values_list("move", "actor")))
    return tuple(m for m in flow.FROM if flow.refusal(m, row.state, who.id, who.role, so_far) is None)


def move(pk: int, name: str, who: Actor, revision: int, *, words: str = "", typed: Mapping[str, str] = MappingProxyType({})) -> LetterRow:
    """Move a letter on, or change its draft; Fault ``letter.…``, and ``letter.conflict`` when somebody was faster."""
    row, letter = read(pk)
    so_far = flow.stood(row.drafter, list(row.steps.values_list("move", "actor")))
    if wrong := flow.refusal(name, row.state, who.id, who.role, so_far):
        raise wrong
    if name in ("return", "drop") and not words.strip():
        raise Fault(
            "letter.reason",
            Words("请写明理由。", "Please say why."),
            cure=Words("理由会留在签发记录里。", "It stays in the record of the sign-off."),
        )
    now = clock.now()
    with transaction.atomic():
        if name == "edit":
            letter = changed(letter, typed)
        number = row.number
        if name == "issue":
            number = _number(kinds()[row.kind].series, now.year)
            letter = replace(
                letter, signed=letter.signed or now.date(), printed=now.date(), printed_by=letter.printed_by or f"{office()}办公室"
            )
        moved = LetterRow.objects.filter(pk=pk, revision=revision).update(
            state=flow.NEXT[name], revision=F("revision") + 1, body=letter_to_json(letter), title=letter.title[:300], number=number
        )
        if not moved:
            raise Fault(
                "letter.conflict",
                Words("别人刚刚动过这份公文。", "Somebody else has just changed this letter."),
                cure=Words("请看一遍再做。", "Please look at it again first."),
            )
        LetterStep.objects.create(letter_id=pk, move=name, actor=who.id, role=who.role, words=words.strip()[:500], at=clock.micros(now))
    return LetterRow.objects.get(pk=pk)


def changed(letter: Letter, typed: Mapping[str, str]) -> Letter:
    """Give the letter with what was typed: ``title``, ``to`` …, and ``p3`` for its fourth part. A paragraph typed empty falls out."""
    fields = {name: typed[name].strip()[:300] for name in EDITED if name in typed and (name != "title" or typed[name].strip())}
    parts: list[Part] = []
    for n, part in enumerate(letter.parts):
        text = typed.get(f"p{n}")
        if text is None or isinstance(part, Grid):
            parts.append(part)
            continue
        lines = [line.strip()[:LONGEST] for line in text.replace("\r", "").split("\n") if line.strip()]
        if isinstance(part, Para):
            parts.extend(replace(part, text=line, lead=part.lead if not k else "") for k, line in enumerate(lines))
        elif isinstance(part, Head) and lines:
            parts.append(replace(part, text=lines[0]))
    return replace(letter, parts=tuple(parts), **fields)  # type: ignore[arg-type]


def _number(code: str, year: int) -> str:
    Series.objects.get_or_create(code=code, year=year)
    Series.objects.filter(code=code, year=year).update(last=F("last") + 1)
    last = Series.objects.get(code=code, year=year).last
    return f"第{last}期" if code == "纪要" else f"{code}〔{year}〕{last}号"


def waiting_for(who: Acting) -> int | None:
    """Count the letters that wait for a step of this seat."""
    state = {"leader": ("reviewed",), "supervisor": ("drafted", "signed")}.get(who.role)
    return (LetterRow.objects.filter(state__in=state).count() or None) if state else None
