"""Knows how all walks together are sealed: a digest over every event up to a position, signed, chained, and written down outside as well."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Max

from zoutong.kernel.words import Words
from zoutong.web import clock
from zoutong.web.cases import chain, keys
from zoutong.web.cases.keys import FOR_SEALS
from zoutong.web.cases.models import DayDigest, EventRow
from zoutong.web.cases.shapes import Breach
from zoutong.web.cases.turn import written

BATCH = 20_000
FIRST = b"\x00" * 32


def seal(day: date | None = None) -> DayDigest | None:
    """Seal every event since the last seal; None when there is none. The last seal of a day is that day's digest.

    All writers are kept out for the moment in which the position is read: an event that gets a lower number cannot come later.
    """
    with written():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE cases_daydigest IN EXCLUSIVE MODE")
                cursor.execute("LOCK TABLE cases_eventrow IN SHARE MODE")
        last = DayDigest.objects.order_by("-id").first()
        after = last.upto if last else 0
        upto = EventRow.every.aggregate(top=Max("id"))["top"] or 0
        if upto <= after:
            return None
    digest, count = digest_of(after, upto)
    with written():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE cases_daydigest IN EXCLUSIVE MODE")
        newest = DayDigest.objects.order_by("-id").first()
        if (newest.id if newest else None) != (last.id if last else None):
            return newest
        new = DayDigest(
            day=day or clock.today(),
            at=clock.micros(clock.now()),
            after=after,
            upto=upto,
            events=count,
            digest=digest,
            prev=bytes(last.hash) if last else FIRST,
        )
        new.hash = hash_of(new)
        new.mac = keys.ring().mark(FOR_SEALS, new.hash)
        new.save()
    _write_down(new)
    return new


def digest_of(after: int, upto: int) -> tuple[bytes, int]:
    """Give the digest over the events from one position (not included) to another, and how many there are."""
    digest, count = hashlib.sha256(), 0
    rows = EventRow.every.filter(id__gt=after, id__lte=upto).order_by("id").values_list("id", "hash")
    for position, link in rows.iterator(chunk_size=BATCH):
        digest.update(position.to_bytes(8, "big") + bytes(link))
        count += 1
    return digest.digest(), count


def hash_of(row: DayDigest) -> bytes:
    """Give the hash of a seal from everything that it says and the seal before it."""
    said = {
        "day": row.day.isoformat(),
        "at": row.at,
        "after": row.after,
        "upto": row.upto,
        "events": row.events,
        "digest": bytes(row.digest).hex(),
    }
    return chain.link(bytes(row.prev), chain.canonical(said))


def broken_seals() -> Iterator[Breach]:
    """Give what is wrong with the seals: one that was changed or taken away, and events that no longer are what was sealed."""
    ring = keys.ring()
    prev, after = FIRST, 0
    for row in DayDigest.objects.order_by("id"):
        sound = bytes(row.prev) == prev and row.after == after and hash_of(row) == bytes(row.hash)
        if not sound or not hmac.compare_digest(ring.mark(FOR_SEALS, bytes(row.hash)), bytes(row.mac)):
            yield _breach("seal.changed", row, "封存记录本身被改动过。", "The seal itself was changed.")
            return
        digest, count = digest_of(row.after, row.upto)
        if digest != bytes(row.digest):
            said = (f"封存时有 {row.events} 条留痕，现在是 {count} 条。", f"It was sealed with {row.events} events; now there are {count}.")
            if count == row.events:
                said = ("封存过的留痕被换掉了。", "Events that were sealed were exchanged.")
            yield _breach("seal.events", row, *said)
        prev, after = bytes(row.hash), row.upto
    known = {bytes(h).hex() for h in DayDigest.objects.values_list("hash", flat=True)}
    for line in written_down():
        if line and line[-1] not in known:
            what = Words(
                f"{line[0]} 的封存记录不在数据库里：数据库缺了一段，或者恢复的是更早的备份。",
                f"The seal of {line[0]} is not in the database: a part of it is gone, or an older backup was restored.",
            )
            yield Breach("", None, "seal.gone", what)
            return


def written_down() -> list[list[str]]:
    """Give the seals that were written beside the database, as lists of words; the last word is the hash."""
    try:
        return [line.split() for line in Path(settings.ZOUTONG_SEALS).read_text(encoding="ascii").splitlines() if line.strip()]
    except FileNotFoundError:
        return []


def _write_down(row: DayDigest) -> None:
    """Write a seal into the file beside the database; one line is written whole or not at all."""
    path = Path(settings.ZOUTONG_SEALS)
    path.parent.mkdir(parents=True, exist_ok=True)
    line = f"{row.day.isoformat()} {row.upto} {row.events} {bytes(row.hash).hex()}\n"
    door = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(door, line.encode())
        os.fsync(door)
    finally:
        os.close(door)


def _breach(code: str, row: DayDigest, zh: str, en: str) -> Breach:
    return Breach("", None, code, Words(f"{row.day} 第 {row.id} 号封存：{zh}", f"Seal {row.id} of {row.day}: {en}"))
