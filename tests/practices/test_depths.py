"""One form at three depths: each asks for its own, none loses what another holds."""

import re

import pytest
from django.http import QueryDict

from practices.card.posted import with_row_moved
from practices.models import Practice
from practices.rows import snapshot
from tests.factories import member, practice
from tests.practices.test_rows import FULL

pytestmark = pytest.mark.django_db

NEW = "/practices/new/"
NOTE = {"title": "Trivselsvagt", "outcome": "did_not"}


@pytest.fixture(autouse=True)
def staff(client):
    user = member("staff")
    client.force_login(user)
    return user


def asked(html):
    """The fields that somebody sees, rows by their first."""
    controls = re.findall(r"<(?:input|textarea|select)\b[^>]*>", html)
    return {
        re.search(r'name="([^"]+)"', control)[1]
        for control in controls
        if 'name="' in control and 'type="hidden"' not in control
    }


def said(one):
    row = snapshot(Practice.objects.for_page().get(pk=one.pk))
    row["steps"] = [{name: text for name, text in step.items() if text} for step in row["steps"]]
    return row


def test_a_note_asks_for_five_fields(client):
    html = client.get(f"{NEW}?depth=notits").content.decode()
    assert asked(html) == {"title", "outcome", "summary", "bad_experience", "owner_contact"}


def test_the_card_is_what_opens_by_itself_with_every_field_of_the_contract(client):
    names = asked(client.get(NEW).content.decode())
    for name in (
        *("title", "summary", "problem", "outcome", "stage", "driver", "departments", "themes"),
        *("packages", "targets", "result", "bad_experience", "bad_experience_visibility"),
        *("steps-1-what", "steps-1-went_wrong", "goals-1-why", "partners-1-role"),
    ):
        assert name in names
    assert not {"can_move", "steps-0-method", "partners-0-gain", "requirements-0-text"} & names


def test_a_new_practice_is_offered_the_note_before_anything_is_asked(client):
    html = client.get(NEW).content.decode()
    offer = html.index("Skriv kun en notits")
    assert offer < html.index('name="title"')
    html = client.post(NEW, NOTE | {"shown": "kort", "show": "notits"}).content.decode()
    assert asked(html) == {"title", "outcome", "summary", "bad_experience", "owner_contact"}
    assert "Trivselsvagt" in html
    assert "Skriv kun en notits" not in html
    stored = practice()
    assert "Skriv kun en notits" not in client.get(f"/practices/{stored.pk}/edit/").content.decode()


def test_the_full_example_asks_for_everything(client):
    names = asked(client.get(f"{NEW}?depth=fuld").content.decode())
    for name in FULL:
        if name not in {"confirmed_on", "steps", "partners", "requirements", "building_blocks"}:
            assert name in names
    assert {"steps-0-method", "partners-0-gain", "requirements-1-text"} <= names
    assert "building_blocks-1-link" in names


def test_an_unknown_depth_is_ignored(client):
    assert client.get(f"{NEW}?depth=xyz").status_code == 200


def test_a_note_is_a_draft_in_two_minutes(client):
    client.post(f"{NEW}?depth=notits", NOTE | {"owner_contact": "12 34 56 78"})
    one = Practice.objects.get()
    assert (one.status, one.owner_contact) == ("draft", "12 34 56 78")


def test_everything_of_the_full_form_is_stored(client):
    client.post(
        f"{NEW}?depth=fuld",
        NOTE
        | {
            "stopped_why": "Projektet sluttede.",
            "novelty": "known",
            "money_range": "little",
            "result_figure": "12 går fast",
            "result_source": "Listen",
            "evidence": "counted",
            "dilemma_of": "3",
            "dilemma_with": "9",
            "licence": "named",
            "review_on": "2027-03-31",
            "departments": ["culture", "health"],
            "lead": "health",
            "steps-0-what": "Vi gik.",
            "steps-0-method": "Gåtur",
            "steps-0-link": "https://fjordby.example/rute",
            "partners-0-name": "Vandrelauget",
            "partners-0-gain": "Nye medlemmer",
            "requirements-0-kind": "law",
            "requirements-0-weight": "nice",
            "requirements-0-text": "Forsikring",
            "building_blocks-0-what": "Sedlen",
        },
    )
    row = said(Practice.objects.get())
    assert (row["stopped_why"], row["novelty"]) == ("Projektet sluttede.", "known")
    assert (row["dilemma_of"], row["dilemma_with"], row["review_on"]) == (3, 9, "2027-03-31")
    assert row["departments"] == ["health", "culture"]
    assert row["steps"][0]["link"] == "https://fjordby.example/rute"
    assert row["requirements"] == [{"kind": "law", "weight": "nice", "text": "Forsikring"}]
    assert row["building_blocks"] == [{"what": "Sedlen", "link": ""}]
    assert row["partners"][0]["gain"] == "Nye medlemmer"


@pytest.mark.parametrize("depth", ["notits", "kort", "fuld"])
def test_saving_at_a_depth_keeps_what_lies_deeper(client, depth):
    one = practice(outcome="did_not", **FULL)
    before = said(one)
    url = f"/practices/{one.pk}/edit/?depth={depth}"
    html = client.get(url).content.decode()
    client.post(url, fields_of(html) | {"title": "Et nyt navn"})
    after = said(one)
    assert after == before | {"title": "Et nyt navn"}


