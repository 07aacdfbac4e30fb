"""Knows how FEEL names with spaces and symbols are told apart: the longest name that is known in the scope wins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zoutong.kernel.error import Fault
from zoutong.rules.feel.lexer import KEYWORDS, Token, tokens

SPACED_BUILTINS = (
    "date and time", "years and months duration", "days and time duration", "day of year", "day of week", "index of", "month of year",
    "week of year",
)  # fmt: skip
"""Builtin functions and types whose names hold a keyword; the others are read as a run of plain words."""

Index = dict[str, tuple[tuple[tuple[str, ...], str], ...]]


def index_of(names: Iterable[str], onto: Index | None = None) -> Index:
    """Index names of more than one token by their first token, longest first; ``onto`` is the index of the outer scope."""
    index: Index = dict(onto or {})
    for name in names:
        if name.isidentifier() and name not in KEYWORDS:
            continue
        try:
            texts = tuple(token.text for token in tokens(name)[:-1])
        except Fault:
            continue  # a key in quotes may be anything; such a name is never written without them
        if len(texts) > 1 or (texts and texts[0] in KEYWORDS):
            others = (entry for entry in index.get(texts[0], ()) if entry[0] != texts)
            index[texts[0]] = tuple(sorted(((texts, name), *others), key=lambda entry: -len(entry[0])))
    return index


BUILTIN_INDEX = index_of(SPACED_BUILTINS)


def known_name(index: Index, stream: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Give the longest known name that begins at this token and the position after it."""
    for texts, name in index.get(stream[at].text, ()):
        if all(at + i < len(stream) and stream[at + i].text == text for i, text in enumerate(texts)):
            return name, at + len(texts)
    return None


def run_of_words(stream: Sequence[Token], at: int) -> int:
    """Give the position after the run of plain words that begins here; keywords end a run, digits may stand inside it."""
    end = at + 1
    while (token := stream[end]).kind == "name" and token.text not in KEYWORDS:
        end += 1
    return end


def spelled(text: str, stream: Sequence[Token], start: int, end: int) -> str:
    """Give the name written by these tokens, with single spaces."""
    if end == start + 1:
        return stream[start].text
    return " ".join(text[stream[start].start : stream[end - 1].end].split())
