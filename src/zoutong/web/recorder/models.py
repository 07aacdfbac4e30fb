"""Knows the table of taps: what was met on a walk, added only, once each, whatever the network did."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zoutong.web.cases.models import CODE, OfWalk

UUID = 36


class Tap(OfWalk):
    """One tap. ``uuid`` is made on the device before anything is sent; ``counter`` is its place among all taps of that device."""

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=CODE)
    """The walk. Its case may not be there yet: what hurts before anything is handed in is met on a walk too."""
    uuid = models.CharField(max_length=UUID, unique=True)
    device = models.CharField(max_length=UUID)
    counter = models.BigIntegerField()
    at = models.BigIntegerField()
    """When it was tapped, as the device knew it, set right by how far its clock was off when it sent."""
    received = models.BigIntegerField()
    account = models.CharField(max_length=CODE)
    role = models.CharField(max_length=CODE, default="")
    step = models.CharField(max_length=CODE, default="")
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=CODE, default="")
    key_id = models.CharField(max_length=16)
    blob = models.BinaryField()
    """What somebody said or read, and the name of a photo: encrypted, for it may name people."""
    place = models.CharField(max_length=32, default="")
    preview = models.CharField(max_length=32, default="")
    standing = models.CharField(max_length=16, default="")
    sha256 = models.CharField(max_length=64, default="")

    class Meta(OfWalk.Meta):
        indexes: ClassVar = (
            models.Index(fields=("number", "device", "counter"), name="tap_of_walk"),
            models.Index(fields=("account", "at"), name="tap_account"),
            models.Index(fields=("key_id", "id"), name="tap_key"),
        )
