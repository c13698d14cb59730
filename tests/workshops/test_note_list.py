"""Every note one may read: searched, narrowed, page by page."""

import re
from datetime import date

import pytest

from tests.factories import MunicipalityFactory, WorkshopFactory, member, note_on
from workshops.models import Participant

pytestmark = pytest.mark.django_db

NOTE = re.compile(r'data-reflection="([0-9a-f-]{36})"')


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def closed(code="9901", sharing="public", day=date(2025, 3, 4), **fields):
    place = MunicipalityFactory(code=code)
    return WorkshopFactory(municipality=place, state="closed", sharing=sharing, date=day, **fields)


def some_notes():
    one = closed(title="Netværksmøde i Fjordby")
    two = closed("9902", day=date(2026, 3, 4), title="Møde i Bakkeby")
    return [
        note_on(one, "Haverne gør noget for børns trivsel", goals=[3]),
        note_on(one, "Hvem ejer planen?", "question", goals=[11]),
        note_on(two, "Vi mangler trivsel på skolen", "does_not_work", goals=[3, 4]),
        note_on(two, "Sæt bænke op", "take_forward"),
    ]


def test_all_notes_the_newest_workshop_first(client):
    first, question, second, bench = some_notes()

    page = body(client.get("/notes/"))

    assert 'data-total="4"' in page
    assert NOTE.findall(page) == [str(n.pk) for n in (second, bench, first, question)]
    assert f'href="/workshops/{first.workshop_id}/#r-{first.pk}"' in page


def test_words_are_found_in_every_inflection_and_marked(client):
    some_notes()

    page = body(client.get("/notes/?q=haven"))

    assert 'data-total="1"' in page
    assert "<mark>Haverne</mark> gør noget for børns trivsel" in page
    assert 'value="haven"' in page


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("goal=3", 2),
        ("goal=3&goal=11", 3),
        ("goal=none", 1),
        ("goal=3&quadrant=works", 1),
        ("quadrant=works&quadrant=question", 2),
        ("municipality=9902", 2),
        ("from=2026-01-01", 2),
        ("to=2025-12-31&q=trivsel", 1),
        ("word=skol", 1),
        ("word=findesikke", 0),
        ("q=trivsel&goal=4", 1),
        ("q=findesikke", 0),
    ],
)
def test_filters_narrow_or_inside_a_group_and_across(client, query, total):
    some_notes()

    assert f'data-total="{total}"' in body(client.get(f"/notes/?{query}"))


def test_a_workshop_is_a_filter(client):
    note, *_ = some_notes()

    page = body(client.get(f"/notes/?workshop={note.workshop_id}"))

    assert 'data-total="2"' in page
    assert "Sæt bænke op" not in page


def test_a_choice_shows_what_one_more_would_find(client):
    some_notes()

    page = body(client.get("/notes/?goal=4"))

    assert 'value="3" data-facet="goal" data-value="3" data-count="2"' in page
    assert 'value="4" checked data-facet="goal" data-value="4" data-count="1"' in page
    assert 'data-value="17"' not in page


@pytest.mark.parametrize(
    "query",
    ["goal=99", "quadrant=sur", "municipality=9999", "workshop=x", "from=x", "to=2025-02-30",
     "word=%00", "like=x", "page=x", "page=-1", "page=99999999999", "q=%00"],
)  # fmt: skip
def test_a_malformed_filter_is_no_filter(client, query):
    some_notes()

    assert 'data-total="4"' in body(client.get(f"/notes/?{query}"))


def test_pages_carry_the_choices_and_hold_every_note_once(client):
    workshop = closed()
    notes = [note_on(workshop, f"Note nummer {number}", goals=[3]) for number in range(45)]

    first = body(client.get("/notes/?goal=3"))
    second = body(client.get("/notes/?goal=3&page=2"))

    assert 'rel="next" href="/notes/?goal=3&amp;page=2"' in first
    assert 'rel="prev" href="/notes/?goal=3"' in second
    assert NOTE.findall(first) + NOTE.findall(second) == [str(note.pk) for note in notes]
    assert NOTE.findall(body(client.get("/notes/?goal=3&page=77"))) == NOTE.findall(second)


def test_a_strangers_keys_are_not_repeated_in_our_links(client):
    workshop = closed()
    for number in range(41):
        note_on(workshop, f"Note nummer {number}")

    assert 'rel="next" href="/notes/?page=2"' in body(client.get("/notes/?evil=1"))


def test_markup_in_a_note_stays_text(client):
    note_on(closed(title="<b>Møde</b>"), "<script>alert(1)</script> trivsel")

    for url in ("/notes/", "/notes/?q=trivsel", "/synthesis/"):
        page = body(client.get(url))
        assert "<script>alert" not in page
        assert "<b>Møde" not in page


def test_another_municipalitys_data_leave_every_answer_the_same(client):
    some_notes()
    urls = ("/notes/", "/notes/?q=trivsel", "/notes/?goal=3", "/notes/?q=findesikke")
    client.force_login(member())
    before = [body(client.get(url)) for url in urls]
    hidden = closed("9904", sharing="own")
    note_on(hidden, "Trivsel hos os", goals=[3])
    note_on(hidden, "Findesikke", "question", goals=[17])

    assert [body(client.get(url)) for url in urls] == before
    client.force_login(member(code="9904"))
    assert 'data-total="6"' in body(client.get("/notes/"))
    assert 'data-total="3"' in body(client.get("/notes/?q=trivsel"))


def test_a_note_kept_at_home_does_not_come_along_with_its_workshop(client):
    workshop = closed("9902")
    note_on(workshop, "Trivsel for alle")
    note_on(workshop, "Trivsel, kun for os", sharing="own")

    page = body(client.get("/notes/?q=trivsel"))

    assert 'data-total="1"' in page
    assert "kun for os" not in page


def test_what_one_sees_as_a_participant_stays_on_its_board(client):
    workshop = WorkshopFactory(state="open")
    note_on(workshop, "Kun i rummet")
    client.post(f"/join/{workshop.code}/")
    assert Participant.objects.filter(workshop=workshop).exists()

    page = body(client.get("/notes/"))

    assert "Kun i rummet" not in page
    assert workshop.title not in page


def test_a_removed_note_is_gone(client):
    workshop = WorkshopFactory(state="open")
    note_on(workshop, "Fjernes igen").remove()
    client.force_login(member())

    assert "Fjernes igen" not in body(client.get("/notes/"))


def test_htmx_gets_only_the_results(client, htmx):
    some_notes()

    fragment = body(htmx("/notes/", target="results", q="trivsel"))

    assert fragment.lstrip().startswith('<div id="results" data-total="2"')
    assert "<html" not in fragment


def test_the_lists_cost_does_not_grow(client, django_assert_max_num_queries):
    workshop = closed()
    for number in range(30):
        note_on(workshop, f"Note nummer {number}", goals=[3, 4])
    client.force_login(member())

    with django_assert_max_num_queries(9):
        client.get("/notes/?goal=3")
