"""Knows what one visitor has told so far: it lives in her session, for a day, and nowhere else."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import HttpRequest

from zoutong.intake.advice import Understood
from zoutong.intake.keeping import pack_fact, unpack_fact
from zoutong.kernel.facts import Fact, Facts, Source
from zoutong.kernel.words import Words

KEY = "story"
DRAFT = "draft"


@dataclass(slots=True)
class Story:
    """The words, what was read in them, what was answered, and in which sequence; all of it fits into JSON."""

    text: str = ""
    kind: str = "statement"
    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    read_claims: list[str] = field(default_factory=list)
    claims: list[str] | None = None
    """The claims as she corrected them; None as long as she has not."""
    contradictions: list[dict[str, str]] = field(default_factory=list)
    hint: str = ""
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    unclear: list[str] = field(default_factory=list)
    trail: list[str] = field(default_factory=list)
    """The questions in the sequence in which they were answered: the way that “back” goes."""

    def understand(self, read: Understood, text: str) -> None:
        """Take in what was read in new words; answers that she gave herself stay, and stand above it."""
        self.text, self.kind, self.hint = text, read.kind, read.route_hint
        self.said = {f.name: pack_fact(f) for f in read.facts.records()}
        self.read_claims = [claim for claim, _ in read.claims]
        self.claims = None
        self.contradictions = [{"zh": w.zh, "en": w.en} for w in read.contradictions]

    @property
    def disagreements(self) -> tuple[Words, ...]:
        """What in her words does not agree with itself."""
        return tuple(Words(c["zh"], c["en"]) for c in self.contradictions)

    def facts(self) -> Facts:
        """Give what is known: her words, without what she called unclear, under what she answered."""
        known = {n: unpack_fact(n, kept) for n, kept in {**self.said, **self.answers}.items() if n not in self.unclear}
        return Facts(known)

    def answer(self, name: str, value: object, note: str = "") -> None:
        """Keep one answer; None means that it is not clear to her."""
        if value is None:
            self.answers.pop(name, None)
            if name not in self.unclear:
                self.unclear.append(name)
        else:
            self.answers[name] = pack_fact(Fact(name, value, Source("answered", None, note)))
            self.unclear = [n for n in self.unclear if n != name]
        if name not in self.trail:
            self.trail.append(name)

    def before(self, name: str) -> str | None:
        """Give the question that was answered before this one; None when there was none."""
        earlier = self.trail[: self.trail.index(name)] if name in self.trail else self.trail
        return earlier[-1] if earlier else None


def story_of(request: HttpRequest) -> Story | None:
    """Give the story of this visitor; None when she has not told anything yet."""
    kept = request.session.get(KEY)
    return Story(**kept) if kept else None


def keep(request: HttpRequest, story: Story) -> None:
    """Write the story into the session."""
    request.session[KEY] = asdict(story)
    request.session.pop(DRAFT, None)
