"""Knows the demo's items: what an earlier role swap and the walks of a published report found, each with its source; nothing is added to them."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from zoutong.improve import Evidence, Mover
from zoutong.improve.candidate import Candidate
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web import clock
from zoutong.web.ledger import store
from zoutong.web.ledger.models import CandidateRow
from zoutong.web.people.models import Post

FILE = Path(__file__).with_name("seed.csv")
DUE_DAYS = 30


def make_items() -> int:
    """Make the demo's items where they are missing and give how many were made; Fault where real people are served.

    A fix that the source tells brings an item to "rectified, to be walked again" and no further: nobody has measured or walked again.
    """
    if settings.PRODUCTION:
        raise Fault(
            "item.demo",
            Words("正式运行不能建立演示台账。", "Demo items are never made where real people are served."),
            cure=Words("去掉 ZOUTONG_PRODUCTION。", "Unset ZOUTONG_PRODUCTION."),
        )
    made = 0
    with FILE.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            candidate = _candidate(row)
            if store.suggest(candidate):
                _carry(candidate, row)
                made += 1
    return made


def _candidate(row: dict[str, str]) -> Candidate:
    said = (Evidence("quote", row["quote"]),) if row["quote"] else ()
    evidence = (*said, Evidence("link", f"{row['source_words']} {row['link']}"))
    return Candidate("seed", "", "leader", "", "", row["kind"], row["cause"], evidence, row["title_zh"], row["title_en"], row["key"])


def _carry(candidate: Candidate, row: dict[str, str]) -> None:
    """Take an item as far as its source goes."""
    head, doer = _mover("supervisor"), _mover("receptionist")
    number = store.register(candidate, head, {"harmed": row["harmed"]}, demo=True).number
    CandidateRow.objects.filter(key=candidate.key).update(outcome="item", number=number, by=head.id)
    if not row["kind"]:
        return
    store.move(number, "judge", head, {"kind": row["kind"], "cause": row["cause"]})
    if not row["measure_zh"]:
        return
    due = (clock.today() + timedelta(days=DUE_DAYS)).isoformat()
    store.move(number, "assign", head, {"lead": row["lead"], "support": [doer.unit], "due": due})
    store.move(number, "accept", doer)
    store.move(number, "progress", doer, {"note": row["measure_zh"]})
    store.move(number, "finish", doer, {"measure_now": row["measure_zh"]})
    words = {
        "zh": f"{row['title_zh']}。已整改：{row['measure_zh']}。还没有复走。",
        "en": f"{row['title_en']}. Rectified; not yet walked again.",
    }
    store.move(number, "publish", head, words)


def _mover(role: str) -> Mover:
    post = Post.objects.filter(role=role, account__demo=True).select_related("unit").order_by("pk").first()
    return Mover(str(post.account_id), role, post.unit.code) if post is not None else Mover("system", role, "window")
