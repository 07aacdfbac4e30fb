"""Knows the tables of the store; moments are whole microseconds since 1970, and only ``store.py`` and what it stands on write here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zoutong.web.cases.scope import here

SHA = 32
CODE = 64
MODE = 9


class CaseManager(models.Manager[models.Model]):
    """Shows real cases only, or in the seat of a walk that walk only: a figure or list that forgets to ask never mixes them."""

    def get_queryset(self) -> models.QuerySet[models.Model]:
        world, rows = here(), super().get_queryset()
        if world.mode == "case":
            return rows.filter(mode="case")
        if self.model is Run:
            return rows.filter(mode=world.mode, walk=world.walk)
        if self.model is StepRow:
            return rows.filter(mode=world.mode, run__in=Run.every.filter(walk=world.walk).values("serial"))
        return rows.filter(mode=world.mode, run__walk=world.walk)


class OfWalk(models.Model):
    """What every row of a walk carries: its mode, so that no list mixes cases with rehearsals."""

    mode = models.CharField(max_length=MODE)

    objects: ClassVar[models.Manager] = CaseManager()  # type: ignore[type-arg]
    every: ClassVar[models.Manager] = models.Manager()  # type: ignore[type-arg]

    class Meta:
        abstract = True
        base_manager_name = "every"


class Run(OfWalk):
    """The running row of a walk: its state, the head of its chain, and what lists show of it. ``walk`` is its name (a case's number)."""

    serial = models.BigAutoField(primary_key=True)
    walk = models.CharField(max_length=CODE, unique=True)
    opening = models.CharField(max_length=CODE, null=True, unique=True)
    """Digest of who opened it with which key: the same form sent twice opens one case."""
    process = models.CharField(max_length=CODE)
    pack = models.CharField(max_length=CODE)
    version = models.CharField(max_length=CODE)
    revision = models.IntegerField()
    status = models.CharField(max_length=12)
    state = models.TextField()
    seq = models.IntegerField()
    head = models.BinaryField(max_length=SHA)
    first_at = models.BigIntegerField()
    last_at = models.BigIntegerField()
    steps = models.IntegerField(default=0)
    trace = models.BigIntegerField(default=0)
    last_step_at = models.BigIntegerField(null=True)
    last_activity = models.IntegerField(null=True)
    unit = models.CharField(max_length=CODE, default="")
    urgent = models.BooleanField(default=False)
    claims = models.CharField(max_length=400, default="")
    """Codes of the claims, separated by spaces."""
    person = models.CharField(max_length=CODE, default="")
    """The applicant's name as lists may show it (王**); gone when the person is erased."""
    queue = models.CharField(max_length=8, default="")
    due = models.BigIntegerField(null=True)
    day = models.DateField()
    erased_at = models.BigIntegerField(null=True)

    class Meta(OfWalk.Meta):
        indexes = (
            models.Index(fields=("mode", "day", "status"), name="run_day"),
            models.Index(fields=("mode", "status", "last_at"), name="run_ended"),
            models.Index(fields=("mode", "claims"), name="run_claims"),
        )

    @property
    def number(self) -> str:
        return self.walk


class EventRow(OfWalk):
    """One event, as it was first written; ``body`` is the canonical text that the chain holds fast."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, db_index=False)
    seq = models.IntegerField()
    revision = models.IntegerField()
    key = models.CharField(max_length=100, null=True)
    """The caller's key of an act that was done, on its first event only."""
    at = models.BigIntegerField()
    phase = models.CharField(max_length=16)
    activity = models.CharField(max_length=CODE)
    act = models.CharField(max_length=16)
    actor = models.CharField(max_length=CODE)
    prev = models.BinaryField(max_length=SHA)
    hash = models.BinaryField(max_length=SHA)
    body = models.TextField()

    class Meta(OfWalk.Meta):
        constraints = (
            models.UniqueConstraint(fields=("run", "seq"), name="event_seq"),
            models.UniqueConstraint(fields=("run", "key"), name="event_key"),
        )


class Code(models.Model):
    """A number for each activity, actor and unit, so that the rows of analysis are whole numbers."""

    id = models.AutoField(primary_key=True)
    kind = models.CharField(max_length=8)
    text = models.CharField(max_length=CODE)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "text"), name="code_text"),)


class StepRow(OfWalk):
    """A finished step for analysis: whole numbers only, with the wait since the step before it, in calendar and in office seconds."""

    id = models.BigAutoField(primary_key=True)
    run = models.BigIntegerField()
    seq = models.IntegerField()
    activity = models.IntegerField()
    predecessor = models.IntegerField(null=True)
    actor = models.IntegerField()
    unit = models.IntegerField()
    at = models.BigIntegerField()
    wait_s = models.BigIntegerField()
    wait_office_s = models.BigIntegerField()

    class Meta(OfWalk.Meta):
        constraints = (models.UniqueConstraint(fields=("run", "seq"), name="step_seq"),)
        indexes = (models.Index(fields=("mode", "at"), name="step_at"),)


