"""The tray: what is written within a day of closing, and what becomes of it."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import WorkshopFactory, late_note_on, member, note_on
from workshops.models import LateNote, Reflection, Workshop

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
ID = "0192f0c4-1111-7000-8000-0000000000aa"


@pytest.fixture
def board():
    workshop = WorkshopFactory(title="Netværksmøde")
    workshop.open()
    return workshop


@pytest.fixture
def phone(board):
    """Joined while it was open; now it is closed."""
    browser = Client()
    browser.post(f"/j/{board.token}/")
    board.close()
    return browser


@pytest.fixture
def facilitator(client):
    client.force_login(member("facilitator"))
    return client


def lay(browser, board, text="Vi glemte de unge", htmx=True, **data):
    fields = {"id": ID, "quadrant": "does_not_work", "text": text, **data}
    address = f"/workshops/{board.pk}/reflections/late/"
    return browser.post(address, fields, headers=HTMX if htmx else {})


def decide(browser, late, act, **headers):
    return browser.post(f"/workshops/{late.workshop_id}/late/{late.pk}/{act}/", headers=headers)


def body(response):
    return response.content.decode()


def test_a_note_for_a_closed_board_is_refused_and_offered_the_tray(phone, board):
    fields = {"id": ID, "quadrant": "works", "text": "Kom for sent"}

    asked = phone.post(f"/workshops/{board.pk}/reflections/", fields, headers=HTMX)
    page = phone.post(f"/workshops/{board.pk}/reflections/", fields)

    assert (asked.status_code, page.status_code) == (403, 403)
    assert "data-late" in body(asked)
    assert f'formaction="/workshops/{board.pk}/reflections/late/"' in body(page)
    assert "Kom for sent" in body(page)


def test_a_late_note_lies_in_the_tray_and_not_on_the_board(phone, board):
    answer = lay(phone, board)

    assert answer.status_code == 201
    assert ID in body(answer)
    assert LateNote.objects.get(pk=ID).participant == board.participants.get()
    assert not Reflection.objects.exists()


def test_laying_it_there_twice_lays_it_there_once(phone, board):
    assert [lay(phone, board).status_code for _ in range(3)] == [201, 200, 200]
    assert LateNote.objects.count() == 1


def test_the_same_id_with_other_words_is_a_clash_that_tells_nothing(phone, board):
    lay(phone, board, "Det hemmelige")

    answer = lay(phone, board, "Noget andet")

    assert answer.status_code == 409
    assert "Det hemmelige" not in body(answer)


def test_an_id_of_another_board_or_of_a_note_is_not_taken_over(phone, board):
    other = late_note_on(WorkshopFactory(state="open"))
    elsewhere, here = note_on(other.workshop), note_on(board)

    assert lay(phone, board, id=str(other.pk)).status_code == 404
    assert lay(phone, board, id=str(elsewhere.pk)).status_code == 404
    assert lay(phone, board, id=str(here.pk)).status_code == 409


def test_without_scripts_one_is_led_back_to_the_board(phone, board):
    answer = lay(phone, board, htmx=False)

    assert (answer.status_code, answer.url) == (303, f"/workshops/{board.pk}/")
    assert "Din note ligger i bakken." in body(phone.get(answer.url))


def test_the_tray_is_there_for_a_day(phone, board):
    Workshop.objects.update(closed_at=timezone.now() - timedelta(hours=23, minutes=59))
    assert lay(phone, board).status_code == 201

    Workshop.objects.update(closed_at=timezone.now() - timedelta(hours=24, minutes=1))
    late = lay(phone, board, "En dag senere", htmx=False, id=str(uuid4()))

    assert late.status_code == 403
    assert "En dag senere" in body(late)
    assert "Læg den i bakken" not in body(late)


@pytest.mark.parametrize("state", ["draft", "open", "archived"])
def test_only_a_closed_board_has_a_tray(facilitator, state):
    assert lay(facilitator, WorkshopFactory(state=state)).status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"id": "x"}, {"quadrant": "midten"}, {"text": " "}, {"text": "x" * 2001}]
)
def test_what_is_not_a_note_is_refused(phone, board, wrong):
    assert lay(phone, board, **wrong).status_code == 422
    assert not LateNote.objects.exists()


def test_who_never_joined_lays_nothing(client, board, phone):
    assert lay(client, board).status_code == 403
    client.force_login(member("staff"))
    assert lay(client, board).status_code == 403
    assert not LateNote.objects.exists()


def test_too_many_late_notes_are_told_to_wait(phone, board, settings):
    settings.RATE_LIMITS = True
    for _ in range(30):
        assert lay(phone, board, id=str(uuid4())).status_code == 201

    answer = lay(phone, board, id=str(uuid4()))

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_the_facilitator_reads_the_tray_and_nobody_else_does(facilitator, phone, board):
    lay(phone, board)
    staff = Client()
    staff.force_login(member("staff"))

    assert "1 note ligger i bakken" in body(facilitator.get(f"/workshops/{board.pk}/"))
    assert "Vi glemte de unge" in body(facilitator.get(f"/workshops/{board.pk}/now/"))
    for address in ("", "now/", "changes/?after=0", "screen/"):
        assert "Vi glemte de unge" not in body(staff.get(f"/workshops/{board.pk}/{address}"))


def test_a_new_note_in_the_tray_wakes_the_pages(phone, board):
    before = Workshop.objects.get().pulse
    lay(phone, board)
    assert Workshop.objects.get().pulse == before + 1


def test_a_note_that_is_taken_in_takes_a_number_and_stands_in_the_minutes(
    facilitator, phone, board
):
    note_on(board)
    lay(phone, board)

    answer = decide(facilitator, LateNote.objects.get(), "take")

    note = Reflection.objects.get(pk=ID)
    assert (answer.status_code, answer.url) == (303, f"/workshops/{board.pk}/#r-{ID}")
    assert (note.seq, note.quadrant, note.participant) == (
        2,
        "does_not_work",
        board.participants.get(),
    )
    minutes = json.loads(facilitator.get(f"/workshops/{board.pk}/minutes.json").content)
    assert [row["text"] for row in minutes["reflections"] if row["id"] == ID] == [
        "Vi glemte de unge"
    ]
    assert "Bakken" not in body(facilitator.get(f"/workshops/{board.pk}/now/"))


def test_taking_it_in_twice_takes_it_in_once(facilitator, phone, board):
    lay(phone, board)
    late = LateNote.objects.get()

    assert [decide(facilitator, late, "take").status_code for _ in range(2)] == [303, 303]
    assert Reflection.objects.count() == 1
    assert lay(phone, board).status_code == 200


def test_htmx_gets_the_slip_and_the_tray_without_it(facilitator, phone, board):
    lay(phone, board)

    shown = body(decide(facilitator, LateNote.objects.get(), "take", **HTMX))

    assert f'data-reflection="{ID}" data-seq="1"' in shown
    assert 'id="board-now"' in shown
    assert 'id="tray"' not in shown


def test_a_note_that_is_left_out_stays_in_the_tray_and_can_be_taken_in_after_all(
    facilitator, phone, board
):
    lay(phone, board)
    late = LateNote.objects.get()

    assert decide(facilitator, late, "leave").status_code == 303
    page = body(facilitator.get(f"/workshops/{board.pk}/"))
    assert "ikke taget med" in page
    assert "Lad ligge" not in page
    assert not Reflection.objects.exists()

    decide(facilitator, late, "take")
    assert Reflection.objects.get().pk == late.pk


def test_an_archived_workshop_takes_nothing_in(facilitator, phone, board):
    lay(phone, board)
    board.archive()

    assert decide(facilitator, LateNote.objects.get(), "take").status_code == 403
    assert not Reflection.objects.exists()


def test_a_tray_of_another_board_is_not_reached_from_this_one(facilitator, board):
    other = late_note_on(WorkshopFactory(state="open"))
    address = f"/workshops/{board.pk}/late/{other.pk}/take/"

    assert facilitator.post(address).status_code == 404


# --- What its writer sees, and what happens when the board opens again -----------------------


def own_tray(browser, board):
    """The list of one's own notes in the tray, as far as the page shows it."""
    page = body(browser.get(f"/workshops/{board.pk}/"))
    tray = page.split('id="own-tray"')[1].split("</section>")[0]
    return "" if tray.split(">")[0].endswith("hidden") else tray


