"""Knows the name under which Django knows the store."""

from __future__ import annotations

from django.apps import AppConfig


class Cases(AppConfig):
    """The tables of the store."""

    name = "zoutong.web.cases"
    label = "cases"
