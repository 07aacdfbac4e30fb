"""Knows how a statement in a person's own words becomes facts with their places, masked secrets and open questions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zoutong.intake.advice import Understood
from zoutong.intake.words.contradictions import contradictions, dates_to_ask
from zoutong.intake.words.dates import READERS
from zoutong.intake.words.dates_en import ENGLISH
from zoutong.intake.words.fold import Plain, plain
from zoutong.intake.words.match import Found, find_facts
from zoutong.intake.words.people import scan_employers, scan_names
from zoutong.intake.words.phrases import FactLexicon
from zoutong.intake.words.places import scan_places
from zoutong.intake.words.quantities import scan_counts, scan_durations, scan_english, scan_money, scan_never
from zoutong.intake.words.scan import Ground, scan_dates
from zoutong.intake.words.secrets import masked, scan_secrets
from zoutong.intake.words.settle import settle
from zoutong.intake.words.tokens import VAGUE, Token, abstract
from zoutong.kernel.facts import Fact, Facts, Source
from zoutong.kernel.words import Words

READ = 10_000
"""So many characters are read; what comes after is kept, masked, and not read."""
TOO_LONG = 20_000
"""From here on a statement is called too long."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What helper parts say of the same words: claims with weights, a hint of a door, and a kind that overrules ours."""

    claims: tuple[tuple[str, float], ...] = ()
    route_hint: str = ""
    kind: str = ""


def understand(
    text: str,
    lexicon: FactLexicon,
    *,
    on: date,
    place: str = "上海市",
    claims: Callable[[str], Heard] | None = None,
) -> Understood:
    """Read a statement as said on the day ``on`` at the bureau of ``place`` (上海市/徐汇区).

    Every fact carries its half-open span in ``text``. A fact that is known only roughly has the value None and a note
    (it counts as unknown); one on which the words disagree is contradictory and has its question in ``contradictions``.
    ``claims`` is asked with the statement for what it claims. Nothing is raised for any text.
    """
    heard = claims(text[:READ]) if claims is not None else Heard()
    folded = plain(text[:READ])
    ground = Ground(len(folded.text))
    masks = scan_secrets(folded.text, ground)
    names, places, tokens = _tokens(folded, ground, lexicon, on, place)
    found = find_facts(abstract(folded.text, tokens), lexicon.rows, on)
    settled = settle(found, on)
    _derive(settled, folded.text)
    asks = contradictions(settled, folded.text) + dates_to_ask([(folded.text[t.start : t.end], t.note) for t in tokens if t.kind == VAGUE])
    return Understood(
        text=text,
        masked=_masked(text, folded, masks),
        claims=heard.claims,
        facts=_facts(settled, folded),
        names=tuple(names),
        places=tuple(places),
        contradictions=tuple(asks),
        route_hint=heard.route_hint,
        kind=heard.kind or _kind(text, folded.text),
    )


def _tokens(folded: Plain, ground: Ground, lexicon: FactLexicon, on: date, place: str) -> tuple[list[str], list[str], list[Token]]:
    """Take every quantity, name and place from the plain text; secrets are on the ground already."""
    text = folded.text
    scan_never(text, ground)
    names = scan_names(text, ground)
    employers = scan_employers(text, ground)
    places = scan_places(text, lexicon.places, place, ground)
    scan_dates(text, on, ground, (*READERS, *ENGLISH) if re.search(r"[a-z]{3}", text) else READERS)
    scan_durations(text, ground)
    scan_english(text, ground)
    scan_counts(text, ground)
    scan_money(text, ground)
    return names + employers, places, ground.tokens


