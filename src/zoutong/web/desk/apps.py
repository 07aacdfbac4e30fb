"""Knows this folder as an app of the web, and its ways on the left of every staff page."""

from __future__ import annotations

from django.apps import AppConfig

from zoutong.web.people.entry import Entry


class Desk(AppConfig):
    """The pages of the staff."""

    name = "zoutong.web.desk"
    label = "desk"
    staff_search = "desk:search"
    staff_entries = (
        Entry("desk:today", "desk.today", 10, "desk.ways.group"),
        Entry("desk:queue", "desk.queue", 20, "desk.ways.group"),
        Entry("desk:work", "desk.work", 30, "desk.ways.group"),
        Entry("desk:exports", "desk.exports", 40, "desk.ways.group"),
        Entry("desk:board", "desk.board", 50, "desk.ways.group"),
        Entry("desk:keys", "desk.keys", 70, "desk.ways.group"),
    )
