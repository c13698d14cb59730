"""Several pasted lines: the preview, and storing them together."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.factories import WorkshopFactory, member, note_on
from workshops.models import Reflection

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Target": "lines-quick"}
PASTED = """- Konkrete eksempler fungerer

? Hvordan bliver det integreret i politikker?
% Når det bliver pseudo
-> Silobrydning"""


@pytest.fixture
def board():
    return WorkshopFactory(state="open")


@pytest.fixture
def facilitator(client):
    client.force_login(member("facilitator"))
    return client


def paste(browser, board, text=PASTED, headers=HTMX, quadrant="works"):
    address = f"/workshops/{board.pk}/reflections/lines/"
    return browser.post(address, {"text": text, "quadrant": quadrant}, headers=headers)


def sent(lines, **more):
    """The preview's form as a browser sends it; `lines` are (quadrant, text) or with an id."""
    fields = {"line-TOTAL_FORMS": len(lines), "line-INITIAL_FORMS": 0, "composer": "quick", **more}
    for number, (quadrant, text, *key) in enumerate(lines):
        fields[f"line-{number}-id"] = key[0] if key else str(uuid4())
        fields[f"line-{number}-quadrant"] = quadrant
        fields[f"line-{number}-text"] = text
    return fields


def store(browser, board, fields, headers=HTMX):
    return browser.post(f"/workshops/{board.pk}/reflections/lines/", fields, headers=headers)


def body(response):
    return response.content.decode()


def stored():
    return list(Reflection.objects.order_by("seq").values_list("quadrant", "text"))


def test_each_line_is_shown_with_its_field_before_anything_is_stored(facilitator, board):
    shown = body(paste(facilitator, board))

    assert "4 linjer bliver til 4 noter." in shown
    for number, quadrant in enumerate(["works", "question", "does_not_work", "take_forward"]):
        select = shown.split(f'name="line-{number}-quadrant"')[1].split("</select>")[0]
        assert f'value="{quadrant}" selected' in select
    assert ">\nKonkrete eksempler fungerer</textarea>" in shown
    assert "<html" not in shown
    assert stored() == []


def test_the_lines_are_stored_together_in_their_order(facilitator, board):
    answer = store(
        facilitator, board, sent([("works", "Fælles sprog"), ("question", "Hvem?"), ("works", "")])
    )

    assert answer.status_code == 201
    assert "2 noter." in body(answer)
    assert body(answer).count("data-reflection=") == 2
    assert stored() == [("works", "Fælles sprog"), ("question", "Hvem?")]


def test_storing_them_twice_stores_them_once(facilitator, board):
    fields = sent([("works", "Fælles sprog"), ("question", "Hvem?")])

    assert [store(facilitator, board, fields).status_code for _ in range(2)] == [201, 201]
    assert len(stored()) == 2


def test_it_works_without_scripts(facilitator, board):
    page = paste(facilitator, board, headers={})
    answer = store(facilitator, board, sent([("works", "Fælles sprog")]), headers={})

    assert "<h1>Se linjerne igennem</h1>" in body(page)
    assert (answer.status_code, answer.url) == (303, f"/workshops/{board.pk}/")
    assert stored() == [("works", "Fælles sprog")]


def test_one_wrong_line_keeps_all_and_stores_none(facilitator, board):
    lines = [("works", "Fælles sprog"), ("works", "x" * 2001), ("midten", "Hvem?")]

    answer = store(facilitator, board, sent(lines))

    assert answer.status_code == 422
    assert all(text in body(answer) for _, text in lines)
    assert "Vælg et af de fire felter." in body(answer)
    assert stored() == []


def test_a_cpr_number_is_asked_about_once_for_all_lines(facilitator, board):
    lines = [("works", "Ring til 010190-1234"), ("works", "Fælles sprog")]
    asked = store(facilitator, board, sent(lines))
    assert asked.status_code == 422
    assert "Gem alligevel" in body(asked)

    assert store(facilitator, board, sent(lines, anyway="1")).status_code == 201
    assert len(stored()) == 2


def test_a_document_is_not_a_paste(facilitator, board):
    text = "\n".join(f"Linje {n}" for n in range(101))

    answer = paste(facilitator, board, text)

    assert answer.status_code == 422
    assert "Det er 101 linjer." in body(answer)
    assert "Linje 100" in body(answer)
    assert (
        store(facilitator, board, sent([("works", f"Nr. {n}") for n in range(101)])).status_code
        == 422
    )
    assert stored() == []


@pytest.mark.parametrize("text", ["", " \n\n ", "\u200b"])
def test_a_paste_without_words_is_told_so(facilitator, board, text):
    assert "Skriv en note først." in body(paste(facilitator, board, text))


def test_a_closed_board_stores_no_lines_and_keeps_them(facilitator, board):
    board.close()

    answer = store(facilitator, board, sent([("works", "Kom for sent")]))

    assert answer.status_code == 403
    assert "Kom for sent" in body(answer)
    assert stored() == []


def test_a_participants_lines_count_as_notes_each(board, settings):
    settings.RATE_LIMITS = True
    phone = Client()
    phone.post(f"/j/{board.token}/")

    assert paste(phone, board, "\n".join(f"Linje {n}" for n in range(31))).status_code == 422
    assert store(phone, board, sent([("works", f"Nr. {n}") for n in range(20)])).status_code == 201
    answer = store(phone, board, sent([("works", f"Nr. {n}") for n in range(20, 40)]))

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert len(stored()) == 20


def test_ids_of_others_are_not_taken_over(facilitator, board):
    here, elsewhere = note_on(board), note_on(WorkshopFactory(state="open"))

    assert store(facilitator, board, sent([("works", "Min", str(here.pk))])).status_code == 409
    assert store(facilitator, board, sent([("works", "Min", str(elsewhere.pk))])).status_code == 404


def test_two_lines_with_one_id_are_refused_together(facilitator, board):
    key = str(uuid4())
    lines = sent([("works", "Bussen kører", key), ("works", "Toget kører", key)])

    response = store(facilitator, board, lines)

    assert response.status_code == 409
    assert "Bussen kører" in body(response)
    assert stored() == []


def test_who_may_not_write_pastes_nothing(client, board):
    assert paste(client, board).status_code == 403
    client.force_login(member("staff"))
    assert paste(client, board).status_code == 403
    assert store(client, board, sent([("works", "Nej")])).status_code == 403
    assert stored() == []


@pytest.mark.parametrize("total", ["", "x", "-1", "99999999"])
def test_a_malformed_form_stores_nothing(facilitator, board, total):
    fields = {**sent([("works", "Fælles sprog")]), "line-TOTAL_FORMS": total}

    assert store(facilitator, board, fields).status_code == 422
    assert stored() == []
