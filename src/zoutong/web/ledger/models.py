"""Knows the tables of the ledger: items with their chained events, candidates, plans, and the numbers given out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

CODE = 64


class ItemRow(models.Model):
    """An item as it stands; ``state`` is the whole item as JSON, the other columns are there to be filtered; ``revision`` counts moves."""

    number = models.CharField(max_length=20, primary_key=True)
    state = models.JSONField()
    status = models.CharField(max_length=16)
    kind = models.CharField(max_length=8, default="")
    cause = models.CharField(max_length=CODE, default="")
    process = models.CharField(max_length=CODE, default="")
    step = models.CharField(max_length=CODE, default="")
    lead = models.CharField(max_length=CODE, default="")
    units = models.CharField(max_length=600, default="")
    """Lead and assisting units between bars, so that one question finds all of a unit's items."""
    due = models.DateField(null=True)
    public = models.BooleanField(default=False)
    demo = models.BooleanField(default=False)
    revision = models.IntegerField(default=0)
    head = models.BinaryField(max_length=32)

    class Meta:
        indexes = (models.Index(fields=("status", "due"), name="ledger_status"), models.Index(fields=("public",), name="ledger_public"))
        ordering: ClassVar = ["-number"]


class ItemEventRow(models.Model):
    """One move of an item; rows are only ever added, and each holds the hash of the one before it."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(ItemRow, on_delete=models.PROTECT, related_name="events")
    seq = models.IntegerField()
    kind = models.CharField(max_length=16)
    body = models.TextField()
    prev = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "seq"), name="ledger_event_once"),)
        ordering: ClassVar = ["seq"]


class CandidateRow(models.Model):
    """Something that may be a blockage; ``outcome`` is "" until a person has looked at it, then ``item``, ``merged`` or ``dismissed``."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=200, unique=True)
    body = models.JSONField()
    source = models.CharField(max_length=16)
    mode = models.CharField(max_length=16)
    outcome = models.CharField(max_length=12, default="")
    number = models.CharField(max_length=20, default="")
    reason = models.CharField(max_length=500, default="")
    by = models.CharField(max_length=CODE, default="")
    at = models.BigIntegerField()
    done_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=("outcome", "-at"), name="ledger_candidate"),)
        ordering: ClassVar = ["-at", "-id"]


class PlanRow(models.Model):
    """A special work plan (专项工作方案) with its tasks, its consultation and the answers to what was said, as JSON."""

    id = models.BigAutoField(primary_key=True)
    body = models.JSONField()
    revision = models.IntegerField(default=0)
    by = models.CharField(max_length=CODE)
    unit = models.CharField(max_length=CODE)
    at = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]


class ItemSeries(models.Model):
    """The last number given out in a year."""

    year = models.IntegerField(primary_key=True)
    last = models.IntegerField(default=0)
