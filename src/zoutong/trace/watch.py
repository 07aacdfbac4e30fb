"""Knows how a trace is judged while it grows: what is remembered of a walk, what is still owed, and the breaches of each new event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from zoutong.trace.checks import CHECKS
from zoutong.trace.event import TraceEvent
from zoutong.trace.rules import Rules
from zoutong.trace.seen import Found, Owed, Seen


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a trace broke: where, when, and the numbers of the events that show it. A candidate for a blockage, no verdict."""

    rule: str
    walk: str
    mode: str
    step: str
    seq: int
    at: datetime
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """What is remembered of one walk between two events; small, whatever the length of the walk.

    ``counts`` are by rule and subject (``one_notice inspection``), ``firsts`` the numbers of the events that were counted,
    ``owed`` what must still happen, ``marks`` codes that a check has to know again (claims, papers told, what was explained).
    """

    opened: date | None = None
    firsts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    owed: tuple[Owed, ...] = ()
    marks: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    """Rule and subject of what was told already: it is told once."""

    def to_json(self) -> dict[str, object]:
        """Give it as a plain JSON object."""
        return {
            "opened": self.opened.isoformat() if self.opened else None,
            "firsts": {name: list(seqs) for name, seqs in self.firsts.items()},
            "owed": [[o.rule, o.about, o.step, o.seq, o.due.isoformat() if o.due else None] for o in self.owed],
            "marks": sorted(self.marks),
            "broken": sorted(self.broken),
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, object]) -> Watch:
        """Read it from the object that ``to_json`` gave."""
        opened, owed, firsts = plain["opened"], plain["owed"], plain["firsts"]
        assert isinstance(owed, list)  # noqa: S101 - we wrote it
        assert isinstance(firsts, Mapping)  # noqa: S101 - likewise
        return cls(
            date.fromisoformat(str(opened)) if opened else None,
            {str(name): tuple(seqs) for name, seqs in firsts.items()},
            tuple(Owed(rule, about, step, seq, date.fromisoformat(due) if due else None) for rule, about, step, seq, due in owed),
            frozenset(plain["marks"]),  # type: ignore[call-overload]
            frozenset(plain["broken"]),  # type: ignore[call-overload]
        )


NEW = Watch()


@cache
def heard(rules: Rules) -> Mapping[str, tuple[int, ...]]:
    """Give by phase the places of the rules that listen to it; the other events of a trace cost nothing."""
    found: dict[str, tuple[int, ...]] = {"started": ()}
    for place, rule in enumerate(rules.rules):
        for phase in CHECKS[rule.check].phases:
            found[phase] = (*found.get(phase, ()), place)
    return found


def judge(rules: Rules, watch: Watch, event: TraceEvent) -> tuple[Watch, tuple[Breach, ...]]:
    """Judge the next event of a walk: the watch after it, and what it breaks or shows to have been broken.

    Pure; the order is that of the events. What is owed by a day is broken by the first event after that day: a walk in which
    nothing happens any more says nothing, which is why the store lets time pass by itself.
    """
    late = [o for o in watch.owed if (event.at.date() > o.due if o.due else "act" in event.data and event.seq != o.seq)]
    places = heard(rules).get(event.phase)
    if places is None and not late:
        return watch, ()
    seen = Seen(watch.opened, dict(watch.firsts), list(watch.owed), set(watch.marks), rules)
    if event.phase == "started" and seen.opened is None:
        seen.opened = event.at.date()
    found: list[Found] = []
    for owed in late:
        seen.owed.remove(owed)
        found.append(Found(owed.rule, owed.about, owed.step, (owed.seq, event.seq)))
    for place in places or ():
        rule = rules.rules[place]
        found += CHECKS[rule.check].look(rule, seen, event)
    fresh = {f"{f.rule} {f.about}": f for f in reversed(found) if f"{f.rule} {f.about}" not in watch.broken}
    after = Watch(seen.opened, seen.firsts, tuple(seen.owed), frozenset(seen.marks), watch.broken | fresh.keys())
    told = tuple(Breach(f.rule, event.walk, event.mode, f.step, event.seq, event.at, f.evidence) for f in reversed(fresh.values()))
    return (watch if after == watch else after), told
