from django.db import migrations

from sdg_platform.taxonomy.reference import load_taxonomy


def load(apps, schema_editor):
    load_taxonomy(apps, using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
