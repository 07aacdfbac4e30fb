"""Knows what stands around every staff page: the ways of a seat, the seats, the search box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from zoutong.web.language import language_of
from zoutong.web.people.acting import Acting, acting
from zoutong.web.people.entry import Entry
from zoutong.web.people.roles import SEATLESS
from zoutong.web.people.table import may


@dataclass(frozen=True, slots=True)
class Way:
    """An entry as one seat sees it on one page."""

    url: str
    key: str
    group: str
    opens_group: bool
    here: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything around a staff page."""

    acting: Acting
    ways: tuple[Way, ...]
    search_url: str


def entries() -> list[Entry]:
    """Give the entries of every app, sorted by their place."""
    found = [entry for app in apps.get_app_configs() for entry in getattr(app, "staff_entries", ())]
    return sorted(found, key=lambda entry: entry.place)


def ways_of(request: HttpRequest, who: Acting) -> Iterator[Way]:
    """Go over the ways that a seat may take; ``opens_group`` where a new group begins."""
    language = language_of(request)
    last: str | None = None
    for entry in entries():
        if may(entry.name, who.role or SEATLESS):
            url = reverse(entry.name, kwargs={"lang": language})
            count = import_string(entry.count)(who) if entry.count else None
            yield Way(url, entry.key, entry.group, entry.group != last, request.path == url, count)
            last = entry.group


def shell_of(request: HttpRequest) -> Shell | None:
    """Give what stands around a staff page; None when nobody is signed in."""
    who = acting(request)
    if who is None:
        return None
    search = next(
        (name for app in apps.get_app_configs() if (name := getattr(app, "staff_search", "")) and may(name, who.role or SEATLESS)), ""
    )
    return Shell(who, tuple(ways_of(request, who)), reverse(search, kwargs={"lang": language_of(request)}) if search else "")


def shell(request: HttpRequest) -> dict[str, object]:
    """Give every template ``staff``; nothing is looked up for a page that does not use it."""
    return {"staff": SimpleLazyObject(lambda: shell_of(request))}
