"""Knows the checks that a rule may name: to which phases each listens, and what it finds in an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from zoutong.trace.event import TraceEvent, codes, of_act, said
from zoutong.trace.rules import EVERY, Rule
from zoutong.trace.seen import Found, Owed, Seen

BAD = ("very_dissatisfied", "dissatisfied")
COUNTER = "counter"
EXPLAINED = frozenset(("extended", "explained", "reassigned", "more_staff"))
"""Outcomes of a chase that say why it took longer or what was done about it."""

CARRIES = ('"claims"', '"rating"', '"contact_outcome"', '"chase_outcome"')
"""A completed step is heard only when it says one of these: stored events that say none need not be opened."""

Look = Callable[[Rule, Seen, TraceEvent], Iterable[Found]]


class Check(NamedTuple):
    """A check: the phases of events at which it looks, and how."""

    phases: frozenset[str]
    look: Look


def _more_than(rule: Rule, seen: Seen, event: TraceEvent, about: str) -> tuple[Found, ...]:
    seqs = seen.count(rule.name, about, event.seq)
    return (Found(rule.name, about, event.activity, seqs),) if len(seqs) > rule.number("max") else ()


def notices(rule: Rule, seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """Papers were asked for more often than ``max`` times at one door; an attempt that the walk refused shows the wish as well."""
    door = str(event.data.get("door", ""))
    if event.phase == "refused":
        return (Found(rule.name, "refused", event.activity, (event.seq,)),) if event.data.get("code") == "act.notice_twice" else ()
    return _more_than(rule, seen, event, door)


def late_notice(rule: Rule, seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """What is lacking was told later than ``days`` after the walk was opened."""
    if seen.opened and event.at.date() > seen.opened + timedelta(days=rule.number("days")):
        yield Found(rule.name, str(event.data.get("door", "")), event.activity, (event.seq,))


def outside_guide(rule: Rule, seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """A paper was asked for that the guide does not list for the claims at hand; ``refusals`` are codes of attempts that the walk refused."""
    if event.phase == "completed":
        seen.marks |= {f"claim {claim}" for claim in codes(said(event, "claims"))}
        return
    if event.phase == "refused":
        if event.data.get("code") in rule.codes("refusals"):
            yield Found(rule.name, f"refused {event.activity}", event.activity, (event.seq,))
        return
    claims = {mark.removeprefix("claim ") for mark in seen.marks if mark.startswith("claim ")}
    for paper in codes(said(event, "papers")):
        listed = seen.rules.guide.get(paper, frozenset())
        if not listed or (claims and EVERY not in listed and not listed & claims):
            yield Found(rule.name, paper, event.activity, (event.seq,))


def promise_unused(rule: Rule, seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """Somebody came again for a paper in whose place a promise would have been enough."""
    if event.phase == "told":
        for paper in codes(said(event, "papers")):
            if paper in seen.rules.promised:
                seen.count(rule.name, paper, event.seq)
        return
    if said(event, "channel") == COUNTER:
        for paper in codes(said(event, "papers")):
            if told := seen.firsts.get(f"{rule.name} {paper}"):
                yield Found(rule.name, paper, event.activity, (*told, event.seq))


def receipt(rule: Rule, seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """Something was handed in, and the next act began before a receipt was given."""
    if event.phase == "given":
        seen.paid(rule.name)
    else:
        seen.owed.append(Owed(rule.name, str(event.seq), event.activity, event.seq, None))
    return ()


def unexplained(rule: Rule, seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """A clock ran out, and nobody said why or lengthened it within ``workdays``."""
    if event.phase == "overdue":
        due = seen.rules.workdays_after(event.at.date(), rule.number("workdays"))
        seen.owed.append(Owed(rule.name, event.activity, event.activity, event.seq, due))
    elif event.phase in ("noted", "extended") or (event.phase == "completed" and said(event, "chase_outcome") in EXPLAINED):
        seen.paid(rule.name)
    return ()


def bad_rating(rule: Rule, seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """After a bad rating nobody got in touch within ``workdays``."""
    level = said(event, "level")
    if event.phase == "contacted" or (event.phase == "completed" and said(event, "contact_outcome") is not None):
        seen.paid(rule.name)
    elif (event.phase == "rated" and isinstance(level, int) and level <= len(BAD)) or said(event, "rating") in BAD:
        due = seen.rules.workdays_after(event.at.date(), rule.number("workdays"))
        seen.owed.append(Owed(rule.name, of_act(event, "to"), event.activity, event.seq, due))
    return ()


def stopped(rule: Rule, _seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """Time was stopped without a reason, or a clock without an article that lets it stop."""
    without = not of_act(event, "reason") if event.phase == "suspended" else all(one.startswith("house:") for one in event.because)
    if without:
        yield Found(rule.name, f"{event.activity} {event.seq}", event.activity, (event.seq,))


def trips(rule: Rule, seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """The person had to come more often than ``max`` times."""
    return _more_than(rule, seen, event, "") if said(event, "channel") == COUNTER else ()


def sent_back(rule: Rule, seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """One step was sent back more often than ``max`` times."""
    return _more_than(rule, seen, event, event.activity)


def handed_over(rule: Rule, seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """The walk went from hand to hand more often than ``max`` times; taking a task from the pool is no such thing."""
    if event.phase == "taken_over" and "from" not in event.data:
        return ()
    return _more_than(rule, seen, event, "")


def rating_offered(rule: Rule, seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """The walk ended without ever coming to the step in which the person is asked for a rating."""
    if event.phase == "rated" or event.activity == rule.parameters["step"]:
        seen.marks.add("rating_offered")
    elif (event.phase == "ended" and event.activity in rule.codes("ends")) and "rating_offered" not in seen.marks:
        yield Found(rule.name, "", event.activity, (event.seq,))


def refused(rule: Rule, seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """The system refused the same thing at the same step more often than ``max`` times: the screen or the rule misleads."""
    return _more_than(rule, seen, event, f"{event.activity} {event.data.get('code', '')}")


def stuck(rule: Rule, _seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """The process cannot go on: no way out of a step fits what is known."""
    yield Found(rule.name, event.activity, event.activity, (event.seq,))


def declined(rule: Rule, _seen: Seen, event: TraceEvent) -> Iterable[Found]:
    """A file was refused without naming the article on which the refusal stands."""
    if all(one.startswith("house:") for one in event.because):
        yield Found(rule.name, str(event.seq), event.activity, (event.seq,))


def _on(look: Look, *phases: str) -> Check:
    return Check(frozenset(phases), look)


CHECKS: Mapping[str, Check] = {
    "notices": _on(notices, "told", "refused"),
    "late_notice": _on(late_notice, "told"),
    "outside_guide": _on(outside_guide, "told", "refused", "completed"),
    "promise_unused": _on(promise_unused, "told", "supplemented"),
    "receipt": _on(receipt, "started", "supplemented", "given"),
    "unexplained": _on(unexplained, "overdue", "noted", "extended", "completed"),
    "bad_rating": _on(bad_rating, "rated", "contacted", "completed"),
    "stopped": _on(stopped, "suspended", "clock_stopped"),
    "trips": _on(trips, "started", "supplemented"),
    "sent_back": _on(sent_back, "sent_back"),
    "handed_over": _on(handed_over, "referred", "returned", "assigned", "taken_over"),
    "rating_offered": _on(rating_offered, "enabled", "rated", "ended"),
    "refused": _on(refused, "refused"),
    "stuck": _on(stuck, "stuck"),
    "declined": _on(declined, "declined"),
}
"""By the names of ``rules.NEEDS``."""
