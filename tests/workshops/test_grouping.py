"""Notes that say the same: gathered behind one of them, undone, and passed on."""

import json

import pytest
from django.test import Client

from tests.factories import WorkshopFactory, member, note_on
from tests.workshops.test_hidden import HTMX, joined, write
from workshops.models import Moderation, Phase, Reflection

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    workshop = WorkshopFactory(state="open", sharing="public")
    workshop.enter(Phase.GROUP)
    return workshop


@pytest.fixture
def notes(board):
    """Three that say the same, and one that does not."""
    texts = ("Hvor er pengene?", "Hvem betaler?", "Budgettet", "Det er svært at motivere")
    return [note_on(board, text, "question") for text in texts]


@pytest.fixture
def facilitator(client):
    client.force_login(member("facilitator", name="Mette Holm"))
    return client


def gather(browser, notes, under=None, versions=True, **headers):
    data = {"act": "gather", "note": [f"{n.pk}:{n.version}" if versions else n.pk for n in notes]}
    if under is not None:
        data["under"] = under.pk
    return browser.post(f"/workshops/{notes[0].workshop_id}/selected/", data, headers=headers)


def apart(browser, note, query="", **headers):
    url = f"/workshops/{note.workshop_id}/reflections/{note.pk}/apart/{query}"
    return browser.post(url, headers=headers)


def behind(note):
    rows = Reflection.objects.filter(gathered_under=note).order_by("seq")
    return list(rows.values_list("text", flat=True))


def page(browser, board):
    return browser.get(f"/workshops/{board.pk}/").content.decode()


def slip(html, note):
    """The slip of `note` in a page, up to the next slip."""
    start = html.index(f'id="r-{note.pk}"')
    end = html.find('<li class="slip', start)
    return html[start : end if end > 0 else None]


# --- Gathering ---------------------------------------------------------------------------


def test_the_first_on_the_board_shows_those_behind_it_word_for_word(facilitator, board, notes):
    answer = gather(facilitator, notes[2::-1])

    assert (answer.status_code, answer.url) == (303, f"/workshops/{board.pk}/#r-{notes[0].pk}")
    assert behind(notes[0]) == ["Hvem betaler?", "Budgettet"]
    shown = slip(page(facilitator, board), notes[0])
    assert "Samlet af 3" in shown
    assert "Hvem betaler?" in shown
    assert "Budgettet" in shown
    assert "Mette Holm samlede dem." in shown


def test_the_originals_stay_on_the_board_as_they_were_written(facilitator, board, notes):
    board.refresh_from_db()
    seq = board.seq

    gather(facilitator, notes[:3])

    board.refresh_from_db()
    assert board.seq == seq
    html = page(facilitator, board)
    for it in notes:
        it.refresh_from_db()
        assert f'data-reflection="{it.pk}" data-seq="{it.seq}" data-version="1"' in html
    assert f'data-under="{notes[0].pk}" hidden' in slip(html, notes[1])
    assert ">4 noter<" in html


def test_participants_see_the_group_without_who_made_it(facilitator, board, notes):
    gather(facilitator, notes[:3])

    html = page(joined(board), board)

    shown = slip(html, notes[0])
    assert "Samlet af 3" in shown
    assert "Mette Holm" not in html
    assert "Skil ad" not in html


def test_a_phone_counts_what_lies_behind_its_own_note_there_alone(board, notes):
    phone = joined(board)
    write(phone, board, "Hvad koster det?")
    write(phone, board, "Hvem ved det?")
    own, too = Reflection.objects.filter(participant__isnull=False).order_by("seq")
    assert ">4 fra andre<" in page(phone, board)

    own.gather([*notes[:2], too], by=None, seen={})

    html = page(phone, board)
    assert "Samlet af 4" in slip(html, own)
    assert ">2 fra andre<" in html
    assert ">6 fra andre<" in page(joined(board), board)


def test_a_note_dropped_on_another_lies_behind_that_one(facilitator, notes):
    gather(facilitator, [notes[0], notes[2]], under=notes[2])

    assert behind(notes[2]) == ["Hvor er pengene?"]


def test_a_group_of_groups_is_one_group(facilitator, notes):
    gather(facilitator, notes[:2])
    gather(facilitator, notes[2:])

    gather(facilitator, [notes[3], notes[0]], under=notes[3])

    assert behind(notes[2]) == ["Hvor er pengene?", "Hvem betaler?", "Det er svært at motivere"]
    assert not Reflection.objects.filter(gathered_under__gathered_under__isnull=False).exists()


def test_notes_of_two_fields_may_say_the_same(facilitator, board, notes):
    other = note_on(board, "Det koster for meget", "does_not_work")

    gather(facilitator, [notes[0], other])

    other.refresh_from_db()
    assert other.quadrant == "does_not_work"
    assert behind(notes[0]) == ["Det koster for meget"]


