"""A workshop in three minutes: templates, hours, guests, and defaults that nobody has to think of."""

import pytest

from tests.factories import MunicipalityFactory, WorkshopFactory, member
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

TODAY = "2026-11-27T09:00:00+01:00"


@pytest.fixture(autouse=True)
def a_friday_in_november(time_machine):
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture
def facilitator(client):
    client.force_login(member("facilitator"))
    return client


def make(client, **typed):
    response = client.post("/workshops/new/", {"title": "Sammen om maden", **typed})
    assert response.status_code == 302, response.content.decode()
    return Workshop.objects.get()


def body(response):
    return response.content.decode()


def test_the_page_offers_everything_a_workshop_holds(facilitator):
    page = body(facilitator.get("/workshops/new/"))

    for name in [
        "title", "date", "begins", "ends", "place", "purpose", "sharing", "retention", "template",
        "goals", "cohosts", "previous", "hide_until_reveal", "dots", "works_title", "take_forward_question",
    ]:  # fmt: skip
        assert f'name="{name}"' in page, name


def test_a_template_brings_its_own_words_to_the_board(facilitator):
    workshop = make(facilitator, template="start_stop_continue")

    page = body(facilitator.get(f"/workshops/{workshop.pk}/"))
    assert "Hvad skal vi holde op med?" in page
    assert "Hvad giver ikke mening for mig?" not in page
    assert workshop.quadrant_titles == {}


def test_words_that_were_not_touched_give_way_to_the_chosen_template(facilitator):
    workshop = make(
        facilitator,
        template="plus_delta",
        works_question="Hvad fungerer? Hvad giver mening for mig?",
        question_question="Hvem ejer planen?",
    )

    assert workshop.quadrant_titles == {"question": {"question": "Hvem ejer planen?"}}


def test_picking_a_template_shows_its_words_and_keeps_the_own_ones(facilitator, htmx):
    answer = htmx(
        "/workshops/new/",
        target="workshop-words",
        template="open_board",
        works_title="Fungerer",
        works_question="Hvad er du glad for?",
    )

    page = body(answer)
    assert "<h1" not in page
    assert 'value="Det er godt"' in page
    assert 'value="Hvad er du glad for?"' in page


def test_a_template_can_be_linked_to_without_scripts(facilitator):
    page = body(facilitator.get("/workshops/new/?template=plus_delta"))

    assert 'value="Hvad var godt?"' in page
    assert facilitator.get("/workshops/new/?template=frokost").status_code == 200


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ({}, "2027-02-25"),
        ({"date": "2027-03-01"}, "2027-05-30"),
        ({"date": "2024-03-01"}, "2027-02-25"),
        ({"retention": "2026-12-24"}, "2026-12-24"),
        ({"template": "open_board"}, "None"),
        ({"template": "open_board", "retention": "2026-12-24"}, "2026-12-24"),
    ],
)
def test_the_code_has_a_last_day_unless_the_board_stays_open(facilitator, typed, last):
    assert str(make(facilitator, **typed).retention) == last


def test_hours_are_taken_as_people_write_them(facilitator):
    workshop = make(facilitator, date="24.11.2026", begins="9.30", ends="11:00")

    assert f"{workshop.begins:%H.%M}-{workshop.ends:%H.%M}" == "09.30-11.00"
    page = body(facilitator.get(f"/workshops/{workshop.pk}/"))
    assert "24. november 2026 kl. 9.30–11.00" in page


def test_hiding_and_dots_are_what_the_room_gets(facilitator):
    workshop = make(facilitator, hide_until_reveal="on", dots="5")
    assert (workshop.hide_until_reveal, workshop.dots) == (True, 5)


@pytest.mark.parametrize("was", [True, False])
def test_once_it_was_opened_the_form_no_longer_asks_about_hiding(facilitator, was):
    workshop = make(facilitator, **({"hide_until_reveal": "on"} if was else {}))
    edit = f"/workshops/{workshop.pk}/edit/"
    assert 'name="hide_until_reveal"' in body(facilitator.get(edit))
    facilitator.post(f"/workshops/{workshop.pk}/open/")

    assert 'name="hide_until_reveal"' not in body(facilitator.get(edit))
    sent = {"title": "Netværksmøde", "version": workshop.version}
    answer = facilitator.post(edit, sent if was else sent | {"hide_until_reveal": "on"})

    assert answer.status_code == 302
    workshop.refresh_from_db()
    assert workshop.hide_until_reveal == was


def test_a_script_that_names_neither_gets_three_dots_and_open_notes(facilitator):
    workshop = make(facilitator)
    assert (workshop.hide_until_reveal, workshop.dots) == (False, 3)


def test_guests_are_stored_and_the_host_is_no_guest_of_itself(facilitator):
    MunicipalityFactory(code="9902")
    assert [one.pk for one in make(facilitator, cohosts=["9902"]).cohosts.all()] == ["9902"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"template": "frokost"}, "Vælg en af skabelonerne."),
        ({"begins": "halv ti"}, "Skriv klokkeslættet som 9.30."),
        ({"ends": "10:00"}, "Skriv også, hvornår I begynder."),
        ({"begins": "10:00", "ends": "09:00"}, "Vælg et tidspunkt, der ligger efter begyndelsen."),
        ({"dots": "0"}, "Vælg et tal fra 1 til 10."),
        ({"dots": "mange"}, "Vælg et tal fra 1 til 10."),
        ({"date": "2027-01-10", "retention": "2027-01-09"}, "ikke ligger før workshoppen"),
        ({"cohosts": ["9901"]}, "9901"),
        ({"cohosts": ["9" * 30]}, "99999"),
        ({"cohosts": ["\x00"]}, ""),
    ],
)
def test_a_wrong_field_is_one_sentence_and_nothing_is_stored(facilitator, wrong, sentence):
    typed = {"title": "Sammen om maden", "purpose": "Bliver her", **wrong}

    response = facilitator.post("/workshops/new/", typed)

    assert response.status_code == 422
    assert sentence in body(response)
    assert "Bliver her" in body(response)
    assert not Workshop.objects.exists()


def test_an_edit_keeps_what_the_workshop_is(facilitator):
    workshop = WorkshopFactory(template="plus_delta", dots=5, begins="09:30")

    page = body(facilitator.get(f"/workshops/{workshop.pk}/edit/"))

    assert 'value="plus_delta" id="id_template_1" checked' in page
    assert 'value="09:30"' in page
    assert 'value="5"' in page
    assert 'value="Hvad var godt?"' in page


def test_the_board_shows_purpose_and_goals(facilitator):
    workshop = WorkshopFactory(purpose="Hvem spiser alene?")
    workshop.goals.set([2, 17])

    page = body(facilitator.get(f"/workshops/{workshop.pk}/"))

    assert "Hvem spiser alene?" in page
    assert "<b>17</b>" in page


@pytest.mark.parametrize("goals", ["18", "99999999999999999999", "tre", "3.4.5"])
def test_a_goal_that_cannot_be_one_is_refused_and_the_title_stays(facilitator, goals):
    response = facilitator.post("/workshops/new/", {"title": "Sammen om maden", "goals": goals})

    assert response.status_code == 422
    assert 'value="Sammen om maden"' in body(response)
