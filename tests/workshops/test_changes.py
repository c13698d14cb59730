"""What happened on a board since a number: the floor under the live board."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.factories import WorkshopFactory, actor, member, note_on
from workshops.live.audience import Audience
from workshops.models import Reflection, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    workshop = WorkshopFactory(title="Netværksmøde", sharing="public")
    workshop.open()
    return workshop


def joined(board):
    phone = Client()
    phone.post(f"/join/{board.code}/")
    return phone


def write(client, board, text="Konkrete eksempler fungerer", quadrant="works"):
    key = str(uuid4())
    client.post(
        f"/workshops/{board.pk}/reflections/", {"id": key, "quadrant": quadrant, "text": text}
    )
    return key


def changes(client, board, after=0, **headers):
    return client.get(f"/workshops/{board.pk}/changes/?after={after}", headers=headers)


def test_a_note_written_by_one_reaches_the_other_with_the_next_cursor(board):
    first, second = joined(board), joined(board)
    key = write(first, board)

    answer = changes(second, board, after=0)

    assert answer.status_code == 200
    assert answer.headers["X-Cursor"] == "1"
    assert f'data-reflection="{key}" data-seq="1"' in answer.content.decode()
    assert "Konkrete eksempler fungerer" in answer.content.decode()


def test_nothing_new_is_a_304_without_a_body(board):
    phone = joined(board)
    write(phone, board)

    answer = changes(phone, board, after=1)

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["X-Cursor"] == "1"


def test_the_same_question_with_its_etag_is_a_304(board):
    phone = joined(board)
    write(phone, board)
    etag = changes(phone, board).headers["ETag"]

    # What compresses on the way makes it weak; a cache may send several.
    for known in (etag, f"W/{etag}", f'"andet", {etag}', f'W/"andet",W/{etag}', "*"):
        assert changes(phone, board, **{"If-None-Match": known}).status_code == 304, known
    assert changes(phone, board, **{"If-None-Match": '"andet"'}).status_code == 200


def test_everybody_who_takes_part_gets_the_same_bytes(board):
    writer, reader = joined(board), joined(board)
    write(writer, board)

    assert changes(writer, board).content == changes(reader, board).content


def test_a_note_comes_once_in_its_newest_state(board):
    phone = joined(board)
    key = write(phone, board)
    note = Reflection.objects.get(pk=key)
    note.edit(text="Noget helt andet", quadrant="question", version=1)

    shown = changes(phone, board).content.decode()

    assert shown.count("data-reflection") == 1
    assert 'data-seq="2" data-version="2" data-quadrant="question"' in shown
    assert "Konkrete" not in shown


def test_a_removed_note_comes_without_its_text(board):
    phone = joined(board)
    key = write(phone, board)
    Reflection.objects.get(pk=key).remove()

    shown = changes(phone, board, after=1).content.decode()

    assert f'data-reflection="{key}"' in shown
    assert "data-deleted" in shown
    assert "Konkrete" not in shown


def test_a_cursor_that_is_no_number_starts_from_the_beginning(board):
    phone = joined(board)
    write(phone, board)

    for malformed in ("", "-1", "abc", "9" * 40, "1.5"):
        answer = changes(phone, board, after=malformed)
        assert (answer.status_code, answer.headers["X-Cursor"]) == (200, "1")


def test_many_changes_come_in_portions(board):
    for number in range(250):
        note_on(board, text=f"Note {number}")
    phone = joined(board)

    first = changes(phone, board, after=0)
    second = changes(phone, board, after=first.headers["X-Cursor"])

    assert first.headers["X-Cursor"] == "200"
    assert second.headers["X-Cursor"] == "250"
    assert first.content.count(b"data-reflection") == 200
    assert second.content.count(b"data-reflection") == 50


def test_a_stranger_does_not_find_the_board(client, board):
    assert changes(client, board).status_code == 404


def test_a_facilitator_is_sent_what_a_facilitator_may_do(client, board):
    note_on(board)
    client.force_login(member("facilitator"))

    assert "formaction" in changes(client, board).content.decode()
    assert "formaction" not in changes(joined(board), board).content.decode()


def test_the_page_says_where_to_ask_and_from_where(board):
    phone = joined(board)
    write(phone, board)

    page = phone.get(f"/workshops/{board.pk}/").content.decode()

    assert f'data-changes="/workshops/{board.pk}/changes/"' in page
    assert 'data-cursor="1"' in page
    assert "data-events" not in page  # The test client speaks WSGI.


def test_where_streams_are_served_the_page_carries_a_ticket(board):
    page = joined(board).get(f"/workshops/{board.pk}/", **{"sdg.streams": True}).content.decode()

    assert f'data-events="/workshops/{board.pk}/events/?ticket=' in page


def test_a_poll_for_nothing_costs_a_participant_one_query(board, django_assert_num_queries):
    phone = joined(board)
    write(phone, board)

    with django_assert_num_queries(1):
        changes(phone, board, after=1)


def test_an_audience_reads_through_the_same_gate_as_a_person(board):
    note_on(board)
    stranger = Audience("member", "9902", "da").actor(board.pk)

    assert not Workshop.objects.visible_to(stranger).filter(pk=board.pk).exists()
    assert actor("staff", "9901").municipality_codes == {"9901"}
