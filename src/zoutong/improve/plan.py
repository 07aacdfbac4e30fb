"""Knows a special work plan (专项工作方案): tasks made of items, a consultation of at least thirty days, and an answer to everything said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zoutong.improve.candidate import Candidate
from zoutong.improve.item import Evidence
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

CONSULT_DAYS = 30
"""The shortest consultation: 优化营商环境条例 art. 62."""
ANSWERS = ("adopted", "partly", "declined")
STATES = ("draft", "consulting", "settled")


@dataclass(frozen=True, slots=True)
class Task:
    """One task: what, who leads and helps, by when, what comes out of it, and the items that it mends."""

    what: str
    lead: str = ""
    support: str = ""
    due: str = ""
    outcome: str = ""
    items: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a group said in the consultation, and the answer: adopted, partly or declined ("" for none yet), with its reason."""

    group: str
    text: str
    answer: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A special work plan; ``items`` are the numbers of the ledger that it stands on."""

    title: str
    items: tuple[str, ...] = ()
    basis: str = ""
    goals: str = ""
    tasks: tuple[Task, ...] = ()
    opens: date | None = None
    closes: date | None = None
    opinions: tuple[Opinion, ...] = ()
    settled: date | None = None

    @property
    def state(self) -> str:
        """Give ``draft``, ``consulting`` or ``settled``."""
        return "settled" if self.settled else "consulting" if self.opens else "draft"

    def to_json(self) -> dict[str, object]:
        """Give it as plain JSON."""
        days = {n: d.isoformat() if (d := getattr(self, n)) else None for n in ("opens", "closes", "settled")}
        tasks = [{n: getattr(t, n) for n in Task.__slots__} for t in self.tasks]
        opinions = [{n: getattr(o, n) for n in Opinion.__slots__} for o in self.opinions]
        plain = {"title": self.title, "items": list(self.items), "basis": self.basis, "goals": self.goals}
        return {**plain, **days, "tasks": tasks, "opinions": opinions}

    @classmethod
    def from_json(cls, plain: Mapping[str, object]) -> Plan:
        """Read what ``to_json`` wrote."""
        days = {n: date.fromisoformat(str(plain[n])) if plain.get(n) else None for n in ("opens", "closes", "settled")}
        tasks = tuple(Task(**t) for t in plain["tasks"])  # type: ignore[attr-defined]
        opinions = tuple(Opinion(**o) for o in plain["opinions"])  # type: ignore[attr-defined]
        items: tuple[str, ...] = tuple(plain["items"])  # type: ignore[arg-type]
        return cls(str(plain["title"]), items, str(plain["basis"]), str(plain["goals"]), tasks, opinions=opinions, **days)


def _refuse(code: str, zh: str, en: str, cure_zh: str, cure_en: str) -> Fault:
    return Fault(f"plan.{code}", Words(zh, en), cure=Words(cure_zh, cure_en))


def add_task(plan: Plan, task: Task) -> Plan:
    """Add a task; Fault ``plan.settled`` or ``plan.task`` when it says nothing."""
    _open(plan)
    if not task.what.strip():
        raise _refuse("task", "任务没有写内容。", "The task says nothing.", "请写一句话。", "Give one sentence.")
    return replace(plan, tasks=(*plan.tasks, task))


def consult(plan: Plan, opens: date, closes: date) -> Plan:
    """Open the consultation; Fault ``plan.short`` when it lasts less than thirty days, ``plan.state`` when it was opened before."""
    _open(plan)
    if plan.opens is not None:
        raise _refuse("state", "已经在征求意见。", "It is being consulted on already.", "请等到截止日。", "Wait until its last day.")
    if (closes - opens).days < CONSULT_DAYS:
        raise _refuse(
            "short",
            f"征求意见不得少于{CONSULT_DAYS}日。",
            f"A consultation lasts at least {CONSULT_DAYS} days.",
            f"截止日最早为{opens + timedelta(days=CONSULT_DAYS)}。",
            f"Its last day is {opens + timedelta(days=CONSULT_DAYS)} at the earliest.",
        )
    return replace(plan, opens=opens, closes=closes)


def hear(plan: Plan, opinion: Opinion, on: date) -> Plan:
    """Add what was said; Fault ``plan.closed`` outside the days of the consultation."""
    _open(plan)
    if plan.opens is None or plan.closes is None or not plan.opens <= on <= plan.closes:
        raise _refuse(
            "closed", "现在不在征求意见期内。", "The consultation is not open now.", "请先开始征求意见。", "Open the consultation first."
        )
    if not opinion.text.strip():
        raise _refuse("opinion", "意见没有写内容。", "The opinion says nothing.", "请写一句话。", "Give one sentence.")
    return replace(plan, opinions=(*plan.opinions, opinion))


def answer(plan: Plan, number: int, said: str, reason: str) -> Plan:
    """Answer an opinion (from 0); Fault ``plan.answer`` for another answer, or when what is not adopted whole has no reason."""
    _open(plan)
    if said not in ANSWERS or not 0 <= number < len(plan.opinions) or (said != "adopted" and not reason.strip()):
        raise _refuse(
            "answer",
            "没有全部采纳的，要写明理由。",
            "What is not adopted whole needs a reason.",
            "请选采纳情况并写理由。",
            "Choose an answer and give the reason.",
        )
    changed = replace(plan.opinions[number], answer=said, reason=reason.strip())
    return replace(plan, opinions=(*plan.opinions[:number], changed, *plan.opinions[number + 1 :]))


def settle(plan: Plan, on: date) -> Plan:
    """Settle the plan; Fault ``plan.early`` before the consultation has ended, ``plan.unanswered`` while an opinion has no answer."""
    _open(plan)
    if plan.closes is None or on <= plan.closes:
        raise _refuse(
            "early", "征求意见还没有结束。", "The consultation has not ended.", "请等截止日过后再定稿。", "Settle it after the last day."
        )
    if any(not o.answer for o in plan.opinions):
        raise _refuse(
            "unanswered", "还有意见没有答复。", "Some opinions have no answer yet.", "请逐条写明采纳情况。", "Answer each of them."
        )
    if not plan.tasks:
        raise _refuse("task", "方案还没有任务。", "The plan has no tasks.", "请先加任务。", "Add a task first.")
    return replace(plan, settled=on)


def _open(plan: Plan) -> None:
    if plan.settled is not None:
        raise _refuse("settled", "方案已经定稿。", "The plan is settled.", "要改请另立方案。", "Begin another plan to change it.")


def candidates(plan: Plan, number: int) -> tuple[Candidate, ...]:
    """Give the tasks of a settled plan as candidates of the ledger: each comes back there once, however often it is asked for."""
    if plan.settled is None:
        return ()
    return tuple(
        Candidate(
            "plan", "", "leader", "", "", "", "", (Evidence("link", f"{plan.title} · {t.outcome or t.what}"),), t.what, t.what,
            f"plan-{number}-{n}",
        )
        for n, t in enumerate(plan.tasks)
    )  # fmt: skip
