"""Knows this folder as an app of the web."""

from __future__ import annotations

from django.apps import AppConfig

from zoutong.web.people.entry import Entry


class Letters(AppConfig):
    """Official letters and their sign-off."""

    name = "zoutong.web.letters"
    label = "letters"
    staff_entries = (Entry("letters:all", "letters.title", 150, "walks.group", "zoutong.web.letters.store.waiting_for"),)
