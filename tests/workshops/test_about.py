"""Who may read one note, and whether it is a dilemma: set beside its text, true everywhere."""

import json
import re

import pytest
from django.test import Client

from tests.factories import WorkshopFactory, member, note_on
from tests.workshops.test_hidden import everywhere, joined, said, signed_in
from workshops.models import Reflection

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
    client.force_login(member("facilitator"))
    return client


def edit(browser, note, **data):
    url = f"/workshops/{note.workshop_id}/reflections/{note.pk}/edit/"
    note.refresh_from_db()
    return browser.post(url, {"text": note.text, "version": note.version} | data)


def seen_by(browser, url):
    """A page without what is new each time it is drawn: tokens of forms, keys of new notes."""
    html = browser.get(url, follow=True).content.decode()
    return re.sub(r'value="[\w-]{30,70}"|ticket=[^&"]+', "", html)


def close(board):
    board.refresh_from_db()
    board.close()


# --- Who may read it ---------------------------------------------------------------------


@pytest.mark.parametrize(("sharing", "outsiders"), [("own", 0), ("network", 1), ("public", 2)])
def test_a_note_leaves_the_house_as_far_as_it_says(board, note, facilitator, sharing, outsiders):
    assert edit(facilitator, note, sharing=sharing).status_code == 303
    close(board)

    readers = (signed_in("coordinator", "9902"), Client())
    for place, browser in enumerate(readers):
        may_read = place < outsiders
        found = [url for url in everywhere(board, note.pk) if SECRET in said(browser, url)]
        assert bool(found) == may_read, found
    assert SECRET in said(signed_in("staff"), f"/workshops/{board.pk}/")
    assert SECRET in said(signed_in("staff"), "/goals/3/voices/")


def test_with_the_note_narrowed_every_page_is_as_if_it_were_not_there(board, note, facilitator):
    edit(facilitator, note, sharing="own")
    close(board)
    # By its number a reader learns that there was something, as of any note that is gone.
    own = ("edit", "now", "changes")
    pages = [url for url in everywhere(board, note.pk) if not any(it in url for it in own)]
    reader = Client()
    with_it = {url: seen_by(reader, url) for url in pages}

    Reflection.objects.filter(pk=note.pk).delete()

    for url, content in with_it.items():
        assert seen_by(reader, url) == content, url


def test_a_note_never_goes_further_than_its_workshop(facilitator):
    inner = WorkshopFactory(state="open", sharing="network")
    note = note_on(inner, SECRET, "question")

    answer = edit(facilitator, note, sharing="public")

    assert answer.status_code == 422
    assert "En note kan ikke deles med flere end workshoppen selv." in answer.content.decode()
    page = said(facilitator, f"/workshops/{inner.pk}/reflections/{note.pk}/edit/")
    assert 'name="sharing" value="public"' not in page
    assert 'name="sharing" value="network"' in page
    note.refresh_from_db()
    assert note.sharing == "public"
    close(inner)
    assert SECRET not in said(Client(), "/search/?q=Kystvejen")


def test_a_workshop_that_shares_nothing_asks_nothing(facilitator):
    note = note_on(WorkshopFactory(state="open"), SECRET)

    page = said(facilitator, f"/workshops/{note.workshop_id}/reflections/{note.pk}/edit/")

    assert "Hvem må læse noten" not in page


def written_on(phone, board):
    key = "0192aaaa-0000-7000-8000-000000000001"
    sent = {"id": key, "quadrant": "works", "text": SECRET}
    phone.post(f"/workshops/{board.pk}/reflections/", sent)
    return Reflection.objects.get(pk=key)


def test_its_writer_sees_that_it_was_narrowed_and_cannot_undo_it(board, facilitator):
    """OWASP ASVS 5.0, 8.2.3: what a field may be set to depends on who asks."""
    phone = joined(board)
    note = written_on(phone, board)

    assert edit(facilitator, note, sharing="own").status_code == 303
    assert edit(phone, note, sharing="public").status_code == 303

    note.refresh_from_db()
    assert (note.sharing, note.seq) == ("own", 1)
    assert "Kun vores kommune" in said(phone, f"/workshops/{board.pk}/")
    assert "Kun vores kommune" not in said(joined(board), f"/workshops/{board.pk}/")
    form = said(phone, f"/workshops/{board.pk}/reflections/{note.pk}/edit/")
    assert SECRET in form
    assert 'name="sharing"' not in form


def test_its_writer_changes_nothing_of_it_when_the_meeting_is_over(board, facilitator):
    phone = joined(board)
    note = written_on(phone, board)
    edit(facilitator, note, sharing="own")
    close(board)

    for sent in ({"sharing": "public"}, {"dilemma_of": "1", "dilemma_with": "2"}, {}):
        assert edit(phone, note, **sent).status_code == 403

    note.refresh_from_db()
    assert (note.sharing, note.dilemma_of_id) == ("own", None)
    assert SECRET not in said(Client(), f"/workshops/{board.pk}/")


