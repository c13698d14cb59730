"""The list of workshops, the form, and the steps of a workshop's life."""

import re

import pytest

from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    WorkshopFactory,
    member,
    note_on,
)
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

TYPED = {"title": "Sammen om maden", "date": "2026-11-24", "place": "Værestedet Kajen"}


@pytest.fixture
def facilitator(client):
    client.user = member("facilitator")
    client.force_login(client.user)
    return client


def body(response):
    return response.content.decode()


# --- The list ----------------------------------------------------------------------------


def test_open_workshops_come_first_and_then_the_newest(facilitator):
    WorkshopFactory(title="Gammel", date="2025-03-01", state="closed")
    WorkshopFactory(title="Ny", date="2026-03-01", state="closed")
    WorkshopFactory(title="Åben", date="2024-03-01", state="open")

    page = body(facilitator.get("/workshops/"))

    assert page.index("Åben") < page.index("Ny") < page.index("Gammel")


def test_an_empty_list_shows_the_two_ways_in(facilitator):
    page = body(facilitator.get("/workshops/"))

    assert "I har ikke holdt en workshop her endnu" in page
    assert 'href="/workshops/import/"' in page
    assert 'href="/workshops/new/"' in page


def test_a_passer_by_sees_finished_public_workshops_and_a_box_for_the_code(client):
    WorkshopFactory(title="Delt med alle", sharing="public", state="closed")
    WorkshopFactory(title="Stadig i gang", sharing="public", state="open")
    WorkshopFactory(title="Kun kommuner", sharing="network", state="closed")

    page = body(client.get("/workshops/"))

    assert "Delt med alle" in page
    assert "Stadig i gang" not in page
    assert "Kun kommuner" not in page
    assert 'name="code"' in page


def test_the_lists_cost_does_not_grow(facilitator, django_assert_max_num_queries):
    for _ in range(15):
        note_on(WorkshopFactory(state="closed"))

    with django_assert_max_num_queries(10):
        facilitator.get("/workshops/")


def test_a_long_list_has_pages(facilitator):
    WorkshopFactory.create_batch(21)

    first, second = facilitator.get("/workshops/"), facilitator.get("/workshops/?page=2")

    assert body(first).count("data-workshop=") == 20
    assert 'rel="next" href="?page=2"' in body(first)
    assert body(second).count("data-workshop=") == 1
    assert facilitator.get("/workshops/?page=-1x").status_code == 200


# --- New and edit ------------------------------------------------------------------------


def test_a_title_is_enough(facilitator):
    response = facilitator.post("/workshops/new/", {"title": "  Sammen om\nmaden "})

    workshop = Workshop.objects.get()
    assert response.url == f"/workshops/{workshop.pk}/"
    assert (workshop.title, workshop.state, workshop.sharing) == ("Sammen om maden", "draft", "own")
    assert (workshop.municipality_id, workshop.created_by) == ("9901", facilitator.user)


def test_everything_that_was_typed_is_stored(facilitator):
    facilitator.post(
        "/workshops/new/",
        {
            **TYPED,
            "purpose": "Hvem spiser alene?",
            "sharing": "public",
            "retention": "2099-12-31",
            "goals": ["2", "3"],
            "works_title": "Det kan vi",
            "question_title": "Spørgsmål",
        },
    )

    workshop = Workshop.objects.get()
    assert str(workshop.date) == "2026-11-24"
    assert workshop.sharing == "public"
    assert [goal.pk for goal in workshop.goals.all()] == [2, 3]
    assert workshop.quadrant_titles == {"works": {"title": "Det kan vi"}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "a\x00b"},
        {"title": "x" * 201},
        {"date": "i morgen"},
        {"sharing": "verden"},
        {"goals": ["18"]},
        {"retention": "2001-01-01"},
        {"municipality": "9902"},
        {"works_title": "x" * 201},
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(facilitator, wrong):
    MunicipalityFactory(code="9902")

    response = facilitator.post("/workshops/new/", {**TYPED, "purpose": "Bliver her", **wrong})

    assert response.status_code == 422
    assert "Bliver her" in body(response)
    assert "<title>Fejl:" in body(response)
    assert not Workshop.objects.exists()


def test_somebody_of_two_municipalities_chooses_one(facilitator):
    MembershipFactory(
        user=facilitator.user, municipality=MunicipalityFactory(code="9902"), role="facilitator"
    )
    assert '<select name="municipality"' in body(facilitator.get("/workshops/new/"))

    facilitator.post("/workshops/new/", {**TYPED, "municipality": "9902"})

    assert Workshop.objects.get().municipality_id == "9902"


