"""Knows the tables of the watch over traces: what is remembered of each walk, and every rule that one broke; neither holds a walk fast."""

from __future__ import annotations

from django.db import models

from zoutong.web.cases.models import CODE, OfWalk, Run


class WatchRow(OfWalk):
    """What the rules remember of a walk between two acts."""

    run = models.OneToOneField(Run, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False)
    state = models.TextField()


class BreachRow(OfWalk):
    """A rule that a trace broke, with the numbers of the events that show it; never changed."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.DO_NOTHING, db_constraint=False)
    rule = models.CharField(max_length=CODE)
    step = models.CharField(max_length=CODE)
    seq = models.IntegerField()
    at = models.BigIntegerField()
    evidence = models.CharField(max_length=400)
    """Numbers of events, separated by spaces."""

    class Meta(OfWalk.Meta):
        indexes = (models.Index(fields=("mode", "rule", "at"), name="breach_rule"),)
