"""Makes many attempts: ``PYTHONPATH=src python -m tests.web.fuzz 5000 [SEED]``; tells what was found and ends with 1 if anything was."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from pathlib import Path
from unittest import mock

import django


def main(count: int, seed: int) -> int:
    """Make so many attempts in a database of their own, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "zoutong.web.settings", "ZOUTONG_PRODUCTION": "0", "ZOUTONG_DATA": place}
        django.setup()
        from django.conf import settings
        from django.db import connection
        from django.test.utils import setup_test_environment
        from tests.web.fuzz.trying import run
        from tests.web.fuzz.world import make_world
        from tests.web.visitor import MORNING

        from zoutong.web import clock
        from zoutong.web.cases import keys
        from zoutong.web.desk import exporting

        setup_test_environment()
        logging.disable(logging.ERROR)
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        settings.ZOUTONG_PAPERS, settings.ZOUTONG_KEYS = Path(place) / "papers", Path(place) / "keys"
        keys.new(settings.ZOUTONG_KEYS)
        connection.settings_dict["TEST"]["NAME"] = ":memory:"
        connection.creation.create_test_db(verbosity=0)
        with mock.patch.object(clock, "now", return_value=MORNING), mock.patch.object(exporting, "start"):
            tally = run(make_world(), count, seed)
    print(f"{tally.made} attempts, answers {dict(sorted(tally.answers.items()))}, slowest {tally.slowest[0]:.2f} s {tally.slowest[1]}")
    for wrong, tried in tally.faults.items():
        print(f"- {wrong}\n    {tried[:700]}")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(given[0] if given else 2000, given[1] if len(given) > 1 else 1))
