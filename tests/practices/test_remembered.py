"""Whole pages are kept for passers-by, and never longer than they are true."""

import pytest

from practices.models import Adoption
from tests.factories import MunicipalityFactory, member, practice

LIST = "/practices/"
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_kept_page_is_true_at_every_moment(client):
    first = practice("Gå-aftaler fra venteværelset")
    assert "Gå-aftaler" in client.get(LIST).content.decode()

    practice("Skolehave bag hallen")
    assert "Skolehave" in client.get(LIST).content.decode()

    Adoption(
        practice=first,
        municipality=MunicipalityFactory(code="9902"),
        kept="Alt",
        outcome="partly",
        sharing="public",
    ).store(by=None)
    assert "1 kommune har prøvet det" in client.get(LIST).content.decode()

    first.withdraw(by=member("coordinator"))
    assert "Gå-aftaler" not in client.get(LIST).content.decode()


def test_a_kept_page_costs_one_query_and_no_drawing(client, django_assert_num_queries):
    practice("Gå-aftaler fra venteværelset")
    page = client.get(f"{LIST}?goal=3").content

    with django_assert_num_queries(1):
        assert client.get(f"{LIST}?goal=3").content == page


def test_a_browser_that_has_the_page_is_told_so(client):
    practice("Gå-aftaler fra venteværelset")
    etag = client.get(LIST).headers["ETag"]

    assert client.get(LIST, headers={"If-None-Match": etag}).status_code == 304
    practice("Skolehave bag hallen")
    assert client.get(LIST, headers={"If-None-Match": etag}).status_code == 200


def test_nobody_gets_the_page_of_somebody_else(client):
    practice("Kun vores egen kladde", status="draft")
    colleague = type(client)()
    colleague.force_login(member("staff"))

    assert "Kun vores egen kladde" in colleague.get(LIST).content.decode()
    assert "Kun vores egen kladde" not in client.get(LIST).content.decode()
    assert "Kun vores egen kladde" in colleague.get(LIST).content.decode()


def test_each_language_keeps_its_own(client):
    practice("Gå-aftaler fra venteværelset")
    client.get(LIST)

    assert "Practices" in client.get("/en/practices/").content.decode()
    assert "<h1>Praksisser</h1>" in client.get(LIST).content.decode()
