"""Knows what a tap is: the kinds there are, how one is read from what a device sends, and how many devices' taps stand in one order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web import clock

TAGS = ("stuck", "pain", "hard", "blind")
VALUES: Mapping[str, tuple[str, ...] | None] = {
    "tag": TAGS,
    "wait": ("start", "stop"),
    "paper": None,
    "trip": ("",),
    "returned": ("",),
    "word": None,
    "quote": ("",),
    "mood": ("1", "2", "3", "4", "5"),
    "photo": ("",),
    "step": ("",),
    "undo": None,
}
"""The kinds of taps, and what each may carry as its value; None for any code."""
LONGEST_QUOTE = 1000
MOST = 200
"""Taps in one batch."""
SKEW = timedelta(seconds=60)
"""A device whose clock is off by less is taken at its word: the way of a batch takes seconds too."""
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_CODE = re.compile(r"[\w.:@-]{0,64}", re.ASCII)
_MICRO = 1000
_LATEST = 4_102_444_800_000


@dataclass(frozen=True, slots=True)
class Tapped:
    """One tap as a device sends it; ``at`` is milliseconds since 1970 by the device's own clock."""

    uuid: str
    device: str
    counter: int
    at: int
    step: str
    role: str
    kind: str
    value: str
    quote: str


@dataclass(frozen=True, slots=True)
class TapView:
    """One tap as it is shown: ``quote`` is what was said or read, ``photo`` the place in the vault, "" for none."""

    at: datetime
    step: str
    role: str
    kind: str
    value: str
    quote: str
    photo: str
    uuid: str
    account: str
    device: str = ""
    counter: int = 0


def read(sent: object) -> Tapped:
    """Read one tap; Fault ``tap.unreadable`` for anything that none of our pages sends."""
    if not isinstance(sent, Mapping):
        raise _unreadable()
    text = {name: sent.get(name, "") for name in ("uuid", "device", "step", "role", "kind", "value", "quote")}
    counter, at = sent.get("counter"), sent.get("at")
    if not all(isinstance(value, str) for value in text.values()) or type(counter) is not int or type(at) is not int:
        raise _unreadable()
    tap = Tapped(counter=counter, at=at, **text)
    if not (_UUID.fullmatch(tap.uuid) and _UUID.fullmatch(tap.device) and 0 <= counter < 2**53 and 0 < at < _LATEST):
        raise _unreadable()
    allowed = VALUES.get(tap.kind, ())
    if allowed is not None and tap.value not in allowed:
        raise _unreadable()
    if not all(_CODE.fullmatch(code) for code in (tap.step, tap.role, tap.value)):
        raise _unreadable()
    if "\x00" in tap.quote or len(tap.quote) > LONGEST_QUOTE or (tap.kind in ("quote", "word") and not tap.quote.strip()):
        raise Fault(
            "tap.quote",
            Words(f"一句话不能空着，也不能超过{LONGEST_QUOTE}字。", f"A quote has between 1 and {LONGEST_QUOTE} characters."),
        )
    return tap


def off_by(sent_at: object, received: datetime) -> timedelta:
    """Give how far a device's clock is behind ours, from the moment (milliseconds) at which it says it sent; zero when not worth minding."""
    if type(sent_at) is not int or not 0 < sent_at < _LATEST:
        return timedelta(0)
    off = received - clock.moment(sent_at * _MICRO)
    return off if abs(off) > SKEW else timedelta(0)


def in_order(taps: Iterable[TapView]) -> tuple[TapView, ...]:
    """Give taps in one order: those of one device as they were tapped, whatever its clock did; devices among each other by the moment."""
    devices: dict[str, list[TapView]] = {}
    for tap in taps:
        devices.setdefault(tap.device, []).append(tap)
    ranked: list[tuple[datetime, str, int, TapView]] = []
    for device, own in devices.items():
        latest: datetime | None = None
        for tap in sorted(own, key=lambda t: (t.counter, t.at, t.uuid)):
            latest = tap.at if latest is None or tap.at > latest else latest
            ranked.append((latest, device, len(ranked), tap))
    return tuple(tap for *_, tap in sorted(ranked, key=lambda r: r[:3]))


def without_undone(taps: Iterable[TapView]) -> tuple[TapView, ...]:
    """Leave out what was taken back by the person who tapped it, and the taking back."""
    every = tuple(taps)
    undone = {(tap.account, tap.value) for tap in every if tap.kind == "undo"}
    return tuple(tap for tap in every if tap.kind != "undo" and (tap.account, tap.uuid) not in undone)


def _unreadable() -> Fault:
    return Fault("tap.unreadable", Words("这一条记录读不了。", "This tap cannot be read."))
