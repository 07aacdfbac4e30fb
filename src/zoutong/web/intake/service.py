"""Knows the one seam between the pages and the judgement: which pack is served, and how it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from django.conf import settings

from zoutong.intake.advice import Advice, Understood
from zoutong.intake.advise import advise
from zoutong.intake.change import changes
from zoutong.intake.papers import PERSON, fill_document, offered
from zoutong.intake.reader import listen
from zoutong.kernel.facts import Fact, Facts, Source
from zoutong.kernel.words import Words
from zoutong.pack.specs import DocumentSpec
from zoutong.web.clock import today
from zoutong.web.intake.story import Story
from zoutong.web.served import pack as served_pack

__all__ = ["PERSON", "answer", "file_for", "files_for", "flag_words", "judge", "next_fact", "open_facts", "read", "served_pack", "today"]


@cache
def flag_words() -> dict[str, Words]:
    """Give what the pack's table of flags says of each flag; nothing where the pack has no such table."""
    words: dict[str, Words] = {}
    for model in served_pack().models.values():
        table = model.tables.get("flags")
        for row in table.rows if table else ():
            said = Words(row.annotations.get("why_zh", ""), row.annotations.get("why_en", ""))
            if said.zh and said.en:
                words.setdefault(row.outputs[0].strip('"'), said)
    return words


def read(text: str) -> Understood:
    """Read a person's own words: facts, claims, and what disagrees."""
    return listen(served_pack(), text, today(), f"{settings.ZOUTONG_CITY}/{settings.ZOUTONG_DISTRICT}")


def here(facts: Facts) -> Facts:
    """Add what this office knows by itself: the day of the visit, its city and district."""
    own = {"intake_date": today(), "city": settings.ZOUTONG_CITY, "intake_district": settings.ZOUTONG_DISTRICT}
    return facts.with_facts(*(Fact(n, v, Source("register")) for n, v in own.items() if n in served_pack().facts))


def judge(story: Story, *, asking: bool = True) -> Advice:
    """Give the whole answer on what is known today; without ``asking`` no questions are sought, which takes most of the time."""
    facts = story.facts()
    return advise(
        served_pack(),
        here(facts),
        # What was read in her words was shown to her and stands until she corrects it: no answer takes a claim away unseen.
        story.read_claims if story.claims is None else story.claims,
        today(),
        asked=story.unclear,
        # A day or a sum that was read may make it urgent: where there is one, the tables decide and not the wording.
        hint="" if facts else story.hint,
        interview=asking,
        added=story.claims is None,
    )


def answer(story: Story) -> Advice:
    """Give what the answer page shows: all but the questions, with what would change the door."""
    advice = judge(story, asking=False)
    return replace(advice, changes=changes(served_pack(), advice.facts, advice.claims, advice.on))


def open_facts(story: Story, advice: Advice) -> list[str]:
    """Name what is still worth asking, the most telling first: contradictions, then what the tables want to know."""
    specs = served_pack().facts
    wanted = [*story.facts().contradictory(), *(ask.fact for ask in advice.ask)]
    known = set(story.answers) | set(story.unclear)
    return [n for n in dict.fromkeys(wanted) if n in specs and specs[n].askable and n not in known]


def next_fact(story: Story, advice: Advice) -> str | None:
    """Name the next question; None when nothing more needs to be asked."""
    return next(iter(open_facts(story, advice)), None)


def files_for(advice: Advice) -> Sequence[DocumentSpec]:
    """Name the forms that fit this answer."""
    return offered(served_pack(), advice)


def file_for(name: str, story: Story, advice: Advice, person: dict[str, str]) -> bytes:
    """Fill one form; what the person typed for it is not kept."""
    return fill_document(served_pack(), name, advice, story.text, person)
