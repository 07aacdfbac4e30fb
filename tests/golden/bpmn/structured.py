"""Knows how nested blocks run, without tokens, gateways or graphs: a third engine that says who is right when two disagree.

It holds no more than this: a row goes on when its part is over, parallel and chosen parts are over when all of them are, a loop begins afresh.
For blocks that are properly nested this is what BPMN 2.0 says in 13.4.1 to 13.4.3 about the gateways, so it shares no mistake with an engine
that moves tokens.
"""

from __future__ import annotations

from collections.abc import Iterator


class Part:
    """One block under way."""

    def __init__(self, tree) -> None:
        """Begin."""
        self.kind, *self.rest = tree
        self.inner: list[Part] = []
        self.asked = ""
        self.left = 0
        self.at = 0
        """How many parts of a row were begun; 1 for a loop that was left."""
        self.begin()

    def begin(self) -> None:
        """Open what comes first."""
        if self.kind == "row":
            self.go_on()
        elif self.kind == "task":
            self.asked, self.left = self.rest[0], 1
        elif self.kind == "several":
            self.asked, self.left = self.rest[0], self.rest[1]
        elif self.kind in ("choice", "some"):
            self.asked, self.left = self.rest[0], 1
        elif self.kind == "both":
            self.inner = [Part(tree) for tree in self.rest]
        elif self.kind == "loop":
            self.inner = [Part(self.rest[0])]
            self.go_on()

    def over(self) -> bool:
        """Tell whether nothing is left to do."""
        return not self.left and not self.inner

    def open(self) -> Iterator[str]:
        """Name the open tasks."""
        several = self.kind == "several" and not self.rest[2]
        yield from [self.asked] * (self.left if several else min(self.left, 1))
        for part in self.inner:
            yield from part.open()

    def do(self, task: str, data: dict[str, int]) -> bool:
        """Do a task of this name; False when it is not in here."""
        if self.left and self.asked == task:
            self.left -= 1
            if not self.left:
                self.answered(data)
            return True
        for part in self.inner:
            if part.do(task, data):
                self.go_on()
                return True
        return False

    def answered(self, data: dict[str, int]) -> None:
        """Open what the answer chooses."""
        if self.kind == "choice":
            self.inner = [Part(self.rest[2 + data[self.rest[1]]])]
        elif self.kind == "some":
            self.inner = [Part(tree) for name, tree in self.rest[2:] if data[name] == 1] or [Part(self.rest[1])]
        elif self.kind == "loop" and data[self.rest[2]] == 1:
            self.inner = [Part(self.rest[0])]
        elif self.kind == "loop":
            self.at = 1
        self.go_on()

    def go_on(self) -> None:
        """Put away what is over, and open what follows."""
        self.inner = [part for part in self.inner if not part.over()]
        if self.inner or self.left:
            return
        if self.kind == "row":
            while not self.inner and self.at < len(self.rest):
                self.at += 1
                self.inner = [part for part in [Part(self.rest[self.at - 1])] if not part.over()]
        elif self.kind == "loop" and not self.at:
            self.asked, self.left = self.rest[1], 1


class Structured:
    """The blocks of a model as an engine."""

    def __init__(self, model) -> None:
        """Begin."""
        self.whole = Part(model.tree)

    def open(self) -> list[str]:
        """Name the open tasks."""
        return sorted(self.whole.open())

    def do(self, task: str, data: dict[str, int]) -> None:
        """Do one open task of this name."""
        assert self.whole.do(task, data)

    def over(self) -> bool:
        """Tell whether it is complete."""
        return self.whole.over()
