"""Knows what the pack's example sentences teach: how strongly words, signs and pairs of words point to claims and doors."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

LONGEST_GRAM = 4
SIGN, PAIR = 0.4, 0.25
"""How much one sign and one pair of word classes count beside the characters of the statement, which together count 1."""

MAX_BYTES = 30_000_000
_STOPS = frozenset("，。？！、；：,.?!;:…“”\"'（）()《》")


@dataclass(frozen=True, slots=True)
class WordClasses:
    """The classes of words of ``phrases.csv`` ({employer}, {dismiss} …) as a map from word to class."""

    of: Mapping[str, str]
    longest: int

    @classmethod
    def make(cls, classes: Mapping[str, Iterable[str]]) -> WordClasses:
        """Index words by class; a word in several classes belongs to the first by name."""
        index: dict[str, str] = {}
        for name in sorted(classes, reverse=True):
            index.update(dict.fromkeys(filter(None, classes[name]), name))
        return cls(index, max(map(len, index), default=1))

    def clauses(self, text: str) -> list[list[str]]:
        """Give, clause by clause, the classes of the words that are found, longest word first."""
        clauses: list[list[str]] = [[]]
        at = 0
        while at < len(text):
            if text[at] in _STOPS:
                clauses.append([])
            for length in range(min(self.longest, len(text) - at), 0, -1):
                name = self.of.get(text[at : at + length])
                if name is not None:
                    clauses[-1].append(name)
                    at += length - 1
                    break
            at += 1
        return [c for c in clauses if c]


def grams(text: str) -> dict[str, int]:
    """Count the runs of one to four characters of a plain text."""
    counts: dict[str, int] = {}
    for length in range(1, LONGEST_GRAM + 1):
        for at in range(len(text) - length + 1):
            gram = text[at : at + length]
            counts[gram] = counts.get(gram, 0) + 1
    return counts


def marks(text: str, signs: Iterable[str], claims: Iterable[str], classes: WordClasses) -> Iterator[tuple[str, float]]:
    """Give the features that the phrases find: signs, claims read by rule, classes of words and their pairs."""
    yield from ((f"s:{s}", SIGN) for s in sorted(signs))
    yield from ((f"@:{c}", SIGN) for c in sorted(claims))
    clauses = classes.clauses(text)
    seen: set[str] = set()
    for clause in clauses:
        seen.update(f"1:{a}" for a in clause)
        seen.update(f"2:{a}>{b}" for a, b in pairwise(clause))
        seen.update(f"p:{a}+{b}" for a, b in combinations(sorted(set(clause)), 2))
    whole = sorted({a for clause in clauses for a in clause})
    seen.update(f"q:{a}+{b}" for a, b in combinations(whole[:40], 2))
    yield from ((name, PAIR) for name in sorted(seen))


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights for features (rows) by claims and doors (columns).

    ``rarity`` is the inverse document frequency of a run of characters (0 for other features).
    """

    index: Mapping[str, int]
    rarity: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    claims: tuple[str, ...]
    routes: tuple[str, ...]
    digest: str = ""
    """Of the sentences from which it was learned: ``pack check`` sees when they have changed since."""

    def vector(self, text: str, extra: Iterable[tuple[str, float]]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
        """Give the known features of a plain text as places and values; the characters together have length 1."""
        places: list[int] = []
        values: list[float] = []
        for gram, count in grams(text).items():
            place = self.index.get(gram)
            if place is not None:
                places.append(place)
                values.append(float(1 + np.log(count)) if count > 1 else 1.0)
        counted = np.asarray(values, dtype=np.float32) * self.rarity[places] if places else np.zeros(0, dtype=np.float32)
        length = float(np.sqrt((counted**2).sum())) or 1.0
        known = [(self.index[name], value) for name, value in extra if name in self.index]
        return (
            np.asarray([*places, *(p for p, _ in known)], dtype=np.intp),
            np.concatenate([counted / length, np.asarray([v for _, v in known], dtype=np.float32)]),
        )

    def scores(self, text: str, extra: Iterable[tuple[str, float]]) -> tuple[dict[str, float], dict[str, float]]:
        """Score claims and doors: above 0 speaks for it. Claims stand alone, doors are compared with each other."""
        places, values = self.vector(text, extra)
        total = values @ self.weights[places] + self.bias if len(places) else self.bias
        cut = len(self.claims)
        return (
            dict(zip(self.claims, total[:cut].tolist(), strict=True)),
            dict(zip(self.routes, total[cut:].tolist(), strict=True)),
        )

    def write(self, path: Path) -> None:
        """Write the weights as one file, each column in 8 bits with a scale: what was learned is small and plain numbers."""
        scale = np.abs(self.weights).max(axis=0) / 127
        scale[scale == 0] = 1
        names = sorted(self.index, key=lambda n: self.index[n])
        out = io.BytesIO()
        np.savez_compressed(
            out,
            names=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
            heads=np.frombuffer("\n".join([";".join(self.claims), ";".join(self.routes), self.digest]).encode(), dtype=np.uint8),
            rarity=self.rarity.astype(np.float16),
            weights=np.rint(self.weights / scale).astype(np.int8),
            scale=scale.astype(np.float32),
            bias=self.bias.astype(np.float32),
        )
        path.write_bytes(out.getvalue())

    @classmethod
    def read(cls, path: Path) -> Learned:
        """Read what ``write`` wrote; nothing in the file is ever executed. Fault when it cannot be read."""
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise cls._unreadable(path)
        try:
            with np.load(path, allow_pickle=False) as data:
                names = data["names"].tobytes().decode().split("\n")
                claims, routes, digest = data["heads"].tobytes().decode().split("\n")
                weights = data["weights"].astype(np.float32) * data["scale"]
                learned = cls(
                    {n: i for i, n in enumerate(names)},
                    data["rarity"].astype(np.float32),
                    weights.astype(np.float32),
                    data["bias"],
                    tuple(claims.split(";")),
                    tuple(routes.split(";")),
                    digest,
                )
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            raise cls._unreadable(path) from None
        if learned.weights.shape != (len(learned.index), len(learned.claims) + len(learned.routes)):
            raise cls._unreadable(path)
        return learned

    @staticmethod
    def _unreadable(path: Path) -> Fault:
        return Fault(
            "pack.learned",
            Words("从例句学到的权重读不出来。", "The weights learned from the example sentences cannot be read."),
            cure=Words("请运行 zoutong pack learn 重新学习。", "Run zoutong pack learn to learn them anew."),
            file=str(path),
        )
