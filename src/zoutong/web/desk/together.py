"""Knows how two people write on one case at a time: field by field, and whoever came later is told what was not taken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from zoutong.pack import Pack
from zoutong.web import clock
from zoutong.web.desk.control import Control
from zoutong.web.desk.draft import Draft
from zoutong.web.desk.reception import UNCLEAR, Screen
from zoutong.web.desk.tongue import Tongue
from zoutong.web.desk.typed import kept_text

CLAIMS = "claim"
TEXTS = {"statement": "desk.reception.statement", "note": "desk.reception.note", CLAIMS: "desk.reception.claims"}


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two people changed differently: what the later one wrote, what stands, who wrote that and when."""

    field: str
    mine: str
    theirs: str
    actor: str
    at: int


@dataclass(frozen=True, slots=True)
class Told:
    """A clash in one language: the sentence, and the words that were not taken."""

    text: str
    mine: str


def fields_of(draft: Draft, pack: Pack) -> dict[str, str]:
    """Give each field of the form that somebody has filled in, as it would be sent; fields that nobody touched are absent."""
    facts = draft.story.facts()
    known = {f"p-{name}": value for name, value in draft.person.items()}
    for name in facts:
        fact = facts.fact(name)
        if fact is not None and name in pack.facts:
            known[f"f-{name}"] = kept_text(pack.facts[name], fact.value, about=fact.source.note == "about")
    known |= {f"f-{name}": UNCLEAR for name in draft.story.unclear}
    known |= {f"f-{name}": text for name, text in draft.typed.items()}
    known |= {f"door-{claim}": _door(c.route, c.reason, c.note) for claim, c in draft.doors.items() if c.stands}
    known |= {f"paper-{name}": state for name, state in draft.papers.items()}
    known |= {f"v-{name}": text for name, text in draft.register.items()}
    known |= {"statement": draft.statement or draft.story.text, "note": draft.note}
    return known if draft.story.claims is None else known | {CLAIMS: " ".join(sorted(draft.story.claims))}


def shown_of(screen: Screen, fields: Sequence[Control]) -> str:
    """Give a mark of each field as a page shows it; the page sends it back, and so tells what was changed on it."""
    controls = [*screen.person, *screen.person_more, *screen.questions, *(f.control for f in screen.facts if f.control), *fields]
    known = fields_of(screen.draft, screen.pack) | {c.name: c.value for c in controls}
    known |= {f"paper-{p.name}": p.state for p in screen.papers}
    known |= {f"door-{d.claim}": _door(d.chosen, d.reason, d.note) for d in screen.doors}
    known |= {CLAIMS: " ".join(sorted(code for code, _, hers in screen.claims if hers))}
    return json.dumps({name: _mark(value) for name, value in known.items()}, separators=(",", ":"))


def settle(draft: Draft, sent: Mapping[str, str], pack: Pack) -> tuple[dict[str, str], tuple[Clash, ...]]:
    """Give what of a form is to be taken in, and what is not because somebody else changed the same field since it was shown.

    A field that was left as it was shown never takes back what a colleague wrote meanwhile. A form that does not say what it
    showed is taken in whole.
    """
    shown, page = _read(sent.get("shown", "")), sent.get("page", "")
    standing = fields_of(draft, pack)
    taken, clashes = dict(sent), []
    for name in shown.keys() & sent.keys() & standing.keys():
        mine, theirs = _sent(name, sent), standing[name]
        hand = draft.hands.get(name, ["", "", 0])
        if _mark(mine) == _mark(theirs) or _mark(theirs) == shown[name] or (page and hand[0] == page):
            continue
        del taken[name]
        if _mark(mine) != shown[name]:
            clashes.append(Clash(name, mine, theirs, str(hand[1]), int(hand[2])))
    return taken, tuple(sorted(clashes, key=lambda clash: clash.field))


def signed(before: Draft, after: Draft, pack: Pack, page: str, actor: str, now: datetime) -> Draft:
    """Give the later draft with the hand that set each field which is not as it was."""
    was, is_now = fields_of(before, pack), fields_of(after, pack)
    changed = [name for name, value in is_now.items() if _mark(value) != _mark(was.get(name, ""))]
    hand = [page, actor, clock.micros(now)]
    return replace(after, hands={**before.hands, **dict.fromkeys(changed, hand)})


def told(clashes: Sequence[Clash], tongue: Tongue) -> tuple[Told, ...]:
    """Say each clash to whoever came later: who changed the field, when, to what, and that her own words were not taken."""
    return tuple(
        Told(
            tongue.say(
                "desk.clash",
                who=tongue.person(c.actor),
                time=tongue.clock_time(clock.moment(c.at)),
                field=_label(c.field, tongue),
                theirs=_words(c.field, c.theirs, tongue),
            ),
            _words(c.field, c.mine, tongue),
        )
        for c in clashes
    )


def _door(route: str, reason: str, note: str) -> str:
    return f"{route}\n{reason}\n{note}".rstrip("\n")


def _sent(name: str, sent: Mapping[str, str]) -> str:
    """Give what a form sent for a field; a door goes with its reason and its note."""
    if name.startswith("door-"):
        claim = name[5:]
        return _door(sent[name], sent.get(f"why-{claim}", ""), sent.get(f"note-{claim}", "").strip())
    return sent[name]


def _mark(value: str) -> str:
    """Give a short mark by which two texts are told apart; line ends of browsers do not count."""
    return hashlib.sha256("\n".join(line.rstrip() for line in value.strip().splitlines()).encode()).hexdigest()[:12]


def _read(shown: str) -> dict[str, str]:
    try:
        said = json.loads(shown) if shown else {}
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in said.items()} if isinstance(said, dict) else {}


def _label(name: str, tongue: Tongue) -> str:
    pack, (kind, _, rest) = tongue.pack, name.partition("-")
    if name in TEXTS:
        return tongue.say(TEXTS[name])
    if kind == "p":
        return tongue.say(f"desk.person.{rest}")
    if kind == "door":
        return tongue.say("desk.reception.door_of", claim=tongue.claim(rest))
    if kind == "paper":
        return tongue.paper(rest)
    if kind == "f":
        return tongue.of(pack.facts[rest].label) if rest in pack.facts else rest
    return tongue.of(pack.variables[rest].title) if rest in pack.variables else rest


def _words(name: str, value: str, tongue: Tongue) -> str:
    """Write the value of a field in words: choices by their names, an empty field as empty."""
    pack, (kind, _, rest) = tongue.pack, name.partition("-")
    if not value.strip():
        return tongue.say("desk.clash.empty")
    if name == CLAIMS:
        return tongue.listed([tongue.claim(code) for code in value.split()])
    if kind == "door":
        route, _, why = value.partition("\n")
        reason, _, note = why.partition("\n")
        return tongue.listed([w for w in (tongue.route(route), tongue.reason(reason), note) if w])
    if kind == "paper":
        return tongue.say(f"desk.papers.{value}") if value in ("here", "need", "none") else value
    if value in ("yes", "no", UNCLEAR) and kind in ("f", "v"):
        return tongue.say(value)
    spec = pack.facts.get(rest) if kind == "f" else pack.variables.get(rest) if kind == "v" else None
    options = dict(spec.options) if spec is not None else {}
    return tongue.of(options[value]) if value in options else value
