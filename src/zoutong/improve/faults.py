"""Knows in which sentences a move of the ledger is refused."""

from __future__ import annotations

from collections.abc import Sequence

from zoutong.improve.item import Item, Lack
from zoutong.improve.moves import Move
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

SENTENCES = {
    "kind": (Words("没有这种操作。", "There is no such move."), Words("请从事项页上的按钮里选。", "Choose one from the item's page.")),
    "state": (
        Words("事项现在的状态不能这样办。", "The item cannot be moved like this in its present state."),
        Words("请刷新页面，看现在能办什么。", "Reload the page to see what can be done now."),
    ),
    "role": (
        Words("这一步不归您的岗位或单位办。", "This step belongs to another role or unit."),
        Words("请交给牵头单位或督办岗。", "Leave it to the lead unit or the supervisor."),
    ),
    "reason": (Words("这一步要写理由。", "This step needs a reason."), Words("请写一句话说明。", "Please give one sentence.")),
    "time": (Words("时间没有时区。", "The moment has no time zone."), Words("请给出带时区的时间。", "Give a moment with a time zone.")),
    "data": (
        Words("有一栏没有填，或者填得不对。", "A field is empty or cannot be read."),
        Words("请改这一栏再提交。", "Please mend the field and send it again."),
    ),
    "events": (
        Words("事项的留痕不完整。", "The events of the item are not complete."),
        Words("请运行 zoutong verify 核对。", "Run zoutong verify to check the store."),
    ),
    "lacking": (Words("还不能销号：", "It cannot be closed yet:"), Words("补齐以后再销号。", "Close it once nothing is missing.")),
}


def fault(code: str, item: Item | None, wanted: Move | None, lacks: Sequence[Lack] = (), field: str = "") -> Fault:
    """Make the Fault ``item.<code>``; for ``lacking`` it names what is missing, for ``data`` the field is its ``file``."""
    del item, wanted
    what, cure = SENTENCES[code]
    if lacks:
        what = Words(what.zh + "".join(k.words.zh for k in lacks), " ".join([what.en, *(k.words.en for k in lacks)]))
    if field:
        what = Words(f"{what.zh[:-1]}（{field}）。", f"{what.en[:-1]} ({field}).")
    return Fault(f"item.{code}", what, cure=cure)
