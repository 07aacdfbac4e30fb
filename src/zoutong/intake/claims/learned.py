"""Knows what the pack's example sentences teach: which words point to which claims and doors, and which sentences a text is like."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from zoutong.intake.claims.likeness import Likeness, traits
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
    likeness: Likeness
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

    def scores(self, text: str, line: str, extra: Sequence[tuple[str, float]]) -> tuple[dict[str, float], dict[str, float]]:
        """Score claims and doors from -1 to about 1: the mean of what the words say and what the likest sentences say.

        ``line`` is the text as a row of kinds of words, ``extra`` what the phrases find in it.
        """
        places, values = self.vector(text, extra)
        by_words = values @ self.weights[places] + self.bias if len(places) else self.bias
        by_likeness = self.likeness.scores(traits(text, line, (n for n, _ in extra)))
        total = (np.tanh(by_words / 2) + by_likeness) / 2
        cut = len(self.claims)
        return (
            dict(zip(self.claims, total[:cut].tolist(), strict=True)),
            dict(zip(self.routes, total[cut:].tolist(), strict=True)),
        )

    def write(self, path: Path) -> None:
        """Write the weights as one file, each column in 8 bits with a scale: what was learned is small and plain numbers."""
        names = sorted(self.index, key=lambda n: self.index[n])
        like = self.likeness
        small, scale = _small(self.weights)
        like_small, like_scale = _small(like.weights)
        out = io.BytesIO()
        np.savez_compressed(
            out,
            names=_bytes(names),
            heads=_bytes([";".join(self.claims), ";".join(self.routes), self.digest]),
            rarity=self.rarity.astype(np.float16),
            weights=small,
            scale=scale,
            bias=self.bias.astype(np.float32),
            traits=_bytes(like.names),
            counts=like.counts.astype(np.uint16),
            steps=np.diff(like.rows, prepend=0).astype(np.int16),
            like_weights=like_small,
            like_scale=like_scale,
        )
        path.write_bytes(out.getvalue())

    @classmethod
    def read(cls, path: Path) -> Learned:
        """Read what ``write`` wrote; nothing in the file is ever executed. Fault when it cannot be read."""
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise cls._unreadable(path)
        try:
            with np.load(path, allow_pickle=False) as data:
                claims, routes, digest = _lines(data["heads"])
                like = Likeness(
                    tuple(_lines(data["traits"])),
                    data["counts"].astype(np.int64),
                    np.cumsum(data["steps"], dtype=np.int64),
                    (data["like_weights"].astype(np.float32) * data["like_scale"]).astype(np.float32),
                )
                learned = cls(
                    {n: i for i, n in enumerate(_lines(data["names"]))},
                    data["rarity"].astype(np.float32),
                    (data["weights"].astype(np.float32) * data["scale"]).astype(np.float32),
                    data["bias"],
                    tuple(claims.split(";")),
                    tuple(routes.split(";")),
                    like,
                    digest,
                )
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            raise cls._unreadable(path) from None
        columns = len(learned.claims) + len(learned.routes)
        if learned.weights.shape != (len(learned.index), columns) or not _whole(like, columns):
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


def _small(weights: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Bring every column to 8 bits and give the scale by which it comes back."""
    scale = np.abs(weights).max(axis=0, initial=0) / 127
    scale[scale == 0] = 1
    return np.rint(weights / scale).astype(np.int8), scale.astype(np.float32)


def _bytes(lines: Iterable[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def _lines(stored: npt.NDArray[np.uint8]) -> list[str]:
    return stored.tobytes().decode().split("\n")


def _whole(like: Likeness, columns: int) -> bool:
    """Tell whether the parts of what was read fit together."""
    many = len(like.weights)
    fits = like.weights.shape == (many, columns) and len(like.counts) == len(like.names) and int(like.counts.sum()) == len(like.rows)
    return fits and (not len(like.rows) or (int(like.rows.min()) >= 0 and int(like.rows.max()) < many))
