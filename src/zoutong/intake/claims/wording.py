"""Knows how to bring a person's words to one plain form: widths, old characters, stray spaces and common slips, with the way back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 5000
"""Characters of a statement that are read; what comes after is left out and said so."""

_SPACES = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Wording:
    """The plain form of a statement; ``origin[i]`` is the place in the statement of the i-th plain character."""

    text: str
    origin: tuple[int, ...]
    cut: bool

    def back(self, span: tuple[int, int]) -> tuple[int, int]:
        """Give the half-open range of the statement behind a non-empty range of the plain form."""
        return self.origin[span[0]], self.origin[span[1] - 1] + 1


def plain_wording(statement: str, characters: Mapping[str, str], slips: re.Pattern[str] | None, right: Mapping[str, str]) -> Wording:
    """Bring a statement to its plain form: lower case, half width, characters replaced one by one, slips mended, no stray spaces."""
    letters: list[str] = []
    origin: list[int] = []
    for place, raw in enumerate(statement[:LONGEST]):
        for letter in unicodedata.normalize("NFKC", raw).lower() if raw > "\x7f" else raw.lower():
            if unicodedata.category(letter) in ("Cf", "Cs", "Mn") or (letter < " " and not letter.isspace()):
                continue
            letters.append(" " if letter.isspace() else characters.get(letter, letter))
            origin.append(place)
    kept = [i for i, letter in enumerate(letters) if letter != " " or _word_space(letters, i)]
    text = "".join(letters[i] for i in kept)
    places = [origin[i] for i in kept]
    if slips is not None:
        text, places = _mend(text, places, slips, right)
    return Wording(text, tuple(places), len(statement) > LONGEST)


def _word_space(letters: list[str], i: int) -> bool:
    """Tell whether a space stands between two words in Latin letters; all others carry nothing in Chinese."""
    if i == 0 or letters[i - 1] == " ":
        return False
    after = next((c for c in letters[i + 1 : i + 40] if c != " "), "")
    return letters[i - 1].isascii() and after != "" and after.isascii()


def _mend(text: str, places: list[int], slips: re.Pattern[str], right: Mapping[str, str]) -> tuple[str, list[int]]:
    pieces: list[str] = []
    origin: list[int] = []
    end = 0
    for match in slips.finditer(text):
        good = right[match.group(0)]
        pieces += [text[end : match.start()], good]
        origin += places[end : match.start()]
        width = match.end() - match.start()
        origin += [places[match.start() + min(k, width - 1)] for k in range(len(good))]
        end = match.end()
    pieces.append(text[end:])
    origin += places[end:]
    return "".join(pieces), origin
