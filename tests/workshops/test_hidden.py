"""While a board is hidden a note leaves the server for its writer alone."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from sdg_platform.search import index
from tests.factories import WorkshopFactory, actor, member, note_on
from workshops.models import OpenQuestion, Phase, Reflection, Workshop

pytestmark = pytest.mark.django_db

SECRET = "Kystvejen blev aldrig færdig"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def board():
    return WorkshopFactory(state="open", hide_until_reveal=True, sharing="public")


def joined(board):
    phone = Client()
    phone.post(f"/j/{board.token}/")
    return phone


def signed_in(role, code="9901"):
    browser = Client()
    browser.force_login(member(role, code))
    return browser


def write(browser, board, text=SECRET, quadrant="question"):
    key = str(uuid4())
    answer = browser.post(
        f"/workshops/{board.pk}/reflections/",
        {"id": key, "quadrant": quadrant, "text": text},
        headers=HTMX,
    )
    assert answer.status_code == 201
    return key


def everywhere(board, key):
    """Every address where a note's text could come out."""
    one = f"/workshops/{board.pk}/"
    return [
        one,
        f"{one}?removed={key}",
        f"/en{one}",
        f"{one}changes/?after=0",
        f"{one}now/",
        f"{one}screen/",
        f"{one}screen/?field=question",
        f"{one}tags/?note={key}",
        f"{one}reflections/{key}/edit/",
        *(f"{one}minutes.{form}" for form in ("json", "txt", "csv")),
        "/",
        "/goals/3/",
        "/goals/3/voices/",
        "/themes/people/",
        "/search/?q=Kystvejen",
        "/questions/",
        "/questions/?goal=3",
        "/workshops/",
        "/notes/?q=Kystvejen",
        "/synthesis/",
    ]


def said(browser, url):
    answer = browser.get(url, follow=True)
    # A search says back what one asked for.
    return answer.content.decode(errors="replace").replace('value="Kystvejen"', "")


def test_nobody_else_gets_the_text_anywhere(board):
    key = write(joined(board), board)
    Reflection.objects.get(pk=key).goals.set([3])

    for browser in (
        joined(board),
        signed_in("facilitator"),
        signed_in("staff"),
        signed_in("administrator"),
        signed_in("coordinator", "9902"),
        Client(),
    ):
        for url in everywhere(board, key):
            assert SECRET not in said(browser, url), url


def test_after_the_reveal_the_same_walk_finds_it(board):
    """The walk above would prove nothing if it looked where no note ever stands."""
    key = write(joined(board), board)
    Reflection.objects.get(pk=key).goals.set([3])
    board.enter(Phase.REVEAL)
    reader = signed_in("facilitator")

    found = {url for url in everywhere(board, key) if SECRET in said(reader, url)}

    one = f"/workshops/{board.pk}/"
    assert {
        one,
        f"{one}changes/?after=0",
        f"{one}screen/?field=question",
        f"{one}tags/?note={key}",
        f"{one}reflections/{key}/edit/",
        f"{one}minutes.json",
        f"{one}minutes.txt",
        "/goals/3/voices/",
    } <= found


def test_the_writer_sees_the_own_note_and_may_mend_it(board):
    phone = joined(board)
    key = write(phone, board)

    page = phone.get(f"/workshops/{board.pk}/").content.decode()
    answer = phone.post(
        f"/workshops/{board.pk}/reflections/{key}/edit/",
        {"text": "Kystvejen blev færdig", "quadrant": "question", "version": "1"},
    )

    assert SECRET in page
    assert answer.status_code == 303


def test_the_facilitator_sees_the_own_notes_and_not_a_colleagues(board):
    mette, bo = signed_in("facilitator"), signed_in("facilitator")
    write(mette, board)

    assert SECRET in said(mette, f"/workshops/{board.pk}/")
    assert SECRET not in said(bo, f"/workshops/{board.pk}/")
    assert SECRET not in said(bo, f"/workshops/{board.pk}/minutes.json")


def test_nobody_changes_what_they_cannot_see(board):
    key = write(joined(board), board)
    leader, other = signed_in("facilitator"), joined(board)

    for browser in (leader, other):
        for act in ("delete", "move", "shift", "restore"):
            url = f"/workshops/{board.pk}/reflections/{key}/{act}/"
            assert browser.post(url, {"quadrant": "works", "version": "1"}).status_code == 404
    leader.post(f"/workshops/{board.pk}/selected/", {"act": "delete", "note": key})

    note = Reflection.objects.get(pk=key)
    assert (note.deleted_at, note.version) == (None, 1)


