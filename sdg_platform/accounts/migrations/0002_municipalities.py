"""Regions and the 98 municipalities, before and after 1 January 2027."""

from django.db import migrations

from sdg_platform.accounts.municipalities import danish_sort_key
from sdg_platform.accounts.reference import load_municipalities


def load(apps, schema_editor):
    load_municipalities(
        apps.get_model("accounts", "Region"),
        apps.get_model("accounts", "Municipality"),
        apps.get_model("accounts", "MunicipalityRegion"),
        danish_sort_key,
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
