"""Knows how a doctor asks which walks cannot go on because their pack was changed under them."""

from __future__ import annotations

import json

from django.core.management.base import BaseCommand

from zoutong.web.cases.verifying import adrift


class Command(BaseCommand):
    """Give a JSON list with the number of each such walk and why, in Chinese and in English."""

    help = "name the walks that stand on nodes which their process no longer has"

    def handle(self, *_: object, **__: object) -> str:
        """Look at every walk that is at work."""
        return json.dumps([[breach.walk, breach.what.zh, breach.what.en] for breach in adrift()], ensure_ascii=False)
