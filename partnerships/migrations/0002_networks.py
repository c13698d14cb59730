from django.db import migrations

from partnerships.reference import load_networks


def load(apps, schema_editor):
    load_networks(apps.get_model("partnerships", "Organisation"))


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
