"""Knows the name under which Django knows the public pages."""

from __future__ import annotations

import importlib

from django.apps import AppConfig


class PublicIntake(AppConfig):
    """The public pages; the label keeps apart from ``zoutong.intake``, which knows no Django."""

    name = "zoutong.web.intake"
    label = "public_intake"

    def ready(self) -> None:
        importlib.import_module("zoutong.web.checks")
