"""Whole pages are kept for passers-by, and never longer than they are true."""

import pytest

from practices.models import Adoption
from sdg_platform.search.models import Synonym
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


def test_a_kept_page_of_words_costs_one_query_more(client, django_assert_num_queries):
    practice("Gå-aftaler fra venteværelset")
    page = client.get(f"{LIST}?q=venteværelset").content

    with django_assert_num_queries(2):
        assert client.get(f"{LIST}?q=venteværelset").content == page


def test_a_synonym_changed_in_the_administration_shows_in_kept_lists_at_once(client, admin_client):
    one = practice("Løbeklub for nybegyndere")
    card, asked = f'data-practice="{one.pk}"', f"{LIST}?q=joggere"
    assert card not in client.get(asked).content.decode()

    added = {"word": "joggere", "means": "løbeklub"}
    assert admin_client.post("/admin/search/synonym/add/", added).status_code == 302
    assert card in client.get(asked).content.decode()

    pair = Synonym.objects.get(word="joggere")
    changed = {"word": "joggere", "means": "kaffeklub"}
    admin_client.post(f"/admin/search/synonym/{pair.pk}/change/", changed)
    assert card not in client.get(asked).content.decode()

    admin_client.post(f"/admin/search/synonym/{pair.pk}/change/", added)
    assert card in client.get(asked).content.decode()

    admin_client.post(f"/admin/search/synonym/{pair.pk}/delete/", {"post": "yes"})
    assert card not in client.get(asked).content.decode()


def test_synonyms_deleted_together_in_the_administration_are_gone_at_once(client, admin_client):
    one = practice("Løbeklub for nybegyndere")
    pair = Synonym.objects.create(word="joggere", means="løbeklub")
    card, asked = f'data-practice="{one.pk}"', f"{LIST}?q=joggere"
    assert card in client.get(asked).content.decode()

    ticked = {"action": "delete_selected", "_selected_action": [pair.pk], "post": "yes"}
    assert admin_client.post("/admin/search/synonym/", ticked).status_code == 302
    assert card not in client.get(asked).content.decode()


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
