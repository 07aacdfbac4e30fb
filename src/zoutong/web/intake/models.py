"""Knows the one table of the public pages: stories on their way to the window."""

from __future__ import annotations

from django.db import models


class Handover(models.Model):
    """A story that a visitor told on the public pages, sealed until the desk fetches it by a short code, or until it expires."""

    code = models.CharField(max_length=64, primary_key=True)
    """Digest of the code with the key of the house: the table gives no code away."""
    key_id = models.CharField(max_length=16)
    blob = models.BinaryField()
    expires = models.DateTimeField(db_index=True)
