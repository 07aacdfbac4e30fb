"""Knows the name under which Django knows the people, and their ways on the left."""

from __future__ import annotations

import importlib

from django.apps import AppConfig

from zoutong.web.people.entry import Entry


class People(AppConfig):
    """Accounts, units, roles, sign-in."""

    name = "zoutong.web.people"
    label = "people"
    staff_entries = (
        Entry("people:accounts", "people.ways.accounts", 900, "people.ways.group"),
        Entry("people:units", "people.ways.units", 910, "people.ways.group"),
        Entry("people:access", "people.ways.access", 920, "people.ways.group"),
        Entry("people:journal", "people.ways.journal", 930, "people.ways.group"),
        Entry("people:me", "people.ways.me", 990),
    )

    def ready(self) -> None:
        importlib.import_module("zoutong.web.people.checks")
