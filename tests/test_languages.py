"""Danish at the root, English under /en/: our sentences, Django's own and allauth's."""

from datetime import date

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

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
