"""Knows how like a statement is to each of the pack's example sentences, and what follows from that for claims and doors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from zoutong.pack.rows import read_rows

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]

LONGEST_RUN = 3
WIDTH = 2.0
"""How fast likeness falls off: two texts with nothing in common still count exp(-WIDTH)."""
YIELD = 0.3
"""How far a weight may miss its own sentence for the sake of the others (ridge)."""
SHARES = {"c": 1.0, "s": 0.5, "1": 0.5, "k": 0.5}
"""How much runs of characters, signs, word classes and kinds of words each count in likeness."""
SEEN_AT_LEAST = 2

_BLOCKS = tuple(SHARES)
_FIRST_SYMBOL = 0xE000
_NUMBER = re.compile(r"[0-9.]+|[一二两三四五六七八九十百千万半几]+(?=[年月天日个元块岁号级时倍名人次])")
_STOPS = re.compile(r"[，。？！、；：,.?!;:… “”\"'（）()]+")
_OTHERS = re.compile("[^\ue000-\uf8ff#|]")


@dataclass(frozen=True)
class Kinds:
    """The kinds of words of ``kinds.csv`` (employer, injury, divorce …): a text becomes the line of the kinds in it."""

    symbols: Mapping[str, str]

    @classmethod
    def read(cls, path: Path) -> Kinds:
        """Read ``kind,words`` with words separated by ``;``. A word in two kinds belongs to the first; no file, no kinds. Fault with file and row."""
        symbols: dict[str, str] = {}
        for number, row in enumerate(read_rows(path, ("kind", "words"), optional=True)):
            for word in row.need("words").split(";"):
                if word.strip():
                    symbols.setdefault(word.strip(), chr(_FIRST_SYMBOL + number))
        return cls(symbols)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        return re.compile("|".join(re.escape(w) for w in sorted(self.symbols, key=len, reverse=True)))

    def line(self, text: str) -> str:
        """Give the kinds of words of a plain text in their row, numbers as #, clauses parted by |; "" where there are no kinds."""
        if not self.symbols:
            return ""
        marked = _NUMBER.sub("#", self._words.sub(lambda m: self.symbols[m.group()], text))
        return _OTHERS.sub("", _STOPS.sub("|", marked))


def traits(text: str, line: str, marks: Iterable[str]) -> set[str]:
    """Give everything by which a text is compared: its runs of characters (c…), signs (s…), word classes (1…) and kinds (k…)."""
    found = {f"c{run}" for run in _runs(text, LONGEST_RUN)} | {f"k{run}" for run in _runs(line, 2)}
    for name in marks:
        if name[0] in "s@":
            found.add(f"s{name}")
        elif name[0] in "12":
            found.add(f"1{name}")
    return found


def _runs(text: str, longest: int) -> Iterator[str]:
    for length in range(1, longest + 1):
        for at in range(len(text) - length + 1):
            yield text[at : at + length]


@dataclass(frozen=True)
class Likeness:
    """The example sentences as lists of their traits, and a weight of each sentence for every claim and door.

    ``counts`` says how many sentences have a trait, ``rows`` which ones, trait after trait; ``weights`` has a row for each sentence.
    """

    names: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    weights: Floats

    @classmethod
    def of(cls, texts: Sequence[set[str]], columns: int) -> Likeness:
        """Gather the traits that occur often enough; the weights are still 0."""
        seen: dict[str, list[int]] = {}
        for row, found in enumerate(texts):
            for name in found:
                seen.setdefault(name, []).append(row)
        names = tuple(sorted(n for n, rows in seen.items() if len(rows) >= SEEN_AT_LEAST and "\n" not in n))
        counts = np.array([len(seen[n]) for n in names], dtype=np.int64)
        rows = np.array([r for n in names for r in seen[n]], dtype=np.int64)
        return cls(names, counts, rows, np.zeros((len(texts), columns), np.float32))

    @cached_property
    def index(self) -> dict[str, int]:
        """Give the place of every trait."""
        return {n: i for i, n in enumerate(self.names)}

    @cached_property
    def rarity(self) -> Floats:
        """Give the inverse document frequency of every trait."""
        return (np.log((1 + len(self.weights)) / (1 + self.counts)) + 1).astype(np.float32)

    @cached_property
    def starts(self) -> Whole:
        """Give where the sentences of each trait begin in ``rows``."""
        return np.concatenate([[0], np.cumsum(self.counts)])

    @cached_property
    def block(self) -> Whole:
        """Give the block (characters, signs, classes, kinds) of each trait."""
        return np.array([_BLOCKS.index(n[0]) for n in self.names], dtype=np.int64)

    @cached_property
    def values(self) -> Floats:
        """Give what each trait counts in each of its sentences; in every block a sentence has length 1."""
        places = np.repeat(np.arange(len(self.names)), self.counts)
        heavy = self.rarity[places]
        cell = self.rows * len(_BLOCKS) + self.block[places]
        length = np.sqrt(np.bincount(cell, weights=heavy**2, minlength=len(self.weights) * len(_BLOCKS)))
        found: Floats = (heavy / length[cell]).astype(np.float32)
        return found

    def to_each(self, found: Iterable[str]) -> Floats:
        """Give the likeness of a text to every sentence, from exp(-WIDTH) for nothing in common to 1 for the same."""
        places = np.array(sorted(self.index[n] for n in found if n in self.index), dtype=np.int64)
        if not len(places):
            return np.full(len(self.weights), np.exp(-WIDTH), np.float32)
        heavy, block = self.rarity[places], self.block[places]
        length = np.sqrt(np.bincount(block, weights=heavy**2, minlength=len(_BLOCKS)))
        shares = np.array(list(SHARES.values()))[block] / sum(SHARES.values())
        each = heavy / length[block] * shares
        spans = [slice(self.starts[p], self.starts[p + 1]) for p in places]
        rows = np.concatenate([self.rows[s] for s in spans])
        common = np.concatenate([self.values[s] for s in spans]) * np.repeat(each, self.counts[places])
        same = np.bincount(rows, weights=common, minlength=len(self.weights))
        like: Floats = np.exp(WIDTH * (same - 1)).astype(np.float32)
        return like

    def scores(self, found: Iterable[str]) -> Floats:
        """Score every column: about 1 speaks for it, about -1 against it."""
        scores: Floats = self.to_each(found) @ self.weights
        return scores

    def nearest(self, found: Iterable[str], many: int = 3) -> list[tuple[int, float]]:
        """Give the sentences that are most like the text, as places in the list that was learned from, with their likeness."""
        like = self.to_each(found)
        return [(int(i), float(like[i])) for i in np.argsort(-like, kind="stable")[:many]]


def fit(blank: Likeness, texts: Sequence[set[str]], wanted: Floats, heard: npt.NDArray[np.bool_]) -> Likeness:
    """Weigh the sentences by kernel ridge regression.

    ``wanted`` is 1 or 0 for each sentence and column; columns are solved together over the sentences on which ``heard`` agrees.
    """
    like = np.array([blank.to_each(t) for t in texts], dtype=np.float64)
    weights = np.zeros(wanted.shape, np.float64)
    for pattern in {tuple(column) for column in heard.T}:
        columns = np.flatnonzero((heard == np.array(pattern)[:, None]).all(axis=0))
        taught = np.flatnonzero(pattern)
        if len(taught):
            system = like[np.ix_(taught, taught)] + YIELD * np.eye(len(taught))
            weights[np.ix_(taught, columns)] = np.linalg.solve(system, 2.0 * wanted[np.ix_(taught, columns)] - 1)
    return Likeness(blank.names, blank.counts, blank.rows, weights.astype(np.float32))
