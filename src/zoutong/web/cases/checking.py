"""Knows how papers that came while the virus scanner was away are shown to it later."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from zoutong.kernel.error import Fault
from zoutong.papers.receive import late_preview, recheck
from zoutong.papers.scan import scanner_at
from zoutong.web.cases.models import PaperRow
from zoutong.web.cases.papers import vault

BATCH = 20


def check_papers(_: datetime) -> int:
    """Show a batch of waiting papers to the scanner; give how many have an answer now, 0 when the scanner is still away.

    Two workers may do the same paper at once: the scan is only done twice, and the row is written by the first.
    """
    scanner, place = scanner_at(settings.ZOUTONG_SCANNER), vault()
    done = 0
    for row in PaperRow.every.filter(state="waiting").order_by("id").iterator(BATCH):
        if done == BATCH:
            break
        try:
            standing, _name = recheck(row.place, place, scanner)
        except Fault:
            # Gone or not to be opened (a key, a disk): it goes on waiting, and the others must not wait for it.
            continue
        if standing == "waiting":
            return done
        done += PaperRow.every.filter(id=row.id, state="waiting").update(state=standing)
        if standing != "infected" and not row.preview:
            _add_preview(row)
    return done


def _add_preview(row: PaperRow) -> None:
    """Give the paper the preview that could not be made before; the one that another worker was quicker with stays."""
    place = vault()
    try:
        preview = late_preview(row.place, row.kind, place)
    except Fault:
        return
    if preview and not PaperRow.every.filter(id=row.id, preview="").update(preview=preview.id):
        place.erase(preview.id)
