"""Knows how to learn from a pack's example sentences: a small linear reader, the same on every machine for the same sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from zoutong.intake.claims.learned import Learned, grams
from zoutong.pack.rows import read_rows

ROUNDS = 24
RATE = 0.3
DECAY = 1e-3
SEEN_AT_LEAST = 2

Extra = Callable[[str], Iterable[tuple[str, float]]]
Vector = tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence as a person might say it, with the claims in it and the door that it alone points to ("" where nobody said)."""

    text: str
    claims: tuple[str, ...]
    route: str


def read_examples(path: Path) -> tuple[Example, ...]:
    """Read ``sentences.csv``: ``text,claims,route``, claims separated by ``;``, the door may be empty. Fault with file and row."""
    rows = read_rows(path, ("text", "claims", "route"), optional=True)
    return tuple(Example(r.need("text"), tuple(c.strip() for c in r.need("claims").split(";")), r["route"]) for r in rows)


def digest(examples: Iterable[Example]) -> str:
    """Give one digest of all examples, by which stale weights are noticed."""
    lines = sorted(f"{e.text}\t{';'.join(e.claims)}\t{e.route}" for e in examples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def learn(examples: Sequence[Example], plain: Callable[[str], str], extra: Extra) -> Learned:
    """Learn weights by logistic regression (AdaGrad, averaged), a column a claim and a column a door.

    ``plain`` brings a text to its plain form, ``extra`` gives what the phrases find in it. Deterministic. Doors are learned
    from labour sentences alone: what is not labour has no door of its own.
    """
    claims = tuple(sorted({c for e in examples for c in e.claims}))
    routes = tuple(sorted({e.route for e in examples if e.route}))
    texts = [plain(e.text) for e in examples]
    extras = [list(extra(e.text)) for e in examples]
    blank = _vocabulary(texts, extras, claims, routes, digest(examples))
    vectors = [blank.vector(t, x) for t, x in zip(texts, extras, strict=True)]
    wanted = np.array([[c in e.claims for c in claims] + [r == e.route for r in routes] for e in examples], dtype=np.float32)
    heard = np.ones_like(wanted)
    heard[[not e.route or "not_labour" in e.claims for e in examples], len(claims) :] = 0
    weights, bias = _fit(vectors, wanted, heard, len(blank.index))
    return Learned(blank.index, blank.rarity, weights, bias, claims, routes, blank.digest)


def _vocabulary(
    texts: Sequence[str], extras: Sequence[list[tuple[str, float]]], claims: tuple[str, ...], routes: tuple[str, ...], seal: str
) -> Learned:
    """Choose the features that occur often enough to teach something."""
    counts: dict[str, int] = {}
    for text, extra in zip(texts, extras, strict=True):
        for name in {*grams(text), *(n for n, _ in extra)}:
            counts[name] = counts.get(name, 0) + 1
    names = sorted(n for n, c in counts.items() if c >= SEEN_AT_LEAST and "\n" not in n)
    rarity = np.array([np.log((1 + len(texts)) / (1 + counts[n])) + 1 for n in names], dtype=np.float32)
    columns = len(claims) + len(routes)
    return Learned(
        {n: i for i, n in enumerate(names)}, rarity, np.zeros((len(names), columns), np.float32), np.zeros(columns, np.float32), claims, routes, seal
    )


def _fit(
    vectors: Sequence[Vector], wanted: npt.NDArray[np.float32], heard: npt.NDArray[np.float32], features: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Go over the sentences in a fixed random row, again and again, moving each weight less the more it has moved."""
    columns = wanted.shape[1]
    weights = np.zeros((features, columns), np.float32)
    moved = np.full((features, columns), 1e-3, np.float32)
    bias = np.full(columns, -2.0, np.float32)
    bias_moved = np.full(columns, 1.0, np.float32)
    total, total_bias, kept = np.zeros_like(weights), np.zeros_like(bias), 0
    row = np.random.default_rng(20261123)
    for turn in range(ROUNDS):
        for n in row.permutation(len(vectors)):
            places, values = vectors[n]
            score = values @ weights[places] + bias
            slope = (1 / (1 + np.exp(-score)) - wanted[n]) * heard[n]
            step = values[:, None] * slope[None, :] + DECAY * weights[places]
            moved[places] += step**2
            weights[places] -= RATE * 0.5 * step / np.sqrt(moved[places])
            bias_moved += slope**2
            bias -= 0.1 * slope / np.sqrt(bias_moved)
        if turn >= ROUNDS // 2:
            total += weights
            total_bias += bias
            kept += 1
    return (total / kept).astype(np.float32), (total_bias / kept).astype(np.float32)
