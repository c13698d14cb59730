"""Dots on notes: how many each has, who sees them when, and that four taps make no fourth dot."""

import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.factories import MunicipalityFactory, WorkshopFactory, member, note_on
from workshops.models import NoDotsLeft, Participant, Phase, Vote, Workshop

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def board():
    workshop = WorkshopFactory(state="open", sharing="public")
    workshop.enter(Phase.VOTE)
    return workshop


@pytest.fixture
def note(board):
    return note_on(board, "Fokus på HVORDAN det er gjort")


@pytest.fixture
def facilitator(client):
    client.force_login(member("facilitator"))
    return client


def joined(board):
    phone = Client()
    phone.post(f"/j/{board.token}/")
    return phone


def dot(browser, note, act="vote", **headers):
    url = f"/workshops/{note.workshop_id}/reflections/{note.pk}/{act}/"
    return browser.post(url, headers=headers)


def page(browser, board):
    return browser.get(f"/workshops/{board.pk}/").content.decode()


def minutes(browser, board, form="json"):
    return browser.get(f"/workshops/{board.pk}/minutes.{form}").content.decode()


# --- Putting and taking back -------------------------------------------------------------


def test_without_scripts_a_dot_leads_back_to_the_note_and_says_what_is_left(board, note):
    phone = joined(board)

    answer = dot(phone, note)

    assert (answer.status_code, answer.url) == (303, f"/workshops/{board.pk}/#r-{note.pk}")
    shown = page(phone, board)
    assert "2 prikker tilbage" in shown
    assert "●○○" in shown
    assert 'aria-label="1 af dine prikker">●</span>' in shown


def test_several_dots_may_lie_on_one_note_and_the_fourth_is_refused_in_one_sentence(board, note):
    phone = joined(board)
    for _ in range(3):
        assert dot(phone, note).status_code == 303

    answer = dot(phone, note)

    assert answer.status_code == 409
    assert "Du har brugt dine 3 prikker. Fjern en, før du sætter en ny." in answer.content.decode()
    assert note.votes.count() == 3


def test_the_workshop_says_how_many_dots_each_has(board, note):
    board.dots = 1
    board.save(update_fields=["dots"])
    phone = joined(board)
    dot(phone, note)

    answer = dot(phone, note)

    assert answer.status_code == 409
    assert "Du har brugt din prik. Fjern den" in answer.content.decode()


def test_a_dot_taken_back_can_be_put_elsewhere(board, note):
    other, phone = note_on(board, "Partnerskaber med civilsamfundet"), joined(board)
    for _ in range(3):
        dot(phone, note)

    dot(phone, note, "unvote")

    assert dot(phone, other).status_code == 303
    assert (note.votes.count(), other.votes.count()) == (2, 1)


def test_taking_back_what_is_not_there_changes_nothing(board, note):
    dot(joined(board), note)

    assert dot(joined(board), note, "unvote").status_code == 303
    assert note.votes.count() == 1


def test_htmx_gets_the_slip_and_the_bar(board, note):
    phone = joined(board)

    said = dot(phone, note, **HTMX).content.decode()

    assert f'id="r-{note.pk}"' in said
    assert 'id="board-now"' in said
    assert said.count("2 prikker tilbage") == 2
    assert f'data-own="{{&quot;{note.pk}&quot;: 1}}"' in said


def test_htmx_is_told_the_refusal_in_the_bar(board, note):
    phone = joined(board)
    for _ in range(3):
        dot(phone, note)

    answer = dot(phone, note, **HTMX)

    assert answer.status_code == 409
    said = answer.content.decode()
    assert 'role="alert">Du har brugt dine 3 prikker.' in said
    assert 'id="board-now"' in said


def test_a_dot_takes_no_number_of_the_board_and_no_version(board, note):
    seq = Workshop.objects.get(pk=board.pk).seq

    dot(joined(board), note)

    note.refresh_from_db()
    assert (Workshop.objects.get(pk=board.pk).seq, note.version) == (seq, 1)


# --- Who and when ------------------------------------------------------------------------


@pytest.mark.parametrize("phase", [one for one in Phase if one not in ("vote", "closed")])
def test_only_while_the_room_votes(board, note, phase):
    phone = joined(board)
    board.enter(phase)

    for act in ("vote", "unvote"):
        answer = dot(phone, note, act)
        assert answer.status_code == 409
        assert "I stemmer ikke lige nu." in answer.content.decode()
    assert "Sæt prik" not in page(phone, board)


def test_not_when_the_workshop_is_closed(board, note):
    phone = joined(board)
    board.close()

    assert dot(phone, note).status_code == 403
    assert Vote.objects.count() == 0


def test_the_facilitator_votes_with_the_account(board, note, facilitator):
    for _ in range(3):
        dot(facilitator, note)

    assert dot(facilitator, note).status_code == 409
    assert "0 prikker tilbage" in page(facilitator, board)


