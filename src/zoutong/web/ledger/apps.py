"""Knows this folder as an app of the web, and its ways on the left of every staff page."""

from __future__ import annotations

from django.apps import AppConfig

from zoutong.web.people.entry import Entry


class Ledger(AppConfig):
    """The ledger of blockages."""

    name = "zoutong.web.ledger"
    label = "ledger"
    staff_entries = (
        Entry("ledger:all", "ledger.title", 120, "ledger.group"),
        Entry("ledger:candidates", "ledger.candidates", 122, "ledger.group", "zoutong.web.ledger.store.waiting"),
        Entry("ledger:digest", "ledger.digest", 124, "ledger.group"),
        Entry("ledger:lists", "ledger.lists", 126, "ledger.group"),
        Entry("ledger:plans", "ledger.plans", 128, "ledger.group"),
    )
