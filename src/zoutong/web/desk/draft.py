"""Knows what a receptionist has so far: the story, the person, the doors confirmed, the papers ticked, and what is still half typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from zoutong.intake.keeping import pack_facts
from zoutong.pack import Pack
from zoutong.web.desk.typed import kept_text, read_typed
from zoutong.web.intake import service
from zoutong.web.intake.answers import Mistake
from zoutong.web.intake.story import Story

PLAIN = (
    "desk.mistake.day",
    "desk.mistake.months",
    "mistake.number",
    "mistake.negative",
    "mistake.large",
    "mistake.whole",
    "mistake.date_none",
)
"""Sentences that need no figures in them."""
LONGEST_FIELD = 200
LONGEST_NOTE = 2000
CONTACT = ("safe_contact", "language")
PERSON = (*service.PERSON, *CONTACT)
PERSON_OF = {"name": "applicant_name", "phone": "applicant_phone", "id_number": "applicant_id"}
"""Names of the dossier by which a case is found, and the fields of a form that mean the same."""
IN_DOSSIER = {field: name for name, field in PERSON_OF.items()}


@dataclass(frozen=True, slots=True)
class DoorChoice:
    """The door that a person of the office set for one claim: why not the proposed one is a code, with a note beside it."""

    route: str
    proposed: str = ""
    reason: str = ""
    note: str = ""

    @property
    def stands(self) -> bool:
        """Whether somebody set another door than the proposed one; who left it as it was goes along with what is proposed now."""
        return bool(self.route) and self.route != self.proposed


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that was typed at reception; it fits into JSON and lives encrypted in the case's dossier."""

    story: Story = field(default_factory=Story)
    person: Mapping[str, str] = field(default_factory=dict)
    doors: Mapping[str, DoorChoice] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    """State of each paper of the notice: ``need`` or ``here``."""
    note: str = ""
    statement: str = ""
    """Words typed but not read yet; empty when the story holds them."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """What stands in a field and cannot be read yet."""
    mistakes: Mapping[str, str] = field(default_factory=dict)
    register: Mapping[str, str] = field(default_factory=dict)
    """What only the office knows of the step at hand, as typed."""
    hands: Mapping[str, list[Any]] = field(default_factory=dict)
    """Whose page set a field last: the page, the person, the moment in microseconds."""

    def to_json(self) -> dict[str, Any]:
        kept = asdict(self)
        kept["story"] = asdict(self.story)
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Draft:
        """Undo ``to_json``; an empty mapping gives an empty draft."""
        doors = {claim: DoorChoice(**d) for claim, d in kept.get("doors", {}).items()}
        return cls(
            Story(**kept["story"]) if kept.get("story") else Story(),
            dict(kept.get("person", {})),
            doors,
            dict(kept.get("papers", {})),
            kept.get("note", ""),
            kept.get("statement", ""),
            dict(kept.get("typed", {})),
            dict(kept.get("mistakes", {})),
            dict(kept.get("register", {})),
            dict(kept.get("hands", {})),
        )


def of_dossier(parts: Mapping[str, Any]) -> Draft:
    """Give the draft of a case: the one that is kept, else what the dossier knows (a visitor who handed in online has no draft)."""
    if parts.get("draft"):
        return Draft.from_json(parts["draft"])
    story = Story()
    text = str(parts.get("statement", ""))
    if text:
        story.understand(service.read(text), text)
    for name, kept in (parts.get("facts") or {}).items():
        target = story.said if kept.get("kind") == "said" else story.answers
        target[name] = dict(kept)
        if target is story.answers and name not in story.trail:
            story.trail.append(name)
    person = {PERSON_OF.get(name, name): str(value) for name, value in (parts.get("person") or {}).items()}
    return Draft(story, {name: value for name, value in person.items() if name in PERSON})


def to_dossier(draft: Draft) -> dict[str, object]:
    """Give the parts of a dossier that follow from a draft: who she is, what she said, what is known."""
    person = {IN_DOSSIER.get(name, name): value for name, value in draft.person.items() if value}
    facts = draft.story.facts()
    employer = draft.person.get("employer_name") or facts.get("employer_name")
    return {
        "person": person,
        "statement": draft.story.text or draft.statement,
        "facts": pack_facts(facts),
        "employer": {"name": str(employer)} if employer else {},
        "draft": draft.to_json(),
    }


def take_in(draft: Draft, sent: Mapping[str, str], pack: Pack, today: date) -> Draft:
    """Give the draft with everything that one form sent; what cannot be read is kept as typed, with its mistake."""
    story = Story(**asdict(draft.story))
    typed, mistakes = {}, {}
    for name, text in ((key[2:], value) for key, value in sent.items() if key.startswith("f-")):
        spec = pack.facts.get(name)
        fact = story.facts().fact(name)
        if spec is None or not text.strip():
            continue
        if fact is not None and name in story.facts() and text.strip() == kept_text(spec, fact.value, about=fact.source.note == "about"):
            continue
        given = read_typed(spec, text, today)
        if isinstance(given, Mistake):
            typed[name], mistakes[name] = text, given.key if given.key in PLAIN else "desk.mistake.value"
        else:
            story.answer(name, given.value, "about" if given.about else "")
    person = {name: sent[f"p-{name}"].strip()[:LONGEST_FIELD] for name in PERSON if f"p-{name}" in sent}
    words = sent.get("statement", "").replace("\x00", "").strip()
    return replace(
        draft,
        story=story,
        person={**draft.person, **person},
        doors={**draft.doors, **_doors(sent, draft)},
        papers={
            **draft.papers,
            **{key[6:]: value for key, value in sent.items() if key.startswith("paper-") and value in ("need", "here", "none")},
        },
        note=sent.get("note", draft.note)[:LONGEST_NOTE],
        statement=words if "statement" in sent and words != story.text else "",
        typed=typed,
        mistakes=mistakes,
        register={**draft.register, **{key[2:]: value for key, value in sent.items() if key.startswith("v-")}},
    )


def _doors(sent: Mapping[str, str], draft: Draft) -> dict[str, DoorChoice]:
    """Read the doors of a form: fields ``door-CLAIM``, ``why-CLAIM``, ``note-CLAIM``, and what was proposed when it was shown."""
    chosen = {}
    for key, route in sent.items():
        if key.startswith("door-"):
            claim = key[5:]
            chosen[claim] = DoorChoice(
                route,
                sent.get(f"proposed-{claim}", ""),
                sent.get(f"why-{claim}", ""),
                sent.get(f"note-{claim}", "").strip()[:LONGEST_NOTE],
            )
    return chosen


def read_statement(draft: Draft) -> tuple[Draft, str]:
    """Read the words that wait in the draft; gives the draft, and the sentence of what is wrong (empty when nothing is)."""
    words = draft.statement or draft.story.text
    if not words:
        return draft, "statement.empty"
    read = service.read(words)
    if read.kind in ("empty", "unreadable", "abuse", "too_long"):
        return replace(draft, statement=words), f"statement.{read.kind}"
    story = Story(**asdict(draft.story))
    story.understand(read, words)
    return replace(draft, story=story, statement=""), ""


def set_claims(draft: Draft, claims: Iterable[str], pack: Pack) -> Draft:
    """Give the draft with the claims that the office ticked, those that were read first; none ticked leaves it as it was."""
    chosen = [c for c in claims if c in pack.claims]
    if not chosen:
        return draft
    story = Story(**asdict(draft.story))
    story.claims = [*(c for c in story.read_claims if c in chosen), *(c for c in chosen if c not in story.read_claims)]
    return replace(draft, story=story)
