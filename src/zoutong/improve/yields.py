"""Knows what walks yielded: what was noted from each seat, what became of it, and which items were closed with proof or came back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zoutong.improve.alike import came_back
from zoutong.improve.item import KINDS, Item
from zoutong.improve.move import lacking

RULES, UNKNOWN = "rules", "unknown"
"""Seats of nobody: what a rule of traces saw, and what nobody knows the seat of."""
FEWEST = 5
"""Fewer notes than this point at whoever made them."""
OUTCOMES = ("confirmed", "merged", "dismissed", "waiting", "unsent")


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk of the period: when it began, and the seats that were taken on it, each once."""

    number: str
    day: date
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that was found on a walk, by somebody from a seat or by a rule (``seat`` is RULES).

    ``kind`` is one of KINDS; ``outcome`` one of OUTCOMES, ``unsent`` before the walk has ended; ``item`` is the number that it was
    confirmed as, "" for none.
    """

    key: str
    walk: str
    seat: str
    kind: str
    outcome: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a walk, a seat, or all. Each figure of all lines of one table together is the figure of the whole.

    ``seats`` counts seats taken, once for each walk; stuck, pain, hard and blind were noted by people, ``ruled`` by rules of traces;
    ``proved`` are items closed with their whole proof (closed alone is not fixed); ``passed`` of ``rewalks`` passed; ``recurring``
    items came back after the same had been closed before.
    """

    code: str
    seats: int = 0
    stuck: int = 0
    pain: int = 0
    hard: int = 0
    blind: int = 0
    ruled: int = 0
    confirmed: int = 0
    merged: int = 0
    dismissed: int = 0
    waiting: int = 0
    unsent: int = 0
    items: int = 0
    assigned: int = 0
    proved: int = 0
    rewalks: int = 0
    passed: int = 0
    recurring: int = 0

    @property
    def noted(self) -> int:
        """Give how many things were found, by people and by rules."""
        return self.stuck + self.pain + self.hard + self.blind + self.ruled


@dataclass(frozen=True, slots=True)
class Yields:
    """What the walks of a period yielded. No line names a person; lines stand by day and by seat, never by figure."""

    walks: int
    whole: Line
    by_walk: tuple[Line, ...]
    by_seat: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Gained:
    """An item with the walk and the seat to which it is credited."""

    walk: str
    seat: str
    item: Item


def yields(walks: Sequence[Walked], noted: Iterable[Noted], items: Iterable[Item], rewalks: Mapping[str, Sequence[bool]]) -> Yields:
    """Add up what some walks yielded; ``noted`` in the order of time, ``rewalks`` says by item whether each walk afterwards passed.

    What became of a finding is counted as it stands now, whenever it happened. An item counts once: with the first finding that it was
    confirmed from, or, where somebody registered it by hand, with the first of these walks that it names, its seat unknown. A merged item
    counts as the one it went into.
    """
    known = {w.number for w in walks}
    found = [n for n in noted if n.walk in known]
    every = {i.number: i for i in items}
    gained = _gained(walks, found, every)
    counted = [i for i in every.values() if i.state != "merged"]

    def line(code: str, seats: int, of: Callable[[Noted | _Gained], bool]) -> Line:
        return _line(code, seats, [n for n in found if of(n)], [g.item for g in gained if of(g)], counted, rewalks)

    def of_walk(one: Walked) -> Line:
        return line(one.number, len(one.seats), lambda x: x.walk == one.number)

    def of_seat(code: str) -> Line:
        return line(code, taken.count(code), lambda x: x.seat == code)

    taken = [seat for w in walks for seat in w.seats]
    codes = sorted({*taken, *(n.seat for n in found), *(g.seat for g in gained)})
    by_day = sorted(walks, key=lambda w: (w.day, w.number))
    return Yields(len(walks), line("", len(taken), lambda _: True), tuple(map(of_walk, by_day)), tuple(map(of_seat, codes)))


def _gained(walks: Sequence[Walked], found: Iterable[Noted], every: Mapping[str, Item]) -> tuple[_Gained, ...]:
    gained: dict[str, _Gained] = {}
    for n in found:
        item = _final(n.item, every) if n.outcome == "confirmed" else None
        if item is not None and item.number not in gained:
            gained[item.number] = _Gained(n.walk, n.seat, item)
    numbers = {w.number for w in walks}
    for item in every.values():
        # A seed, a rating or a hotline call names a walk without having come from it.
        if item.source in ("walk", "rehearsal") and item.number not in gained and item.state != "merged":
            first = next((number for number in item.walks[:1] if number in numbers), None)
            if first is not None:
                gained[item.number] = _Gained(first, UNKNOWN, item)
    return tuple(gained.values())


def _final(number: str, every: Mapping[str, Item]) -> Item | None:
    """Follow mergers to the item that still stands; None for a number that nobody knows."""
    seen: set[str] = set()
    while (item := every.get(number)) is not None and item.merged_into and number not in seen:
        seen.add(number)
        number = item.merged_into
    return item


def _line(
    code: str, seats: int, found: Sequence[Noted], items: Sequence[Item], every: Sequence[Item], rewalks: Mapping[str, Sequence[bool]]
) -> Line:
    by_people = [n for n in found if n.seat != RULES]
    again = [passed for i in items for passed in rewalks.get(i.number, ())]
    return Line(
        code,
        seats=seats,
        ruled=len(found) - len(by_people),
        items=len(items),
        assigned=sum(i.assigned_at is not None for i in items),
        proved=sum(i.state == "closed" and not lacking(i) for i in items),
        rewalks=len(again),
        passed=sum(again),
        recurring=sum(bool(i.recurrence_of) or came_back(i, every) is not None for i in items),
        **{kind: sum(n.kind == kind for n in by_people) for kind in KINDS},
        **{outcome: sum(n.outcome == outcome for n in found) for outcome in OUTCOMES},
    )


def hidden(lines: Sequence[Line]) -> frozenset[str]:
    """Name the lines of a table whose outcomes must not be shown; "" among them says that the whole must not be shown either.

    Fewer than FEWEST notes of a seat or a walk are one person's: whether they were taken up or dismissed would judge her. What is hidden
    may not be found by taking the other lines from the whole, so further lines are hidden, the smallest first, until the hidden ones
    are at least two and together at least FEWEST; where that cannot be, the whole is hidden too.
    """
    some = sorted((line for line in lines if line.noted), key=lambda line: (line.noted, line.code))
    few = [line for line in some if line.noted < FEWEST]
    if not few:
        return frozenset()
    for line in some[len(few) :]:
        if len(few) > 1 and sum(one.noted for one in few) >= FEWEST:
            break
        few.append(line)
    enough = len(few) > 1 and sum(one.noted for one in few) >= FEWEST
    return frozenset(line.code for line in few) | (frozenset() if enough else {""})
