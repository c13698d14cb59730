"""Goals, targets and P's suggested while a practice is written."""

import re

import pytest

from practices.models import Practice
from tests.factories import member, practice

pytestmark = pytest.mark.django_db

NEW = "/practices/new/?depth=kort"
TYPED = {
    "shown": "kort",
    "title": "Gågruppe på plejehjemmet mod ensomhed",
    "outcome": "succeeded",
    "summary": "Frivillige og beboere går tur to gange om ugen.",
    "goals-0-role": "primary",
    "goals-0-sign": "+",
}


@pytest.fixture
def staff(client):
    user = member("staff")
    client.force_login(user)
    return user


def tips(response):
    return re.findall(r'name="take" value="([^"]+)"', response.content.decode())


def chosen_goals(response):
    content = response.content.decode()
    rows = re.findall(r'<select name="goals-(\d+)-goal".*?</select>', content, re.S)
    found = re.finditer(r'<select name="goals-\d+-goal".*?</select>', content, re.S)
    picked = [re.search(r'value="(\d+)" selected', row.group()) for row in found]
    return [match and int(match[1]) for match in picked][: len(rows)]


def test_nothing_is_suggested_until_somebody_asks(client, staff):
    content = client.get(NEW).content.decode()
    assert "Foreslå mål" in content
    assert "Maskinen gætter ud fra ordene. Du bestemmer." in content
    assert 'name="take"' not in content


def test_what_was_typed_leads_to_suggestions_with_the_words_and_nothing_is_stored(client, staff):
    response = client.post(NEW, TYPED | {"suggest": "all"})
    content = response.content.decode()
    assert response.status_code == 200
    assert {"goal=3", "target=3.4", "theme=people"} <= set(tips(response))
    assert "ensomhed" in re.search(r'value="goal=3".*?</button>', content, re.S).group()
    assert 'value="Gågruppe på plejehjemmet mod ensomhed"' in content
    assert not Practice.objects.exists()


def test_one_press_fills_the_first_free_row_and_the_next_one_the_row_after(client, staff):
    response = client.post(NEW, TYPED | {"take": "goal=3"})
    assert chosen_goals(response)[0] == 3
    assert "goal=3" not in tips(response)
    response = client.post(NEW, TYPED | {"goals-0-goal": "3", "take": "goal=17"})
    assert chosen_goals(response)[:2] == [3, 17]
    assert re.search(
        r'name="goals-1-role".*?value="secondary" selected', response.content.decode(), re.S
    )


def test_a_target_and_a_p_are_ticked(client, staff):
    response = client.post(NEW, TYPED | {"take": "target=3.4", "themes": ["planet"]})
    assert re.search(r'name="targets" value="3.4"[^>]*checked', response.content.decode())
    response = client.post(NEW, TYPED | {"take": "theme=people", "themes": ["planet"]})
    ticked = re.findall(r'name="themes" value="(\w+)"[^>]*checked', response.content.decode())
    assert set(ticked) == {"people", "planet"}


def test_what_was_taken_over_is_stored_only_with_the_form(client, staff):
    client.post(NEW, TYPED | {"goals-0-goal": "3", "targets": ["3.4"]})
    one = Practice.objects.get()
    assert [(row.goal_id, row.role) for row in one.goal_rows.all()] == [(3, "primary")]


def test_words_that_point_nowhere_are_answered_with_a_sentence(client, staff):
    response = client.post(NEW, TYPED | {"title": "Kaffe", "summary": "", "suggest": "all"})
    assert "Ordene peger ikke tydeligt på flere mål." in response.content.decode()


@pytest.mark.parametrize(
    "take", ["", "goal", "goal=99", "goal=3;goal=4", "role=admin", "theme=krig", "target=9.99"]
)
def test_a_malformed_press_changes_nothing_and_fails_nothing(client, staff, take):
    response = client.post(NEW, TYPED | {"take": take})
    assert response.status_code == 200
    assert not any(chosen_goals(response))


def test_somebodys_markup_in_the_words_stays_text(client, staff):
    response = client.post(NEW, TYPED | {"title": "<b>ensomhed</b>", "suggest": "all"})
    assert "<b>ensomhed" not in response.content.decode()


def test_a_stored_practice_is_suggested_for_too(client, staff):
    one = practice()
    response = client.post(
        f"/practices/{one.pk}/edit/", TYPED | {"version": one.version, "suggest": "all"}
    )
    assert "goal=3" in tips(response)
