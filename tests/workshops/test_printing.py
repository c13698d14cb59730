"""The sheets for the wall: the way in, posters, cards, and a network that is never kept."""

import pytest
from django.db import connection

from tests.factories import WorkshopFactory, member
from workshops.views.printing import POSTER_ROWS
from workshops.wifi import wifi_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(client):
    client.force_login(member("facilitator"))
    return WorkshopFactory(state="open")


def body(response):
    return response.content.decode()


def test_the_sheets_carry_code_picture_posters_and_cards(client, board):
    page = body(client.get(f"/workshops/{board.pk}/print/"))

    assert f'data-code="{board.code}"' in page
    assert f"{board.code[:4]} {board.code[4:]}" in page
    assert page.count('class="leaf leaf--poster') == 4
    assert page.count("<li>14</li>") == 4
    assert POSTER_ROWS == 14
    assert page.count('class="leafcard"') == 8
    assert "Hvad fungerer? Hvad giver mening for mig?" in page


def test_the_posters_ask_in_the_workshops_own_words(client, board):
    board.quadrant_titles = {"works": {"title": "Det kan vi", "question": "<b>Hvad kan vi?</b>"}}
    board.save()

    page = body(client.get(f"/workshops/{board.pk}/print/"))

    assert "Det kan vi" in page
    assert "&lt;b&gt;Hvad kan vi?" in page


def test_a_draft_prints_posters_and_says_how_to_get_the_code(client, board):
    draft = WorkshopFactory()

    page = body(client.get(f"/workshops/{draft.pk}/print/"))

    assert "data-code" not in page
    assert "Åbn workshoppen, før du printer." in page
    assert page.count('class="leaf leaf--poster') == 4


def test_the_network_comes_onto_the_paper_and_nowhere_else(client, board):
    secret = 'kaffe;te:"søndag"'
    answer = client.post(
        f"/workshops/{board.pk}/print/", {"name": "Rådhus-gæst", "password": secret}
    )

    assert answer.status_code == 200
    assert "Rådhus-gæst" in body(answer)
    assert "QR-kode til husets Wi-Fi" in body(answer)
    assert answer.headers["Cache-Control"] == "no-store, private"
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not any(secret in str(row) for row in cursor.fetchall()), table


def test_an_address_never_fills_in_a_network(client, board):
    page = body(client.get(f"/workshops/{board.pk}/print/?name=R%C3%A5dhus&password=12345678"))

    assert "QR-kode til husets Wi-Fi" not in page
    assert 'value="12345678"' not in page
    assert "leaf__net" not in page


def test_an_open_network_needs_no_password(client, board):
    answer = client.post(f"/workshops/{board.pk}/print/", {"name": "Bibliotek"})

    assert "Ingen adgangskode" in body(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Skriv navnet på jeres Wi-Fi."),
        ({"name": "å" * 20}, "Navnet er for langt til et Wi-Fi."),
        ({"name": "x" * 33}, "32"),
        ({"name": "Rådhus", "password": "kort"}, "En adgangskode til Wi-Fi har 8 til 63 tegn."),
        ({"name": "Rådhus", "password": "x" * 64}, "En adgangskode til Wi-Fi har 8 til 63 tegn."),
        ({"name": "Rådhus", "password": "12345678\x00"}, "8 til 63 tegn."),
        ({"name": "Råd\x00hus"}, ""),
    ],
)
def test_a_network_that_cannot_be_is_refused_and_stays_typed(client, board, typed, sentence):
    answer = client.post(f"/workshops/{board.pk}/print/", typed)

    assert answer.status_code == 422
    assert sentence in body(answer)
    assert "QR-kode til husets Wi-Fi" not in body(answer)


def parts_of(text):
    """Read the text as a phone does: a part ends at a semicolon that nothing escapes."""
    parts, said, characters = [], "", iter(text.removeprefix("WIFI:"))
    for character in characters:
        if character == "\\":
            said += next(characters)
        elif character == ";":
            parts.append(said)
            said = ""
        else:
            said += character
    return dict(part.split(":", 1) for part in parts if part)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Gæst", "simpelt123"),
        ('a;b,c:d"e\\f', 'p;q,r:s"t\\u'),
        ("\\", ";;;;;;;;"),
        ("ABCDEF12", "0123456789abcdef"),
    ],
)
def test_a_phone_reads_back_name_and_password(name, password):
    read = parts_of(wifi_text(name, password))

    assert read == {"T": "WPA", "S": name, "P": password}
    assert parts_of(wifi_text(name)) == {"T": "nopass", "S": name}
