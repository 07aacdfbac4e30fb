"""Knows what acts are called in a sentence about who was faster, and the sentences of the store itself."""

from __future__ import annotations

from collections.abc import Sequence

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.walk import Course, Event
from zoutong.web import clock

DONE = {
    "start": Words("登记了这件事", "registered the case"),
    "claim": Words("领走了这一步", "took this step"),
    "answer": Words("改了资料", "changed what is known"),
    "complete": Words("办完了这一步", "finished this step"),
    "send_back": Words("把它退回了前面的环节", "sent it back to an earlier step"),
    "refer": Words("把它移送了", "referred it"),
    "add_signer": Words("加了会签人", "added a signer"),
    "sign": Words("签了意见", "signed"),
    "take_over": Words("接手了这一步", "took this step over"),
    "assign": Words("把它转给了别人", "handed it to somebody else"),
    "suspend": Words("中止了它", "suspended it"),
    "resume": Words("恢复了它", "resumed it"),
    "withdraw": Words("撤回了它", "withdrew it"),
    "decline": Words("作了不予受理的决定", "declined it"),
    "note": Words("写了一条记录", "wrote a note"),
    "rate": Words("作了评价", "rated it"),
    "notice": Words("发了一次性告知", "sent the one-time notice"),
    "supplement": Words("收了补正的材料", "took in the papers that were lacking"),
    "chase": Words("督办了它", "chased it"),
    "extend": Words("延长了期限", "extended the term"),
    "contact": Words("联系了申请人", "got in touch with the applicant"),
    "message": Words("收到了外面的消息", "took in a message from outside"),
    "tick": Words("期限到了，系统作了处理", "the clock ran out and the system went on"),
    "restart": Words("从前面的记录重新开始了", "restarted it from an earlier event"),
}
QUIET = frozenset(("look",))
"""Acts that leave a case as it was."""


def conflict(course: Course, meanwhile: Sequence[Event], token: int | None, cause: Fault) -> Fault:
    """Tell the loser of a race in one sentence who did what meanwhile, the act on the same task if there was one."""
    acts = [e for e in meanwhile if "act" in e.data and e.phase != "refused" and e.act not in QUIET]
    same = [e for e in acts if e.token == token]
    telling = (same or acts)[-1] if acts else meanwhile[-1]
    at = clock.moment(clock.micros(telling.at)).strftime("%H:%M")
    role = course.pack.roles.get(telling.role)
    done = DONE.get(telling.act, Words("动过它", "changed it"))
    who = Words(f"{role.title.zh}（{telling.actor}）", f"{role.title.en} ({telling.actor})") if role else Words(telling.actor, telling.actor)
    return Fault(
        "case.conflict",
        Words(f"{who.zh}在{at}已经{done.zh}，您这一步没有做。", f"At {at} {who.en} {done.en}; your act was not done."),
        cure=Words(f"请看一下现在的情况再办。{cause.what.zh}", f"Look at it as it stands now. {cause.what.en}"),
    )


def rewritten() -> Fault:
    """Say that what an act stands on was written anew by somebody else meanwhile."""
    return Fault(
        "case.conflict",
        Words("别人刚改了这件事的资料，您这一步没有做。", "Somebody has just changed what is known in this case; your act was not done."),
        cure=Words("请看一下改过的内容再办。", "Look at it as it stands now, then do it again."),
    )


def absent(case_id: str) -> Fault:
    """Say that there is no such case."""
    return Fault(
        "case.absent",
        Words(f"没有编号是“{case_id[:40]}”的事项。", f"There is no case with the number “{case_id[:40]}”."),
        cure=Words("请核对编号，或者用姓名查。", "Check the number, or search by name."),
    )


def busy() -> Fault:
    """Say that the database did not get round to it; nothing was written."""
    return Fault(
        "case.busy",
        Words("现在办的人太多，这一步没有存上。", "Too many people are at work just now; this was not saved."),
        cure=Words("请过几秒再点一次，不会重复。", "Try again in a few seconds; it will not be done twice."),
    )


def used_key() -> Fault:
    """Say that a key already stands for another act."""
    return Fault(
        "case.key",
        Words("这张表单已经用过，做的是另一件事。", "This form was used before, for something else."),
        cure=Words("请刷新页面再办。", "Load the page again."),
    )