def test_one_note_is_no_group(facilitator, notes):
    answer = gather(facilitator, notes[:1])

    assert answer.status_code == 303
    assert not Reflection.objects.filter(gathered_under__isnull=False).exists()


def test_htmx_gets_the_group_with_the_way_back_and_the_focus_on_it(facilitator, notes):
    said = gather(facilitator, notes[:2], **HTMX).content.decode()

    assert "2 noter er samlet." in said
    top = slip(said, notes[0])
    assert f"apart/?was={notes[1].pk}" in top
    assert "autofocus>Fortryd" in top
    assert "hidden" in slip(said, notes[1])


# --- Undoing -----------------------------------------------------------------------------


def test_the_whole_group_comes_apart(facilitator, board, notes):
    gather(facilitator, notes[:3])

    assert apart(facilitator, notes[0]).status_code == 303
    assert behind(notes[0]) == []
    assert "Samlet af" not in page(facilitator, board)


def test_one_note_is_taken_out_and_the_rest_stays(facilitator, notes):
    gather(facilitator, notes[:3])

    apart(facilitator, notes[1])

    assert behind(notes[0]) == ["Budgettet"]


@pytest.mark.parametrize(("which", "query"), [(0, ""), (1, ""), (0, "?was={}")])
def test_taken_apart_the_focus_stays_on_a_note_that_is_seen(facilitator, notes, which, query):
    gather(facilitator, notes[:2])

    said = apart(facilitator, notes[which], query.format(notes[1].pk), **HTMX).content.decode()

    assert said.count(" autofocus") == 1
    (focused,) = [note for note in notes[:2] if " autofocus" in slip(said, note)]
    assert "<summary autofocus" in slip(said, focused)
    assert " hidden" not in slip(said, focused).partition(">")[0]


def test_undo_lays_two_groups_that_became_one_back_as_they_were(facilitator, notes):
    gather(facilitator, notes[:2])
    gather(facilitator, notes[2:])
    said = gather(facilitator, [notes[0], notes[2]], **HTMX).content.decode()
    assert len(behind(notes[0])) == 3
    undo = said.split("apart/?", 1)[1].split('"')[0].replace("&amp;", "&")

    apart(facilitator, notes[0], f"?{undo}")

    assert behind(notes[0]) == ["Hvem betaler?"]
    assert behind(notes[2]) == ["Det er svært at motivere"]


@pytest.mark.parametrize("query", ["?was=kludder", "?was=", "?was=:", "?other=1"])
def test_a_malformed_undo_takes_the_group_apart(facilitator, notes, query):
    gather(facilitator, notes[:2])

    assert apart(facilitator, notes[0], query).status_code == 303
    assert behind(notes[0]) == []


def test_an_undo_made_up_by_hand_makes_no_group_in_a_group(facilitator, notes):
    gather(facilitator, notes[:3])
    query = f"?was={notes[1].pk}:{notes[2].pk}&was={notes[2].pk}:{notes[3].pk}"

    apart(facilitator, notes[0], query)

    assert not Reflection.objects.filter(gathered_under__gathered_under__isnull=False).exists()


# --- When something changes --------------------------------------------------------------


def test_a_note_that_was_edited_since_is_shown_as_it_stands(facilitator, notes):
    notes[1].edit(text="Hvem betaler for det?", quadrant="question", version=1)
    stale = Reflection.objects.get(pk=notes[1].pk)
    stale.version = 1

    answer = gather(facilitator, [notes[0], stale])

    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Noterne er ændret, siden du valgte dem" in html
    assert "Hvem betaler for det?" in html
    assert f'value="{stale.pk}:2"' in html
    assert behind(notes[0]) == []
    again = Reflection.objects.get(pk=stale.pk)
    assert gather(facilitator, [notes[0], again]).status_code == 303
    assert behind(notes[0]) == ["Hvem betaler for det?"]


def test_without_a_version_whatever_stands_there_is_gathered(facilitator, notes):
    notes[1].edit(text="Hvem betaler for det?", quadrant="question", version=1)

    assert gather(facilitator, notes[:2], versions=False).status_code == 303
    assert behind(notes[0]) == ["Hvem betaler for det?"]


def test_a_removed_uppermost_note_passes_the_group_on(facilitator, board, notes):
    gather(facilitator, notes[:3])

    notes[0].remove()

    assert behind(notes[1]) == ["Budgettet"]
    assert "Samlet af 2" in slip(page(facilitator, board), notes[1])
    notes[0].restore()
    assert "data-under" not in slip(page(facilitator, board), notes[0])