def test_the_writer_finds_the_own_late_notes_until_they_stand_on_the_board(
    facilitator, phone, board
):
    assert own_tray(phone, board) == ""
    kept = body(lay(phone, board))
    assert f'id="l-{ID}"' in kept
    late_note_on(Workshop.objects.get(pk=board.pk), "Skrevet af en anden")

    tray = own_tray(phone, board)
    assert "Dine noter i bakken" in tray
    assert "Vi glemte de unge" in tray
    assert "Skrevet af en anden" not in tray

    decide(facilitator, LateNote.objects.get(pk=ID), "leave")
    assert "ikke taget med" in own_tray(phone, board)
    decide(facilitator, LateNote.objects.get(pk=ID), "take")
    assert own_tray(phone, board) == ""
    assert "Vi glemte de unge" in body(phone.get(f"/workshops/{board.pk}/"))


def test_the_tray_stays_when_the_board_opens_again(facilitator, phone, board):
    lay(phone, board)
    Workshop.objects.get().open()

    assert "1 note ligger i bakken" in body(facilitator.get(f"/workshops/{board.pk}/"))
    assert "Vi glemte de unge" in body(facilitator.get(f"/workshops/{board.pk}/now/"))
    assert "Vi glemte de unge" in own_tray(phone, board)

    assert decide(facilitator, LateNote.objects.get(), "take").status_code == 303
    assert Reflection.objects.get().text == "Vi glemte de unge"
    assert 'id="tray"' not in body(facilitator.get(f"/workshops/{board.pk}/"))
