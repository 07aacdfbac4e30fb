"""Knows what must be walked and why: volume, bad ratings, broken rules, complaints, what is new or has changed, and what nobody has walked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import get_args

from django.conf import settings
from django.db.models import Count
from django.utils.module_loading import import_string

from zoutong.kernel.error import Fault
from zoutong.pack.publication import published
from zoutong.trace.event import said
from zoutong.walk.model import Rating, Status
from zoutong.web import clock, served
from zoutong.web.cases.models import EventRow, Run
from zoutong.web.cases.reading import events_of
from zoutong.web.walks.models import Walking

DAYS = 30
"""So far back ratings and breaches count."""
COVER = 0.8
"""This share of the real cases has to be walked."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something must be walked: ``volume`` ``bad_ratings`` ``breaches`` ``complaints`` ``changed`` ``new`` ``never``, with its figure."""

    code: str
    figure: int = 0
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Must:
    """What has to be walked: a claim, a step (complaints name steps), or the whole service; ``covered`` is None where volume is no reason."""

    subject: str
    name: str
    cases: int | None
    share: float | None
    covered: float | None
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """What other apps know: breaches since a moment by claim, and complaints not yet closed by step ("" for the service as a whole)."""

    breaches: Mapping[str, int]
    complaints: Mapping[str, int]


def must_walk(cover: float = COVER) -> tuple[Must, ...]:
    """Name what has to be walked, each with every reason; call it in the world of real cases.

    First the service as a whole where it is new or has changed, then the claims that make up ``cover`` of the cases (the most frequent
    first), claims with bad ratings or breaches, steps with complaints, and last the claims that only were never walked.
    """
    since = clock.now() - timedelta(days=DAYS)
    signs: Signs = import_string(settings.WALK_SIGNS)(since)
    bad, walked = _bad_ratings(since), walked_claims()
    found, rest, covered = list[Must](), list[Must](), 0.0
    counted = _volume()
    total = sum(counted.values())
    for claim, n in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
        heavy = covered < cover
        covered += n / total
        figures = {"bad_ratings": bad[claim], "breaches": signs.breaches.get(claim, 0)}
        why = tuple(Reason(code, figure) for code, figure in figures.items() if figure)
        why += (Reason("never"),) if claim not in walked else ()
        one = Must("claim", claim, n, n / total, covered if heavy else None, (Reason("volume"), *why) if heavy else why)
        (found if heavy or why[:1] not in ((), (Reason("never"),)) else rest).append(one)
    complained = dict(signs.complaints)
    whole = _service(complained.pop("", 0))
    steps = [Must("step", step, None, None, None, (Reason("complaints", n),)) for step, n in sorted(complained.items())]
    return tuple(one for one in (whole, *found, *steps, *rest) if one.why)


def walked_claims() -> frozenset[str]:
    """Name the claims that were walked: those of the runs of walks. Looking at a past case (回放) walks nothing."""
    numbers = Walking.objects.exclude(kind="replay").values("number")
    return frozenset(_names(Run.every.filter(walk__in=numbers).values_list("claims", flat=True).distinct()))


def _names(claims: Iterable[str]) -> Iterable[str]:
    return (claim for some in claims for claim in some.split())


def _volume() -> Counter[str]:
    counted: Counter[str] = Counter()
    for claims, n in Run.objects.values_list("claims").annotate(n=Count("serial")):
        for claim in claims.split():
            counted[claim] += n
    return counted


def _bad_ratings(since: datetime) -> Counter[str]:
    """Count the bad ratings of a case for each of its claims; only cases in which something happened since are looked at."""
    moment, counted = clock.micros(since), Counter[str]()
    # Said with every status, the index by status and last moment is used; and by run, that of the events of a case.
    lately = Run.objects.filter(status__in=get_args(Status), last_at__gte=moment).values("serial")
    rows = EventRow.objects.filter(run__in=lately, act="rate", at__gte=moment).exclude(phase="refused")
    for row in rows.select_related("run").order_by("id"):
        event = events_of((row,))[0]
        level = said(event, "level")
        if isinstance(level, int) and Rating("", level, {}, event.at, None).bad:
            counted.update(row.run.claims.split())
    return counted


def _service(complaints: int) -> Must:
    """Say why the service as a whole must be walked: its latest walk was of another version, it was never walked, or never published."""
    pack = served.pack()
    last = Walking.objects.exclude(state="planned").exclude(kind="replay").order_by("-id").first()
    whole = Must("service", pack.about.name, None, None, None, (Reason("complaints", complaints),) if complaints else ())
    if last is None:
        whole = replace(whole, why=(*whole.why, Reason("never")))
    elif last.version != pack.about.version:
        whole = replace(whole, why=(*whole.why, Reason("changed", was=last.version, now=pack.about.version)))
    if not _was_published():
        whole = replace(whole, why=(*whole.why, Reason("new", now=pack.about.version)))
    return whole


def _was_published() -> bool:
    try:
        return published(served.pack().folder) is not None
    except Fault:
        # Its files have changed since: it was published once, but not as it is served.
        return False
