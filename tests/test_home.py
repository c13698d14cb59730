"""The start page, for who comes to look and for who comes with a code."""

import re

import pytest

from tests.factories import WorkshopFactory, member, note_on, practice, question_from

pytestmark = pytest.mark.django_db


def html(response):
    """The page with every run of white space as one space: lines are the formatter's matter."""
    return " ".join(response.content.decode().split())


def meeting(**fields):
    """A finished public meeting with a note in each field."""
    workshop = WorkshopFactory(**fields)
    note_on(workshop, "Konkrete eksempler fungerer", "works")
    note_on(workshop, "Hvordan bliver det integreret i politikker?", "question")
    note_on(workshop, "Når det bliver pseudo og for påtaget.", "does_not_work")
    note_on(workshop, "Fokus på HVORDAN det er gjort -> trin for trin", "take_forward")
    workshop.open()
    workshop.close()
    return workshop


def test_an_empty_installation_shows_our_own_four_lines_and_what_is_missing(client):
    page = html(client.get("/"))
    assert '<h1 class="hero__h">Fra det globale til det konkrete</h1>' in page
    assert "Eksempler, man kan ringe til nogen om" in page
    assert "Ingen har fortalt noget endnu" in page
    assert "Ingen spørgsmål endnu." in page
    assert "data-reflection" not in page


def test_all_17_goals_stand_there_with_the_number_of_practices_one_may_see(client):
    practice(goals=[3, 11])
    practice("Cykelstier for alle", goals=[3], status="draft")
    page = html(client.get("/"))
    counts = dict(re.findall(r'tile goal-(\d+)".*?tile__n">([^<]*)<', page, flags=re.DOTALL))
    assert len(counts) == 17
    assert counts["3"] == "1 praksis"
    assert counts["14"] == "0 praksisser"
    client.force_login(member())
    assert "2 praksisser" in html(client.get("/"))


def test_four_real_notes_come_from_a_meeting_that_everybody_may_read(client):
    meeting(sharing="own", title="Lukket møde")
    shown = meeting(sharing="public", title="Netværksmøde 3. maj")
    page = html(client.get("/"))
    keys = re.findall(r'slip q-(\w+)" data-reflection="([^"]+)"', page)
    assert [code for code, _ in keys] == ["works", "question", "does_not_work", "take_forward"]
    assert {key for _, key in keys} == {str(note.pk) for note in shown.reflections.all()}
    assert '<span class="nb">-&gt;</span> trin for trin' in page
    assert f'<a href="/workshops/{shown.pk}/">Alle 4 noter fra mødet</a>' in page
    assert "Lukket møde" not in page


def test_the_members_own_private_meeting_is_no_poster_either(client):
    meeting(sharing="own", title="Lukket møde")
    client.force_login(member())
    assert "Eksempler, man kan ringe til nogen om" in html(client.get("/"))


def test_a_meeting_with_an_empty_field_is_not_shown_as_four_notes(client):
    workshop = WorkshopFactory(sharing="public")
    note_on(workshop, "Konkrete eksempler fungerer")
    workshop.open()
    workshop.close()
    assert "Eksempler, man kan ringe til nogen om" in html(client.get("/"))


def test_newest_practices_and_open_questions_are_marked_and_linked(client):
    old = practice("Den ældste", goals=[3])
    news = [practice(title, goals=[3]) for title in ("Madspild", "Gåture", "Borgerbudget")]
    draft = practice("Kun en kladde", goals=[3], status="draft")
    asked = question_from("Hvordan får vi det på dagsordenen?")
    client.force_login(member())
    page = html(client.get("/"))
    found = re.findall(r'data-practice="(\d+)"', page)
    assert found == [str(one.pk) for one in reversed(news)]
    assert str(old.pk) not in found
    assert str(draft.pk) not in found
    assert f'data-question="{asked.pk}"' in page
    assert f"/questions/{asked.pk}/" in page


def test_the_code_box_leads_to_the_workshop_and_stands_before_the_notes(client):
    workshop = WorkshopFactory(state="open")
    page = html(client.get("/"))
    assert 'method="post" action="/join/"' in page
    assert page.index('name="code"') < page.index('class="paper"')
    answer = client.post("/join/", {"code": workshop.code})
    assert answer.url == f"/join/{workshop.code}/"


def test_the_start_page_takes_few_queries_however_much_there_is(
    client, django_assert_max_num_queries
):
    meeting(sharing="public")
    for number in range(6):
        practice(f"Praksis {number}", goals=[3, 10, 17])
        question_from(f"Spørgsmål {number}?")
    client.get("/")
    with django_assert_max_num_queries(5):
        client.get("/")
    client.force_login(member())
    with django_assert_max_num_queries(8):
        client.get("/")


def test_it_is_there_in_english(client):
    response = client.get("/en/")
    assert response.status_code == 200
    assert '<html lang="en">' in html(response)
    assert 'href="/en/goals/3/"' in html(response)
