"""Knows this folder as an app of the web."""

from __future__ import annotations

from django.apps import AppConfig


class VisitConfig(AppConfig):
    """The visitor's side of a case."""

    name = "zoutong.web.visit"
    label = "visit"
