"""Knows the sentences with which a walk refuses an act."""

from __future__ import annotations

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.walk.house import rule


class Refusal(Fault):
    """A Fault that also names the rules of the house and the articles on which it stands."""

    def __init__(self, code: str, what: Words, cure: Words | None = None, because: tuple[str, ...] = ()) -> None:
        super().__init__(code, what, cure=cure)
        self.because = because


def refuse(code: str, zh: str, en: str, cure_zh: str = "", cure_en: str = "", because: tuple[str, ...] = ()) -> Refusal:
    """Make a refusal; ``because`` names rules of the house and articles."""
    return Refusal(code, Words(zh, en), Words(cure_zh, cure_en) if cure_zh else None, because)


def no_kind(kind: str) -> Refusal:
    """Refuse an act that does not exist."""
    return refuse(
        "act.kind",
        f"没有“{kind}”这种办理。",
        f"There is no act “{kind}”.",
        "办理的种类见 docs/reference/acts.md。",
        "The acts stand in docs/reference/acts.md.",
    )


def no_token(token: int | None) -> Refusal:
    """Refuse an act on a task that is not open, or that needs one and names none."""
    if token is None:
        return refuse(
            "act.token",
            "没有说明是哪一项任务。",
            "It is not said which task is meant.",
            "请从案卷里打开任务再办理。",
            "Open the task in the case file and act there.",
        )
    return refuse(
        "act.token",
        "这项任务已经不在待办里。",
        "This task is no longer open.",
        "请刷新案卷，看看它到哪一步了。",
        "Reload the case file to see where it stands.",
    )


def wrong_role(kind: str, role: str) -> Refusal:
    """Refuse an act that the table of acts does not give to a role."""
    return refuse(
        "act.role",
        f"岗位“{role}”不能办这件事（{kind}）。",
        f"The role “{role}” may not do this ({kind}).",
        "请转给能办的岗位。",
        "Pass it to a role that may.",
        (rule("table_of_acts"),),
    )


def wrong_unit(kind: str) -> Refusal:
    """Refuse an act on what lies with another unit, role or person."""
    return refuse(
        "act.unit",
        f"这件事不在您的岗位、单位或名下，不能由您办（{kind}）。",
        f"This does not lie with you, your role or your unit, so you cannot do it ({kind}).",
        "需要办理的，请先转办或移送给您。",
        "If it is yours to do, have it assigned or referred to you first.",
        (rule("table_of_acts"),),
    )


def in_hand() -> Refusal:
    """Refuse to work on what somebody else holds."""
    return refuse(
        "act.held",
        "这项任务在别人手里。",
        "This task is in somebody else's hands.",
        "需要您办的，请先接手（转办）。",
        "If you are to do it, take it over first.",
        (rule("in_hand"),),
    )


def closed() -> Refusal:
    """Refuse to go on with a walk that has ended."""
    return refuse(
        "act.closed",
        "这件事已经结束，不能再办。",
        "This walk has ended; nothing more can be done on it.",
        "还有诉求的，请新登记一件，原来的材料可以沿用。",
        "If there is another claim, open a new one; the papers can be used again.",
    )


def not_begun() -> Refusal:
    """Refuse anything but the start."""
    return refuse("act.not_begun", "这件事还没有登记。", "This walk has not begun.", "请先登记。", "Start it first.")


def begun() -> Refusal:
    """Refuse to start twice."""
    return refuse("act.begun", "这件事已经登记过了。", "This walk has begun already.", "请直接办理下一步。", "Go on with the next step.")


def suspended() -> Refusal:
    """Refuse to work on what is suspended."""
    return refuse(
        "act.suspended",
        "已经挂起，恢复之前不能办理。",
        "It is suspended; nothing is done until it is resumed.",
        "请先恢复。",
        "Resume it first.",
    )


def no_reason(kind: str, why: str = "reason") -> Refusal:
    """Refuse an act that needs a reason and has none, or one that is not listed for it."""
    return refuse(
        "act.reason",
        f"没有选理由，或者所选的理由不适用于这种办理（{kind}）。",
        f"No reason was chosen, or the one chosen is not listed for this act ({kind}).",
        "请从理由清单里选一条。",
        "Choose one from the list of reasons.",
        (rule(why),),
    )


def repeated(key: str, seq: int) -> Repeated:
    """Refuse to do again what bears the same key."""
    return Repeated(key, seq)


class Repeated(Refusal):
    """The act with this key was done already; ``seq`` is the number of its first event, and the answer to it still stands."""

    def __init__(self, key: str, seq: int) -> None:
        super().__init__(
            "act.repeated",
            Words("这件事已经办过，没有再办一遍。", "This was done already and was not done again."),
            Words("不用再点，刷新就能看到结果。", "There is no need to try again; reload to see the outcome."),
        )
        self.key = key
        self.seq = seq


def other_version(walk: str, course: str) -> Refusal:
    """Refuse a walk that belongs to another version of the pack than the course."""
    return refuse(
        "act.version",
        f"这件事按内容包 {walk} 版办理，手里的是 {course} 版。",
        f"This walk belongs to version {walk} of the pack; this is version {course}.",
        "请用它自己的版本，或者先把它迁到新版。",
        "Use its own version, or move it to the new one first.",
    )
