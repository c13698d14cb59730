"""A `+` that becomes a practice, and a `%` that others have solved."""

import re

import pytest
from django.core.management import call_command

from practices.models import Practice
from sdg_platform.accounts.actor import ANONYMOUS
from tests.factories import MunicipalityFactory, WorkshopFactory, member, note_on, practice
from workshops.growth import suggest_solutions

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


@pytest.fixture
def staff(client):
    client.user = member("staff")
    client.force_login(client.user)
    return client


@pytest.fixture
def board():
    return WorkshopFactory(state="open", title="Netværksmøde", sharing="public")


def url_of(note, act):
    return f"/workshops/{note.workshop_id}/reflections/{note.pk}/{act}/"


# --- The seed of a practice -----------------------------------------------------------------


def test_a_note_that_works_becomes_a_draft_with_its_words_and_tags(staff, board):
    note = note_on(board, "Gåture fra venteværelset", goals=[3, 17])
    note.themes.add("people")
    note.targets.add("3.4")

    response = staff.post(url_of(note, "practice"))

    draft = Practice.objects.get()
    assert response["Location"] == f"/practices/{draft.pk}/edit/?depth=notits"
    page = body(staff.get(response["Location"]))
    assert 'name="owner_contact"' in page
    assert 'name="steps-0-what"' not in page
    assert re.search(r'name="show" value="kort"', page)
    assert (draft.title, draft.status, draft.municipality_id) == (
        "Gåture fra venteværelset",
        "draft",
        "9901",
    )
    assert draft.created_by == staff.user
    assert list(draft.goal_rows.values_list("goal", "role")) == [(3, "primary"), (17, "secondary")]
    assert [theme.pk for theme in draft.themes.all()] == ["people"]
    assert [target.pk for target in draft.targets.all()] == ["3.4"]
    assert "Gåture fra venteværelset" in body(staff.get(f"/practices/{draft.pk}/edit/"))
    page = body(staff.get(f"/practices/{draft.pk}/"))
    assert "Begyndte som en note" in page
    assert f"/workshops/{board.pk}/#r-{note.pk}" in page


def test_asking_twice_makes_one_draft(staff, board):
    note = note_on(board)

    for _ in range(2):
        staff.post(url_of(note, "practice"))

    assert Practice.objects.count() == 1


def test_what_is_struck_out_of_the_note_is_looked_for_in_the_practice_as_well(client, board):
    """OWASP ASVS 5.0, 14.2: who takes words out is told where they may still stand."""
    client.force_login(member("facilitator"))
    note = note_on(board, "Lise Jensen går ture fra venteværelset")
    client.post(url_of(note, "practice"))
    draft = Practice.objects.get()
    board.close()

    answer = client.post(url_of(note, "redact"), headers={"HX-Request": "true"})

    told = f'Men ordene kan stadig stå i <a href="/practices/{draft.pk}/">den praksis'
    assert told in body(answer)
    assert told in body(client.post(url_of(note, "redact"), follow=True))
    one = f"/workshops/{board.pk}/"
    for url in (one, f"{one}minutes/", f"{one}minutes.txt", f"{one}minutes.json"):
        assert "Lise Jensen" not in body(client.get(url)), url
    assert f'href="/practices/{draft.pk}/" hx-disable>Blev til en praksis<' in body(client.get(one))
    assert "En praksis, der voksede ud af en note" in body(client.get(f"{one}minutes/"))


def test_of_a_practice_one_may_not_see_nothing_is_said(client, board):
    client.force_login(member("facilitator"))
    note = note_on(board, "Lise Jensen går ture fra venteværelset")
    note.practice = practice("Gåture", "9902", status="draft")
    note.save()

    answer = client.post(url_of(note, "redact"), headers={"HX-Request": "true"})

    assert "Ordene findes ikke længere." in body(answer)
    assert "/practices/" not in body(answer)


def test_who_erases_a_writer_is_told_which_practices_grew_from_the_notes(
    staff, board, capsys, settings, tmp_path
):
    settings.ERASE_LIST = tmp_path / "erased.jsonl"
    phone = board.participants.create()
    notes = [note_on(board, text, participant=phone) for text in ("Gåture", "Fællesspisning")]
    staff.post(url_of(notes[0], "practice"))

    call_command("erase", reflection=str(notes[1].pk))

    grown = Practice.objects.get().pk
    said = f"Their words may still stand in what grew out of them: practice {grown}."
    assert said in capsys.readouterr().out


def test_a_long_note_is_kept_whole_below_a_title_that_fits(staff, board):
    text = "Vi gik en tur. " * 40
    note = note_on(board, text.strip())

    staff.post(url_of(note, "practice"))

    draft = Practice.objects.get()
    assert len(draft.title) <= 200
    assert draft.title.endswith("…")
    assert draft.summary == text.strip()


