"""Knows the moves of an item: who may make which in which state, what each needs, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from zoutong.improve.gate import lacking
from zoutong.improve.item import KINDS, Evidence, Item, Measure, Rewalk, State
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

OFFICE = ("supervisor", "leader")
"""Who keeps the ledger: 局办公室(督办) and the heads."""
ANY: tuple[str, ...] = ()
OPEN: tuple[State, ...] = ("registered", "judged", "assigned", "accepted", "rectifying", "done", "called_back", "returned")
WORKING: tuple[State, ...] = ("accepted", "rectifying", "returned")
REPLY = timedelta(days=14)
"""Ten working days in calendar days where no day falls out: staff may answer for so long after an item is assigned to them."""


@dataclass(frozen=True, slots=True)
class Mover:
    """Who moves an item: a code for the person, her role, her unit."""

    id: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class Move:
    """One thing done to an item: its kind, by whom, when; ``data`` holds what it needs, ``reason`` free words of an office kind."""

    kind: str
    who: Mover
    at: datetime
    data: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """From which states, by whom (``office``: who keeps the ledger; ``doers``: people of the leading and helping units) and with what."""

    states: tuple[State, ...]
    who: str
    needs: tuple[str, ...] = ()
    has_reason: bool = False


MOVES: Mapping[str, Rule] = MappingProxyType(
    {
        "register": Rule((), "any", ("title", "process", "source")),
        "judge": Rule(("registered", "judged"), "office", ("kind", "cause")),
        "assign": Rule(("judged", "assigned", "returned"), "office", ("lead", "leader", "due")),
        "accept": Rule(("assigned",), "doers"),
        "reply": Rule(OPEN, "doers", has_reason=True),
        "progress": Rule(WORKING, "doers"),
        "extend": Rule(("assigned", *WORKING), "office", ("due",), has_reason=True),
        "escalate": Rule(("judged", "assigned", *WORKING), "both", has_reason=True),
        "finish": Rule(WORKING, "doers", ("measure_now",)),
        "evidence": Rule((*OPEN, "parked"), "any", ("kind", "ref")),
        "before": Rule(OPEN, "office", ("measure",)),
        "after": Rule(("done", "called_back"), "office", ("measure",)),
        "rewalk": Rule(("done", "called_back"), "office", ("walk", "walker", "passed")),
        "callback": Rule(("done", "called_back"), "office"),
        "return": Rule(("done", "called_back"), "office", has_reason=True),
        "close": Rule(("done", "called_back"), "office"),
        "reopen": Rule(("closed", "declined"), "office", has_reason=True),
        "park": Rule(OPEN, "office", has_reason=True),
        "resume": Rule(("parked",), "office"),
        "decline": Rule(("registered", "judged", "assigned", "returned"), "leader", has_reason=True),
        "merge": Rule(("registered", "judged", "assigned"), "office", ("into",)),
        "chase": Rule(("assigned", *WORKING), "office"),
        "publish": Rule((*OPEN, "closed", "parked", "declined"), "office", ("found",)),
        "withhold": Rule((*OPEN, "closed", "parked", "declined"), "office"),
    }
)
"""Every move; the first, register, makes the item."""


def refusal(item: Item, move: Move) -> Fault | None:
    """Say why a move may not be made now, None when it may. Codes: ``item.move|state|role|reason|needs|second|gate|value``."""
    rule = MOVES.get(move.kind)
    if rule is None:
        return _no("item.move", "没有这一步。", "There is no such move.")
    if (move.kind == "register" and item.seq) or (move.kind != "register" and not item.seq):
        return _no("item.state", "这一项已经登记过，或还没有登记。", "The item is registered already, or not yet.")
    if move.kind != "register" and item.state not in rule.states:
        return _no("item.state", "这一项现在的状态不能做这一步。", "The item is in a state in which this cannot be done.")
    if not _is_one_of(rule.who, item, move.who):
        return _no("item.role", "您的岗位或科室不能做这一步。", "Your role or unit may not do this.")
    if rule.has_reason and not move.reason.strip():
        return _no("item.reason", "请写明理由。", "Please say why.")
    missing = [name for name in rule.needs if move.data.get(name) in (None, "", ())]
    if missing:
        return _no("item.needs", f"还缺：{'、'.join(missing)}。", f"Still needed: {', '.join(missing)}.")
    return _own(item, move)


def _own(item: Item, move: Move) -> Fault | None:
    """Check what one kind of move asks beyond the table."""
    if move.kind == "judge" and move.data["kind"] not in KINDS:
        return _no("item.value", "类别只有堵点、痛点、难点、盲点。", "The kind is one of stuck, pain, hard, blind.")
    if move.kind == "merge" and move.data["into"] == item.number:
        return _no("item.value", "不能并入自己。", "An item cannot be merged into itself.")
    if move.kind == "rewalk" and (move.data["walker"] in item.doers or move.who.id in item.doers):
        return _no("item.second", "整改的人不能自己复走。", "Whoever mended it may not walk again to prove it.")
    if move.kind in ("close", "callback", "after") and move.who.id in item.doers:
        return _no("item.second", "整改的人不能自己核实或销号。", "Whoever mended it may not verify or close it.")
    if move.kind == "close" and (missing := lacking(item, move.who.id)):
        return _no(
            "item.gate",
            "还不能销号：" + "".join(m.words.zh for m in missing),
            "It cannot be closed yet: " + " ".join(m.words.en for m in missing),
        )
    if move.kind == "chase" and item.due is None:
        return _no("item.value", "没有时限，无从督办。", "There is no day to hold anybody to.")
    return None


def _no(code: str, zh: str, en: str) -> Fault:
    return Fault(code, Words(zh, en))


def _is_one_of(who: str, item: Item, mover: Mover) -> bool:
    doer = bool(mover.unit) and (mover.unit == item.lead or mover.unit in item.support)
    match who:
        case "any":
            return bool(mover.id)
        case "office":
            return mover.role in OFFICE
        case "leader":
            return mover.role == "leader"
        case "doers":
            return doer
    return doer or mover.role in OFFICE


def perform(item: Item, move: Move) -> Item:
    """Make a move and give the item after it; Fault when it may not be made. Pure: the same moves give the same item, always."""
    if wrong := refusal(item, move):
        raise wrong
    changed = CHANGES[move.kind](item, move)
    return replace(changed, seq=item.seq + 1)


def rebuild(number: str, moves: Iterable[Move]) -> Item:
    """Give the item to which its moves lead."""
    item = Item(number)
    for move in moves:
        item = perform(item, move)
    return item


def allowed(item: Item, who: Mover, at: datetime) -> tuple[str, ...]:
    """Name the moves that somebody may make now, were the form filled in; ``close`` only when nothing is missing."""
    found = []
    for kind, rule in MOVES.items():
        if kind == "register" or item.state not in rule.states or not _is_one_of(rule.who, item, who):
            continue
        if kind in ("close", "callback", "after", "rewalk") and who.id in item.doers:
            continue
        if (kind == "close" and lacking(item, who.id)) or (
            kind == "chase" and (item.due is None or item.due > at.date() + timedelta(days=5))
        ):
            continue
        found.append(kind)
    return tuple(found)


def _register(item: Item, move: Move) -> Item:
    d = move.data
    return replace(
        item,
        title=str(d["title"]),
        what="need" if d.get("what") == "need" else "blockage",
        kind=str(d.get("kind", "")),
        cause=str(d.get("cause", "")),
        process=str(d["process"]),
        step=str(d.get("step", "")),
        source=str(d["source"]),
        walks=_texts(d.get("walks")),
        evidence=tuple(Evidence(**e) for e in d.get("evidence", ())),  # type: ignore[attr-defined]
        harmed=str(d.get("harmed", "")),
        cases=int(str(d.get("cases", 0))),
        severity=int(str(d.get("severity", 0))),
        reporter=str(d.get("reporter", "")),
        recurrence_of=str(d.get("recurrence_of", "")),
        plan=str(d.get("plan", "")),
        demo=bool(d.get("demo", False)),
        registered=move.at,
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, (list, tuple)) else ()


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _judge(item: Item, move: Move) -> Item:
    d = move.data
    return replace(
        item,
        state="judged",
        kind=str(d["kind"]),
        cause=str(d["cause"]),
        severity=int(str(d.get("severity", item.severity))),
        harmed=str(d.get("harmed", item.harmed)),
    )


def _assign(item: Item, move: Move) -> Item:
    d = move.data
    return replace(
        item,
        state="assigned",
        lead=str(d["lead"]),
        support=_texts(d.get("support")),
        leader=str(d["leader"]),
        due=_day(d["due"]),
        measure_now=str(d.get("measure_now", item.measure_now)),
        measure_lasting=str(d.get("measure_lasting", item.measure_lasting)),
        reply_until=move.at.date() + REPLY,
    )


def _work(item: Item, move: Move) -> Item:
    d = move.data
    return replace(
        item,
        state="accepted" if move.kind == "accept" else "rectifying",
        doers=item.doers | {move.who.id},
        measure_now=str(d.get("measure_now", item.measure_now)),
        measure_lasting=str(d.get("measure_lasting", item.measure_lasting)),
    )


def _finish(item: Item, move: Move) -> Item:
    return replace(_work(item, move), state="done", finished=move.at, after=None)


def _measured(raw: object) -> Measure:
    if not isinstance(raw, Mapping):
        raise TypeError(raw)
    return Measure(
        str(raw["name"]),
        str(raw["unit"]),
        float(raw["value"]),
        _day(raw["on"]),
        int(raw.get("walks", 0)),
        less=raw.get("less") is not False,
    )


def _measure(item: Item, move: Move) -> Item:
    raw = move.data["measure"]
    measure = raw if isinstance(raw, Measure) else _measured(raw)
    return replace(item, before=measure) if move.kind == "before" else replace(item, after=measure, verifier=move.who.id)


def _rewalk(item: Item, move: Move) -> Item:
    again = Rewalk(str(move.data["walk"]), str(move.data["walker"]), move.data["passed"] is True, move.at)
    after = replace(item, rewalks=(*item.rewalks, again), verifier=move.who.id)
    # A walk that did not pass sends it back to the people who mend, without anybody having to say so.
    return after if again.passed else replace(after, state="returned")


def _park(item: Item, move: Move) -> Item:
    return replace(item, state="parked", before_parking=item.state) if move.kind == "park" else replace(item, state=item.before_parking)


def _reopen(item: Item, _: Move) -> Item:
    return replace(
        item,
        state="judged" if not item.lead else "returned",
        finished=None,
        closed=None,
        after=None,
        called_back=None,
        reopened=item.reopened + 1,
    )


def _publish(item: Item, move: Move) -> Item:
    if move.kind == "withhold":
        return replace(item, published=None)
    return replace(item, published=move.at, public_found=str(move.data["found"]), public_changed=str(move.data.get("changed", "")))


def _evidence(item: Item, move: Move) -> Item:
    d = move.data
    new = Evidence(str(d["kind"]), str(d["ref"]), str(d.get("walk", "")), int(str(d.get("seq", 0))))  # type: ignore[arg-type]
    return replace(item, evidence=(*item.evidence, new))


def _same(item: Item, _: Move) -> Item:
    return item


def _escalate(item: Item, _: Move) -> Item:
    return replace(item, level=item.level + 1)


def _return(item: Item, _: Move) -> Item:
    return replace(item, state="returned")


CHANGES: Mapping[str, Callable[[Item, Move], Item]] = MappingProxyType(
    {
        "register": _register,
        "judge": _judge,
        "assign": _assign,
        "accept": _work,
        "progress": _work,
        "finish": _finish,
        "reply": _same,
        "chase": _same,
        "extend": lambda item, move: replace(item, due=_day(move.data["due"]), extended=item.extended + 1),
        "escalate": _escalate,
        "evidence": _evidence,
        "before": _measure,
        "after": _measure,
        "rewalk": _rewalk,
        "callback": lambda item, move: replace(item, state="called_back", called_back=move.at),
        "return": _return,
        "close": lambda item, move: replace(item, state="closed", closed=move.at, verifier=move.who.id),
        "reopen": _reopen,
        "park": _park,
        "resume": _park,
        "decline": lambda item, move: replace(item, state="declined", closed=move.at),
        "merge": lambda item, move: replace(item, state="merged", merged_into=str(move.data["into"])),
        "publish": _publish,
        "withhold": _publish,
    }
)
