"""Danish at the root, English under /en/: our sentences, Django's own and allauth's."""

import re
from datetime import date

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from tests.factories import PartnershipFactory, WorkshopFactory, member, note_on, practice

pytestmark = pytest.mark.django_db


def test_the_root_is_danish_whatever_the_browser_prefers(client):
    page = client.get("/about/", headers={"Accept-Language": "en"})
    assert '<html lang="da">' in page.content.decode()


def test_the_english_page_is_english_whatever_the_browser_prefers(client):
    page = client.get("/en/about/", headers={"Accept-Language": "da"})
    assert '<html lang="en">' in page.content.decode()


@pytest.mark.parametrize(
    ("language", "sentence"), [("da", "Dette felt er påkrævet."), ("en", "This field is required.")]
)
def test_djangos_own_sentences_follow_the_page(language, sentence):
    with translation.override(language):
        assert gettext("This field is required.") == sentence


@pytest.mark.parametrize(
    ("language", "sentence"), [("da", "Nuværende adgangskode"), ("en", "Current Password")]
)
def test_allauths_own_sentences_follow_the_page(language, sentence):
    with translation.override(language):
        assert gettext("Current Password") == sentence


def test_the_date_of_a_danish_page_is_danish():
    with translation.override("da"):
        assert date_format(date(2026, 11, 22), "DATE_FORMAT") == "22. november 2026"


def test_a_validators_sentence_is_danish_on_a_danish_page():
    with translation.override("da"), pytest.raises(ValidationError) as refused:
        validate_password("kort")
    assert "12 tegn" in " ".join(refused.value.messages)


# --- What people wrote, on a page that speaks another language ----------------------------------


def said_in(page, words):
    """The `lang` of the innermost element around `words`; None where it has none of its own."""
    tag = page[: page.index(words)].rpartition("<")[2]
    found = re.search(r'lang="(\w\w)"', tag)
    return found and found[1]


def test_danish_words_on_an_english_page_say_so(client):
    board = WorkshopFactory(
        title="Hvordan gjorde I", purpose="Vi vil lære af det", state="closed", sharing="public"
    )
    asked = note_on(board, "Hvem ejer planen?", "question").open_question
    told = practice("Gå-aftaler fra venteværelset", summary="Man går en tur.", steps=["Spørg"])
    shared = PartnershipFactory(title="Sammen om maden", description="Vi spiser sammen.")
    spoken = {
        f"/workshops/{board.pk}/": ["Hvordan gjorde I</h1>", "Vi vil lære af det", asked.reflection.text],
        "/workshops/": ["Hvordan gjorde I</a>"],
        "/notes/": ["Hvem ejer planen?"],
        f"/questions/{asked.pk}/": ["Hvem ejer planen?</h1>", "Hvem ejer planen? –"],
        f"/practices/{told.pk}/": ["Gå-aftaler fra venteværelset –", "Gå-aftaler fra venteværelset</h1>", "Man går en tur.</p>"],
        "/practices/": ["Gå-aftaler fra venteværelset</a>"],
        f"/partnerships/{shared.pk}/": ["Sammen om maden –", "Vi spiser sammen."],
        "/search/?q=aftaler": ["Gå-<mark>aftaler"],
    }  # fmt: skip
    for path, quotes in spoken.items():
        danish, english = (client.get(f"{at}{path}").content.decode() for at in ("", "/en"))
        for words in quotes:
            quoted = " ".join(english.split())
            assert words in quoted, (path, words)
            assert said_in(quoted, words) == "da", (path, words)
        assert 'lang="da">' not in danish.split("<main")[1].split("</main")[0], path


def test_the_way_back_and_the_hidden_ends_of_buttons_say_so_too(client):
    client.force_login(member("facilitator"))
    board = WorkshopFactory(title="Hvordan gjorde I", state="open")
    note_on(board, "Hvem ejer planen?", "question")
    told = practice("Gå-aftaler fra venteværelset", steps=["Spørg"])
    pages = {
        f"/en/workshops/{board.pk}/": ["Hvem ejer planen?</span>"],
        f"/en/workshops/{board.pk}/photos/": ["Hvordan gjorde I</a>"],
        f"/en/practices/{told.pk}/story/": ["Gå-aftaler fra venteværelset</a>", "Spørg</span>"],
        f"/en/practices/{told.pk}/": ["Spørg</"],
    }
    for path, quotes in pages.items():
        page = client.get(path).content.decode()
        for words in quotes:
            assert words in page, (path, words)
            before = page.split(words)[:-1]
            assert all('lang="da"' in text.rpartition("<")[2] for text in before), (path, words)


def test_a_workshops_own_words_for_its_fields_say_so_and_the_usual_ones_do_not(client):
    client.force_login(member("facilitator"))
    own = {"title": "Undren", "question": "Hvad undrer os?"}
    board = WorkshopFactory(state="open", quadrant_titles={"question": own})
    for path in ("", "print/", "screen/?field=question"):
        page = client.get(f"/en/workshops/{board.pk}/{path}").content.decode()
        assert said_in(page, "Hvad undrer os?</") == "da", path
        assert said_in(page, "Undren</") == "da", path
        assert said_in(page, "Works</") is None, path


def test_an_english_practice_says_so_on_a_danish_page(client):
    told = practice("A walk from the waiting room", language="en", summary="People walk.")
    page = client.get(f"/practices/{told.pk}/").content.decode()
    assert said_in(page, "A walk from the waiting room</h1>") == "en"
    assert said_in(page, "People walk.</p>") == "en"
    assert 'lang="en">People' not in client.get(f"/en/practices/{told.pk}/").content.decode()
