"""The catalogue as a feed: any filtered list, only what everybody may read."""

from xml.etree import ElementTree

import pytest

from tests.factories import member, practice

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, query=""):
    response = client.get(f"/practices/feed.atom{query}")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


def test_the_feed_tells_what_is_new_under_the_same_filters(client):
    one = practice("Gåtur", goals=[3], summary="Vi gik.")
    practice("Skolehave", goals=[4])
    (entry,) = entries(client, "?goal=3&goal=x")
    assert entry.find(f"{ATOM}title").text == "Gåtur"
    assert entry.find(f"{ATOM}id").text == f"urn:uuid:{one.uid}"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/practices/{one.pk}/"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Fjordby Kommune"
    assert [it.find(f"{ATOM}title").text for it in entries(client)] == ["Skolehave", "Gåtur"]


def test_what_somebody_wrote_never_becomes_markup(client):
    practice("<b>Gåtur</b> & &lt;", summary="<script>alert(1)</script>")
    (entry,) = entries(client)
    assert entry.find(f"{ATOM}title").text == "<b>Gåtur</b> & &lt;"
    assert entry.find(f"{ATOM}summary").text == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_drafts_stay_at_home_whoever_asks(client):
    practice("Gåtur", status="draft")
    client.force_login(member())
    assert entries(client) == []


def test_the_list_points_to_its_feed_and_the_card_says_what_it_is(client):
    one = practice("Gåtur", goals=[3])
    html = client.get("/practices/?goal=3").content.decode()
    assert 'type="application/atom+xml"' in html
    assert 'href="/practices/feed.atom?goal=3"' in html
    html = client.get(f"/practices/{one.pk}/").content.decode()
    assert 'itemtype="https://schema.org/Article"' in html
    assert 'itemprop="headline"' in html
    assert "ld+json" not in html


def test_a_feed_costs_the_same_for_many(client, django_assert_max_num_queries):
    for number in range(6):
        practice(f"Gåtur {number}", goals=[3])
    entries(client)
    with django_assert_max_num_queries(14):
        assert len(entries(client)) == 6
