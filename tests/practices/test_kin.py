"""What is like a practice, practices side by side, and an answer that goes into the card."""

import re

import pytest

from practices.catalogue.kin import similar_to
from practices.models import Practice
from tests.factories import actor, member, owner_question, practice

pytestmark = pytest.mark.django_db


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def similar(html):
    return [int(pk) for pk in re.findall(r'data-similar="(\d+)"', html)]


def test_a_card_shows_what_is_most_like_it_and_why(client):
    walks = practice("Gå-aftaler fra venteværelset", goals=[3, 10], targets=["3.4", "10.2"])
    near = practice("Bænke ved stien", goals=[3], targets=["3.4", "10.2"])
    words = practice("Venteværelset som mødested", goals=[10])
    practice("Solceller på taget", goals=[7])
    html = read(client, walks.get_absolute_url())
    assert similar(html) == [near.pk, words.pk]
    assert "Samme delmål: 3.4, 10.2." in html
    assert "Samme ord" in html


def test_a_foreign_draft_is_never_alike(client):
    walks = practice("Gå-aftaler", goals=[3], targets=["3.4"])
    before = read(client, walks.get_absolute_url())
    practice("Gå-aftaler igen", goals=[3], targets=["3.4"], status="draft", code="9902")
    token = r'name="csrfmiddlewaretoken" value="[^"]+"'
    assert re.sub(token, "", read(client, walks.get_absolute_url())) == re.sub(token, "", before)


def test_the_same_question_gets_the_same_answer():
    walks = practice("Gå-aftaler", goals=[3], targets=["3.4"])
    for number in range(9):
        practice(f"Nummer {number}", goals=[3], targets=["3.4"])
    stored, reader = Practice.objects.for_page().get(pk=walks.pk), actor()
    first = [one.practice.pk for one in similar_to(stored, reader)]
    assert first == [one.practice.pk for one in similar_to(stored, reader)]
    assert first == sorted(first, reverse=True)


def test_two_practices_stand_side_by_side(client):
    one = practice("Gå-aftaler", steps=["Vi ringede til 14"], outcome="partly", goals=[3])
    other = practice(
        "Gå-hold",
        steps=[{"what": "Vi satte en seddel op", "went_wrong": "Ingen så den"}],
        outcome="did_not",
        bad_experience="Spørge først",
        bad_experience_visibility="own",
        code="9902",
    )
    html = read(client, f"/practices/compare/?id={one.pk}&id={other.pk}")
    for text in ("Gå-aftaler", "Vi ringede til 14", "Vi satte en seddel op", "Ingen så den"):
        assert text in html
    assert "Lykkedes ikke" in html
    assert "Spørge først" not in html
    assert html.count("data-practice=") == 2


def test_what_cannot_be_seen_is_left_out_and_one_alone_is_not_compared(client):
    one = practice("Gå-aftaler")
    draft = practice("Hemmelig", status="draft", code="9902")
    html = read(client, f"/practices/compare/?id={one.pk}&id={draft.pk}&id=x&id={'9' * 40}&id=-1")
    assert "Hemmelig" not in html
    assert "Vælg to til fire praksisser" in html


def test_no_more_than_four_are_compared(client, django_assert_max_num_queries):
    rows = [practice(f"Nummer {number}", goals=[3]) for number in range(6)]
    query = "&".join(f"id={row.pk}" for row in rows)
    client.get("/practices/")
    with django_assert_max_num_queries(14):
        html = read(client, f"/practices/compare/?{query}")
    assert html.count("data-practice=") == 4


# --- An answer in the card ---------------------------------------------------------------


def test_an_answer_is_put_into_a_fitting_field_as_a_draft_and_saved_by_hand(client):
    walks = practice("Gå-aftaler", result="31 har været med.")
    question = owner_question(walks, "Hvor mange kom igen?", answer="12 går fast.")
    client.force_login(member("staff"))
    card = read(client, walks.get_absolute_url())
    assert '<option value="result" selected>' in card
    edit = f"/practices/{walks.pk}/edit/"
    html = read(client, f"{edit}?answer={question.pk}&into=result")
    assert "31 har været med.\n\n12 går fast." in html
    walks.refresh_from_db()
    assert walks.result == "31 har været med."
    walks.result = "31 har været med.\n\n12 går fast."
    walks.save()
    assert "Svaret står i kortet." in read(client, walks.get_absolute_url())


def test_an_answer_becomes_a_step_behind_the_others(client):
    walks = practice("Gå-aftaler", steps=["Vi ringede"])
    question = owner_question(walks, "Hvem har forsikringen?", answer="Vandrelaugets egen.")
    client.force_login(member("staff"))
    html = read(client, f"/practices/{walks.pk}/edit/?answer={question.pk}&into=step")
    assert html.index("Vi ringede") < html.index("Vandrelaugets egen.")
    assert re.search(r'name="steps-1-what"[^>]*>\s*Vandrelaugets egen\.', html)


@pytest.mark.parametrize("query", ["answer=x&into=result", "answer=9&into=title", "into=step", ""])
def test_a_malformed_link_opens_the_form_as_it_is(client, query):
    walks = practice("Gå-aftaler", result="31 har været med.")
    client.force_login(member("staff"))
    assert "31 har været med." in read(client, f"/practices/{walks.pk}/edit/?{query}")


def test_another_practices_answer_does_not_come_along(client):
    walks, other = practice("Gå-aftaler"), practice("Skolehave", code="9902")
    question = owner_question(other, answer="Hemmeligt svar")
    client.force_login(member("staff"))
    html = read(client, f"/practices/{walks.pk}/edit/?answer={question.pk}&into=result")
    assert "Hemmeligt svar" not in html
