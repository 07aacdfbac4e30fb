"""Knows the districts, well-known spots and cities of a table, and finds them in a text."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from zoutong.intake.words.scan import Ground
from zoutong.intake.words.tokens import CITY, DISTRICT, OTHER, Token
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

COLUMNS = ("place", "district", "city")


@dataclass(frozen=True, slots=True)
class Places:
    """What people call a place, with its district (empty for a whole city) and its city."""

    rows: dict[str, tuple[str, str]]
    form: re.Pattern[str]


def read_places(text: str, file: str = "places.csv") -> Places:
    """Read ``place,district,city``; raise a Fault that names the row when a cell is missing or a place stands twice."""
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise Fault(
            "pack.places.header", Words("表头应为 place,district,city。", "The header must be place,district,city."), file=file, row=1
        )
    rows: dict[str, tuple[str, str]] = {}
    for number, row in enumerate(reader, start=2):
        place, city = row["place"] or "", row["city"] or ""
        if not place or not city or place in rows:
            what = Words("地名或城市空缺，或地名重复。", "The place or the city is empty, or the place stands twice.")
            raise Fault("pack.places.row", what, file=file, row=number)
        rows[place] = (row["district"] or "", city)
    longest = sorted(rows, key=lambda p: (-len(p), p))
    return Places(rows, re.compile("|".join(map(re.escape, longest)) or r"(?!)"))


def scan_places(text: str, places: Places, here: str, ground: Ground) -> list[str]:
    """Put districts and cities on the ground; ``here`` is the bureau's place (上海市/徐汇区) and is what 本区 means.

    A spot or district of another city counts only when that city is named too: 普陀 is not always Shanghai's.
    """
    home, _, own = here.partition("/")
    matches = list(places.form.finditer(text))
    named = {places.rows[m.group()][1] for m in matches if not places.rows[m.group()][0]} | {home}
    found: list[str] = []
    for match in matches:
        district, city = places.rows[match.group()]
        if re.match(r"(?:户口|户籍|人(?!民|事|力)|农村|老家|话)", text[match.end() :]):
            ground.put(Token(OTHER, match.start(), match.end()))
            continue
        if city not in named:
            continue
        token = Token(DISTRICT if district else CITY, match.start(), match.end(), district or city)
        if ground.put(token):
            found.append(district or city)
    for match in re.finditer(r"(?:本区|你们区|咱们区|我们区|这个区)(?!别|域)", text) if own else ():
        ground.put(Token(DISTRICT, match.start(), match.end(), own))
    return list(dict.fromkeys(found))
