"""Knows what walks yielded: findings and seats from walks and recorder, what became of them from the ledger; and the Excel file of it."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from zoutong.documents.letter import Grid
from zoutong.improve.yields import RULES, UNKNOWN, Noted, Walked, Yields, yields
from zoutong.web import clock
from zoutong.web.joined import Found, found_on
from zoutong.web.ledger import store as ledger
from zoutong.web.ledger.models import CandidateRow, ItemEventRow
from zoutong.web.letters import sheets
from zoutong.web.walks.models import Walking

OUTCOMES = {"": "waiting", "item": "confirmed", "merged": "merged", "dismissed": "dismissed"}
CHUNK = 500


def yielded(since: date, until: date) -> Yields:
    """Tell what the walks that began from the first to the last day yielded; call it in the world of real cases."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first = clock.micros(datetime.combine(since, time.min, zone))
    after = clock.micros(datetime.combine(date.fromordinal(until.toordinal() + 1), time.min, zone))
    rows = list(Walking.objects.filter(began__gte=first, began__lt=after).prefetch_related("seats").order_by("began", "id"))
    walks = [
        Walked(w.number, clock.moment(w.began or 0).astimezone(zone).date(), tuple(dict.fromkeys(s.role for s in w.seats.all())))
        for w in rows
    ]
    found = [(row.number, one) for row in rows for one in found_on(row)]
    became = _became([one.key for _, one in found])
    noted = [_noted(number, one, became) for number, one in sorted(found, key=lambda pair: (pair[1].at, pair[1].key))]
    return yields(walks, noted, ledger.items(), _rewalks())


def _noted(walk: str, one: Found, became: dict[str, tuple[str, str]]) -> Noted:
    outcome, item = became.get(one.key[:200], ("unsent", ""))
    seat = RULES if one.source == "rule" else one.seat or UNKNOWN
    return Noted(one.key, walk, seat, one.kind, outcome, item)


def _became(keys: list[str]) -> dict[str, tuple[str, str]]:
    """Say what became of candidates, with the item's number, by key."""
    found: dict[str, tuple[str, str]] = {}
    for n in range(0, len(keys), CHUNK):
        some = [key[:200] for key in keys[n : n + CHUNK]]
        for key, outcome, number in CandidateRow.objects.filter(key__in=some).values_list("key", "outcome", "number"):
            found[key] = (OUTCOMES[outcome], number)
    return found


def _rewalks() -> dict[str, list[bool]]:
    """Say of each item whether each walk afterwards passed, in order."""
    found: dict[str, list[bool]] = {}
    for number, body in ItemEventRow.objects.filter(kind="rewalk").order_by("id").values_list("item_id", "body"):
        found.setdefault(number, []).append(json.loads(body)["data"].get("passed") is True)
    return found


def workbook(tables: list[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]]) -> bytes:
    """Give tables (title, heads, rows) as an Excel file, a sheet each."""
    return sheets.book_of([(title, Grid(heads, rows)) for title, heads, rows in tables])
