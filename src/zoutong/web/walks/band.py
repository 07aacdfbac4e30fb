"""Knows the band on top of every page of a walk: that it is one, in which seat, and the ways out."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from zoutong.kernel.words import Words
from zoutong.web.cases.scope import here
from zoutong.web.walks.words import seat_words


@dataclass(frozen=True, slots=True)
class Band:
    """The band: the walk's number, the seat, and whether this person may note, swap and stop from here."""

    number: str
    seat: Words
    seated: bool


def band(request: HttpRequest) -> dict[str, object]:
    """Give the band to every template; None in the world of real cases."""
    seat = getattr(request, "walk_seat", None)
    if seat is not None:
        return {"walk_band": Band(seat.walk, seat_words(seat.role), seated=True)}
    world = here()
    return {"walk_band": Band(world.walk, seat_words("applicant"), seated=False) if world.mode != "case" else None}