def test_an_edit_keeps_code_and_state(facilitator):
    workshop = WorkshopFactory(state="open")

    facilitator.post(f"/workshops/{workshop.pk}/edit/", {**TYPED, "version": 1})

    again = Workshop.objects.get()
    assert again.title == "Sammen om maden"
    assert (again.code, again.state, again.version) == (workshop.code, "open", 2)


def test_an_edit_upon_an_old_version_shows_both_texts_and_can_be_sent_again(facilitator):
    workshop = WorkshopFactory()
    url = f"/workshops/{workshop.pk}/edit/"
    facilitator.post(url, {"title": "Deres titel", "version": 1})

    response = facilitator.post(url, {"title": "Min titel", "version": 1})

    assert response.status_code == 409
    page = body(response)
    assert "Deres titel" in page
    assert "Min titel" in page
    again = re.search('name="version" value="(\\d+)"', page)[1]
    facilitator.post(url, {"title": "Min titel", "version": again})
    assert Workshop.objects.get().title == "Min titel"


def test_an_edit_without_a_version_is_refused(facilitator):
    workshop = WorkshopFactory()

    response = facilitator.post(f"/workshops/{workshop.pk}/edit/", {"title": "Min titel"})

    assert response.status_code == 422


def test_an_archived_workshop_is_not_edited(facilitator):
    workshop = WorkshopFactory(state="archived")

    response = facilitator.post(
        f"/workshops/{workshop.pk}/edit/", {"title": "Ny", "version": 1}, follow=True
    )

    assert "Workshoppen er arkiveret og kan ikke ændres." in body(response)
    assert Workshop.objects.get().title == workshop.title


def test_narrowing_the_sharing_takes_the_notes_back_at_once(facilitator, client):
    workshop = WorkshopFactory(state="closed", sharing="public")
    note_on(workshop, "Silobrydning")

    facilitator.post(
        f"/workshops/{workshop.pk}/edit/", {"title": "Ny", "version": 1, "sharing": "own"}
    )
    client.logout()

    assert client.get(f"/workshops/{workshop.pk}/").status_code == 404


# --- The steps ---------------------------------------------------------------------------


def test_a_workshop_is_opened_closed_and_archived(facilitator):
    workshop = WorkshopFactory()
    for step, state in [("open", "open"), ("close", "closed"), ("archive", "archived")]:
        facilitator.post(f"/workshops/{workshop.pk}/{step}/")
        workshop.refresh_from_db()
        assert workshop.state == state


@pytest.mark.parametrize(
    ("state", "step", "sentence"),
    [
        ("open", "open", "Workshoppen er allerede åben."),
        ("closed", "close", "Workshoppen er allerede lukket."),
        ("draft", "close", "Workshoppen er en kladde. Åbn den først."),
        ("archived", "open", "Workshoppen er arkiveret og kan ikke ændres."),
    ],
)
def test_a_step_that_is_not_possible_is_a_sentence(facilitator, state, step, sentence):
    workshop = WorkshopFactory(state=state)

    response = facilitator.post(f"/workshops/{workshop.pk}/{step}/", follow=True)

    assert sentence in body(response)


def test_the_phase_is_shown_and_the_next_is_one_button_away(facilitator):
    workshop = WorkshopFactory(state="open")

    facilitator.post(f"/workshops/{workshop.pk}/phase/", {"phase": "reveal"})

    page = body(facilitator.get(f"/workshops/{workshop.pk}/"))
    assert '<li aria-current="step">2 Vis' in page
    assert "Videre til Saml" in page
    assert 'data-cursor="1"' in page


def test_the_last_phase_closes(facilitator):
    workshop = WorkshopFactory(state="open")

    facilitator.post(f"/workshops/{workshop.pk}/phase/", {"phase": "closed"})

    workshop.refresh_from_db()
    assert workshop.state == "closed"


@pytest.mark.parametrize("phase", ["", "frokost"])
def test_an_unknown_phase_is_refused(facilitator, phase):
    workshop = WorkshopFactory(state="open")

    response = facilitator.post(f"/workshops/{workshop.pk}/phase/", {"phase": phase})

    assert response.status_code == 422


@pytest.mark.parametrize("role", ["staff"])
def test_a_role_that_does_not_run_workshops_opens_none(client, role):
    workshop = WorkshopFactory()
    client.force_login(member(role))

    assert client.post(f"/workshops/{workshop.pk}/open/").status_code == 403
    assert client.get("/workshops/new/").status_code == 403
