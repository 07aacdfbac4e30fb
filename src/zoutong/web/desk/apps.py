"""Knows this folder as an app of the web."""

from __future__ import annotations

from django.apps import AppConfig


class Desk(AppConfig):
    """The pages of the staff."""

    name = "zoutong.web.desk"
    label = "desk"
