"""The map of tiles: each number is that of the list behind it, and stands in a table, too."""

import re

import pytest

from practices.catalogue.map import places
from sdg_platform.accounts.models import Municipality
from tests.factories import member, practice

pytestmark = pytest.mark.django_db
MAP = "/practices/map/"


def page(client, **query):
    response = client.get(MAP, query)
    assert response.status_code == 200
    return response.content.decode()


def counts(html):
    found = re.findall(r'data-facet="municipality" data-value="(\w+)" data-count="(\d+)"', html)
    return {code: int(count) for code, count in found}


def test_each_number_is_that_of_the_list_behind_it(client):
    practice("Skolehave", code="0101", goals=[4])
    practice("Gå-aftaler", code="0101", goals=[3])
    practice("Bænke", code="0751", goals=[3])

    html = page(client, goal="3")

    assert counts(html) == {"0101": 1, "0751": 1}
    for code in counts(html):
        url = re.search(rf'href="([^"]*municipality={code}[^"]*)"', html)[1].replace("&amp;", "&")
        assert 'data-total="1"' in client.get(url).content.decode()


def test_a_tile_is_a_link_with_its_whole_name(client):
    practice("Skolehave", code="0766")
    html = page(client)
    assert "<title>Hedensted: 1</title>" in html
    assert ">Heden</text>" in html


def test_the_drafts_of_others_are_on_nobodys_map(client):
    practice("Kun vores", code="9901", status="draft")
    assert counts(page(client)) == {}
    client.force_login(member("staff"))
    assert counts(page(client)) == {"9901": 1}


def test_malformed_filters_are_left_out(client):
    practice("Skolehave", code="0101")
    assert counts(page(client, goal="99", municipality="'", outcome="\x00")) == {"0101": 1}


def test_every_real_municipality_has_a_place_of_its_own():
    real = set(
        Municipality.objects.filter(is_example=False, code__lt="0900").values_list("pk", flat=True)
    )
    assert len(real) == 98
    assert real <= places().keys()
    assert len({place[:2] for place in places().values()}) == len(places())


def test_the_maps_cost_does_not_grow(client, django_assert_max_num_queries):
    for code in ("0101", "0147", "0751", "0851"):
        practice("Skolehave", code=code)
    page(client)
    with django_assert_max_num_queries(2):
        page(client)
