"""The register of questions, and what others answer."""

import pytest

from tests.factories import WorkshopFactory, member, note_on, question_from
from workshops.models import Answer

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


def test_those_nobody_answered_come_first(client):
    answered = question_from("Hvem ejer planen?")
    question_from("Hvordan kommer vi i gang?")
    answered.answer("Borgmesteren", municipality_id="9901", by=member())

    page = body(client.get("/questions/"))

    assert page.index("Hvordan kommer vi i gang?") < page.index("Hvem ejer planen?")
    assert 'data-total="2"' in page
    assert f'data-question="{answered.pk}"' in page


def test_a_goal_narrows_the_list_and_its_count_is_what_one_gets(client):
    question_from("Om trivsel", goals=[3])
    question_from("Om trivsel og partnerskaber", goals=[3, 17])
    question_from("Om skolen", goals=[4])

    page = body(client.get("/questions/?goal=17&goal=4"))

    assert 'data-total="2"' in page
    assert "Om skolen" in page
    assert "Om trivsel<" not in page
    assert 'data-facet="goal" data-value="3" data-count="2"' in page
    assert 'name="goal" value="17" checked' in page


@pytest.mark.parametrize("query", ["?goal=x", "?goal=99", "?goal=", "?page=x", "?page=99999999"])
def test_a_malformed_filter_is_no_filter(client, query):
    question_from("Om trivsel", goals=[3])

    response = client.get(f"/questions/{query}")

    assert response.status_code == 200
    assert 'data-total="1"' in body(response)


def test_htmx_gets_only_the_results(client, htmx):
    question_from("Om trivsel", goals=[3])

    fragment = body(htmx("/questions/", target="results", goal=3))

    assert fragment.lstrip().startswith('<div id="results"')
    assert "<html" not in fragment


def test_the_lists_cost_does_not_grow(client, django_assert_max_num_queries):
    for n in range(8):
        question_from(f"Spørgsmål {n}", goals=[3])

    with django_assert_max_num_queries(6):
        client.get("/questions/")


def test_questions_of_open_and_of_private_workshops_stay_in_the_house(client):
    note_on(WorkshopFactory(state="open", sharing="public"), "Midt i mødet", "question")
    private = note_on(WorkshopFactory(state="closed"), "Kun os", "question").open_question

    assert 'data-total="0"' in body(client.get("/questions/"))
    assert client.get(f"/questions/{private.pk}/").status_code == 404
    client.force_login(member("staff"))
    assert client.get(f"/questions/{private.pk}/").status_code == 200


def test_a_colleague_from_elsewhere_answers_in_the_municipalitys_name(client):
    question = question_from()
    user = member("staff", "9902", name="Jonas Bakke")
    client.force_login(user)

    client.post(f"/questions/{question.pk}/answer/", {"text": "Skriv det ind i budgettet"})

    answer = Answer.objects.get()
    assert (answer.municipality_id, answer.created_by) == ("9902", user)
    own = body(client.get(f"/questions/{question.pk}/"))
    assert "Skriv det ind i budgettet" in own
    assert "Jonas Bakke</span>" in own
    client.logout()
    page = body(client.get(f"/questions/{question.pk}/"))
    assert "Bakkeby Kommune" in page
    assert "Jonas Bakke" not in page
    assert f'data-question="{question.pk}"' in page


@pytest.mark.parametrize("text", ["", "\u200b", "a\x00", "x" * 20_001])
def test_an_answer_that_says_nothing_is_refused(client, text):
    question = question_from()
    client.force_login(member("staff"))

    response = client.post(f"/questions/{question.pk}/answer/", {"text": text})

    assert response.status_code == 422
    assert not Answer.objects.exists()


def test_an_answer_with_a_cpr_number_is_asked_about(client):
    question = question_from()
    client.force_login(member("staff"))
    url = f"/questions/{question.pk}/answer/"

    response = client.post(url, {"text": "Ring til 010190-1234"})

    assert response.status_code == 422
    assert "Gem alligevel" in body(response)
    client.post(url, {"text": "Ring til 010190-1234", "anyway": "1"})
    assert Answer.objects.count() == 1


