"""Questions to the owner of a practice: asked on the card, answered there for everybody."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from practices.models import OwnerQuestion
from tests.factories import member, owner_question, practice

pytestmark = pytest.mark.django_db

ASKED = {"text": "Hvordan fik I lægerne til at huske sedlen?"}


@pytest.fixture
def walks():
    return practice("Gå-aftaler fra venteværelset")


def url(practice, rest=""):
    return f"/practices/{practice.pk}/questions/{rest}"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_member_asks_on_the_card_and_everybody_reads_question_and_answer(client, walks):
    asker = member("staff", "9904")
    client.force_login(asker)
    assert f'action="{url(walks)}"' in read(client, walks.get_absolute_url())

    response = client.post(url(walks), ASKED)

    question = OwnerQuestion.objects.get()
    assert (response.status_code, response.url) == (302, f"/practices/{walks.pk}/#questions")
    assert (question.municipality_id, question.asked_by) == ("9904", asker)
    client.logout()
    card = read(client, walks.get_absolute_url())
    assert ASKED["text"] in card
    assert "Ådal Kommune" in card
    assert "Ingen svar endnu" in card

    client.force_login(member("staff", name="Jonas Lund"))
    answer = {"text": "Sekretæren ringer, når der er ti tilbage.", "version": "1"}
    response = client.post(url(walks, f"{question.pk}/answer/"), answer)
    assert response.url == f"/practices/{walks.pk}/#question-{question.pk}"
    assert "Jonas Lund, Fjordby" in read(client, walks.get_absolute_url())
    client.logout()
    card = read(client, walks.get_absolute_url())
    assert "Sekretæren ringer, når der er ti tilbage." in card
    assert "Jonas Lund" not in card


def test_the_same_question_sent_twice_is_asked_once_and_written_of_once(client, walks):
    for _ in range(2):
        response = client.post(url(walks), ASKED)
        assert (response.status_code, response.url) == (302, f"/practices/{walks.pk}/#questions")
    assert OwnerQuestion.objects.count() == 1
    client.post(url(walks), {"text": "Hvad kostede det?"})
    client.force_login(member("staff", "9904"))
    client.post(url(walks), ASKED)
    assert OwnerQuestion.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_the_same_question_from_eight_hands_at_once_is_asked_once(settings):
    settings.RATE_LIMITS = False
    walks = practice("Gå-aftaler fra venteværelset")
    together = Barrier(8)

    def ask(_):
        try:
            together.wait(10)
            while (said := Client().post(url(walks), ASKED).status_code) == 503:
                # A database in memory, as in tests alone, lets nobody wait for its lock.
                time.sleep(0.005)
            return said
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {302}
    assert OwnerQuestion.objects.count() == 1


def test_a_question_to_an_owner_is_no_question_of_a_workshop(client, walks):
    owner_question(walks)
    card = read(client, walks.get_absolute_url())
    assert "data-owner-question=" in card
    assert "data-question=" not in card
    assert "Hvem har forsikringen" not in read(client, "/questions/")


def test_what_a_passer_by_asks_shows_once_it_is_answered(client, walks):
    response = client.post(url(walks), ASKED, follow=True)
    assert "Det står her, når de har svaret." in response.content.decode()
    question = OwnerQuestion.objects.get()
    assert (question.municipality, question.asked_by) == (None, None)
    assert ASKED["text"] not in read(client, walks.get_absolute_url())
    client.force_login(member("staff", "9902"))
    assert ASKED["text"] not in read(client, walks.get_absolute_url())

    client.force_login(member("staff"))
    assert ASKED["text"] in read(client, walks.get_absolute_url())
    client.post(url(walks, f"{question.pk}/answer/"), {"text": "Med kaffe."})
    client.logout()
    card = read(client, walks.get_absolute_url())
    assert ASKED["text"] in card
    assert "En læser" in card


def test_a_passer_by_asks_five_times_an_hour_at_most(client, walks, settings):
    settings.RATE_LIMITS = True
    asked = [{"text": f"Spørgsmål nummer {number}?"} for number in range(6)]
    codes = [client.post(url(walks), one).status_code for one in asked]
    assert codes == [302] * 5 + [429]
    assert OwnerQuestion.objects.count() == 5


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Skriv et spørgsmål først."),
        (" \u200b ", "Skriv et spørgsmål først."),
        ("x" * 2_001, "2.000"),
        ("Er det 010190-1234?", "CPR-nummer"),
        ("nul\x00", "tegn"),
    ],
)
def test_what_cannot_be_asked_is_said_and_kept(client, walks, text, sentence):
    response = client.post(url(walks), {"text": text})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not OwnerQuestion.objects.exists()


def test_a_draft_cannot_be_asked_about(client):
    draft = practice("Kladde", status="draft")
    assert client.post(url(draft), ASKED).status_code == 404


def test_the_writer_of_the_practice_gets_a_letter(client):
    writer = member("staff", email="jonas@example.org")
    member("coordinator", email="karin@example.org")
    walks = practice("Gå-aftaler", by=writer)
    client.post(url(walks), {"text": "Er det <b>gratis</b>?"})
    letter = mail.outbox[0]
    assert [one.to for one in mail.outbox] == [["jonas@example.org"]]
    assert letter.subject == "Et spørgsmål til jeres praksis"
    assert "Er det <b>gratis</b>?" in letter.body
    assert f"/practices/{walks.pk}/#question-{OwnerQuestion.objects.get().pk}" in letter.body


def test_without_a_writer_the_coordinators_get_it_and_without_them_nobody(client, walks):
    client.post(url(walks), ASKED)
    assert mail.outbox == []
    member("coordinator", email="karin@example.org")
    client.post(url(walks), {"text": "Hvad kostede det?"})
    assert [one.to for one in mail.outbox] == [["karin@example.org"]]


def test_a_question_is_stored_when_the_letter_cannot_leave(client, walks, monkeypatch):
    member("coordinator")

    def refuse(*args, **options):
        raise OSError("no route")

    monkeypatch.setattr("practices.mail.send_mail", refuse)
    assert client.post(url(walks), ASKED).status_code == 302
    assert OwnerQuestion.objects.exists()


def test_only_the_owner_answers(client, walks):
    question = owner_question(walks)
    client.force_login(member("coordinator", "9902"))
    answer = client.post(url(walks, f"{question.pk}/answer/"), {"text": "Vores egen."})
    assert answer.status_code == 404
    question.refresh_from_db()
    assert question.answer == ""


def test_two_who_answer_see_both_answers(client, walks):
    question = owner_question(walks, answer="Vandrelaugets egen.")
    client.force_login(member("staff"))
    for version in ({"version": "1"}, {}):
        response = client.post(
            url(walks, f"{question.pk}/answer/"), {"text": "Kommunens."} | version
        )
        html = response.content.decode()
        assert response.status_code == 409
        assert "Vandrelaugets egen." in html
        assert "Kommunens." in html
        assert 'name="version" value="2"' in html


def test_an_empty_answer_is_refused_and_the_question_waits_on(client, walks):
    question = owner_question(walks)
    client.force_login(member("staff"))
    response = client.post(url(walks, f"{question.pk}/answer/"), {"text": " "})
    assert response.status_code == 422
    assert OwnerQuestion.objects.waiting().get() == question


def test_the_owners_list_has_what_waits_first_and_nobody_elses(client, walks):
    answered = owner_question(walks, "Hvad kostede det?", answer="Kaffe.")
    waiting = owner_question(walks, "Hvem gik med?")
    owner_question(practice("Skolehave", code="9902"), "Hvor mange høns?")
    client.force_login(member("staff"))
    html = read(client, "/practices/questions/")
    assert html.index(f'"{waiting.pk}"') < html.index(f'"{answered.pk}"')
    assert "1 spørgsmål til jeres praksisser venter på svar." in html
    assert "Hvor mange høns?" not in html


def test_the_owner_clears_away_what_does_not_belong_there(client, walks):
    question = owner_question(walks, "Køb billige piller", code=None)
    client.force_login(member("staff"))
    client.post(url(walks, f"{question.pk}/delete/"))
    assert not OwnerQuestion.objects.exists()


def test_withdrawn_practices_take_their_questions_with_them(walks):
    from tests.factories import actor

    question = owner_question(walks)
    walks.withdraw(by=member("coordinator"))
    assert not OwnerQuestion.objects.visible_to(actor("staff", "9904")).exists()
    assert OwnerQuestion.objects.visible_to(actor("staff")).get() == question
