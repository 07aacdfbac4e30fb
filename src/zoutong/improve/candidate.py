"""Knows what a candidate for the ledger is: something a walk, a rule or a rating points at, before a person has looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zoutong.improve.item import Evidence


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be a blockage. ``key`` names it once and for all: the same key twice is one candidate.

    ``mode`` is the mode of the walk it comes from; ``text_zh`` and ``text_en`` say in one sentence what happened.
    """

    source: str
    walk: str
    mode: str
    process: str
    step: str
    kind: str
    cause: str
    evidence: tuple[Evidence, ...]
    text_zh: str
    text_en: str
    key: str

    def to_json(self) -> dict[str, object]:
        """Give it as plain JSON."""
        plain: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        return plain | {"evidence": [e.to_json() for e in self.evidence]}

    @classmethod
    def from_json(cls, plain: Mapping[str, object]) -> Candidate:
        """Read what ``to_json`` wrote."""
        texts = {name: str(plain[name]) for name in cls.__slots__ if name != "evidence"}
        return cls(evidence=tuple(Evidence.from_json(e) for e in plain["evidence"]), **texts)  # type: ignore[attr-defined]

    def data(self) -> dict[str, object]:
        """Give the data of the move that registers it as an item."""
        said = {name: getattr(self, name) for name in ("source", "process", "step", "kind", "cause")}
        more = {
            "title": {"zh": self.text_zh, "en": self.text_en},
            "evidence": list(self.evidence),
            "walks": [self.walk] if self.walk else [],
        }
        return {name: value for name, value in (said | more).items() if value}
