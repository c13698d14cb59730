"""The table that keeps counts of tries, so that a limit holds across processes."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    call_command("createcachetable", "cache_rows", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE cache_rows")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_municipalities")]

    operations = [migrations.RunPython(make, drop)]