def test_a_hidden_uppermost_note_passes_the_group_on(facilitator, board, notes):
    gather(facilitator, notes[:3])

    Moderation.objects.hide(notes[0], by=None)

    html = page(joined(board), board)
    assert "Hvor er pengene?" not in html
    assert "Samlet af 2" in slip(html, notes[1])


def test_where_the_uppermost_one_may_not_be_read_the_others_stand_alone(facilitator, board, notes):
    gather(facilitator, notes[:2])
    Reflection.objects.filter(pk=notes[0].pk).update(sharing="own")
    board.refresh_from_db()
    board.close()

    html = page(Client(), board)

    assert "Hvor er pengene?" not in html
    assert "hidden" not in slip(html, notes[1]).split(">")[0]
    assert "Hvem betaler?" in Client().get(f"/workshops/{board.pk}/minutes.txt").content.decode()


def test_other_pages_hear_of_it_with_the_pulse(facilitator, board, notes):
    phone = joined(board)
    board.refresh_from_db()
    seq, known = board.seq, board.pulse

    gather(facilitator, notes[:2])

    url = f"/workshops/{board.pk}/changes/?after={seq}"
    assert phone.get(url).status_code == 304
    told = phone.get(f"{url}&pulse={known}")
    assert told.headers["X-Cursor"] == str(seq)
    html = told.content.decode()
    assert "Samlet af 2" in slip(html, notes[0])
    assert f'data-under="{notes[0].pk}" hidden' in slip(html, notes[1])


def test_an_edit_of_what_lies_behind_brings_the_one_that_shows_it(facilitator, board, notes):
    gather(facilitator, notes[:2])
    board.refresh_from_db()
    seq = board.seq
    Reflection.objects.get(pk=notes[1].pk).edit(
        text="Hvem betaler for det?", quadrant="question", version=1
    )

    html = joined(board).get(f"/workshops/{board.pk}/changes/?after={seq}").content.decode()

    assert "Hvem betaler for det?" in slip(html, notes[0])


# --- Dots and minutes --------------------------------------------------------------------


def test_dots_behind_a_note_count_as_its_own(facilitator, board, notes):
    gather(facilitator, notes[:2])
    board.refresh_from_db()
    board.enter(Phase.VOTE)
    for it in (notes[0], notes[1], notes[1]):
        joined(board).post(f"/workshops/{board.pk}/reflections/{it.pk}/vote/")
    board.refresh_from_db()
    board.enter(Phase.TALK)

    html = page(facilitator, board)

    assert "<b>3</b> prikker" in slip(html, notes[0])
    assert html[html.index('id="most-dots"') :].index("Hvor er pengene?") > 0
    told = json.loads(facilitator.get(f"/workshops/{board.pk}/minutes.json").content)
    assert [note["votes"] for note in told["reflections"]] == [1, 2, 0, 0]


def test_the_minutes_show_the_group_with_its_originals(facilitator, board, notes):
    other = note_on(board, "Det koster for meget", "does_not_work")
    gather(facilitator, [notes[0], notes[1], other])

    text = facilitator.get(f"/workshops/{board.pk}/minutes.txt").content.decode()
    told = json.loads(facilitator.get(f"/workshops/{board.pk}/minutes.json").content)

    assert "samlet af 3" in text
    assert text.index("Hvor er pengene?") < text.index("Hvem betaler?") < text.index("Budgettet")
    assert text.count("Det koster for meget") == 1
    assert text.index("Det koster for meget") < text.index("Budgettet")
    under = {note["text"]: note["gathered_under"] for note in told["reflections"]}
    assert under["Det koster for meget"] == str(notes[0].pk)
    assert under["Hvor er pengene?"] is None


# --- Who may -----------------------------------------------------------------------------


def test_only_those_who_run_the_board(board, notes):
    staff = Client()
    staff.force_login(member("staff"))
    neighbour = Client()
    neighbour.force_login(member("facilitator", "9902"))

    assert gather(staff, notes[:2]).status_code == 403
    assert gather(neighbour, notes[:2]).status_code == 404
    assert gather(joined(board), notes[:2]).status_code == 404
    assert apart(staff, notes[0]).status_code == 403
    assert not Reflection.objects.filter(gathered_under__isnull=False).exists()


def test_not_when_the_workshop_is_closed(facilitator, board, notes):
    board.close()

    assert gather(facilitator, notes[:2]).status_code == 403
    assert apart(facilitator, notes[0]).status_code == 403


def test_notes_of_another_board_are_not_gathered(facilitator, notes):
    elsewhere = note_on(WorkshopFactory(state="open"), "Fra et andet møde")

    gather(facilitator, [notes[0], elsewhere])

    assert behind(notes[0]) == []
