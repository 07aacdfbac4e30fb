"""Knows the work that nobody waits for: timers, notices, seals, and putting what is encrypted under the new key; each may be cut off anywhere."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import F, Q

from zoutong.kernel.error import Fault
from zoutong.walk import SYSTEM, Act
from zoutong.web import clock
from zoutong.web.cases import dossier, keys
from zoutong.web.cases.acting import act
from zoutong.web.cases.models import DayDigest, Dossier, Note, Outbox, PaperRow, TimerRow
from zoutong.web.cases.papers import vault
from zoutong.web.cases.scope import Scope, within
from zoutong.web.cases.seals import seal
from zoutong.web.cases.turn import Moved, written

LEASE = timedelta(seconds=60)
LATER = timedelta(hours=1)
SEAL_EVERY = timedelta(minutes=10)
BATCH = 100
REKEYED = 200
"""So many rows go under another key in one transaction: more is hardly faster, and writers at the window would wait longer."""
FEW_ORPHANS = 20
"""So many papers without a row may be taken away even when there are no others."""
log = logging.getLogger(__name__)

Job = Callable[[datetime], int]
"""Does some of what is due at a moment, and tells how much it did: 0 when nothing is left."""


def fire_timers(now: datetime) -> int:
    """Let time pass in every walk whose timer has run out.

    A row is taken with a lease, so that two workers rarely do the same; that a timer fires once is held by the walk itself: the
    act is written only on the revision that it was thought out on, and a walk in which nothing is due any more says nothing.
    """
    at = clock.micros(now)
    due = list(TimerRow.every.filter(due__lte=at, lease__lt=at).select_related("run").order_by("due")[:BATCH])
    for row in due:
        if not TimerRow.every.filter(run=row.run_id, due=row.due, lease=row.lease).update(lease=clock.micros(now + LEASE)):
            continue
        try:
            with within(Scope(row.run.mode, row.run.walk)):
                act(row.run.walk, Act("tick", SYSTEM, f"tick:{row.due}@{row.run.revision}"), now)
        except Fault as fault:
            log.error("timer of %s: %s", row.run.walk, fault)  # noqa: TRY400 - one sentence says it
        # What is still due after it was seen to waits an hour: it must not keep the others from their turn.
        TimerRow.every.filter(run=row.run_id, due=row.due).update(lease=clock.micros(now + LATER))
    return len(due)


def send_notices(now: datetime) -> int:
    """Lay every notice that is due into the folder from which the bureau's message service fetches it, under a name of its own.

    A file is whole or not there; the same notice laid twice is the same file.
    """
    at = clock.micros(now)
    due = list(Outbox.every.filter(sent_at=None, due__lte=at, lease__lt=at).select_related("run").order_by("due", "id")[:BATCH])
    for row in due:
        if not Outbox.every.filter(id=row.id, sent_at=None, lease=row.lease).update(lease=clock.micros(now + LEASE), tries=F("tries") + 1):
            continue
        try:
            trouble = _lay(row)
        except (Fault, OSError) as failure:
            wait = clock.micros(now + LATER)
            Outbox.every.filter(id=row.id).update(lease=wait, trouble=str(failure)[:200])
            log.error("notice %s of %s: %s", row.id, row.run.walk, failure)  # noqa: TRY400
            continue
        Outbox.every.filter(id=row.id).update(sent_at=at, trouble=trouble)
    return len(due)


def _lay(row: Outbox) -> str:
    """Write one notice; give why it was not needed any more, "" when it was written."""
    known = dossier.opened(keys.ring(), row.run)
    if row.run.erased_at is not None:
        return "erased"
    person, contact = known.get("person"), known.get("contact")
    said = {
        "id": row.id,
        "case": row.run.walk,
        "kind": row.kind,
        "seq": row.seq,
        "at": clock.moment(row.due).isoformat(),
        "name": person.get("name", "") if isinstance(person, dict) else "",
        "contact": contact if isinstance(contact, dict) else {},
    }
    folder = Path(settings.ZOUTONG_NOTICES)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = folder / f".{row.id}.{os.getpid()}"
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(said, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / f"{row.id}.json")
    return ""


def seal_events(now: datetime) -> int:
    """Seal what happened since the last seal, every ten minutes and once more when a day is over."""
    last = DayDigest.objects.order_by("-id").first()
    if last is not None and last.day == now.date() and clock.micros(now - SEAL_EVERY) < last.at:
        return 0
    return 1 if seal(now.date()) else 0


def _sealed_rows() -> tuple[tuple[Any, Callable[[Any], tuple[str, str]]], ...]:
    """Give every table whose rows are encrypted, with the walk and part that a row is bound to; an app names its own in ``sealed_rows``."""
    own = (
        (Dossier, lambda r: (r.run.walk, r.part)),
        (Note, lambda r: (r.run.walk, f"note{r.seq}")),
        (PaperRow, lambda r: (r.run.walk, f"paper{r.place}")),
    )
    return (*own, *(pair for app in apps.get_app_configs() for pair in getattr(app, "sealed_rows", tuple)()))


def rekey(_: datetime) -> int:
    """Put a batch of what is under an old key under the current one; cut off anywhere, it goes on from there."""
    return next(rekeyed(), 0)


def rekeyed() -> Iterator[int]:
    """Go once over everything that is under an old key, a batch in each transaction; give how many rows each batch held.

    Encrypting is done before the transaction begins, so that nobody waits for it. A row that somebody wrote meanwhile, or that the
    database gave to another, is left as it is: under an old key still, it comes with the next time over.
    """
    ring = keys.ring()
    for model, of in _sealed_rows():
        last = 0
        # On from where the last batch ended: looked for from the beginning, a million would be read as often as there are batches.
        while rows := list(model.every.filter(id__gt=last).exclude(key_id=ring.current).select_related().order_by("id")[:REKEYED]):
            last = rows[-1].id
            fresh = [(row, _anew(ring, row, *of(row))) for row in rows]
            with suppress(Moved), written():
                for row, blob in fresh:
                    # Only what is still the blob that was read: somebody may have written a newer one meanwhile.
                    model.every.filter(id=row.id, key_id=row.key_id, blob=row.blob).update(key_id=ring.current, blob=blob)
            yield len(rows)


def _anew(ring: keys.KeyRing, row: Any, walk: str, part: str) -> bytes:
    """Encrypt a row's blob under the current key, and the files that it names; Fault with the walk when it cannot be opened."""
    label = dossier.bound(walk, part)
    for place in filter(None, (getattr(row, "place", ""), getattr(row, "preview", ""))):
        if vault().holds(place):
            vault().rekey(place)
    try:
        return ring.encrypt(ring.decrypt(row.key_id, row.blob, label), label)
    except Fault as fault:
        raise Fault(fault.code, fault.what, cure=fault.cure, file=walk) from None


