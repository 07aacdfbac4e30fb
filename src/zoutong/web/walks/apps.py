"""Knows this folder as an app of the web."""

from __future__ import annotations

from django.apps import AppConfig

from zoutong.web.people.entry import Entry


class Walks(AppConfig):
    """Walks on the live screens."""

    name = "zoutong.web.walks"
    label = "walks"
    staff_entries = (
        Entry("walks:all", "walks.title", 110, "walks.group"),
        Entry("walks:plan", "walks.plan", 120, "walks.group"),
        Entry("walks:yield", "walks.yield", 125, "walks.group"),
    )
