"""Knows the tables of walks: the walk with its plan, who sat in which seat from when to when, and which pages each seat opened."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

CODE = 64


class Walking(models.Model):
    """A walk (走流程): its plan, and under ``number`` the run of its process once the applicant's seat has begun it."""

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=CODE, unique=True)
    mode = models.CharField(max_length=9)
    kind = models.CharField(max_length=16)
    service = models.CharField(max_length=CODE)
    version = models.CharField(max_length=CODE)
    leader = models.CharField(max_length=CODE)
    """The account of whoever walks first."""
    role = models.CharField(max_length=CODE, default="applicant")
    channel = models.CharField(max_length=16, default="")
    place = models.CharField(max_length=120, default="")
    companion = models.CharField(max_length=120, default="")
    consent = models.BooleanField(default=False)
    """A real applicant who is accompanied has agreed to it."""
    persona = models.CharField(max_length=500, default="")
    held_back = models.CharField(max_length=300, default="")
    stop_rule = models.CharField(max_length=300, default="")
    success = models.CharField(max_length=300, default="")
    rewalk_of = models.CharField(max_length=CODE, default="")
    planned = models.DateField(null=True)
    state = models.CharField(max_length=8, default="planned")
    began = models.BigIntegerField(null=True)
    ended = models.BigIntegerField(null=True)
    secret = models.CharField(max_length=CODE, unique=True)
    """The secret part of the address by which a second person joins."""
    demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-id"]


class SeatRow(models.Model):
    """Somebody in a seat of a walk; ``until`` is None while she sits there. Rows are ended, never changed."""

    id = models.BigAutoField(primary_key=True)
    walking = models.ForeignKey(Walking, on_delete=models.PROTECT, related_name="seats")
    account = models.CharField(max_length=CODE)
    role = models.CharField(max_length=CODE)
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints = (
            models.UniqueConstraint(fields=("walking", "account"), condition=models.Q(until=None), name="seat_one_each"),
            models.UniqueConstraint(fields=("walking", "role"), condition=models.Q(until=None), name="seat_one_person"),
        )


class PageRow(models.Model):
    """A page that a seat opened or a form that it sent: what it knew, and how many clicks it took."""

    id = models.BigAutoField(primary_key=True)
    walking = models.ForeignKey(Walking, on_delete=models.PROTECT, related_name="pages", db_index=False)
    account = models.CharField(max_length=CODE)
    role = models.CharField(max_length=CODE)
    page = models.CharField(max_length=CODE)
    sent = models.BooleanField()
    status = models.IntegerField()
    at = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("walking", "id"), name="page_walking"),)