def old_keys() -> frozenset[str]:
    """Name the keys under which nothing is any more, besides the current one."""
    ring = keys.ring()
    used = {row for model, _ in _sealed_rows() for row in model.every.values_list("key_id", flat=True).distinct()}
    used |= {vault().key_of(place) for place in vault().ids()}
    return frozenset(ring.keys) - used - {ring.current, *keys.FIXED}


def sweep(now: datetime) -> int:
    """Clear away what a dying process left: files half-made, and sealed papers that never got their row or lost it; give how many papers."""
    place = vault()
    place.sweep()
    left = {paper for ids in place.untouched(now.timestamp()) for paper in ids - _filed(ids)}
    lost = left
    for model in _holders():
        lost = lost.difference(model.every.exclude(preview="").values_list("preview", flat=True).iterator())
    if len(lost) > max(FEW_ORPHANS, sum(model.every.exclude(place="").count() for model in _holders())):
        # More papers without a row than with one: rather somebody else's database than so many processes that died.
        log.error("%s papers in the vault have no row; none was taken away: is this the right database?", len(lost))
        return 0
    for paper in lost:
        # The row is asked for once more: an act may have been slow.
        if not any(model.every.filter(Q(place=paper) | Q(preview=paper)).exists() for model in _holders()):
            place.erase(paper)
    return len(lost)


def _filed(ids: Collection[str]) -> frozenset[str]:
    """Give those of some ids that a row names as its paper."""
    ordered = sorted(ids)
    stretches = (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))
    return frozenset(
        place for some in stretches for model in _holders() for place in model.every.filter(place__in=some).values_list("place", flat=True)
    )


def _holders() -> tuple[Any, ...]:
    """Give every table whose rows name something in the vault: papers of cases, and what an app keeps there, like photos of a walk."""
    return tuple(model for model, _ in _sealed_rows() if hasattr(model, "place") and hasattr(model, "preview"))
