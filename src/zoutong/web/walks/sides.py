"""Knows what each seat of a walk knew, what was asked of it and how long its step had waited, from events and the pages it opened."""

from __future__ import annotations

from dataclasses import dataclass, field

from zoutong.walk import Event
from zoutong.web.catalogue import say
from zoutong.web.desk.tongue import Tongue
from zoutong.web.walks.store import Moment

ACTS = ("claimed", "accepted", "completed")
MINUTE_S = 60


@dataclass(slots=True)
class Sides:
    """The two sides as the time line goes on. A seat knows what the page told it that it opened last, and nothing that came later."""

    tongue: Tongue
    open: dict[int, Event]
    seen: dict[str, str]
    done: str = ""
    taken: set[int] = field(default_factory=set)
    """The steps that somebody has taken in hand: they wait no longer."""

    def tell(self, m: Moment, lang: str) -> tuple[str, ...]:
        """Go on by one moment and say, in sentences, what its seat knew, needed and waited for."""
        event = m.event
        if event is None:
            if m.form == "seat":
                return ()
            self.seen[m.role] = self.done
            return (self._knew(m.role, lang), *self._needed(m.role, lang))
        told: tuple[str, ...] = ()
        if event.phase in ACTS and event.role != "system":
            told = tuple(filter(None, (self._knew(event.role, lang) if event.role in self.seen else "", self._stood(event, lang))))
        self._follow(event)
        return told

    def _follow(self, event: Event) -> None:
        if event.token is None:
            return
        if event.phase == "enabled":
            self.open[event.token] = event
            self.taken.discard(event.token)
        elif event.phase in ("claimed", "accepted"):
            self.taken.add(event.token)
        elif event.phase in ("completed", "ended", "withdrawn", "cancelled"):
            self.open.pop(event.token, None)
            if event.phase == "completed" and event.role != "system":
                self.done = self.tongue.node(event.activity, event.role)

    def _knew(self, role: str, lang: str) -> str:
        known = self.seen.get(role, "")
        return say(lang, "walks.knew", step=known) if known else say(lang, "walks.knew.nothing")

    def _needed(self, role: str, lang: str) -> tuple[str, ...]:
        mine = dict.fromkeys(self.tongue.node(e.activity, role) for e in self.open.values() if self._role(e) == role)
        return (say(lang, "walks.needed", steps=("、" if lang == "zh" else ", ").join(mine)),) if mine else ()

    def _role(self, event: Event) -> str:
        process = self.tongue.pack.processes.get(event.process)
        node = process.nodes.get(event.activity) if process else None
        return process.role_of(node) if process and node else ""

    def _stood(self, event: Event, lang: str) -> str:
        ready = self.open.get(event.token) if event.token is not None and event.token not in self.taken else None
        minutes = round((event.at - ready.at).total_seconds() / MINUTE_S) if ready else 0
        return say(lang, "walks.stood", n=minutes) if minutes else ""
