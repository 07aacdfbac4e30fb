"""Knows, before any page runs, in which world it runs: real cases, or the walk in whose seat somebody sits."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from zoutong.web import clock
from zoutong.web.cases.links import number_of
from zoutong.web.cases.scope import CASES, within
from zoutong.web.people.acting import WalkSeat
from zoutong.web.walks import store
from zoutong.web.walks.models import PageRow, SeatRow

TAKEN = "walk_taken"
"""Where the session keeps the number of the walk in which somebody sits."""
WITHOUT = ("walks:", "recorder:", "people:", "letters:", "ledger:", "front", "healthz", "robots")
"""Pages of the house itself: they are no screens of the process, and are not counted as clicks of a walk."""


class Seated:
    """Middleware: gives a request the seat that its session has taken, and runs it in the world of that walk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name, secret = _address(request)
        row = taken(request)
        if row is not None:
            request.walk_seat = WalkSeat(row.walking.number, row.role, store.unit_of(row.role), row.walking.kind)  # type: ignore[attr-defined]
        world = CASES
        if secret is not None:
            world = store.world_of(number_of(secret) or "")
        elif row is not None:
            world = store.world_of(row.walking.number)
        with within(world):
            answer = self.get_response(request)
        if row is not None and name and not name.startswith(WITHOUT):
            PageRow.objects.create(
                walking=row.walking, account=row.account, role=row.role, page=name[:64],
                sent=request.method == "POST", status=answer.status_code, at=clock.micros(clock.now()),
            )  # fmt: skip
        return answer


def taken(request: HttpRequest) -> SeatRow | None:
    """Give the seat in which this session sits now; None outside a walk, and once the walk has ended."""
    number = request.session.get(TAKEN)
    if not number or not request.user.is_authenticated:
        return None
    seats = SeatRow.objects.filter(walking__number=number, account=str(request.user.pk), until=None, walking__state="walking")
    return seats.select_related("walking").first()


def _address(request: HttpRequest) -> tuple[str, str | None]:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return "", None
    secret = match.kwargs.get("secret") if match.view_name.startswith("visit:") else None
    return match.view_name, secret
