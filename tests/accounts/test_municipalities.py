from datetime import date

import pytest

from sdg_platform.accounts.models import Municipality

pytestmark = pytest.mark.django_db


def test_the_98_municipalities_are_there_after_migrate_alone():
    assert Municipality.objects.real().count() == 98


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("0265", "sjaelland", "oestdanmark"),
        ("0101", "hovedstaden", "oestdanmark"),
        ("0461", "syddanmark", "syddanmark"),
        ("0751", "midtjylland", "midtjylland"),
        ("0851", "nordjylland", "nordjylland"),
    ],
)
def test_the_regions_change_at_new_year_2027(code, before, after):
    municipality = Municipality.objects.get(code=code)
    assert municipality.region_on(date(2026, 12, 31)).code == before
    assert municipality.region_on(date(2027, 1, 1)).code == after


def test_every_municipality_lies_in_exactly_one_region_on_both_sides_of_new_year():
    old = ["hovedstaden", "sjaelland", "syddanmark", "midtjylland", "nordjylland"]
    new = ["oestdanmark", "syddanmark", "midtjylland", "nordjylland"]
    for regions, day in ((old, date(2026, 12, 31)), (new, date(2027, 1, 1))):
        codes = list(
            Municipality.objects.real().in_region(regions, day).values_list("code", flat=True)
        )
        assert len(codes) == len(set(codes)) == 98


def test_in_region_follows_the_day():
    zealand = Municipality.objects.in_region(["sjaelland"], date(2026, 12, 31))
    assert zealand.filter(name="Roskilde").exists()
    assert not Municipality.objects.in_region(["sjaelland"], date(2027, 1, 1)).exists()


def test_the_list_is_in_danish_order():
    names = list(Municipality.objects.real().values_list("name", flat=True))
    assert names[0] == "Albertslund"
    assert names[-5:] == ["Vordingborg", "Ærø", "Aabenraa", "Aalborg", "Aarhus"]
    assert names.index("Holstebro") < names.index("Høje-Taastrup") < names.index("Ikast-Brande")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("da", "Region Østdanmark"), ("en", "Region Eastern Denmark")],
)
def test_a_region_is_named_in_the_readers_language(settings, language, expected):
    from django.utils import translation

    with translation.override(language):
        assert (
            str(Municipality.objects.get(name="Roskilde").region_on(date(2027, 1, 1))) == expected
        )


def test_loading_the_reference_data_again_changes_nothing():
    from sdg_platform.accounts.models import MunicipalityRegion, Region, danish_sort_key
    from sdg_platform.accounts.reference import load_municipalities

    before = MunicipalityRegion.objects.count()
    load_municipalities(Region, Municipality, MunicipalityRegion, danish_sort_key)
    assert MunicipalityRegion.objects.count() == before
    assert Municipality.objects.real().count() == 98
