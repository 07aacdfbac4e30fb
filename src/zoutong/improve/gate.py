"""Knows what is missing before an item may be closed (销号): a walk again that passed, figures before and after, a second person, the call back."""

from __future__ import annotations

from dataclasses import dataclass

from zoutong.improve.item import Item
from zoutong.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing, by code and in words."""

    code: str
    words: Words


LACKS = {
    "finish": Lack("finish", Words("整改还没有报办结。", "The mending has not been reported as done.")),
    "rewalk": Lack("rewalk", Words("办结之后还没有复走。", "Nobody has walked again since it was reported as done.")),
    "passed": Lack("passed", Words("最近一次复走没有通过。", "The last walk again did not pass.")),
    "before": Lack("before", Words("没有整改前的数据。", "There is no figure from before.")),
    "after": Lack("after", Words("没有整改后的数据。", "There is no figure from after.")),
    "better": Lack("better", Words("整改后的数据没有变好，或与整改前不可比。", "The figure after is not better, or cannot be compared.")),
    "callback": Lack("callback", Words("还没有回访提出人。", "Whoever reported it has not been called back.")),
    "second": Lack("second", Words("销号的人不能是整改的人。", "Whoever mended it may not close it.")),
}


def lacking(item: Item, closer: str = "") -> tuple[Lack, ...]:
    """Name what is still missing before ``closer`` (a code, "" to leave the person open) may close the item; empty when nothing is.

    Only what came after the last report of done counts: a walk and a figure from before the mending prove nothing.
    """
    missing: list[str] = []
    if item.finished is None or item.state not in ("done", "called_back"):
        missing.append("finish")
    proofs = [r for r in item.rewalks if item.finished is not None and r.at >= item.finished and r.walker not in item.doers]
    if not proofs:
        missing.append("rewalk")
    elif not proofs[-1].passed:
        missing.append("passed")
    if item.before is None:
        missing.append("before")
    if item.after is None or item.finished is None or item.after.on < item.finished.date():
        missing.append("after")
    elif item.before is not None and not item.after.better_than(item.before):
        missing.append("better")
    if item.reporter and (item.called_back is None or (item.finished is not None and item.called_back < item.finished)):
        missing.append("callback")
    if closer and closer in item.doers:
        missing.append("second")
    return tuple(LACKS[code] for code in missing)
