"""Knows the guard of the ledger's culture: the system is judged, not people; no text names one of the staff, and small numbers are hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web.people.models import Account

FEW = 5
"""Figures below this would point at single people."""
CODES = frozenset({"leader", "lead", "support", "walk", "walks", "into", "step", "process", "cause", "kind", "due", "on", "value"})


def name_nobody(data: Mapping[str, object]) -> None:
    """Refuse a text that names one of the staff; Fault ``item.named``."""
    text = "\n".join(_texts(v for k, v in data.items() if k not in CODES))
    found = next((shown for shown in Account.objects.values_list("shown", flat=True) if len(shown) > 1 and shown in text), None)
    if found:
        raise Fault(
            "item.named",
            Words(
                f"台账对事不对人，请不要写工作人员的姓名（{found}）。",
                f"The ledger judges the system, not people: please leave out the name of staff ({found}).",
            ),
            cure=Words("写岗位或环节。", "Name the role or the step instead."),
        )


def _texts(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _texts(value.values())
        elif isinstance(value, list | tuple):
            yield from _texts(value)
        elif hasattr(value, "ref"):
            yield str(value.ref)


def few(number: int) -> bool:
    """Tell whether a number of people or cases is too small to be shown."""
    return 0 < number < FEW
