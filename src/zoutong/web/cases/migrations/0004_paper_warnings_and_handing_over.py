"""Keep what a paper was found to carry, and how a document reached its person."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_one_address")]
    operations = [
        migrations.AddField("paperrow", "minded", models.CharField(max_length=200, null=True)),
        migrations.AddField("outbox", "handed_on", models.DateField(null=True)),
        migrations.AddField("outbox", "handed_how", models.CharField(max_length=16, default="")),
    ]