def test_numbers_are_no_secret(board):
    phone = joined(board)
    for text in ("En", "To", "Tre"):
        write(phone, board, text, "works")

    leader = signed_in("facilitator")

    assert "<b>3 noter</b> er skrevet." in said(leader, f"/workshops/{board.pk}/now/")
    wall = said(leader, f"/workshops/{board.pk}/screen/")
    assert '<span class="pq__n">3</span>' in wall
    assert "Teksten er skjult, til alle er klar." in wall


def test_search_does_not_hold_it_before_the_reveal(board):
    phone, reader = joined(board), actor("facilitator")
    key = write(phone, board)
    note = Reflection.objects.get(pk=key)
    assert not index.matching_ids("Kystvejen", kind="reflection", actor=reader)
    note.edit(text="Kystvejen, som blev væk", quadrant="question", version=1)
    note.tag([], [], [])
    assert not index.matching_ids("Kystvejen", kind="reflection", actor=reader)
    # Not even the vocabulary offers the word.
    assert not index.suggest("Kystv", actor=reader)

    board.refresh_from_db()
    board.enter(Phase.REVEAL)

    assert [it.object_id for it in index.matching_ids("Kystvejen", kind="reflection", actor=reader)]


def test_notes_of_a_draft_go_out_of_search_when_it_opens_hidden():
    draft = WorkshopFactory(hide_until_reveal=True)
    note_on(draft, SECRET)
    reader = actor("facilitator")
    assert index.matching_ids("Kystvejen", kind="reflection", actor=reader)

    draft.open()

    assert not index.matching_ids("Kystvejen", kind="reflection", actor=reader)
    assert not Reflection.objects.visible_to(reader).exists()
    assert not Reflection.objects.editable_by(reader).exists()


# --- Uncovering --------------------------------------------------------------------------


def test_revealing_takes_a_number_and_the_note_comes_through_the_cursor(board):
    key = write(joined(board), board)
    other = joined(board)
    hidden = other.get(f"/workshops/{board.pk}/changes/?after=0")
    assert (hidden.headers["X-Cursor"], hidden.content) == ("1", b"")

    signed_in("facilitator").post(f"/workshops/{board.pk}/phase/", {"phase": "reveal"})

    shown = other.get(f"/workshops/{board.pk}/changes/?after=1")
    assert shown.headers["X-Cursor"] == "2"
    assert f'data-reflection="{key}"' in shown.content.decode()
    assert SECRET in shown.content.decode()


@pytest.mark.parametrize("phase", [one for one in Phase if one != Phase.COLLECT])
def test_any_later_phase_uncovers_under_a_number(board, phase):
    write(joined(board), board)

    board.enter(phase)

    board.refresh_from_db()
    assert (board.is_hidden, board.seq) == (False, 2)
    assert list(board.events.values_list("kind", flat=True)) == ["added", "revealed"]


@pytest.mark.parametrize("end", [Workshop.close, Workshop.archive])
def test_the_end_uncovers(board, end):
    write(joined(board), board)

    end(board)

    board.refresh_from_db()
    assert (board.is_hidden, board.seq) == (False, 2)
    assert OpenQuestion.objects.get().reflection.text == SECRET
    page = said(joined(board) if board.token else Client(), f"/workshops/{board.pk}/minutes.json")
    assert json.loads(page)["reflections"][0]["text"] == SECRET


def test_going_back_hides_nothing_again(board):
    key = write(joined(board), board)
    board.enter(Phase.REVEAL)

    board.enter(Phase.COLLECT)

    board.refresh_from_db()
    assert not board.is_hidden
    assert SECRET in said(joined(board), f"/workshops/{board.pk}/")
    assert key


def test_what_was_read_out_once_is_not_hidden_when_the_room_meets_again(board):
    write(joined(board), board)
    board.close()

    board.open()

    board.refresh_from_db()
    assert not board.is_hidden
    assert SECRET in said(joined(board), f"/workshops/{board.pk}/")


def test_a_board_that_does_not_hide_hides_nothing():
    open_board = WorkshopFactory(state="open")
    write(joined(open_board), open_board)

    assert SECRET in said(joined(open_board), f"/workshops/{open_board.pk}/")


def test_a_hidden_boards_cost_does_not_grow(board, django_assert_max_num_queries):
    phone = joined(board)
    for n in range(12):
        write(phone, board, f"Note {n}")
    leader = signed_in("facilitator")
    leader.get(f"/workshops/{board.pk}/")

    with django_assert_max_num_queries(14):
        leader.get(f"/workshops/{board.pk}/")
