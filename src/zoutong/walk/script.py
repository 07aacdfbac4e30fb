"""Knows how a rehearsal is written: a first line about the whole, then acts and expectations with their moments, one JSON object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.walk.act import KINDS, Actor

MOMENT = re.compile(r"(\d{1,4}) (\d{2}):(\d{2})")
EXPECTED = frozenset(("open", "status", "refused", "event", "breach", "no_breach", "trips", "lacking", "served", "longest_wait", "chased"))
"""What can be expected of a walk; the last three of a crowd only."""
MAX_VISITORS = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script: an act, a stretch that the machine plays (``until`` a step), or an expectation."""

    row: int
    at: timedelta | None
    by: str = ""
    act: str = ""
    step: str = ""
    fields: Mapping[str, object] | None = None
    helps: str = ""
    """The person whose task it does (帮办), as a receptionist takes the number for an elderly visitor."""
    until: str = ""
    expect: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Crowd:
    """Many visitors at once: how many, every how many minutes one, seats by role, and minutes that a step takes."""

    visitors: int
    every: int
    seats: Mapping[str, int]
    minutes: int


@dataclass(frozen=True, slots=True)
class Script:
    """A rehearsal: its words, the day it begins, who sits where, what the machine says at each step, and its lines."""

    name: str
    file: str
    title: Words
    begins: date
    cast: Mapping[str, Actor]
    habits: Mapping[str, Mapping[str, object]]
    crowd: Crowd | None
    lines: tuple[Line, ...]

    def moment(self, after: timedelta) -> datetime:
        """Give the bureau's own time so long after the midnight before the first day."""
        return datetime.combine(self.begins, time()) + after


def scripts(folder: Path) -> list[Path]:
    """Give the scripts of a pack in their order."""
    return sorted((folder / "rehearsals").glob("*.jsonl"))


def read_script(path: Path) -> Script:
    """Read a script; Fault with file and line when it cannot be read or played."""
    rows = list(_rows(path))
    if not rows:
        raise _bad(path, 1, "脚本是空的", "the script is empty")
    (first, head), rest = rows[0], rows[1:]
    try:
        crowd = head.get("crowd")
        script = Script(
            path.stem,
            str(path),
            Words(str(head["zh"]), str(head["en"])),
            date.fromisoformat(str(head["begins"])),
            {role: _seat(role, who) for role, who in _mapping(head["cast"]).items()},
            {str(step): _mapping(data) for step, data in _mapping(head.get("habits", {})).items()},
            _crowd(_mapping(crowd)) if crowd else None,
            tuple(_line(path, row, said) for row, said in rest),
        )
    except (KeyError, TypeError, ValueError, IndexError) as trouble:
        raise _bad(path, first, f"第一行写法有误（{trouble}）", f"the first line cannot be read ({trouble})") from None
    if script.crowd and not (0 < script.crowd.visitors <= MAX_VISITORS and script.crowd.every >= 0 and script.crowd.minutes > 0):
        raise _bad(path, first, f"来访人数要在1到{MAX_VISITORS}之间，分钟要大于0", f"visitors are 1 to {MAX_VISITORS}, minutes above 0")
    if not any(line.expect is not None for line in script.lines):
        raise _bad(path, first, "没有一条期望，演练不出结果", "nothing is expected, so nothing can be found out")
    return script


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise _bad(path, 1, "文件读不了，或者不是 UTF-8", "the file cannot be read, or is not UTF-8") from None
    for row, raw in enumerate(text.splitlines(), 1):
        if not raw.strip():
            continue
        try:
            said = json.loads(raw)
        except (json.JSONDecodeError, RecursionError):
            raise _bad(path, row, "不是一行 JSON", "this is no line of JSON") from None
        if not isinstance(said, dict):
            raise _bad(path, row, "这里要一个 JSON 对象", "a JSON object is wanted here")
        yield row, said


def _line(path: Path, row: int, said: Mapping[str, object]) -> Line:
    at = _after(path, row, said["at"]) if "at" in said else None
    if "expect" in said:
        expect = said["expect"]
        if not isinstance(expect, dict) or not expect or not set(expect) <= EXPECTED:
            raise _bad(path, row, f"可以期望的是：{'、'.join(sorted(EXPECTED))}", f"what can be expected is {', '.join(sorted(EXPECTED))}")
        return Line(row, at, expect=expect)
    if "until" in said:
        return Line(row, at, until=str(said["until"]))
    kind = str(said.get("act", ""))
    if kind not in KINDS:
        raise _bad(path, row, f"没有“{kind}”这种办理", f"there is no act “{kind}”")
    rest = {name: value for name, value in said.items() if name in ("data", "to", "role", "unit", "person", "reason")}
    return Line(row, at, str(said.get("by", "system")), kind, str(said.get("step", "")), rest, str(said.get("for", "")))


def _after(path: Path, row: int, text: object) -> timedelta:
    found = MOMENT.fullmatch(str(text))
    if found is None:
        raise _bad(
            path, row, "时间写成“第几天 时:分”，第一天是0，例如 0 09:05", "write the moment as day and time, the first day is 0: 0 09:05"
        )
    days, hours, minutes = map(int, found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def _seat(role: str, who: object) -> Actor:
    if not isinstance(who, list) or len(who) != len(("person", "unit")):
        message = "a seat is [person, unit]"
        raise TypeError(message)
    return Actor(str(who[0]), role, str(who[1]))


def _crowd(said: Mapping[str, object]) -> Crowd:
    number = {name: int(str(said[name])) for name in ("visitors", "every", "minutes")}
    return Crowd(number["visitors"], number["every"], {role: int(str(n)) for role, n in _mapping(said["seats"]).items()}, number["minutes"])


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        message = "an object is wanted"
        raise TypeError(message)
    return value


def _bad(path: Path, row: int, zh: str, en: str) -> Fault:
    cure = Words("写法见 docs/reference/rehearsals.md。", "docs/reference/rehearsals.md shows how.")
    return Fault("rehearsal.script", Words(f"{zh}。", f"{en}."), cure=cure, file=str(path), row=row)
