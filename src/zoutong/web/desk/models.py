"""Knows the desk's own tables: who was called to which window, kept lists, exports."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

CODE = 64


class Call(models.Model):
    """A number of the day's queue that was called, or that did not come; one row for each case."""

    case = models.CharField(max_length=CODE, primary_key=True)
    day = models.DateField(db_index=True)
    queue = models.CharField(max_length=8, default="")
    window = models.CharField(max_length=6, default="")
    actor = models.CharField(max_length=CODE)
    at = models.DateTimeField()
    here = models.BooleanField(default=True)
    """False when nobody came: the number is back in the queue, behind those who wait since before ``at``."""
    missed = models.PositiveSmallIntegerField(default=0)
    done = models.DateTimeField(null=True)
    """When the reception ended; from these the waiting time is estimated."""


class SavedList(models.Model):
    """A worklist that somebody keeps under a name of her own."""

    account = models.CharField(max_length=CODE)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints = (models.UniqueConstraint("account", "name", name="saved_list_name"),)


class Export(models.Model):
    """A table that is written for somebody; the file lies beside the database for a day."""

    STATES = ("waiting", "running", "done", "cancelled", "failed")

    account = models.CharField(max_length=CODE, db_index=True)
    role = models.CharField(max_length=CODE)
    unit = models.CharField(max_length=CODE)
    on_behalf_of = models.CharField(max_length=CODE, default="")
    mode = models.CharField(max_length=12, default="case")
    walk = models.CharField(max_length=CODE, default="")
    """The world in which it was asked for: it is written from there, and seen there only."""
    lang = models.CharField(max_length=2)
    key = models.CharField(max_length=100, unique=True)
    words = models.CharField(max_length=200, default="")
    """What was searched for; empty for a list."""
    query = models.CharField(max_length=300, default="")
    title = models.CharField(max_length=300, default="")
    state = models.CharField(max_length=9, default="waiting")
    rows = models.PositiveIntegerField(default=0)
    made = models.DateTimeField()
    beat = models.DateTimeField(null=True)
    """When the writer last said that it is alive."""
