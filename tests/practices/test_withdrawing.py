"""ASVS 8.2, security.md 13: what is withdrawn is gone everywhere at once, caches included."""

import re

import pytest
from django.urls import Resolver404, resolve

from tests.factories import member, practice

pytestmark = pytest.mark.django_db

TITLE = "Xylofonen i venteværelset"
PAGES = [
    "/practices/",
    "/practices/?goal=3",
    "/practices/?q=xylofonen",
    "/practices/?sort=title&outcome=partly",
    "/practices/export.json",
    "/practices/export.csv",
    "/practices/feed.atom",
    "/api/v1/practices",
    "/search/?q=xylofonen",
    "/goals/3/",
    "/goals/3/targets/3.4/",
    "/themes/people/",
    "/practices/{pk}/",
    "/practices/{pk}/story/",
    "/practices/{pk}/adoptions/",
    "/",
]


def exists(path):
    try:
        resolve(path.partition("?")[0])
    except Resolver404:
        return False  # A page that is still to come; it joins the day its address does.
    return True


@pytest.fixture
def one():
    return practice(
        TITLE,
        goals=[3],
        targets=["3.4"],
        themes=["people"],
        departments=["health"],
        summary="Xylofonen står ved døren.",
    )


def body(client, path):
    return b"".join(client.get(path)).decode("utf-8", "replace")


def pages_of(one):
    return [path.format(pk=one.pk) for path in PAGES if exists(path.format(pk=one.pk))]


@pytest.mark.parametrize("who", ["nobody", "neighbour"])
def test_a_withdrawn_practice_is_gone_from_every_page_at_once(client, one, who):
    if who == "neighbour":
        client.force_login(member("coordinator", "9902"))
    before = {path: body(client, path) for path in pages_of(one)}
    assert all("ylofonen" in page for page in before.values()), [
        path for path, page in before.items() if "ylofonen" not in page
    ]
    one.withdraw(by=member("coordinator"))
    after = {path: body(client, path) for path in pages_of(one)}
    said_back = re.compile(r"xylofonen", re.IGNORECASE)
    left = [
        path
        for path, page in after.items()
        if TITLE in page or "står ved døren" in page or f'data-practice="{one.pk}"' in page
    ]
    assert left == []
    assert not said_back.search(after["/goals/3/"])


def test_counts_no_longer_count_it(client, one):
    def counts():
        listing = body(client, "/practices/")
        matrix = body(client, "/matrix/?rows=goal&columns=department")
        return (
            re.search(r'data-total="(\d+)"', listing)[1],
            re.findall(r'data-facet="goal" data-value="3" data-count="(\d+)"', listing),
            re.findall(r'data-row="3"\s+data-column="health"\s+data-count="(\d+)"', matrix),
        )

    assert counts() == ("1", ["1"], ["1"])
    one.withdraw(by=member("coordinator"))
    assert counts() == ("0", [], ["0"])


def test_the_own_municipality_still_has_it(client, one):
    one.withdraw(by=member("coordinator"))
    client.force_login(member("staff"))
    assert TITLE in body(client, f"/practices/{one.pk}/")
    assert "Trukket tilbage" in body(client, f"/practices/{one.pk}/")
