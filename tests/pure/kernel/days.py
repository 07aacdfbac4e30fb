"""Knows the calendar that ships, for every test that counts days."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from zoutong.kernel.workdays import Calendar

FILE = Path(__file__).parents[3] / "packs" / "common" / "calendar.csv"
DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))


def shipped() -> Calendar:
    """Read the calendar that ships."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return Calendar.from_rows(csv.DictReader(lines), FILE.name)


CALENDAR = shipped()
