"""Two editors of one practice: what only one changed goes together, the rest is a choice."""

import re

import pytest

from practices.models import Practice
from tests.factories import member, practice
from tests.practices.test_depths import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def staff(client):
    user = member("staff")
    client.force_login(user)
    return user


@pytest.fixture
def garden():
    return practice(
        "Skolehave", summary="Vi gravede.", problem="Børn så aldrig jord.", steps=["Vi gravede."]
    )


def opened(client, one):
    return fields_of(client.get(f"/practices/{one.pk}/edit/").content.decode())


def both_save(client, one, theirs, mine):
    """Both opened the same version; theirs came first. The answer to mine."""
    form, url = opened(client, one), f"/practices/{one.pk}/edit/"
    assert client.post(url, form | theirs).status_code == 302
    response = client.post(url, form | mine)
    assert response.status_code == 409
    return response.content.decode()


def test_what_only_the_other_changed_is_taken_over(client, garden):
    html = both_save(
        client, garden, {"problem": "Ingen havde set en orm."}, {"summary": "Vi såede også."}
    )
    assert "Taget med fra den anden: Hvad var problemet?" in html
    assert "keep-" not in html
    client.post(f"/practices/{garden.pk}/edit/", fields_of(html))
    garden.refresh_from_db()
    assert (garden.problem, garden.summary) == ("Ingen havde set en orm.", "Vi såede også.")
    assert garden.version == 3


def test_where_both_wrote_both_texts_stand_there_with_a_choice(client, garden):
    html = both_save(
        client, garden, {"title": "Skolehave med bier"}, {"title": "Skolehave uden bier"}
    )
    clash = html[html.index('class="clash"') :].split("</fieldset>")[0]
    assert "Skolehave med bier" in clash
    assert "Skolehave uden bier" in clash
    assert re.findall(r'name="(keep-title)" value="(\w+)"', clash) == [
        ("keep-title", "mine"),
        ("keep-title", "stored"),
    ]
    assert Practice.objects.get().title == "Skolehave med bier"


@pytest.mark.parametrize(
    ("choice", "title"), [("mine", "Skolehave uden bier"), ("stored", "Skolehave med bier")]
)
def test_the_choice_decides(client, garden, choice, title):
    html = both_save(
        client, garden, {"title": "Skolehave med bier"}, {"title": "Skolehave uden bier"}
    )
    client.post(f"/practices/{garden.pk}/edit/", fields_of(html) | {"keep-title": choice})
    assert Practice.objects.get().title == title


def test_steps_are_one_field_and_can_be_chosen_too(client, garden):
    html = both_save(
        client, garden, {"steps-0-what": "Vi gravede om."}, {"steps-0-what": "Vi såede."}
    )
    assert "Vi gravede om." in html
    assert "Vi såede." in html
    client.post(f"/practices/{garden.pk}/edit/", fields_of(html) | {"keep-steps": "stored"})
    assert garden.steps.get().what == "Vi gravede om."


def test_tags_of_the_other_are_taken_over(client, garden):
    html = both_save(
        client,
        garden,
        {"themes": ["people", "places"], "goals-0-goal": "4", "goals-0-why": "Børn lærer."},
        {"summary": "Vi såede."},
    )
    client.post(f"/practices/{garden.pk}/edit/", fields_of(html))
    garden.refresh_from_db()
    assert {theme.pk for theme in garden.themes.all()} == {"people", "places"}
    assert [(row.goal_id, row.why) for row in garden.goal_rows.all()] == [(4, "Børn lærer.")]
    assert garden.summary == "Vi såede."


def test_a_third_save_in_between_asks_again(client, garden):
    html = both_save(client, garden, {"title": "A"}, {"title": "B"})
    third = opened(client, garden) | {"title": "C"}
    client.post(f"/practices/{garden.pk}/edit/", third)
    again = client.post(f"/practices/{garden.pk}/edit/", fields_of(html))
    assert again.status_code == 409
    assert Practice.objects.get().title == "C"


def test_without_a_common_version_everything_that_differs_is_a_choice(client, garden):
    garden.versions.all().delete()
    Practice.objects.update(version=5)
    response = client.post(
        f"/practices/{garden.pk}/edit/",
        opened(client, garden) | {"version": "1", "title": "Have"},
    )
    assert response.status_code == 409
    assert 'name="keep-title"' in response.content.decode()


def test_an_unknown_choice_counts_as_mine(client, garden):
    form = opened(client, garden) | {"title": "Have", "keep-title": "x", "keep-status": "stored"}
    assert client.post(f"/practices/{garden.pk}/edit/", form).status_code == 302
    assert Practice.objects.get().title == "Have"


def test_what_the_other_did_outside_the_form_is_no_conflict(client, garden, staff):
    form = opened(client, garden) | {"title": "Have"}
    Practice.objects.get().confirm(by=staff)
    assert client.post(f"/practices/{garden.pk}/edit/", form).status_code == 302
    one = Practice.objects.get()
    assert one.title == "Have"
    assert one.confirmed_on is not None
    assert one.version == 3


def test_steps_go_together_field_by_field(client):
    one = practice("Gåtur", steps=["Vi ringede.", "Vi gik."])
    html = both_save(
        client, one, {"steps-0-who": "Mette"}, {"steps-1-cost": "Kaffe", "steps-0-cost": "0 kr."}
    )
    assert "keep-" not in html
    assert "Taget med fra den anden: Trin" in html
    client.post(f"/practices/{one.pk}/edit/", fields_of(html))
    assert [(step.who, step.cost) for step in one.steps.all()] == [
        ("Mette", "0 kr."),
        ("", "Kaffe"),
    ]


def test_of_steps_only_those_that_differ_are_shown(client):
    one = practice("Gåtur", steps=["Vi ringede.", "Vi gik."])
    html = both_save(client, one, {"steps-1-what": "Vi løb."}, {"steps-1-what": "Vi cyklede."})
    clash = html[html.index('class="clash"') :].split("</fieldset>")[0]
    assert "Vi løb." in clash
    assert "Vi cyklede." in clash
    assert "Vi ringede." not in clash
