"""Knows what the store tells apps that stand on it: that an act was written, inside the transaction of the act."""

from __future__ import annotations

from django.dispatch import Signal

happened = Signal()
"""Sent with ``run`` and ``events`` after an act was written and before the transaction ends; what a receiver writes is kept or lost with it."""
