"""Keep the search rows in their key alone on SQLite: a third of the space, and one look-up less for each row."""

from __future__ import annotations

from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def key_alone(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE cases_searchrow")
        editor.execute(
            'CREATE TABLE "cases_searchrow" ("gram" bigint NOT NULL, "run" bigint NOT NULL, PRIMARY KEY ("gram", "run")) WITHOUT ROWID'
        )


def as_before(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE cases_searchrow")
        editor.execute(
            'CREATE TABLE "cases_searchrow" ("gram" bigint NOT NULL, "run" bigint NOT NULL, PRIMARY KEY ("gram", "run"))'
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(key_alone, as_before)]
