from django.db import migrations

from partnerships.reference import index_networks


def load(apps, schema_editor):
    index_networks(apps.get_model("partnerships", "Organisation"))


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0003_organisation_sharing"),
        ("search", "0003_synonyms"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