def test_who_does_not_take_part_does_not_vote(board, note, client):
    assert dot(Client(), note).status_code == 302
    client.force_login(member("staff"))
    assert dot(client, note).status_code == 403
    neighbour = Client()
    neighbour.force_login(member("facilitator", "9902"))
    assert dot(neighbour, note).status_code == 404
    assert Vote.objects.count() == 0


def test_a_note_of_another_workshop_or_a_removed_one_does_not_exist(board, note):
    elsewhere = WorkshopFactory(municipality=MunicipalityFactory(), state="open")
    phone, foreign = joined(board), note_on(elsewhere)
    note.remove()

    for it in (foreign, note):
        url = f"/workshops/{board.pk}/reflections/{it.pk}/vote/"
        assert phone.post(url).status_code == 404
    assert phone.post(f"/workshops/{board.pk}/reflections/kludder/vote/").status_code == 404


def test_dots_on_a_note_that_goes_away_can_be_put_anew(board, note):
    other, phone = note_on(board, "En anden"), joined(board)
    for _ in range(3):
        dot(phone, note)

    note.remove()

    assert dot(phone, other).status_code == 303
    note.restore()
    for _ in range(2):
        dot(phone, note)
    assert dot(phone, note).status_code == 409


# --- Totals ------------------------------------------------------------------------------


def test_nobody_sees_a_total_before_the_vote_is_left(board, note, facilitator):
    for _ in range(2):
        dot(joined(board), note)

    for browser in (facilitator, joined(board)):
        assert "<b>2</b> prikker" not in page(browser, board)
    changes = joined(board).get(f"/workshops/{board.pk}/changes/?after=0").content.decode()
    assert "<b>2</b> prikker" not in changes
    assert "●" not in changes
    assert json.loads(minutes(facilitator, board))["reflections"][0]["votes"] == 0
    assert "2 prikker" not in minutes(facilitator, board, "txt")
    assert "2 prikker" not in facilitator.get(f"/workshops/{board.pk}/screen/").content.decode()


def test_everybody_sees_them_afterwards(board, note, facilitator):
    for _ in range(2):
        dot(joined(board), note)

    board.enter(Phase.TALK)

    for browser in (facilitator, joined(board)):
        assert "<b>2</b> prikker" in page(browser, board)
    assert json.loads(minutes(facilitator, board))["reflections"][0]["votes"] == 2
    for form in ("txt", "csv"):
        assert "2" in minutes(facilitator, board, form)
    wall = facilitator.get(f"/workshops/{board.pk}/screen/").content.decode()
    assert re.search(r"<b>2</b>\s*prikker", wall)


def test_leaving_the_vote_reaches_the_other_pages_without_a_number(board, note):
    phone = joined(board)
    dot(phone, note)
    board.refresh_from_db()
    known, seq = board.pulse, board.seq

    board.enter(Phase.TALK)

    url = f"/workshops/{board.pk}/changes/?after={seq}"
    assert phone.get(url).status_code == 304
    answer = phone.get(f"{url}&pulse={known}")
    assert (answer.status_code, answer.headers["X-Cursor"]) == (200, str(seq))
    assert "<b>1</b> prik" in answer.content.decode()
    again = phone.get(f"{url}&pulse={answer.headers['X-Pulse']}")
    assert again.status_code == 304


def test_the_talk_begins_with_the_notes_that_got_most_dots(board, note, facilitator):
    other = note_on(board, "Partnerskaber med civilsamfundet")
    for it in (note, other, other):
        dot(joined(board), it)
    board.enter(Phase.TALK)

    shown = page(facilitator, board)

    talked = shown[shown.index('id="most-dots"') :]
    first, second = talked.index("Partnerskaber med"), talked.index("Fokus på HVORDAN")
    assert first < second


def test_the_board_costs_two_queries_more_while_the_room_votes(
    board, django_assert_max_num_queries
):
    phone = joined(board)
    for number in range(12):
        dot(phone, note_on(board, f"Note {number}"))
    phone.get(f"/workshops/{board.pk}/")

    with django_assert_max_num_queries(10):
        phone.get(f"/workshops/{board.pk}/")


# --- At the same time --------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_eight_taps_at_once_make_three_dots():
    board = WorkshopFactory(state="open")
    board.enter(Phase.VOTE)
    note, me = note_on(board), board.participants.create()
    together = Barrier(8)

    def tap(_):
        try:
            mine = Participant.objects.get(pk=me.pk)
            here = Workshop.objects.get(pk=board.pk).reflections.get(pk=note.pk)
            together.wait(10)
            while True:
                try:
                    Vote.objects.put(here, (mine, None))
                    return "put"
                except OperationalError:
                    # A database in memory, as in tests alone, lets nobody wait for its lock.
                    time.sleep(0.005)
        except NoDotsLeft:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(tap, range(8)))

    assert sorted(said) == ["put"] * 3 + ["refused"] * 5
    assert Vote.objects.count() == 3
