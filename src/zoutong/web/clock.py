"""Knows what time it is at the bureau: the one place to ask, and the one place where a test holds time still."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def now() -> datetime:
    """Give the moment, in the bureau's own time zone."""
    return timezone.localtime(timezone.now())


def today() -> date:
    """Give the day at the bureau."""
    return timezone.localdate(now())


def micros(moment: datetime) -> int:
    """Give a moment as whole microseconds since 1970, which is how the tables keep it."""
    return (moment - EPOCH) // MICROSECOND


def moment(micros_since: int) -> datetime:
    """Give the moment that ``micros`` made a number of, in the bureau's own time zone."""
    return timezone.localtime(EPOCH + micros_since * MICROSECOND)
