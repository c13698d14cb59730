"""A note out of sight, for now or for good: who still sees it, and what of it is left."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from sdg_platform.search import index
from sdg_platform.search.models import Word
from tests.factories import WorkshopFactory, actor, member, note_on
from tests.workshops.test_hidden import HTMX, everywhere, joined, said, signed_in
from workshops.models import STRUCK_OUT, Moderation, OpenQuestion, Phase, Reflection, Source

pytestmark = pytest.mark.django_db

SECRET = "Kystvejen blev aldrig færdig"


@pytest.fixture
def board():
    return WorkshopFactory(state="open", sharing="public")


@pytest.fixture
def note(board):
    return note_on(board, SECRET, "question", goals=[3])


@pytest.fixture
def facilitator(client):
    client.force_login(member("facilitator", name="Mette Holm"))
    return client


def act(browser, note, what, data=None, **headers):
    url = f"/workshops/{note.workshop_id}/reflections/{note.pk}/{what}/"
    return browser.post(url, data or {}, headers=headers)


# --- Hiding ------------------------------------------------------------------------------


@pytest.mark.parametrize("is_over", [False, True])
def test_a_hidden_note_is_nowhere_for_anybody_else(board, note, facilitator, is_over):
    if is_over:
        board.close()
    act(facilitator, note, "hide")

    for browser in (
        *([] if is_over else [joined(board)]),
        signed_in("staff"),
        signed_in("coordinator", "9902"),
        Client(),
    ):
        for url in everywhere(board, note.pk):
            assert SECRET not in said(browser, url), url


def test_its_facilitator_sees_it_on_the_board_alone_and_may_show_it_again(board, note, facilitator):
    board.close()
    act(facilitator, note, "hide")

    seen = [url for url in everywhere(board, note.pk) if SECRET in said(facilitator, url)]

    one = f"/workshops/{board.pk}/"
    edit = f"{one}reflections/{note.pk}/edit/"
    assert {url.split("?")[0].removeprefix("/en") for url in seen} == {
        one,
        f"{one}changes/",
        edit,
        f"{one}tags/",  # Nothing there can be tagged, so it leads back to the board.
    }
    page = said(facilitator, one)
    assert "Skjult for alle andre" in page
    assert "Vis igen" in page
    assert ">0 noter<" in page.split("b-question")[-1]

    act(facilitator, note, "show")

    assert SECRET in said(Client(), f"{one}")
    # What was searched for is marked there.
    assert "blev aldrig færdig" in said(Client(), "/search/?q=Kystvejen")
    assert SECRET in said(Client(), "/questions/")


def test_with_a_hidden_note_the_numbers_are_as_if_it_were_not_there(board, note, facilitator):
    note_on(board, "Konkrete eksempler", "question")
    act(facilitator, note, "hide")

    assert ">1 note<" in said(signed_in("staff"), f"/workshops/{board.pk}/")
    assert '<span class="pq__n">1</span>' in said(facilitator, f"/workshops/{board.pk}/screen/")
    listed = said(signed_in("staff"), "/workshops/")
    assert "1 note" in listed
    assert "2 noter" not in listed


def test_its_writer_does_not_see_it_either_and_a_repeat_says_stored(board, facilitator):
    phone, key = joined(board), str(uuid4())
    sent = {"id": key, "quadrant": "works", "text": SECRET}
    phone.post(f"/workshops/{board.pk}/reflections/", sent, headers=HTMX)
    note = Reflection.objects.get(pk=key)
    act(facilitator, note, "hide")

    again = phone.post(f"/workshops/{board.pk}/reflections/", sent, headers=HTMX)

    assert again.status_code == 200
    assert SECRET not in again.content.decode()
    assert SECRET not in said(phone, f"/workshops/{board.pk}/")
    assert act(phone, note, "edit", {"text": "x", "version": "1"}).status_code == 404


def test_hiding_takes_no_number_and_reaches_the_others_with_the_pulse(board, note, facilitator):
    phone = joined(board)
    board.refresh_from_db()
    known, seq = board.pulse, board.seq
    stale = f"/workshops/{board.pk}/changes/?after=0"
    assert SECRET in said(phone, stale)

    act(facilitator, note, "hide")

    board.refresh_from_db()
    assert board.seq == seq
    told = phone.get(f"/workshops/{board.pk}/changes/?after={seq}&pulse={known}")
    assert f'data-reflection="{note.pk}"' in told.content.decode()
    assert "data-deleted" in told.content.decode()
    # What was drawn before for everybody is not handed out again.
    assert SECRET not in said(phone, stale)


def test_shown_again_it_comes_back_with_its_words(board, note, facilitator):
    act(facilitator, note, "hide")
    board.refresh_from_db()
    known, seq = board.pulse, board.seq

    answer = act(facilitator, note, "show")

    assert answer.status_code == 303
    phone = joined(board)
    assert SECRET in said(phone, f"/workshops/{board.pk}/changes/?after={seq}&pulse={known}")


def test_hiding_twice_is_hiding_once(note, facilitator):
    for _ in range(2):
        assert act(facilitator, note, "hide", {"reason": "navn på en borger"}).status_code == 303
    for _ in range(2):
        assert act(facilitator, note, "show").status_code == 303

    assert list(Moderation.objects.values_list("act", "reason")) == [
        ("hidden", "navn på en borger"),
        ("shown", ""),
    ]


def test_htmx_gets_the_slip_with_the_way_back(note, facilitator):
    answer = act(facilitator, note, "hide", **HTMX).content.decode()

    assert "slip--hid" in answer
    assert "autofocus>Vis igen" in answer


def test_dots_on_a_note_that_is_hidden_in_the_vote_go_back(board, note, facilitator):
    board.enter(Phase.VOTE)
    phone = joined(board)
    act(phone, note, "vote")

    act(facilitator, note, "hide")

    assert "3 prikker tilbage" in said(phone, f"/workshops/{board.pk}/")
    assert act(phone, note, "vote").status_code == 404


# --- Striking out ------------------------------------------------------------------------


def test_it_asks_before_and_offers_to_hide_instead(note, facilitator):
    page = said(facilitator, f"/workshops/{note.workshop_id}/reflections/{note.pk}/redact/")

    assert "Det kan ikke fortrydes." in page
    assert "Skjul den i stedet" in page
    note.refresh_from_db()
    assert note.text == SECRET


def test_a_note_that_is_struck_out_leaves_its_words_nowhere(board, note, facilitator):
    board.close()
    known = f"/workshops/{board.pk}/changes/?after=0"
    assert SECRET in said(facilitator, known)

    act(facilitator, note, "redact", {"reason": "navn på en borger"})

    for browser in (facilitator, Client()):
        for url in everywhere(board, note.pk):
            assert SECRET not in said(browser, url), url
    note.refresh_from_db()
    assert (note.text, note.fingerprint, note.version) == (STRUCK_OUT, "", 2)
    assert not index.matching_ids("Kystvejen", kind="reflection", actor=actor("facilitator"))
    assert not index.matching_ids("Kystvejen", kind="question", actor=actor("facilitator"))
    # Search does not even know the word any more.
    assert not Word.objects.filter(word="kystvejen").exists()
    assert OpenQuestion.objects.get().reflection.text == STRUCK_OUT
    kept = json.dumps(list(Moderation.objects.values("act", "reason")), default=str)
    assert "redacted" in kept
    assert SECRET not in kept


def test_the_document_that_it_came_from_goes_too(board, facilitator):
    content = f"+ Hvad fungerer?\n- {SECRET}\n- Konkrete eksempler\n".encode()
    source = Source.objects.receive(board, name="", content=content)
    source.store(source.parse().notes)
    note = Reflection.objects.get(text=SECRET)

    act(facilitator, note, "redact")

    source.refresh_from_db()
    note.refresh_from_db()
    assert bytes(source.content) == b""
    assert (note.source, note.source_line) == (None, None)
    assert board.reflections.filter(text="Konkrete eksempler").exists()
    # The same file once more is still known, and brings nothing back.
    again = Source.objects.store_document(board, source.parse().notes, name="", content=content)
    assert again == 0


def test_a_repeat_of_what_was_first_sent_brings_nothing_back(board, facilitator):
    phone, key = joined(board), str(uuid4())
    sent = {"id": key, "quadrant": "works", "text": SECRET}
    phone.post(f"/workshops/{board.pk}/reflections/", sent, headers=HTMX)
    act(facilitator, Reflection.objects.get(pk=key), "redact")

    again = phone.post(f"/workshops/{board.pk}/reflections/", sent, headers=HTMX)

    assert again.status_code == 200
    assert SECRET not in again.content.decode()


def test_a_removed_note_can_be_struck_out(note, facilitator):
    note.remove()

    assert act(facilitator, note, "redact").status_code == 303
    note.refresh_from_db()
    assert note.text == STRUCK_OUT


def test_it_is_possible_when_the_workshop_is_put_away(board, note, facilitator):
    board.archive()

    assert act(facilitator, note, "redact").status_code == 303
    assert act(facilitator, note, "hide").status_code == 303


def test_a_reason_that_is_too_long_is_refused_and_nothing_happens(note, facilitator):
    for what in ("redact", "hide"):
        answer = act(facilitator, note, what, {"reason": "x" * 201})
        assert answer.status_code == 422
        assert "x" * 201 in answer.content.decode()
    note.refresh_from_db()
    assert (note.text, note.hidden_at) == (SECRET, None)


@pytest.mark.parametrize("what", ["redact", "hide", "delete", "edit"])
def test_what_got_most_dots_is_told_anew_when_its_words_go(board, note, facilitator, what):
    board.enter(Phase.VOTE)
    act(joined(board), note, "vote")
    board.enter(Phase.TALK)
    phone = joined(board)
    page = f"/workshops/{board.pk}/changes/?after=0"
    known = int(phone.get(page).headers["X-Pulse"])
    assert SECRET in said(phone, f"/workshops/{board.pk}/now/")

    act(facilitator, note, what, {"text": "Kystvejen", "version": "1"})

    assert int(phone.get(page).headers["X-Pulse"]) > known
    assert SECRET not in said(phone, f"/workshops/{board.pk}/now/")


def writes(phone, board):
    key = str(uuid4())
    sent = {"id": key, "quadrant": "works", "text": SECRET}
    phone.post(f"/workshops/{board.pk}/reflections/", sent, headers=HTMX)
    return Reflection.objects.get(pk=key)


def test_who_wrote_a_note_brings_back_what_they_took_off_alone(board, facilitator):
    phone = joined(board)
    note = writes(phone, board)

    act(phone, note, "delete")
    assert act(phone, note, "restore").status_code == 303
    act(facilitator, note, "delete")
    assert act(phone, note, "restore").status_code == 403
    note.refresh_from_db()
    assert note.deleted_at is not None

    assert act(facilitator, note, "restore").status_code == 303
    act(phone, note, "delete")
    assert act(facilitator, note, "restore").status_code == 303


def test_nobody_writes_over_what_was_struck_out_but_the_facilitator(board, facilitator):
    phone = joined(board)
    note = writes(phone, board)
    act(facilitator, note, "redact")
    note.refresh_from_db()

    again = {"text": SECRET, "version": note.version}
    for what in ("edit", "delete", "restore"):
        assert act(phone, note, what, again).status_code == 403, what

    note.refresh_from_db()
    assert (note.text, note.deleted_at) == (STRUCK_OUT, None)
    told = {"text": "En borger fortalte om Kystvejen", "version": note.version}
    assert act(facilitator, note, "edit", told).status_code == 303
    assert act(phone, note, "edit", again).status_code == 403


# --- The log -----------------------------------------------------------------------------


def test_the_log_says_who_what_and_why_without_the_words(board, note, facilitator):
    act(facilitator, note, "hide", {"reason": "navn på en borger"})
    act(facilitator, note, "redact")

    page = said(facilitator, f"/workshops/{board.pk}/moderation/")

    assert "Mette Holm: navn på en borger" in page
    assert "Streget ud" in page
    assert SECRET not in page


def test_participants_and_colleagues_without_the_role_may_not(board, note):
    for browser in (joined(board), signed_in("staff")):
        for what in ("hide", "show", "redact"):
            assert act(browser, note, what).status_code == 403
    assert act(signed_in("facilitator", "9902"), note, "hide").status_code == 404
    assert not Moderation.objects.exists()
