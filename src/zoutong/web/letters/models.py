"""Knows the tables of letters: the letter with its text, each step of its sign-off, and the numbers given out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

CODE = 64


class LetterRow(models.Model):
    """A letter; ``body`` is the text as JSON, ``number`` the 发文字号 once it is issued, ``revision`` counts changes."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=24)
    about = models.CharField(max_length=400)
    """What it was drafted from: numbers of walks or items, a period, a plan."""
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=CODE, null=True, unique=True)
    state = models.CharField(max_length=12, default="drafted")
    revision = models.IntegerField(default=0)
    body = models.JSONField()
    drafter = models.CharField(max_length=CODE)
    unit = models.CharField(max_length=CODE)
    demo = models.BooleanField(default=False)
    at = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("state", "-at"), name="letter_state"),)
        ordering: ClassVar = ["-at", "-id"]


class LetterStep(models.Model):
    """One step of a letter's sign-off; rows are only ever added."""

    id = models.BigAutoField(primary_key=True)
    letter = models.ForeignKey(LetterRow, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=12)
    actor = models.CharField(max_length=CODE)
    role = models.CharField(max_length=CODE)
    words = models.CharField(max_length=500, default="")
    at = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["id"]


class Series(models.Model):
    """The last number given out in a series (代字) of a year."""

    id = models.AutoField(primary_key=True)
    code = models.CharField(max_length=20)
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("code", "year"), name="letter_series"),)
