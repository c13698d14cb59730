"""Suggested goals and P's on the notes: with their words, accepted by a person alone."""

import re

import pytest

from tests.factories import WorkshopFactory, member, note_on
from tests.workshops.test_hidden import HTMX, joined
from workshops.models import Phase

pytestmark = pytest.mark.django_db

LONELY = "Vi vil invitere til fællesspisning mod ensomhed"
SOLAR = "Solceller på skolens tag giver strøm til varmepumpen"


@pytest.fixture
def board():
    workshop = WorkshopFactory(state="open")
    workshop.enter(Phase.TAG)
    return workshop


@pytest.fixture
def facilitator(client):
    client.force_login(member("facilitator"))
    return client


def page(browser, board):
    return browser.get(f"/workshops/{board.pk}/").content.decode()


def accept(browser, note, data, **headers):
    url = f"/workshops/{note.workshop_id}/reflections/{note.pk}/accept/"
    return browser.post(url, data, headers=headers)


def goals(note):
    return list(note.goals.order_by("number").values_list("number", flat=True))


def test_the_note_shows_what_its_words_point_to_and_which_words(facilitator, board):
    note = note_on(board, LONELY)

    html = page(facilitator, board)

    assert f'formaction="reflections/{note.pk}/accept/" name="goal" value="3"' in html
    assert "“ensomhed”" in html
    assert "Maskinen gætter ud fra ordene. Du bestemmer." in html
    assert goals(note) == []


def test_one_press_takes_it_over(facilitator, board):
    note = note_on(board, LONELY, goals=[17])

    answer = accept(facilitator, note, {"goal": "3"})

    assert (answer.status_code, answer.url) == (303, f"/workshops/{board.pk}/#r-{note.pk}")
    assert goals(note) == [3, 17]
    assert 'name="goal" value="3"' not in page(facilitator, board)


def test_a_p_is_taken_over_as_well(facilitator, board):
    note = note_on(board, LONELY)

    assert accept(facilitator, note, {"theme": "people"}).status_code == 303
    assert list(note.themes.values_list("pk", flat=True)) == ["people"]


def test_the_focus_goes_to_the_next_suggestion_so_that_one_key_does_it_all(facilitator, board):
    first, second = note_on(board, SOLAR), note_on(board, LONELY, "question")
    said = accept(facilitator, first, {"goal": "7"}, **HTMX).content.decode()
    while f'reflections/{first.pk}/accept/" name=' in said:
        left = said.split(f'reflections/{first.pk}/accept/" name="', 1)[1]
        kind, value = left.split('"', 1)[0], left.split('value="', 1)[1].split('"', 1)[0]
        said = accept(facilitator, first, {kind: value}, **HTMX).content.decode()

    assert f'id="r-{first.pk}"' in said
    focused = said.split("autofocus")[0].rsplit("<button", 1)[1]
    assert f"reflections/{second.pk}/accept/" in focused
    assert said.count("autofocus") == 1


def test_a_note_about_nothing_has_no_suggestion(facilitator, board):
    note_on(board, "Kaffe kl. 10")

    assert "/accept/" not in page(facilitator, board)


def test_only_in_the_phase_of_tagging_and_only_for_those_who_run_it(facilitator, board):
    note_on(board, LONELY)
    assert "/accept/" not in page(joined(board), board)

    board.enter(Phase.VOTE)

    assert "/accept/" not in page(facilitator, board)


def test_the_words_are_shown_as_written_and_never_as_markup(facilitator, board):
    note_on(board, "<b>ensomhed</b> mod ensomhed")

    assert "<b>ensomhed</b>" not in page(facilitator, board)


@pytest.mark.parametrize(
    "data", [{}, {"goal": "18"}, {"goal": "9" * 40}, {"theme": "bogus"}, {"goal": "\x00"}]
)
def test_what_is_no_goal_is_refused_in_one_sentence(facilitator, board, data):
    note = note_on(board, LONELY)

    answer = accept(facilitator, note, data)

    assert answer.status_code == 422
    assert "Vælg et af forslagene på tavlen" in answer.content.decode()
    assert goals(note) == []


def test_the_boards_cost_does_not_grow_with_the_suggestions(
    facilitator, board, django_assert_max_num_queries
):
    for number in range(12):
        note_on(board, f"{LONELY} {number}")
    page(facilitator, board)

    with django_assert_max_num_queries(15):
        page(facilitator, board)


def tags(browser, board, **data):
    return browser.post(f"/workshops/{board.pk}/tags/", data)


def ticked(html, field):
    boxes = re.findall(rf"<input[^>]*name=\"{field}\"[^>]*>", html)
    return [re.search('value="([^"]+)"', box)[1] for box in boxes if "checked" in box]


def test_the_tag_page_offers_them_without_scripts_and_a_press_only_ticks(facilitator, board):
    note = note_on(board, LONELY, goals=[17])

    first = facilitator.get(f"/workshops/{board.pk}/tags/", {"note": note.pk}).content.decode()
    assert 'name="take" value="goal=3"' in first
    assert "“ensomhed" in first

    answer = tags(facilitator, board, note=note.pk, goals=17, take="goal=3")
    html = answer.content.decode()
    assert (answer.status_code, ticked(html, "goals")) == (200, ["3", "17"])
    assert 'value="goal=3"' not in html
    assert goals(note) == [17], "nothing is stored before somebody saves"
    tags(facilitator, board, note=note.pk, goals=[3, 17])
    assert goals(note) == [3, 17]


def test_of_several_notes_the_tag_page_suggests_for_all(facilitator, board):
    lonely, solar = note_on(board, LONELY), note_on(board, SOLAR, "question")

    html = tags(
        facilitator, board, note=[lonely.pk, solar.pk], take="theme=people"
    ).content.decode()

    assert 'value="goal=3"' in html
    assert 'value="goal=7"' in html
    assert ticked(html, "themes") == ["people"]


@pytest.mark.parametrize(
    "take", ["", "goal=99", "goal=people", "theme=3", "target=3.4", "\x00", "x"]
)
def test_a_strange_suggestion_ticks_nothing_and_breaks_nothing(facilitator, board, take):
    note = note_on(board, LONELY)

    answer = tags(facilitator, board, note=note.pk, take=take)

    assert answer.status_code == 200
    assert ticked(answer.content.decode(), "goals") == []
