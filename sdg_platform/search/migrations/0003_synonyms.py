from django.db import migrations

from sdg_platform.search.reference import load_synonyms


def load(apps, schema_editor):
    load_synonyms(apps.get_model("search", "Synonym"))


class Migration(migrations.Migration):
    dependencies = [("search", "0002_stores")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
