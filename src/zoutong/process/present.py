"""Knows what is said when a case stands on something that its process does not have any more."""

from __future__ import annotations

from typing import TypeVar

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

Item = TypeVar("Item")


class Present(dict[str, Item]):
    """A table by id that answers with Fault ``process.gone`` when it is asked for what it does not have.

    Ids inside a file are checked when it is read; one that is not there comes from a state, made by a process that was changed since.
    """

    __slots__ = ()

    def __missing__(self, name: str) -> Item:
        """Refuse with a sentence."""
        raise gone(name)


def gone(name: str) -> Fault:
    """Make the fault for a node or process that a state names and that is no longer there."""
    return Fault(
        "process.gone",
        Words(f"这件事停在“{name}”上，现在的流程里没有它。", f"This case stands on “{name}”, which the process no longer has."),
        cure=Words(
            "请把内容包改回原样；改过的流程请换新的版本号，已经开始的事项按原来的版本办完。",
            "Put the pack back as it was; give a changed process a new version, so that walks which began before end under the old one.",
        ),
    )
