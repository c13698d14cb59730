"""Writing a practice through its form, without scripts."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from practices.models import Practice
from tests.factories import adoption, commitment, member, owner_question, practice

pytestmark = pytest.mark.django_db

NEW = "/practices/new/"
ENOUGH = {"title": "Trivselsvagt på biblioteket", "outcome": "did_not"}


@pytest.fixture
def staff(client):
    user = member("staff")
    client.force_login(user)
    return user


def test_title_and_outcome_are_enough_for_a_draft(client, staff):
    response = client.post(NEW, ENOUGH)
    one = Practice.objects.get()
    assert (response.status_code, response.url) == (302, f"/practices/{one.pk}/")
    assert (one.status, one.stage, one.municipality_id) == ("draft", "trial", "9901")
    assert one.created_by == one.edited_by == staff


def test_everything_of_the_form_is_stored(client, staff):
    client.post(
        NEW,
        ENOUGH
        | {
            "summary": "Ingen kom.",
            "problem": "De unge var ensomme.",
            "stage": "stopped",
            "driver": "heard",
            "departments": ["culture", "health"],
            "themes": ["people"],
            "packages": ["mental-sundhed"],
            "targets": ["3.4", "11.7"],
            "steps-0-what": "Vi åbnede en time om ugen.",
            "steps-0-who": "Biblioteket",
            "steps-0-went_wrong": "Ingen ville ses gå derind.",
            "steps-2-what": "Vi lukkede.",
            "goals-0-goal": "3",
            "goals-0-role": "primary",
            "goals-0-sign": "+",
            "goals-0-why": "Trivsel.",
            "goals-1-goal": "10",
            "goals-1-role": "secondary",
            "goals-1-sign": "-",
            "goals-1-why": "Dem uden cykel kom ikke.",
            "partners-0-name": "Fjordby Ungdomsråd",
            "partners-0-role": "Fandt på det",
            "result": "Tre kom.",
            "bad_experience": "Flytte vagten ud.",
            "bad_experience_visibility": "public",
            "year": "2025",
        },
    )
    one = Practice.objects.get()
    assert (one.driver, one.stage, one.year) == ("heard", "stopped", 2025)
    assert one.bad_experience_visibility == "public"
    assert one.department_rows.first().department_id == "culture"
    assert [(step.position, step.what) for step in one.steps.all()] == [
        (1, "Vi åbnede en time om ugen."),
        (2, "Vi lukkede."),
    ]
    assert {(row.goal_id, row.role, row.sign) for row in one.goal_rows.all()} == {
        (3, "primary", "+"),
        (10, "secondary", "-"),
        (11, "secondary", "+"),
    }
    assert one.partners.get().name == "Fjordby Ungdomsråd"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, staff):
    response = client.post(NEW, {"title": "", "summary": "Vi prøvede.", "steps-3-what": "Vi gik."})
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Fejl:" in html
    assert '<a href="#id_outcome_0">Hvordan gik det? Vælg ét svar.' in html
    assert "Skriv, hvad I gjorde." in html
    assert "Vi prøvede." in html
    assert "Vi gik." in html
    assert not Practice.objects.exists()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"goals-0-goal": "3", "goals-0-role": "secondary"}, "Vælg ét hovedmål"),
        (
            {
                "goals-0-goal": "3",
                "goals-0-role": "primary",
                "goals-1-goal": "4",
                "goals-1-role": "primary",
            },
            "Der kan kun være ét hovedmål",
        ),
        (
            {"goals-0-goal": "3", "goals-0-role": "primary", "goals-1-goal": "3"},
            "Målet står der allerede",
        ),
        ({"goals-0-why": "Fordi."}, "Vælg det verdensmål, sætningen handler om."),
        ({"goals-0-goal": "18"}, "18"),
        ({"steps-0-who": "Biblioteket"}, "Skriv, hvad I gjorde i trinnet"),
        ({"partners-0-role": "Gåvært"}, "Skriv, hvem det var"),
        ({"targets": "99.9"}, "99.9"),
        ({"outcome": "flot"}, "flot"),
        ({"source_url": "javascript:alert(1)"}, "Skriv en adresse"),
        ({"title": "x\x00y"}, "usynlige tegn"),
        ({"summary": "Ring til 010190-1234"}, "ligner et CPR-nummer"),
    ],
)
def test_what_cannot_be_is_refused_in_words(client, staff, rows, sentence):
    response = client.post(NEW, ENOUGH | rows)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Practice.objects.exists()


def test_a_goal_alone_is_the_main_one(client, staff):
    client.post(NEW, ENOUGH | {"goals-0-goal": "3"})
    assert Practice.objects.get().goal_rows.get().role == "primary"


def test_what_only_looks_like_a_cpr_number_can_be_kept(client, staff):
    client.post(NEW, ENOUGH | {"summary": "Sag 010190-1234", "cpr_seen": "on"})
    assert Practice.objects.get().summary == "Sag 010190-1234"


def test_more_rows_come_without_scripts_and_without_judgement(client, staff):
    response = client.post(NEW, {"add": "steps", "title": "", "steps-1-what": "Vi gik."})
    html = response.content.decode()
    assert response.status_code == 200
    assert "Vi gik." in html
    assert "steps-3-what" in html
    assert "steps-4-what" not in html
    assert "errsum" not in html
    assert not Practice.objects.exists()


def test_the_same_new_practice_sent_twice_is_one_and_is_answered_alike(client, staff):
    sent = ENOUGH | {"steps-0-what": "Vi gik.", "goals-0-goal": "3", "goals-0-role": "primary"}
    first = client.post(NEW, sent)
    one = Practice.objects.get()
    client.post(f"/practices/{one.pk}/edit/", sent | {"summary": "Rettet.", "version": "1"})
    second = client.post(NEW, sent)
    assert (second.status_code, second.url) == (302, first.url)
    one = Practice.objects.get()
    assert (one.summary, one.versions.count(), one.steps.count()) == ("Rettet.", 2, 1)


def test_what_differs_in_one_word_or_was_told_long_ago_is_another_practice(client, staff):
    client.post(NEW, ENOUGH | {"steps-0-what": "Vi gik."})
    client.post(NEW, ENOUGH | {"steps-0-what": "Vi løb."})
    assert Practice.objects.count() == 2
    Practice.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    client.post(NEW, ENOUGH | {"steps-0-what": "Vi løb."})
    assert Practice.objects.count() == 3


def many(kind, name, number):
    return {f"{kind}-{place}-{name}": f"Nummer {place + 1}" for place in range(number)}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://fjordby.example/a", "fjordby x"])
def test_a_wrong_address_is_said_once(client, staff, address):
    html = client.post(NEW, ENOUGH | {"source_url": address}).content.decode()
    summary = html.split('class="errsum"')[1].split("</ul>")[0]
    assert summary.count("Skriv en adresse, der begynder med https://.") == 1
    assert summary.count("<li>") == 1


def test_a_hundred_steps_and_partners_are_stored(client, staff):
    client.post(NEW, ENOUGH | many("steps", "what", 100) | many("partners", "name", 100))
    one = Practice.objects.get()
    assert (one.steps.count(), one.partners.count()) == (100, 100)
    assert one.steps.last().what == "Nummer 100"


@pytest.mark.parametrize(("kind", "name"), [("steps", "what"), ("partners", "name")])
def test_more_rows_than_there_is_room_for_are_a_sentence_and_all_of_them_stay(
    client, staff, kind, name
):
    response = client.post(NEW, ENOUGH | many(kind, name, 101))
    html = response.content.decode()
    assert (response.status_code, Practice.objects.count()) == (422, 0)
    assert f'<a href="#{kind}">Her er 101 rækker, og der er plads til 100.' in html
    assert f"{kind}-100-{name}" in html
    assert "Nummer 101" in html


def test_a_row_with_a_high_number_is_one_row(client, staff):
    client.post(NEW, ENOUGH | {"steps-2-what": "Vi gik.", "steps-99999-what": "Vi lukkede."})
    assert [step.what for step in Practice.objects.get().steps.all()] == ["Vi gik.", "Vi lukkede."]


def test_the_form_opens_with_two_empty_rows_of_each(client, staff):
    html = client.get(NEW).content.decode()
    for name in ("steps-1-what", "goals-1-goal", "partners-1-name"):
        assert f'name="{name}"' in html
    assert "steps-2-what" not in html


def test_an_empty_cell_of_the_matrix_fills_in_what_it_asked_for(client, staff):
    html = client.get(NEW, {"goal": "11", "department": "planning", "theme": "x"}).content.decode()
    assert '<option value="11" selected>' in html
    assert re.search(r'name="departments" value="planning"[^>]* checked', html)


def test_an_edit_keeps_what_is_there_and_drops_an_emptied_row(client, staff):
    one = practice(steps=["Vi gik.", "Vi løb."], goals=[3, 11], departments=["culture", "health"])
    html = client.get(f"/practices/{one.pk}/edit/").content.decode()
    assert "Vi løb." in html
    assert 'name="version" value="1"' in html
    client.post(
        f"/practices/{one.pk}/edit/",
        ENOUGH
        | {
            "version": "1",
            "steps-0-what": "",
            "steps-1-what": "Vi løb.",
            "departments": ["health", "culture"],
        },
    )
    one.refresh_from_db()
    assert [step.what for step in one.steps.all()] == ["Vi løb."]
    assert one.department_rows.first().department_id == "culture", "who led still leads"
    assert (one.status, one.version, one.goal_rows.count()) == ("published", 2, 0)


def test_two_editors_see_both_texts_and_can_send_again(client, staff):
    one = practice("Skolehave", steps=["Vi gravede."], goals=[4])
    url = f"/practices/{one.pk}/edit/"
    theirs = {"title": "Skolehave med bier", "outcome": "partly", "version": "1"}
    mine = {"title": "Skolehave uden bier", "outcome": "partly", "version": "1"}
    assert client.post(url, theirs).status_code == 302
    response = client.post(url, mine | {"steps-0-what": "Vi såede."})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Skolehave med bier" in html
    assert "Skolehave uden bier" in html
    assert "Vi såede." in html
    assert 'name="version" value="2"' in html
    assert Practice.objects.get().title == "Skolehave med bier"
    assert client.post(url, mine | {"version": "2"}).status_code == 302
    assert Practice.objects.get().title == "Skolehave uden bier"


@pytest.mark.parametrize("version", ["", "x", "0", "99"])
def test_an_edit_without_its_version_overwrites_nothing(client, staff, version):
    one = practice("Skolehave")
    response = client.post(f"/practices/{one.pk}/edit/", ENOUGH | {"version": version})
    assert response.status_code in (409, 422)
    assert Practice.objects.get().title == "Skolehave"


def test_a_foreign_practice_cannot_be_edited(client, staff):
    one = practice(code="9902")
    assert client.post(f"/practices/{one.pk}/edit/", ENOUGH).status_code == 404
    assert Practice.objects.get().version == 1


# --- From draft to published --------------------------------------------------------------


def test_the_way_out_and_back(client, staff):
    client.post(NEW, ENOUGH)
    one = Practice.objects.get()
    here = f"/practices/{one.pk}/"
    assert client.post(f"{here}submit/").status_code == 302
    client.force_login(member("coordinator"))
    assert "Udgiv</button>" in client.get(here).content.decode()
    assert client.post(f"{here}publish/").status_code == 302
    client.logout()
    assert client.get(here).status_code == 200
    client.force_login(member("coordinator"))
    assert client.post(f"{here}withdraw/").status_code == 302
    client.logout()
    assert client.get(here).status_code == 404
    assert f'data-practice="{one.pk}"' not in client.get("/practices/").content.decode()


def test_the_buttons_on_the_card_carry_their_token(client, staff):
    one = practice(status="draft")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(staff)
    here = f"/practices/{one.pk}/"
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', browser.get(here).content.decode())[1]
    assert browser.post(f"{here}submit/").status_code == 403
    sent = browser.post(f"{here}submit/", {"csrfmiddlewaretoken": token})
    assert (sent.status_code, sent.url) == (302, here)


def test_the_writer_cannot_publish(client):
    client.force_login(member("coordinator"))
    client.post(NEW, ENOUGH)
    one = Practice.objects.get()
    client.post(f"/practices/{one.pk}/submit/")
    html = client.get(f"/practices/{one.pk}/").content.decode()
    assert "Udgiv</button>" not in html
    assert "Venter på en koordinator" in html
    response = client.post(f"/practices/{one.pk}/publish/")
    assert response.status_code == 403
    assert "Bed en anden koordinator" in response.content.decode()


def test_a_step_out_of_order_is_refused_with_the_reason(client, staff):
    one = practice(status="published")
    response = client.post(f"/practices/{one.pk}/submit/")
    assert response.status_code == 409
    assert "allerede sendt til gennemsyn eller udgivet" in response.content.decode()


def test_an_empty_cell_presets_its_outcome_and_target(client):
    client.force_login(member("staff"))

    page = client.get(
        "/practices/new/?goal=3&outcome=did_not&target=3.4&outcome2=x"
    ).content.decode()

    assert re.search(r'value="did_not"[^>]* checked', page)
    assert re.search(r'value="3\.4"[^>]* checked', page)


@pytest.mark.parametrize("made", ["adoption", "owner_question", "commitment"])
def test_a_page_that_edits_one_thing_speaks_of_a_conflict_only_where_there_is_one(client, made):
    client.force_login(member("staff"))
    if made == "adoption":
        row = adoption(practice(code="9902"), "9901")
        address = f"/practices/{row.practice_id}/adoptions/{row.pk}/edit/"
    elif made == "owner_question":
        row = owner_question(practice())
        address = f"/practices/{row.practice_id}/questions/{row.pk}/answer/"
    else:
        row = commitment()
        address = f"/strategies/{row.strategy_id}/commitments/{row.pk}/edit/"
    for response in (client.get(address), client.post(address, {})):
        assert "To har rettet det samme" not in response.content.decode()
        assert response.content.decode().count("<h1") == 1
    assert "errsum" in response.content.decode()
