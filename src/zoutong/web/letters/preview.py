"""Knows what the pages show of a letter: its lines, its text as it will stand, the steps of its sign-off, and the pdf."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from zoutong.documents.letter import Grid, Head, Letter, Para, Part, arabic
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web.catalogue import say
from zoutong.web.letters import store
from zoutong.web.letters.models import LetterRow, LetterStep
from zoutong.web.people.roles import role_words

STATES = ("drafted", "reviewed", "signed", "issued", "dropped")
SAID = ("edit", "review", "sign", "issue", "return", "drop")
PATIENCE = 60
"""Seconds after which a writer of pdf is given up."""


@dataclass(frozen=True, slots=True)
class Line:
    """A letter in a list."""

    pk: int
    title: str
    kind: str
    number: str
    state: str
    state_words: str
    at: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the text as the page shows it; ``name`` is the name of its field."""

    name: str
    form: str
    text: str
    level: int = 0
    lead: str = ""
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field above the text."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole letter as the page shows it."""

    letter: Letter
    pieces: tuple[Piece, ...]
    annexes: tuple[tuple[str, tuple[Piece, ...]], ...]
    day: str


def line(row: LetterRow, lang: str) -> Line:
    return Line(
        row.pk,
        row.title,
        store.kinds()[row.kind].words.in_language(lang),
        row.number or "",
        row.state,
        say(lang, f"letters.state.{row.state}"),
        moment(row.at),
        row.demo,
    )


def moment(micros: int) -> str:
    return datetime.fromtimestamp(micros / 1e6, tz=UTC).astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%Y-%m-%d %H:%M")


def states(lang: str) -> tuple[tuple[str, str], ...]:
    return tuple((state, say(lang, f"letters.state.{state}")) for state in STATES)


def kinds(lang: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((k.code, k.words.in_language(lang), k.hint.in_language(lang)) for k in store.kinds().values())


def way(state: str, lang: str) -> tuple[tuple[str, bool, bool], ...]:
    """Give the steps of the sign-off: words, done, here."""
    order = STATES[:4]
    at = order.index(state) if state in order else -1
    return tuple((say(lang, f"letters.state.{name}"), n < at, n == at) for n, name in enumerate(order))


def step(row: LetterStep, people: Mapping[int, str], lang: str) -> tuple[str, str, str, str]:
    shown = people.get(int(row.actor), row.actor) if row.actor.isdecimal() else row.actor
    return moment(row.at), say(lang, f"letters.move.{row.move}"), f"{shown} · {role_words(row.role).in_language(lang)}", row.words


def fields(letter: Letter, typed: Mapping[str, str], lang: str) -> tuple[Field, ...]:
    return tuple(Field(name, say(lang, f"letters.field.{name}"), typed.get(name, getattr(letter, name))) for name in store.EDITED)


def sheet(letter: Letter, typed: Mapping[str, str]) -> Sheet:
    pieces = tuple(_piece(part, f"p{n}", typed) for n, part in enumerate(letter.parts))
    annexes = tuple((a.title, tuple(_piece(p, "", {}) for p in a.parts)) for a in letter.annexes)
    return Sheet(letter, pieces, annexes, arabic(letter.signed) if letter.signed else "")


def _piece(part: Part, name: str, typed: Mapping[str, str]) -> Piece:
    match part:
        case Head(level, text):
            return Piece(name, "head", typed.get(name, text), level)
        case Para(text, lead):
            return Piece(name, "para", typed.get(name, text), lead=lead)
        case Grid():
            return Piece(name, "grid", "", grid=part)
    return Piece(name, "para", "")


def sentence(fault: Fault, lang: str) -> str:
    """Give what is wrong and what to do about it."""
    cure = fault.cure.in_language(lang) if fault.cure else ""
    return f"{fault.what.in_language(lang)}{'' if lang == 'zh' or not cure else ' '}{cure}"


def writer() -> str | None:
    """Name the word processor of this machine that can write pdf, None when there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def as_pdf(docx: bytes) -> bytes:
    """Have the machine's word processor write a pdf; Fault ``letter.pdf`` when there is none or it fails: the docx is there in any case."""
    program = writer()
    trouble = Fault(
        "letter.pdf",
        Words("这台机器现在不能生成 PDF。", "This machine cannot write a PDF now."),
        cure=Words("请下载 docx，或直接打印本页。", "Please take the docx, or print this page."),
    )
    if program is None:
        raise trouble
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "letter.docx"
        source.write_bytes(docx)
        home = f"-env:UserInstallation=file://{place}/home"
        command = [program, home, "--headless", "--convert-to", "pdf", "--outdir", place, str(source)]
        try:
            # Only our own file and our own words are on the line; nothing of a form is.
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603
            return source.with_suffix(".pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as failed:
            raise trouble from failed
