"""Knows what begins a time limit anew (中断) or holds it up (中止), and whether it can be proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zoutong.intake.figures import day_of
from zoutong.kernel.clock import Clock, Due
from zoutong.kernel.facts import Facts
from zoutong.kernel.words import Words

SUSPENSIONS = frozenset({"suspension", "force_majeure", "incapacity"})
# Steps that went to a body which can help: each of them is an interruption on its day (调解仲裁法 第27条第2款).
STEPS = frozenset({"inspection_open", "mediation_open", "inspection_order_unpaid", "mediation_agreement_breached", "refused"})


@dataclass(frozen=True, slots=True)
class Break:
    """One event: its day, for a suspension also its end, and whether it is proven (None: nobody said)."""

    day: date
    kind: str
    until: date | None = None
    proven: bool | None = None


@dataclass(frozen=True, slots=True)
class Interruptions:
    """All events of one matter by day."""

    breaks: tuple[Break, ...] = ()

    @property
    def words(self) -> Words | None:
        """Say that there is an event without proof, because it does not count until there is one."""
        doubtful = [b.day.isoformat() for b in self.breaks if b.proven is False]
        if not doubtful:
            return None
        return Words(
            f"{'、'.join(doubtful)}的催要或者承诺还没有证据，暂不计入；有证据请带来。",
            f"The demand or promise of {', '.join(doubtful)} is not proven and does not count yet; bring proof if you have any.",
        )

    def apply(self, clock: Clock) -> tuple[Due | None, Words | None]:
        """Run a clock through the events; gives its last day and a sentence on what changed it."""
        changed: list[str] = []
        for event in self.breaks:
            if event.proven is False:
                continue
            before = clock
            if event.kind in SUSPENSIONS:
                clock = clock.stop(event.day)
                clock = clock.resume(event.until) if event.until else clock
            else:
                clock = clock.interrupt(event.day)
            if clock != before:
                changed.append(event.day.isoformat())
        if not changed:
            return clock.due(), self.words
        days = ", ".join(changed)
        said = Words(
            f"{'、'.join(changed)}的事由使期限中断或者中止，已计入。",
            f"What happened on {days} interrupted or suspended the limit and is counted in.",
        )
        doubt = self.words
        return clock.due(), said if doubt is None else Words(said.zh + doubt.zh, f"{said.en} {doubt.en}")


def interruptions(facts: Facts) -> Interruptions:
    """Read ``interruptions`` ([{date, type, evidence, until?}]) and the step that was taken before.

    Evidence that is said to be missing makes the event doubtful; evidence nobody spoke of does not.
    """
    found: list[Break] = []
    entries = facts.get("interruptions")
    for entry in entries if isinstance(entries, list | tuple) else ():
        day = day_of(entry.get("date") or entry.get("from")) if isinstance(entry, Mapping) else None
        if day is not None:
            proof = entry.get("evidence")
            proven = None if proof is None else proof not in (False, "", "none", [], "unknown")
            found.append(Break(day, str(entry.get("type") or ""), day_of(entry.get("until") or entry.get("to")), proven))
    step = day_of(facts.get("prior_procedure_date"))
    if step is not None and facts.get("prior_procedure") in STEPS:
        found.append(Break(step, "step"))
    return Interruptions(tuple(sorted(found, key=lambda b: b.day)))
