"""A test that commits leaves empty tables behind; what was there from the first day comes back."""

import pytest
from django.apps import apps
from django.core.management import call_command

from sdg_platform.search.models import Synonym
from sdg_platform.search.reference import PAIRS
from tests.reference_rows import load_reference_rows


def rows_of_each_table():
    counts = {model._meta.label: model.objects.count() for model in apps.get_models()}
    return {label: count for label, count in counts.items() if count}


@pytest.mark.django_db
def test_all_that_a_new_database_holds_is_brought_back():
    before = rows_of_each_table()

    call_command("flush", verbosity=0, interactive=False)
    load_reference_rows()

    assert Synonym.objects.count() == len(PAIRS)
    assert rows_of_each_table() == before