def test_the_board_it_was_asked_on_is_one_link_away(client):
    question = question_from()
    note_link = f"/workshops/{question.reflection.workshop_id}/"

    assert note_link in body(client.get(f"/questions/{question.pk}/"))


def test_a_passer_by_may_read_but_is_asked_to_log_in_to_answer(client):
    question = question_from()

    assert "Send svaret" not in body(client.get(f"/questions/{question.pk}/"))
    response = client.post(f"/questions/{question.pk}/answer/", {"text": "Start småt"})
    assert response.status_code == 403
    assert "/accounts/login/" in body(response)
    assert "Start småt" in body(response)
    assert not question.answers.exists()


def test_a_question_whose_note_was_deleted_is_gone(client):
    question = question_from()
    workshop = question.reflection.workshop
    workshop.open()
    question.reflection.workshop = workshop
    question.reflection.remove()
    workshop.close()

    assert client.get(f"/questions/{question.pk}/").status_code == 404


# --- Settled, asked again, shared -----------------------------------------------------------


def test_those_who_asked_say_that_they_have_their_answer_and_may_ask_again(client):
    question = question_from("Hvem ejer planen?")
    question.answer("Borgmesteren", municipality_id="9901", by=None)
    question_from("Hvordan kommer vi i gang?").answer("Start", municipality_id="9901", by=None)
    client.force_login(member("staff"))
    url = f"/questions/{question.pk}/"
    assert "Vi har fået svar" in body(client.get(url))

    client.post(url + "settle/", {"settled": "on"})

    page = body(client.get("/questions/"))
    assert page.index("Hvordan kommer vi i gang?") < page.index("Hvem ejer planen?")
    page = body(client.get("/questions/?status=settled"))
    assert 'data-total="1"' in page
    assert 'data-facet="status" data-value="answered" data-count="1"' in page
    assert 'name="status" value="settled" checked' in page
    client.post(url + "settle/", {"settled": "off"})
    assert 'data-total="0"' in body(client.get("/questions/?status=settled"))
    assert 'data-total="2"' in body(client.get("/questions/?status=answered&status=settled"))


def test_only_the_house_that_asked_settles_its_question(client):
    question = question_from()
    client.force_login(member("coordinator", "9902"))

    assert client.post(f"/questions/{question.pk}/settle/", {"settled": "on"}).status_code == 404
    question.refresh_from_db()
    assert question.settled_at is None


def test_the_same_question_elsewhere_is_one_link_away(client):
    question = question_from("Hvordan får vi politikerne med?")
    same = question_from("Hvordan får vi dem med, politikerne?", code="9902")
    other = question_from("Hvordan får vi borgerne med?", code="9903")

    page = body(client.get(f"/questions/{question.pk}/"))

    assert "Der er spurgt om det samme i 2 kommuner" in page
    assert f'data-question="{same.pk}"' in page
    assert f'data-question="{other.pk}"' not in page


def test_a_private_question_is_not_told_of_beside_a_public_one(client):
    question = question_from("Hvordan får vi politikerne med?")
    private = WorkshopFactory(state="closed")
    note_on(private, "Hvordan får vi politikerne med?", "question")

    assert "Der er spurgt om det samme" not in body(client.get(f"/questions/{question.pk}/"))


@pytest.mark.parametrize(
    ("sharing", "neighbour"), [("own", 404), ("network", 302), ("public", 302)]
)
def test_a_neighbour_answers_as_far_as_the_question_is_shared(client, sharing, neighbour):
    workshop = WorkshopFactory(state="closed", sharing=sharing)
    question = note_on(workshop, "Hvem ejer planen?", "question").open_question
    client.force_login(member("staff", "9902"))

    response = client.post(f"/questions/{question.pk}/answer/", {"text": "Borgmesteren"})

    assert response.status_code == neighbour
    client.force_login(member("facilitator"))
    minutes = body(client.get(f"/workshops/{workshop.pk}/minutes.txt"))
    assert ("Borgmesteren" in minutes) is (neighbour == 302)
