"""Let the cases of each claim be counted from an index, without reading their rows."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_paper_warnings_and_handing_over")]
    operations = [migrations.AddIndex("run", models.Index(fields=("mode", "claims"), name="run_claims"))]
