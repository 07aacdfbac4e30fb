"""Knows what must reach a person of her case, how far each of it has come, and how staff record that they handed it over (送达)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.walk import Act, Actor
from zoutong.web import clock
from zoutong.web.cases.acting import act
from zoutong.web.cases.models import Outbox
from zoutong.web.cases.words import absent

WAYS = ("person", "post", "electronic")
"""How a document is handed over: in person, by post, electronically."""

Standing = Literal["waiting", "laid", "failed", "unneeded", "handed"]


@dataclass(frozen=True, slots=True)
class Sending:
    """One thing to be sent: a document or an event by its name, since when, and how far it has come.

    ``waiting`` for the worker; ``laid`` out for the message service; ``failed`` with ``trouble``, to be tried again;
    ``unneeded``, because the person was erased; ``handed`` over by somebody, ``on`` a day, ``how``.
    """

    id: int
    kind: str
    since: datetime
    standing: Standing
    at: datetime | None
    trouble: str
    on: date | None
    how: str


def sendings(case_id: str) -> Sequence[Sending]:
    """Give what a case has to send, the newest first."""
    rows = Outbox.every.filter(run__walk=case_id).order_by("-id")
    return tuple(
        Sending(
            r.id,
            r.kind,
            clock.moment(r.due),
            _standing(r),
            clock.moment(r.sent_at) if r.sent_at else None,
            r.trouble,
            r.handed_on,
            r.handed_how,
        )
        for r in rows
    )


def _standing(row: Outbox) -> Standing:
    if row.handed_on is not None:
        return "handed"
    if row.sent_at is not None:
        return "unneeded" if row.trouble else "laid"
    return "failed" if row.trouble else "waiting"


def hand_over(case_id: str, actor: Actor, sending: int, how: str, on: date, note: str, key: str = "") -> None:
    """Record that a document was handed over; ``note`` is the sentence of the case's notes. Faults of ``act`` and ``sending.…``.

    The act is the house's own ``note``: whoever may write a note on the case may say so. It comes first, and a repeated key does
    it once; should the process die before the row is written, pressing again finishes it.
    """
    row = Outbox.every.filter(id=sending, run__walk=case_id).select_related("run").first()
    if row is None:
        raise absent(case_id)
    if how not in WAYS or on > clock.today() or on < clock.moment(row.due).date():
        raise Fault(
            "sending.day",
            Words(
                "送达日期不能早于文书作出的那天，也不能晚于今天。",
                "The day of handing over lies between the day of the document and today.",
            ),
            cure=Words("请选送达方式，写上送达日期。", "Choose how it was handed over and give the day."),
        )
    if row.handed_on is not None:
        raise Fault(
            "sending.twice",
            Words("这份文书已经登记过送达。", "The handing over of this document is recorded already."),
            cure=Words("写错了的，请在案件里写备注说明。", "If it is wrong, say so in a note on the case."),
        )
    act(case_id, Act("note", actor, key), dossier_change={"note": note})
    Outbox.every.filter(id=row.id, handed_on=None).update(handed_on=on, handed_how=how)
