"""Finding a workshop among many: by state, municipality, goal and year; the archive stays readable."""

import re

import pytest

from tests.factories import MunicipalityFactory, WorkshopFactory, member, note_on
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(client):
    client.force_login(member("facilitator"))
    return client


def body(response):
    return response.content.decode()


def total(page):
    return int(re.search(r'data-total="(\d+)"', page)[1])


def counts(page, facet):
    found = re.findall(rf'data-facet="{facet}" data-value="([^"]+)" data-count="(\d+)"', page)
    return {value: int(count) for value, count in found}


@pytest.fixture
def shelf(facilitator):
    """Four workshops of Fjordby and a shared one of Bakkeby."""
    made = [
        WorkshopFactory(title="Kladden", date="2026-03-01"),
        WorkshopFactory(title="Åben nu", date="2026-04-01", state="open"),
        WorkshopFactory(title="Lukket", date="2025-05-01", state="closed"),
        WorkshopFactory(title="Gemt væk", date="2024-06-01", state="archived"),
        WorkshopFactory(
            title="Naboens",
            date="2026-07-01",
            state="closed",
            sharing="network",
            municipality=MunicipalityFactory(code="9902"),
        ),
    ]
    for workshop, goals in zip(made, ([3], [3, 17], [3], [11], [17]), strict=True):
        workshop.goals.set(goals)
    return made


def test_open_ones_are_on_top_and_archived_ones_at_the_bottom(facilitator, shelf):
    page = body(facilitator.get("/workshops/"))
    order = ["Åben nu", "Naboens", "Kladden", "Lukket", "Gemt væk"]
    places = [page.index(f">{title}</a>") for title in order]
    assert places == sorted(places)
    assert total(page) == 5


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("state=archived", {"Gemt væk"}),
        ("state=archived&state=draft", {"Gemt væk", "Kladden"}),
        ("municipality=9902", {"Naboens"}),
        ("goal=3", {"Kladden", "Åben nu", "Lukket"}),
        ("goal=3&year=2026", {"Kladden", "Åben nu"}),
        ("goal=3&year=2026&state=open", {"Åben nu"}),
        ("year=2024", {"Gemt væk"}),
    ],
)
def test_the_filters_narrow_the_list(facilitator, shelf, query, titles):
    page = body(facilitator.get(f"/workshops/?{query}"))

    assert total(page) == len(titles)
    assert {one.title for one in shelf if f">{one.title}</a>" in page} == titles


def test_a_group_ignores_its_own_choice_when_it_counts(facilitator, shelf):
    page = body(facilitator.get("/workshops/?goal=3"))

    assert counts(page, "goal") == {"3": 3, "11": 1, "17": 2}
    assert counts(page, "state") == {"draft": 1, "open": 1, "closed": 1}
    assert counts(page, "year") == {"2026": 2, "2025": 1}


@pytest.mark.parametrize(
    "query",
    ["state=frokost", "goal=99", "goal=%C3%A6", "year=0", "municipality=9903", "page=x&y=2"],
)
def test_what_is_malformed_or_unknown_is_ignored(facilitator, shelf, query):
    assert total(body(facilitator.get(f"/workshops/?{query}"))) == 5


def test_a_foreign_municipality_leaves_no_trace_in_the_counts(client, shelf):
    client.logout()
    WorkshopFactory(state="closed", sharing="public", date="2026-01-01")

    page = body(client.get("/workshops/"))

    assert total(page) == 1
    assert counts(page, "municipality") == {"9901": 1}
    assert counts(page, "year") == {"2026": 1}


def test_page_links_keep_the_choice(facilitator):
    for _ in range(21):
        WorkshopFactory(date="2026-01-01")

    page = body(facilitator.get("/workshops/?year=2026"))
    last = body(facilitator.get("/workshops/?year=2026&page=2"))

    assert 'rel="next" href="?year=2026&amp;page=2"' in page
    assert 'rel="prev" href="?year=2026"' in last
    assert last.count("data-workshop=") == 1
    assert "data-workshop=" in body(facilitator.get("/workshops/?page=99999"))


def test_htmx_is_sent_the_results_alone(facilitator, shelf, htmx):
    page = body(htmx("/workshops/", target="results", state="archived"))

    assert "<h1" not in page
    assert total(page) == 1


def test_the_lists_cost_does_not_grow_with_the_shelf(facilitator, django_assert_max_num_queries):
    for n in range(25):
        workshop = WorkshopFactory(date="2026-01-01", state="closed")
        workshop.goals.set([3, n % 17 + 1])
        note_on(workshop)

    with django_assert_max_num_queries(11):
        facilitator.get("/workshops/?goal=3")


def test_an_archived_workshop_is_read_and_written_no_more(facilitator):
    workshop = WorkshopFactory(state="closed")
    note = note_on(workshop, "Det står her endnu")
    workshop.archive()
    url = f"/workshops/{workshop.pk}/"

    page = body(facilitator.get(url))
    assert "Det står her endnu" in page
    assert 'name="text"' not in page
    assert facilitator.get(f"{url}minutes.txt").status_code == 200
    new = {"id": "0192aaaa-0000-7000-8000-000000000009", "quadrant": "works", "text": "Ny"}
    assert facilitator.post(f"{url}reflections/", new).status_code == 403
    for way, typed in [
        ("open/", {}),
        ("close/", {}),
        ("phase/", {"phase": "tag"}),
        (f"reflections/{note.pk}/delete/", {}),
        (f"reflections/{note.pk}/move/", {"quadrant": "question"}),
        ("edit/", {"title": "Ny titel", "version": workshop.version}),
    ]:
        assert facilitator.post(url + way, typed).status_code < 500, way

    note.refresh_from_db()
    stored = Workshop.objects.get()
    assert (stored.state, stored.title, stored.reflections.count()) == (
        "archived",
        workshop.title,
        1,
    )
    assert (note.text, note.quadrant, note.deleted_at) == ("Det står her endnu", "works", None)