class TaskRow(OfWalk):
    """An open task as worklists show it; ``rank`` sorts urgent ones first, then by the day it is due."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, db_index=False)
    token = models.IntegerField()
    part = models.CharField(max_length=4)
    """``do``, or ``sign`` for somebody who was asked to sign as well."""
    node = models.CharField(max_length=CODE)
    role = models.CharField(max_length=CODE)
    unit = models.CharField(max_length=CODE)
    holder = models.CharField(max_length=CODE)
    since = models.BigIntegerField()
    due = models.BigIntegerField(null=True)
    rank = models.BigIntegerField()
    held = models.BooleanField(default=False)

    class Meta(OfWalk.Meta):
        constraints = (models.UniqueConstraint(fields=("run", "token", "part", "holder", "role", "unit"), name="task_token"),)
        indexes = (
            models.Index(fields=("mode", "role", "unit", "rank", "id"), name="task_lane"),
            models.Index(fields=("mode", "unit", "rank", "id"), name="task_unit"),
            models.Index(fields=("mode", "holder", "rank", "id"), name="task_holder"),
            models.Index(fields=("mode", "rank", "id"), name="task_rank"),
        )


class TimerRow(OfWalk):
    """When the next timer of a walk runs out; a worker takes it with a lease."""

    run = models.OneToOneField(Run, primary_key=True, on_delete=models.PROTECT)
    due = models.BigIntegerField()
    lease = models.BigIntegerField(default=0)

    class Meta(OfWalk.Meta):
        indexes = (models.Index(fields=("due", "lease"), name="timer_due"),)


class Sealed(OfWalk):
    """What is encrypted: which key, and the bytes."""

    key_id = models.CharField(max_length=16)
    blob = models.BinaryField()
    at = models.BigIntegerField()

    class Meta(OfWalk.Meta):
        abstract = True


class Dossier(Sealed):
    """One part of what is known of a person in a case: person, contact, statement, facts."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, db_index=False)
    part = models.CharField(max_length=16)

    class Meta(OfWalk.Meta):
        constraints = (models.UniqueConstraint(fields=("run", "part"), name="dossier_part"),)
        indexes = (models.Index(fields=("key_id", "id"), name="dossier_key"),)


class Note(Sealed):
    """A note that somebody wrote on a case; the event of its writing is ``seq``."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, db_index=False)
    seq = models.IntegerField()
    actor = models.CharField(max_length=CODE)

    class Meta(OfWalk.Meta):
        constraints = (models.UniqueConstraint(fields=("run", "seq"), name="note_seq"),)
        indexes = (models.Index(fields=("key_id", "id"), name="note_key"),)


class PaperRow(Sealed):
    """A paper of a case: the file lies outside the database under ``place``, its own name is in the encrypted part."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT)
    paper = models.CharField(max_length=CODE)
    """Which paper of the pack it is meant to be."""
    kind = models.CharField(max_length=CODE)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    place = models.CharField(max_length=64, unique=True)
    preview = models.CharField(max_length=64, default="")
    seq = models.IntegerField()
    state = models.CharField(max_length=16)
    actor = models.CharField(max_length=CODE)
    minded = models.CharField(max_length=200, null=True)
    """Codes of what may act in it (a script, a launch), separated by spaces; NULL where nobody could look it through."""

    class Meta(OfWalk.Meta):
        indexes = (models.Index(fields=("key_id", "id"), name="paper_key"),)


class Refusal(models.Model):
    """Something that was refused outside of a walk: an address, or a case that somebody may not see."""

    id = models.BigAutoField(primary_key=True)
    at = models.BigIntegerField(db_index=True)
    actor = models.CharField(max_length=CODE)
    role = models.CharField(max_length=CODE)
    unit = models.CharField(max_length=CODE)
    what = models.CharField(max_length=200)
    code = models.CharField(max_length=CODE)
    walk = models.CharField(max_length=CODE, default="")


class DayDigest(models.Model):
    """A seal over all events up to a position: several in a day, the last of a day is its digest."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField(db_index=True)
    at = models.BigIntegerField()
    after = models.BigIntegerField()
    upto = models.BigIntegerField()
    events = models.BigIntegerField()
    digest = models.BinaryField(max_length=SHA)
    prev = models.BinaryField(max_length=SHA)
    hash = models.BinaryField(max_length=SHA)
    mac = models.BinaryField(max_length=SHA)


class SearchRow(models.Model):
    """Which cases contain which piece of a word; a piece is a number that only the holder of the key can compute."""

    pk = models.CompositePrimaryKey("gram", "run")
    gram = models.BigIntegerField()
    run = models.BigIntegerField()


class Outbox(OfWalk):
    """What must still be sent; a worker takes it with a lease."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, db_index=False)
    seq = models.IntegerField()
    kind = models.CharField(max_length=CODE)
    due = models.BigIntegerField()
    lease = models.BigIntegerField(default=0)
    tries = models.IntegerField(default=0)
    sent_at = models.BigIntegerField(null=True)
    trouble = models.CharField(max_length=200, default="")
    handed_on = models.DateField(null=True)
    """The day on which staff handed it over themselves, and how: ``person``, ``post``, ``electronic``."""
    handed_how = models.CharField(max_length=16, default="")

    class Meta(OfWalk.Meta):
        constraints = (models.UniqueConstraint(fields=("run", "seq", "kind"), name="outbox_once"),)
        indexes = (models.Index(fields=("due", "id"), name="outbox_open", condition=models.Q(sent_at__isnull=True)),)


class Counter(models.Model):
    """The last number given out under a name: case numbers and queue numbers of a day have no gaps."""

    name = models.CharField(max_length=CODE, primary_key=True)
    value = models.BigIntegerField()