@pytest.mark.parametrize("is_over", [False, True])
@pytest.mark.parametrize("late", [{"sharing": "public"}, {"dilemma_of": "1", "dilemma_with": "2"}])
def test_who_saw_an_older_state_decides_nothing_about_it(board, note, facilitator, late, is_over):
    edit(facilitator, note, sharing="own", dilemma_of="14", dilemma_with="15")
    if is_over:
        close(board)

    assert edit(facilitator, note, version=1, **late).status_code == 409

    note.refresh_from_db()
    assert (note.sharing, note.dilemma_of_id) == ("own", 14)


def test_nothing_is_said_of_a_note_that_is_put_away(board, note, facilitator):
    board.archive()

    assert edit(facilitator, note, sharing="own").status_code == 403

    note.refresh_from_db()
    assert note.sharing == "public"


def test_it_can_still_be_narrowed_when_the_meeting_is_over(board, note, facilitator):
    close(board)
    assert SECRET in said(Client(), f"/workshops/{board.pk}/")

    assert edit(facilitator, note, sharing="own").status_code == 303
    assert SECRET not in said(Client(), f"/workshops/{board.pk}/")
    assert edit(facilitator, note, text="En anden tekst").status_code == 403
    tags = f"/workshops/{board.pk}/tags/"
    facilitator.post(tags, {"note": note.pk, "goals": "3", "sharing": "public"})
    assert SECRET in said(Client(), f"/workshops/{board.pk}/")


def test_what_is_not_sent_stays_as_it_is(board, note, facilitator):
    edit(facilitator, note, sharing="own", dilemma_of="14", dilemma_with="15")

    edit(facilitator, note, text="Kystvejen")

    note.refresh_from_db()
    assert (note.text, note.sharing, note.dilemma_of_id) == ("Kystvejen", "own", 14)


@pytest.mark.parametrize("sharing", ["everybody", "\x00", "x" * 3000])
def test_a_word_that_is_none_of_the_three_is_refused(note, facilitator, sharing):
    assert edit(facilitator, note, sharing=sharing).status_code == 422


def test_a_conflict_carries_the_choice_along(note, facilitator):
    note.edit(text="Kystvejen", quadrant="question", version=1)

    answer = edit(facilitator, note, version=1, text="Min", sharing="own")

    assert answer.status_code == 409
    assert '<input type="hidden" name="sharing" value="own">' in answer.content.decode()


# --- A dilemma ---------------------------------------------------------------------------


def test_a_dilemma_shows_on_the_slip_the_lists_the_goals_and_the_minutes(board, note, facilitator):
    assert edit(facilitator, note, dilemma_of="14", dilemma_with="15").status_code == 303

    assert "tag--dilemma" in said(facilitator, f"/workshops/{board.pk}/")
    assert "tag--dilemma" in said(joined(board), f"/workshops/{board.pk}/")
    close(board)
    for url in ("/notes/", "/goals/14/", "/goals/15/voices/"):
        page = said(Client(), url)
        assert SECRET in page, url
        assert "tag--dilemma" in page, url
    text = said(facilitator, f"/workshops/{board.pk}/minutes.txt")
    assert "dilemma mellem mål 14 og mål 15" in text
    told = json.loads(said(facilitator, f"/workshops/{board.pk}/minutes.json"))
    assert told["reflections"][0]["dilemma"] == [14, 15]
    assert told["reflections"][0]["goals"] == [3, 14, 15]


def test_it_can_be_set_and_taken_off_beside_the_tags(board, note, facilitator):
    tags = f"/workshops/{board.pk}/tags/"
    data = {"note": note.pk, "goals": "3"}
    facilitator.post(tags, data | {"dilemma_of": "14", "dilemma_with": "15"})
    note.refresh_from_db()
    assert (note.dilemma_of_id, note.dilemma_with_id) == (14, 15)

    facilitator.post(tags, data | {"dilemma_of": "", "dilemma_with": ""})

    note.refresh_from_db()
    assert (note.dilemma_of_id, note.dilemma_with_id) == (None, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [("14", ""), ("", "15"), ("14", "14"), ("18", "3"), ("9" * 40, "3"), ("tre", "3")],
)
def test_two_different_goals_or_none(note, facilitator, one, other):
    answer = edit(facilitator, note, text="Det her står", dilemma_of=one, dilemma_with=other)

    assert answer.status_code == 422
    assert "Vælg" in answer.content.decode()
    assert "Det her står" in answer.content.decode()
    note.refresh_from_db()
    assert (note.text, note.dilemma_of_id) == (SECRET, None)
