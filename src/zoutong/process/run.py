"""Knows one call at work: a private copy of the state in which tokens move until all of them rest."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import datetime

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.process.model import Data, Node, Process, Surroundings
from zoutong.process.state import Alarm, Happening, Phase, Progress, Rest, Scope, State, Status, Step, Token

MAX_MOVES = 10_000
"""How many nodes may be entered in one call: a process that moves more without anybody acting runs in a circle."""
MAX_TOKENS = 2_500
"""How many tokens a process may have: one in which they breed is caught before it becomes slow."""
MAX_LEVELS = 60
"""How deep sub-processes and called processes may nest: a process that calls itself without end stops here."""
Line = tuple[int, ...]
NO_DATA: Data = {}


def endless() -> Fault:
    """Make the fault for a process that does not come to rest."""
    return Fault(
        "process.endless",
        Words("流程一直自己转，停不下来。", "The process keeps moving by itself and never comes to rest."),
        cure=Words("请检查没有人办理的循环。", "Look for a loop in which nobody has anything to do."),
    )


class Run:
    """The working copy of one call. What it was made from is never changed: a scope's tables are copied before the first change."""

    __slots__ = (
        "alarms", "around", "error", "happenings", "held", "many", "moves", "next", "now", "own", "process", "queue", "scopes", "status",
        "tokens", "touched",
    )  # fmt: skip

    def __init__(self, process: Process, state: State, now: datetime, around: Surroundings | None) -> None:
        """Begin from a state."""
        if state.process != process.id:
            raise Fault("process.other", Words("这份状态属于另一个流程。", "This state belongs to another process."))
        self.process = process
        self.around = around
        self.now = now
        self.tokens: dict[int, Token] = dict(state.tokens)
        self.scopes: dict[int, Scope] = dict(state.scopes)
        self.alarms: list[Alarm] = list(state.alarms)
        self.many: dict[int, Progress] = dict(state.many)
        self.next = state.next
        self.held = state.held
        self.status: Status = state.status
        self.error = state.error
        self.happenings: list[Happening] = []
        self.queue: deque[tuple[Process, Node, str, int, Line]] = deque()
        self.touched: list[int] = []
        self.own: set[int] = set()
        self.moves = 0

    # What stands where

    def model(self, scope: int) -> Process:
        """Give the process in which a scope runs: the process itself or one that it calls."""
        name = self.scopes[scope].process
        return self.process if name == self.process.id else self.called(name)

    def nodes(self, scope: int) -> Mapping[str, Node]:
        """Give the nodes of the process in which a scope runs; none when that process is gone."""
        name = self.scopes[scope].process
        found = self.process if name == self.process.id else self.around.processes.get(name) if self.around else None
        return found.nodes if found else {}

    def called(self, name: str) -> Process:
        """Give another process by name; Fault process.call when it is not there or cannot be run."""
        found = self.around.processes.get(name) if self.around else None
        if found is None:
            raise Fault(
                "process.call",
                Words(f"没有名为“{name}”的流程可以调用。", f'There is no process "{name}" to call.'),
                cure=Words("请检查调用活动的名称。", "Check the name in the call activity."),
            )
        return found

    def look(self, scope: int, name: str) -> object:
        """Give a variable as seen from a scope; None when unknown."""
        scopes = self.scopes
        while True:
            at = scopes[scope]
            if name in at.data:
                return at.data[name]
            if scope == 0:
                return None
            scope = at.parent

    def visible(self, scope: int) -> dict[str, object]:
        """Give all variables in sight of a scope."""
        at = self.scopes[scope]
        return {**(self.visible(at.parent) if scope else {}), **at.data}

    # Changes

    def happens(self, node: str, phase: Phase, token: int, data: Data = NO_DATA) -> None:
        """Note what happened."""
        self.happenings.append(Happening(node, phase, token, self.now, data))

    def number(self) -> int:
        """Give the next number, for a token, a scope or a branch."""
        number = self.next
        self.next = number + 1
        return number

    def mine(self, scope: int) -> Scope:
        """Give a scope whose tables may be changed in this call."""
        at = self.scopes[scope]
        if scope not in self.own:
            at = self.scopes[scope] = Scope(at.id, at.process, at.node, at.host, at.parent, dict(at.data), dict(at.passed))
            self.own.add(scope)
        return at

    def write(self, scope: int, data: Data) -> None:
        """Write variables: each to the innermost scope that has the name, else to this one."""
        for name, value in data.items():
            at = scope
            while name not in self.scopes[at].data and at != 0:
                at = self.scopes[at].parent
            target = at if name in self.scopes[at].data else scope
            self.mine(target).data[name] = value  # type: ignore[index]

    def declare(self, scope: int, names: tuple[str, ...]) -> None:
        """Make names known in a scope without a value, unless they are in sight already."""
        for name in names:
            at = scope
            while name not in self.scopes[at].data and at != 0:
                at = self.scopes[at].parent
            if name not in self.scopes[at].data:
                self.mine(scope).data[name] = None  # type: ignore[index]

    def pass_by(self, scope: int, node: str, line: Line) -> None:
        """Remember that an activity or event was done here."""
        self.mine(scope).passed[node] = line  # type: ignore[index]

    def rest(self, token: int, node: Node, scope: int, rest: Rest, flow: str, line: Line) -> None:
        """Let a token rest at a node."""
        if len(self.tokens) > MAX_TOKENS:
            raise endless()
        self.tokens[token] = Token(token, node.id, scope, self.now, rest, None, flow, line)

    def set_alarm(self, due: datetime, token: int, node: str) -> None:
        """Set a timer on a token."""
        self.alarms.append(Alarm(due, token, node, self.now))
        self.refresh_due(token)

    def refresh_due(self, token: int) -> None:
        """Let a token tell its earliest timer."""
        due = min((a.due for a in self.alarms if a.token == token), default=None)
        self.tokens[token] = self.tokens[token]._replace(due=due)

    def drop(self, token: int) -> Token:
        """Take a token away with the timers on it."""
        gone = self.tokens.pop(token)
        if gone.due is not None:
            self.alarms = [a for a in self.alarms if a.token != token]
        return gone

    def open_scope(self, process: str, node: str, host: int, parent: int, data: Mapping[str, object]) -> int:
        """Open a scope inside another one."""
        outer, depth = parent, 1
        while outer != 0:
            outer, depth = self.scopes[outer].parent, depth + 1
        if depth > MAX_LEVELS:
            raise endless()
        number = self.number()
        self.scopes[number] = Scope(number, process, node, host, parent, dict(data), {})
        self.own.add(number)
        return number

    def cancel(self, token: int) -> None:
        """Cancel a token and everything that runs inside it."""
        for scope in [s.id for s in self.scopes.values() if s.host == token and s.id != 0]:
            self.clear(scope)
            del self.scopes[scope]
        self.many.pop(token, None)
        gone = self.drop(token)
        self.happens(gone.node, "cancelled", token)

    def clear(self, scope: int) -> None:
        """Cancel every token of a scope."""
        for token in [t.id for t in self.tokens.values() if t.scope == scope]:
            if token in self.tokens:
                self.cancel(token)

    def close(self, status: Status, error: str = "") -> None:
        """End the whole process."""
        self.clear(0)
        self.queue.clear()
        self.touched.clear()
        self.status = status
        self.error = error
        self.happens(self.process.id, "closed", 0, {"status": status})

    def step(self) -> Step:
        """Give the new state and what happened."""
        for token in self.tokens.values():
            if token.line:
                self._shorten()
                break
        state = State(
            self.process.id, self.status, self.tokens, self.scopes, tuple(self.alarms), self.many, self.next, self.held, self.error
        )
        return Step(state, tuple(self.happenings))

    def _shorten(self) -> None:
        """Forget the descent of a token that is alone in its scope: nobody is left from whom it would tell it apart.

        Without this, a loop in which a branch ends by itself would make it longer with every round.
        """
        alone: dict[int, Token | None] = {}
        for token in self.tokens.values():
            alone[token.scope] = None if token.scope in alone else token
        for number, only in alone.items():
            if only is None or not only.line:
                continue
            passed = self.mine(number).passed
            for node, line in passed.items():
                # -1 stands for a branch that is joined already: no new token's descent begins with it.
                passed[node] = () if only.line[: len(line)] == line else (-1,)  # type: ignore[index]
            self.tokens[only.id] = only._replace(line=())
