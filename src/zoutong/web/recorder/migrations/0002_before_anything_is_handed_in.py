"""A tap names its walk by number: a walk is recorded before its case is there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_walks(apps: Any, schema_editor: Any) -> None:
    Tap, Run = apps.get_model("recorder", "Tap"), apps.get_model("cases", "Run")
    Tap.every.update(number=Subquery(Run.every.filter(pk=OuterRef("run")).values("walk")[:1]))


def find_runs(apps: Any, schema_editor: Any) -> None:
    Tap, Run = apps.get_model("recorder", "Tap"), apps.get_model("cases", "Run")
    Tap.every.update(run=Subquery(Run.every.filter(walk=OuterRef("number")).values("pk")[:1]))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("recorder", "0001_initial"), ("cases", "0003_one_address")]

    operations: ClassVar = [
        migrations.AddField("tap", "number", models.CharField(default="", max_length=64), preserve_default=False),
        migrations.AlterField("tap", "run", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="cases.run")),
        migrations.RunPython(name_walks, find_runs),
        migrations.RemoveIndex("tap", "tap_order"),
        migrations.RemoveField("tap", "run"),
        migrations.AddIndex("tap", models.Index(fields=["number", "device", "counter"], name="tap_of_walk")),
    ]