def fields_of(html):
    """What a browser would post of the page's form."""
    form = html[html.index('<form class="stack-l formpage"') :].split("</form>")[0]
    found = {}
    for control in re.findall(r"<input\b[^>]*>", form):
        name = re.search(r'name="([^"]+)"', control)
        value = re.search(r'value="([^"]*)"', control)
        ticked = "checkbox" not in control and "radio" not in control
        if name and (ticked or " checked" in control):
            blank = "" if ticked else "on"
            found.setdefault(name[1], []).append(value[1] if value else blank)
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\s?(.*?)</textarea>', form, re.S
    ):
        found[name] = [text]
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = [chosen[1] if chosen else ""]
    return found


def test_what_was_typed_goes_along_when_the_depth_changes(client):
    first = client.post(
        NEW, NOTE | {"can_move": "Sedlen", "show": "notits", "steps-0-what": "Vi gik."}
    )
    html = first.content.decode()
    assert first.status_code == 200
    assert "errsum" not in html
    assert asked(html) == {"title", "outcome", "summary", "bad_experience", "owner_contact"}
    client.post(NEW, fields_of(html))
    one = Practice.objects.get()
    assert (one.can_move, one.steps.get().what) == ("Sedlen", "Vi gik.")


def test_a_tick_taken_away_deeper_down_stays_away(client):
    one = practice(themes=["people"], status="draft")
    url = f"/practices/{one.pk}/edit/"
    opened = fields_of(client.get(f"{url}?depth=kort").content.decode())
    del opened["themes"]
    note = client.post(url, opened | {"show": "notits"}).content.decode()
    client.post(url, fields_of(note))
    assert not one.themes.exists()


def test_what_is_wrong_deeper_down_is_shown_there(client):
    html = client.post(
        NEW, NOTE | {"depth": "fuld", "shown": "notits", "result_figure": "12"}
    ).content.decode()
    assert "Skriv, hvor tallet kommer fra" in html
    assert "result_source" in asked(html)
    assert not Practice.objects.exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"result_figure": "12"}, "Skriv, hvor tallet kommer fra"),
        ({"dilemma_of": "3"}, "det mål, der trækker den anden vej"),
        ({"dilemma_of": "3", "dilemma_with": "3"}, "Et dilemma har to."),
        ({"dilemma_of": "9" * 30, "dilemma_with": "3"}, "dilemma_of"),
        ({"owner": "9" * 30}, "owner"),
        ({"review_on": "i morgen"}, "Skriv datoen som"),
        ({"licence": "alt"}, "alt"),
        ({"steps-0-what": "Gik", "steps-0-link": "javascript:alert(1)"}, "Skriv en adresse"),
        ({"steps-0-method": "Gåtur"}, "Skriv, hvad I gjorde i trinnet"),
        ({"building_blocks-0-link": "https://x.example"}, "Skriv, hvad det er"),
        ({"partners-0-gain": "Medlemmer"}, "Skriv, hvem det var"),
        ({"requirements-0-text": "Tid", "requirements-0-kind": "tid"}, "tid"),
    ],
)
def test_what_cannot_be_is_refused_and_stays(client, row, sentence):
    response = client.post(f"{NEW}?depth=fuld", NOTE | row)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Practice.objects.exists()


def test_only_colleagues_can_be_reminded(client):
    stranger, colleague = member("staff", "9902"), member("staff")
    url = f"{NEW}?depth=fuld"
    assert client.post(url, NOTE | {"owner": stranger.pk}).status_code == 422
    client.post(url, NOTE | {"owner": colleague.pk})
    assert Practice.objects.get().owner == colleague


def test_who_writes_it_looks_after_it_until_somebody_else_does(client, staff):
    client.post(NEW, NOTE)
    assert Practice.objects.get().owner == staff


# --- The order of the steps ---------------------------------------------------------------


def test_a_step_moves_up_without_scripts_and_nothing_is_stored_yet(client):
    one = practice(steps=["Vi gik.", "Vi spurgte."])
    url = f"/practices/{one.pk}/edit/"
    opened = fields_of(client.get(url).content.decode())
    html = client.post(url, opened | {"move": "steps-1-up"}).content.decode()
    assert html.index("Vi spurgte.") < html.index("Vi gik.")
    assert [step.what for step in one.steps.all()] == ["Vi gik.", "Vi spurgte."]
    client.post(url, fields_of(html))
    assert [step.what for step in one.steps.all()] == ["Vi spurgte.", "Vi gik."]


@pytest.mark.parametrize("move", ["steps-0-up", "steps-9-down", "title-0-up", "steps-x-up", ""])
def test_a_move_to_nowhere_loses_nothing(move):
    data = QueryDict("steps-0-what=gik&steps-1-what=spurgte&title=x")
    moved = with_row_moved(data, move)
    assert sorted(moved.getlist("steps-0-what") + moved.getlist("steps-1-what")) == [
        "gik",
        "spurgte",
    ]
