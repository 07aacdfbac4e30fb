"""Knows how an expression in a process is read and asked: FEEL over the variables in sight, where what nobody has set is unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from zoutong.kernel.error import Fault
from zoutong.process.quick import DATE, MOMENT, Truth, quick_of
from zoutong.rules.feel import Code, Environment, Scope, Unknown, compile_node, free_names, parse
from zoutong.rules.feel.builtins import BUILTINS
from zoutong.rules.feel.reading import run
from zoutong.rules.feel.values import to_feel

Look = Callable[[str], object]
"""Gives the value of a variable; None when nobody has set it."""
MAX_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression as written, compiled; ``wrong`` says why it could not be compiled, then it has no value ever."""

    text: str
    names: tuple[str, ...] = ()
    wrong: Fault | None = field(default=None, compare=False)
    code: Code | None = field(default=None, compare=False, repr=False)
    quick: Truth | None = field(default=None, compare=False, repr=False)
    """The short way to ask whether it is true, where there is one."""

    def value(self, look: Look, now: dt.datetime) -> object:
        """Give the value over the variables in sight; None when it is null, unknown, or cannot be worked out.

        A variable that nobody has set is unknown, never false. Text that is written like a date or a moment is one: variables are
        kept as JSON, which has no dates.
        """
        if self.code is None:
            return None
        values = {name: Unknown((name,)) if (found := look(name)) is None else of_json(found) for name in self.names}
        try:
            value = run(self.code, Scope(values, Environment(BUILTINS, now=now)))
        except Fault:
            return None  # too much work: as unknown as any other expression without a value
        return None if isinstance(value, Unknown) else value

    def holds(self, look: Look, now: dt.datetime) -> bool:
        """Tell whether the expression is true; null and unknown are not."""
        if self.quick is not None:
            return self.quick(look)
        return self.value(look, now) is True


def condition_of(text: str) -> Condition:
    """Read one expression of a file; a leading ``=``, which some editors write, is not part of it."""
    text = text.strip().removeprefix("=").strip()
    try:
        node = parse(text[: MAX_LENGTH + 1])
        names = tuple(sorted(free_names(node)))
        return Condition(text, names, code=compile_node(node), quick=quick_of(node, names))
    except Fault as wrong:
        return Condition(text, wrong=wrong)


def of_json(value: object) -> object:
    """Give the FEEL value of a stored variable."""
    if isinstance(value, str):
        if DATE.fullmatch(value):
            return _parsed(dt.date.fromisoformat, value)
        if MOMENT.fullmatch(value):
            return _parsed(dt.datetime.fromisoformat, value)
        return value
    if isinstance(value, bool):
        return value
    if isinstance(value, list | tuple):
        return [of_json(item) for item in value]
    if isinstance(value, dict):
        return {key: of_json(item) for key, item in value.items()}
    return to_feel(value)


def _parsed(read: Callable[[str], object], text: str) -> object:
    try:
        return read(text)
    except ValueError:
        return text
