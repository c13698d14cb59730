"""A word is found apart where it was typed together, and together where it was typed apart."""

import pytest

from sdg_platform.accounts.actor import ANONYMOUS
from sdg_platform.search import index
from tests.factories import practice

pytestmark = pytest.mark.django_db


def found(client, path, query):
    page = client.get(path, {"q": query}).content.decode()
    page = page.replace("<mark>", "").replace("</mark>", "")
    found = index.find(query, actor=ANONYMOUS, kinds=["practice"]).total
    return found if "Emnet ved fjorden" in page else 0


@pytest.mark.parametrize("path", ["/practices/", "/search/"])
@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("børnefattigdom", "Børn i fattigdom får et fritidspas"),
        ("mandeværksted", "Et værksted for mænd"),
        ("gåaftaler", "Gå-aftaler fra venteværelset"),
        ("gåaftalen", "Gå-aftaler fra venteværelset"),
        ("skovture", "Tur i skoven"),
        ("udvalg om børnefattigdom", "Udvalg: børn og fattigdom"),
        ("50000", "Elevrådets egne 50.000 kroner"),
        ("50.000", "Elevrådets egne 50000 kroner"),
    ],
)
def test_what_is_written_together_is_found_apart(client, path, query, text):
    practice("Emnet ved fjorden", summary=text)
    practice("Noget andet", summary="Vi gik en aften, og alle spiste kage; 500 kroner")

    assert found(client, path, query) == 1


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("gå-aftaler", "Gåaftaler fra venteværelset"),
        ("lægens gå aftaler", "Lægen laver gåaftaler"),
        ("sø bad", "Søbadet ved havnen"),
    ],
)
def test_what_is_written_apart_is_found_together(client, query, text):
    practice("Emnet ved fjorden", summary=text)
    practice("Noget andet", summary="Vi gik en aften, og alle spiste kage")

    assert found(client, "/practices/", query) == 1


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("børnefattigdom", "Børn i haven"),
        ("gåaftaler", "De gik, og aftaler blev holdt; gå en tur"),
        ("forebygge", "Foretag en lille bygning"),
        ("50000", "5.000 kroner og 500.000 kroner"),
        ('"børnefattigdom"', "Børn i fattigdom"),
    ],
)
def test_half_of_it_is_not_enough(client, query, text):
    practice("Emnet ved fjorden", summary=text)

    assert index.find(query, actor=ANONYMOUS, kinds=["practice"]).total == 0


def test_where_the_whole_word_is_found_its_parts_are_not_looked_for(client):
    whole = practice("Børnefattigdom")
    practice("Børn i fattigdom")

    hits = index.find("børnefattigdom", actor=ANONYMOUS, kinds=["practice"]).hits
    assert [hit.object_id for hit in hits] == [str(whole.pk)]


def test_a_word_in_a_draft_of_others_hides_no_parts_from_a_guest():
    practice("Børnefattigdom", status="draft")
    public = practice("Børn i fattigdom")

    hits = index.find("børnefattigdom", actor=ANONYMOUS, kinds=["practice"]).hits
    assert [hit.object_id for hit in hits] == [str(public.pk)]