def test_the_origin_is_hidden_from_those_who_may_not_see_the_note(client, board):
    note = note_on(board, "Fra et lukket rum", sharing="own")
    board.close()
    note.practice = practice("Gå-aftaler")
    note.save(update_fields=["practice"])

    assert "lukket rum" not in body(client.get(f"/practices/{note.practice.pk}/"))
    client.force_login(member("staff"))
    assert "lukket rum" in body(client.get(f"/practices/{note.practice.pk}/"))


@pytest.mark.parametrize("quadrant", ["question", "does_not_work", "take_forward"])
def test_only_what_works_is_the_seed_of_a_practice(staff, board, quadrant):
    note = note_on(board, "En note", quadrant)

    assert staff.post(url_of(note, "practice")).status_code == 404
    assert not Practice.objects.exists()


def test_an_archived_note_grows_no_more(staff, board):
    works, wrong = note_on(board), note_on(board, "Ingen læser planen", "does_not_work")
    board.archive()
    solved = practice("Planen på én side")

    staff.post(url_of(works, "practice"))
    staff.post(url_of(wrong, "solutions"), {"practice": solved.pk, "act": "add"})

    assert list(Practice.objects.all()) == [solved]
    assert not wrong.solutions.exists()


# --- A barrier, and what solved it ----------------------------------------------------------


@pytest.fixture
def barrier(board):
    return note_on(board, "Ingen læser handleplanen om trivsel", "does_not_work", goals=[3])


def test_practices_that_speak_of_the_same_are_suggested_nearest_first(barrier):
    practice("Noget helt andet", goals=[14])
    about_goal = practice("Gåture", goals=[3])
    near = practice("Handleplanen på én side", goals=[3])
    practice("Handleplanen, der ikke blev til noget", outcome="did_not", goals=[3])
    practice("Handleplanen som kladde", status="draft", goals=[3])

    assert suggest_solutions(barrier, ANONYMOUS) == [near, about_goal]


def test_a_practice_is_linked_shown_everywhere_and_taken_away_again(staff, barrier):
    solved = practice("Handleplanen på én side", code="9902")
    url = url_of(barrier, "solutions")
    assert f'data-practice="{solved.pk}"' in body(staff.get(url))

    staff.post(url, {"practice": solved.pk, "act": "add"})

    board = f"/workshops/{barrier.workshop_id}/"
    assert "Løst her: Handleplanen på én side" in body(staff.get(board))
    assert "Handleplanen på én side" in body(staff.get(board + "minutes.txt"))
    card = body(staff.get(f"/practices/{solved.pk}/"))
    assert "Har hjulpet andre videre" in card
    assert "Ingen læser handleplanen" in card
    staff.post(url, {"practice": solved.pk, "act": "remove"})
    assert "Løst her" not in body(staff.get(board))


def test_the_barrier_stays_in_its_house_on_the_card_of_the_practice(client, barrier):
    solved = practice("Handleplanen på én side", code="9902")
    barrier.solutions.add(solved)

    assert "Ingen læser" not in body(client.get(f"/practices/{solved.pk}/"))
    barrier.workshop.close()
    assert "Ingen læser" in body(client.get(f"/practices/{solved.pk}/"))


def test_search_finds_what_the_machine_did_not(staff, barrier):
    other = practice("Cykelbusser i Ådal", code="9904")

    page = body(staff.get(url_of(barrier, "solutions"), {"q": "cykelbusser"}))
    assert f'data-practice="{other.pk}"' in page
    page = body(staff.get(url_of(barrier, "solutions"), {"q": "xyzzy"}))
    assert "Ingen praksis med de ord." in page


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 40, "-1", "987654321"])
def test_a_practice_that_does_not_exist_is_not_linked(staff, barrier, number):
    response = staff.post(url_of(barrier, "solutions"), {"practice": number})

    assert response.status_code == 404


def test_a_neighbours_draft_answers_like_one_that_does_not_exist(staff, barrier):
    MunicipalityFactory(code="9902")
    draft = practice("Hemmelig", code="9902", status="draft")

    response = staff.post(url_of(barrier, "solutions"), {"practice": draft.pk})

    assert response.status_code == 404
    assert not barrier.solutions.exists()


def test_the_slips_of_a_closed_board_show_the_way_on(client, barrier):
    works = note_on(barrier.workshop, "Gåture virker")
    forward = note_on(barrier.workshop, "Spørg de unge", "take_forward")
    barrier.workshop.close()
    client.force_login(member("facilitator"))

    page = body(client.get(f"/workshops/{barrier.workshop_id}/"))

    assert f"reflections/{works.pk}/practice/" in page
    assert f"reflections/{barrier.pk}/solutions/" in page
    assert f"actions/?note={forward.pk}" in page
    client.force_login(member("staff"))
    page = body(client.get(f"/workshops/{barrier.workshop_id}/"))
    assert f"reflections/{barrier.pk}/solutions/" in page
    assert f"actions/?note={forward.pk}" not in page
    client.logout()
    page = body(client.get(f"/workshops/{barrier.workshop_id}/"))
    assert "Hvem har løst det?" not in page
