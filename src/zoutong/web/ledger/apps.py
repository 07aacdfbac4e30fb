"""Knows this folder as an app of the web, and its ways on the left of every staff page."""

from __future__ import annotations

from django.apps import AppConfig

from zoutong.web.people.entry import Entry


class Ledger(AppConfig):
    """The ledger of blockages."""

    name = "zoutong.web.ledger"
    label = "ledger"
    staff_entries = (
        Entry("ledger:all", "ledger.title", 130, "walks.group"),
        Entry("ledger:candidates", "ledger.candidates", 132, "walks.group", "zoutong.web.ledger.store.waiting"),
        Entry("ledger:digest", "ledger.digest", 134, "walks.group"),
        Entry("ledger:lists", "ledger.lists", 136, "walks.group"),
        Entry("ledger:plans", "ledger.plans", 138, "walks.group"),
    )
