"""Knows this folder as an app of the web, and its way on the left of every staff page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import AppConfig

from zoutong.web.people.entry import Entry


class Recorder(AppConfig):
    """The recorder of walks."""

    name = "zoutong.web.recorder"
    label = "recorder"
    staff_entries = (Entry("recorder:all", "recorder.title", 125, "walks.group"),)

    def sealed_rows(self) -> Iterable[tuple[type, Callable[[Any], tuple[str, str]]]]:
        """Name the tables whose rows are encrypted, with the walk and part that each is bound to: keys and sweeping go over them too."""
        return ((self.get_model("Tap"), lambda row: (row.number, f"tap{row.uuid}")),)
