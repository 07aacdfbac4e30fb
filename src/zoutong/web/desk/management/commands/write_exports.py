"""Knows the command that writes the exports that wait, and then ends."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from zoutong.web.desk.exporting import write_waiting


class Command(BaseCommand):
    help = "Write every Excel table that somebody waits for, then end."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(str(write_waiting()))
