"""Says how many of the acknowledged acts are not in the store; started by ``bench.store``."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

import django


def main() -> None:
    """Read pairs of case and key, and count those without their one event."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoutong.web.settings")
    django.setup()
    models = importlib.import_module("zoutong.web.cases.models")
    kept = set(models.EventRow.every.exclude(key=None).values_list("run__walk", "key"))
    asked = [tuple(pair) for pair in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))]
    print(sum(pair not in kept for pair in asked))


if __name__ == "__main__":
    main()