def _derive(settled: dict[str, Found], text: str) -> None:
    """Add what follows at once: a clock-hour job that the employer ended, a working pensioner, a base for overtime."""
    form, mode, hire = settled.get("employment_form"), settled.get("end_mode"), settled.get("hire_date")
    if form and form.value == "part_time_hourly" and mode and mode.value == "dismissal_claimed":
        settled["end_mode"] = Found("end_mode", "employer_ended", mode.span, mode.rank, mode.row, "derived")
    who, job = settled.get("retirement_status"), settled.get("identity_type")
    if who and who.value == "drawing_pension" and hire and job is None:
        settled["identity_type"] = Found("identity_type", "retiree", who.span, who.rank, who.row, "derived")
    if job and job.value == "institution_staff" and mode and mode.value == "dismissal_claimed":
        settled["end_mode"] = Found("end_mode", "institution_termination", mode.span, mode.rank, mode.row, "derived")
    daily, days = settled.get("hours_per_day"), settled.get("days_per_week")
    if daily and days and isinstance(daily.value, int | Decimal) and isinstance(days.value, int | Decimal):
        weekly = Found("hours_per_week", daily.value * days.value, daily.span, daily.rank, daily.row, "derived")
        settled.setdefault("hours_per_week", weekly)
    wage = settled.get("monthly_wage")
    if wage and wage.value is not None and re.search(r"加班|overtime|综合(?:计算)?工时|节假?日.{0,12}上班|国庆.{0,20}上班", text):
        settled.setdefault("overtime_base", Found("overtime_base", wage.value, wage.span, wage.rank, wage.row, "derived"))


def _facts(settled: dict[str, Found], folded: Plain) -> Facts:
    """Make facts in the order of the text, their spans in the original."""
    facts: dict[str, Fact] = {}
    for name, one in sorted(settled.items(), key=lambda item: item[1].span):
        kind = "derived" if one.note == "derived" else "said"
        note = "" if one.note == "derived" else one.note
        facts[name] = Fact(name, one.value, Source("derived" if kind == "derived" else "said", folded.span(*one.span), note))
    return Facts(facts)


def _masked(text: str, folded: Plain, masks: list[tuple[int, int, str]]) -> str:
    """Mask what was read; the unread rest of an overlong text is masked in pieces."""
    parts = [masked(text[:READ], [(*folded.span(start, end), name) for start, end, name in masks])]
    for at in range(READ, min(len(text), 1_100_000), READ):
        piece = text[at : at + READ]
        rest = plain(piece)
        spans = scan_secrets(rest.text, Ground(len(rest.text)))
        parts.append(masked(piece, [(*rest.span(start, end), name) for start, end, name in spans]))
    return "".join(parts)


def _kind(text: str, read: str) -> str:
    if not read.strip():
        return "empty"
    if len(text) > TOO_LONG:
        return "too_long"
    return "statement" if re.search(r"[\u4e00-\u9fff]|[a-z]{2}", read) else "unreadable"


_DISAGREES = Words(
    "您写的话里{fact}是“{said}”，后来填的是“{given}”，以后填的为准。不对的话请改。",
    "Your words gave “{said}” for {fact}; your answer was “{given}”, and the answer counts. Please change it if it is wrong.",
)


def merge_said(said: Facts, given: Facts) -> tuple[Facts, tuple[Words, ...]]:
    """Lay given facts over said ones: the answer wins, its source keeps where the other word stands.

    Give the merged facts and a sentence for each fact on which both are known and differ.
    """
    merged = said
    differing: list[Words] = []
    for fact in given.records():
        if fact.value is None and said.fact(fact.name) is not None:
            continue
        before = said.fact(fact.name)
        source = fact.source
        if before is not None and before.value is not None and before.value != fact.value:
            note = f"said: {before.value}"
            source = Source(fact.source.kind, before.source.span, f"{fact.source.note}; {note}" if fact.source.note else note)
            zh, en = (
                w.replace("{fact}", fact.name).replace("{said}", str(before.value)).replace("{given}", str(fact.value))
                for w in (_DISAGREES.zh, _DISAGREES.en)
            )
            differing.append(Words(zh, en))
        merged = merged.with_facts(Fact(fact.name, fact.value, source))
    return merged, tuple(differing)
