"""Knows the name under which Django knows the watch over traces, and when it begins to listen."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Watching(AppConfig):
    """The tables of breaches."""

    name = "zoutong.web.watching"
    label = "watching"

    def ready(self) -> None:
        """Listen to every act that the store writes; models may be read only from here on."""
        signals, store = import_module("zoutong.web.cases.signals"), import_module("zoutong.web.watching.store")
        signals.happened.connect(store.watched, dispatch_uid="zoutong.watching")
