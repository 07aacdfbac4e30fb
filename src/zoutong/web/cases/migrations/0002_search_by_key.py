"""Keep the search rows in their key alone on SQLite: a third of the space, and one look-up less for each row."""

from django.db import migrations


def key_alone(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE cases_searchrow")
        editor.execute(
            'CREATE TABLE "cases_searchrow" ("gram" bigint NOT NULL, "run" bigint NOT NULL, PRIMARY KEY ("gram", "run")) WITHOUT ROWID'
        )


def as_before(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE cases_searchrow")
        editor.execute(
            'CREATE TABLE "cases_searchrow" ("gram" bigint NOT NULL, "run" bigint NOT NULL, PRIMARY KEY ("gram", "run"))'
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(key_alone, as_before)]
