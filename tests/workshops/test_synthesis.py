"""All workshops together: what recurs, and that every number opens exactly its notes."""

import re
from datetime import date
from html import unescape

import pytest

from sdg_platform.accounts.models import Municipality
from tests.factories import MunicipalityFactory, WorkshopFactory, member, note_on
from workshops.across.synthesis import Choice, Half, Note, crossed, over_time, sift, themes

pytestmark = pytest.mark.django_db

LINK = re.compile(r'href="(/notes/\?[^"]+)"[^>]*?data-count="(\d+)"')
CELL = re.compile(r'data-count="(\d+)"><a class="cell[^"]*" href="([^"]+)"')
WORD = re.compile(r'data-word="\w+">\s*<th[^>]*><a href="([^"]+)".*?data-count="(\d+)"', re.S)
TOTAL = re.compile(r'data-total="(\d+)"')


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def total(client, url):
    return int(TOTAL.search(body(client.get(unescape(url)))).group(1))


def meeting(day, code="9901", sharing="public", **fields):
    place = MunicipalityFactory(code=code)
    return WorkshopFactory(municipality=place, state="closed", sharing=sharing, date=day, **fields)


def three_meetings():
    one = meeting(date(2025, 3, 4))
    note_on(one, "Inddragelse af de unge", goals=[3, 10])
    note_on(one, "Hvordan får vi politikerne med?", "question", goals=[16])
    note_on(one, "Budgettet er lagt", "does_not_work")
    two = meeting(date(2025, 9, 10), "9902")
    note_on(two, "Borgerinddragelsen kom i gang", goals=[3])
    note_on(two, "Hvordan får vi politikerne med på det?", "question", goals=[3])
    note_on(two, "Tage cyklen med i budgettet", "take_forward", goals=[11])
    three = meeting(date(2026, 2, 1), "9903")
    note_on(three, "Vi vil inddrage skolen", goals=[4])
    note_on(three, "Hvem betaler for bussen?", "question")


# --- The page -----------------------------------------------------------------------------


def test_it_counts_notes_workshops_and_municipalities(client):
    three_meetings()

    page = body(client.get("/synthesis/"))

    assert 'data-total="8"' in page
    assert "<b>8</b> noter" in page
    assert "fra 3 workshops" in page
    assert "i 3 kommuner" in page


def test_a_word_recurs_in_all_its_forms_and_opens_its_notes(client):
    three_meetings()

    page = body(client.get("/synthesis/"))

    assert 'data-word="inddrag"' in page
    links = WORD.findall(page)
    assert [int(count) for _, count in links] == [3, 2]  # The second: politikerne.
    notes = body(client.get(unescape(links[0][0])))
    for text in (
        "Inddragelse af de unge",
        "Borgerinddragelsen kom i gang",
        "Vi vil inddrage skolen",
    ):
        assert text in notes
    assert 'data-total="3"' in notes


def test_a_word_of_one_workshop_only_does_not_recur(client):
    one = meeting(date(2025, 3, 4))
    note_on(one, "Naturen er tæt på")
    note_on(one, "Naturen er gratis")

    assert "data-word=" not in body(client.get("/synthesis/"))


def test_the_same_question_is_told_with_the_municipalities_that_asked(client):
    three_meetings()

    page = body(client.get("/synthesis/"))

    assert "Stillet i 2 kommuner: Bakkeby Kommune, Fjordby Kommune" in page
    assert page.count('class="ask q-question"') == 1
    (url,) = re.findall(r'href="([^"]+like=[^"]+)"', page)
    notes = body(client.get(unescape(url)))
    assert 'data-total="2"' in notes
    assert "Hvem betaler for bussen?" not in notes


@pytest.mark.parametrize(
    "query",
    ["", "?goal=3", "?goal=3&goal=none", "?municipality=9902", "?from=2025-06-01&to=2026-01-15", "?q=inddragelse"],
)  # fmt: skip
def test_every_number_opens_exactly_that_many_notes(client, query):
    three_meetings()

    page = body(client.get(f"/synthesis/{query}"))

    found = [(url, count) for url, count in [*LINK.findall(page), *WORD.findall(page)]]
    found += [(url, count) for count, url in CELL.findall(page)]
    assert found
    for url, count in found:
        assert total(client, url) == int(count), url


def test_a_dark_picture_never_stands_without_its_table(client):
    three_meetings()

    page = body(client.get("/synthesis/"))

    assert '<svg class="chart chart--heat"' in page
    assert 'role="img" aria-labelledby="chart-heat-t chart-heat-d"' in page
    assert '<caption class="vh">Antal noter efter verdensmål og felt</caption>' in page
    assert page.count('class="chart chart--steps"') == 4
    assert '<caption class="vh">Antal noter i hvert felt, halvår for halvår</caption>' in page
    assert "style=" not in page.split("<main")[1]


def test_a_gap_in_time_is_shown_as_a_gap(client):
    note_on(meeting(date(2024, 3, 4)), "Naturen er tæt på")
    note_on(meeting(date(2025, 3, 4)), "Naturen er gratis")

    page = body(client.get("/synthesis/"))

    assert "2. halvår 2024" in page


def test_one_half_year_is_no_change(client):
    note_on(meeting(date(2025, 3, 4)), "Naturen er tæt på")

    page = body(client.get("/synthesis/"))

    assert "Når der er workshops fra to halvår" in page
    assert "chart--steps" not in page


def test_nothing_to_read_says_so(client):
    assert "Her er ingen noter at læse endnu" in body(client.get("/synthesis/"))
    three_meetings()
    assert "Ingen noter passer på det" in body(client.get("/synthesis/?goal=17&from=2031-01-01"))


def test_htmx_gets_only_the_results(client, htmx):
    three_meetings()

    fragment = body(htmx("/synthesis/", target="results", goal=3))

    assert fragment.lstrip().startswith('<div id="results"')
    assert 'data-total="3"' in fragment


@pytest.mark.parametrize(
    "query",
    ["goal=99", "goal=x", "municipality=0000", "workshop=abc", "from=i-morgen", "to=2025-13-40",
     "quadrant=works", "word=inddrag", "like=no-uuid", "page=9", "from=0001-01-01"],
)  # fmt: skip
def test_what_is_malformed_or_of_the_list_only_is_no_filter(client, query):
    three_meetings()

    assert 'data-total="8"' in body(client.get(f"/synthesis/?{query}"))


def test_another_municipalitys_own_notes_leave_no_trace(client):
    three_meetings()
    before = body(client.get("/synthesis/"))
    closed = meeting(date(2025, 4, 4), "9904", sharing="own")
    note_on(closed, "Inddragelse af bænkene", goals=[5])
    note_on(closed, "Hvordan får vi politikerne med?", "question")
    kept = meeting(date(2025, 3, 4), "9902")
    note_on(kept, "Inddragelse bag lukket dør", sharing="own")
    running = WorkshopFactory(state="open", sharing="public", date=date(2025, 3, 4))
    note_on(running, "Inddragelse lige nu")
    kept.delete()
    running_title = "Et åbent møde"
    running.title = running_title
    running.save()

    after = body(client.get("/synthesis/"))

    assert Municipality.objects.filter(pk="9904").exists()
    assert after == before
    client.force_login(member(code="9904"))
    assert 'data-total="10"' in body(client.get("/synthesis/"))


def test_a_member_sees_what_the_network_shares(client):
    note_on(meeting(date(2025, 4, 4), "9902", sharing="network"), "Delt med netværket")

    assert "Her er ingen noter" in body(client.get("/synthesis/"))
    client.force_login(member())
    assert 'data-total="1"' in body(client.get("/synthesis/"))


def test_the_pages_cost_does_not_grow(client, django_assert_max_num_queries):
    three_meetings()
    for day in range(1, 9):
        note_on(meeting(date(2025, 1, day), "9902"), "Inddragelse igen", goals=[3])
    client.force_login(member())

    with django_assert_max_num_queries(8):
        client.get("/synthesis/?goal=3&municipality=9902")


# --- The numbers --------------------------------------------------------------------------


def said(text, workshop="1", quadrant="works", goals=("none",), day=None, municipality="9901"):
    return Note(f"{hash((text, workshop)):x}", quadrant, text, workshop, municipality, day, goals)


def test_counts_of_a_group_ignore_its_own_choice():
    notes = [
        said("a", goals=("3",)),
        said("b", goals=("3", "4"), quadrant="question"),
        said("c", goals=("4",), quadrant="question"),
    ]
    groups = {"goal": frozenset({"3"}), "quadrant": frozenset({"question"})}

    sifted = sift(notes, Choice(groups))

    assert [note.text for note in sifted.notes] == ["b"]
    assert sifted.counts["goal"] == {"3": 1, "4": 2}
    assert sifted.counts["quadrant"] == {"works": 1, "question": 1}


def test_a_period_includes_both_days_and_no_workshop_without_a_date():
    notes = [said("a", day=date(2025, 1, 1)), said("b", day=date(2025, 6, 30)), said("c")]
    period = Choice(first=date(2025, 1, 1), last=date(2025, 6, 30))

    assert [note.text for note in sift(notes, period).notes] == ["a", "b"]
    assert [note.text for note in sift(notes, Choice(first=date(2025, 1, 2))).notes] == ["b"]


def test_of_words_in_the_very_same_notes_only_the_longest_is_told():
    notes = [said("Trivsel i naturen", "1"), said("Trivsel og naturen", "2")]

    assert [theme.word for theme in themes(notes)] == ["trivsel"]


def test_themes_count_notes_workshops_and_municipalities_apart():
    notes = [
        said("Partnerskaber", "1"),
        said("Et partnerskab", "1"),
        said("Partnerskab igen", "2"),
        said("Byggepartnerskab", "3", municipality="9902"),
    ]

    (theme,) = themes(notes)

    assert (theme.word, theme.notes, theme.workshops, theme.municipalities) == (
        "partnerskab",
        4,
        3,
        2,
    )


def test_a_note_with_two_goals_counts_under_both():
    assert crossed([said("a", goals=("3", "4"))]) == {("3", "works"): 1, ("4", "works"): 1}


def test_half_years_are_consecutive_and_only_the_latest_are_kept():
    notes = [said("a", day=date(1, 1, 1)), said("b", day=date(2025, 12, 31)), said("c")]

    stretches = over_time(notes, most=3)

    assert [stretch.half for stretch in stretches] == [Half(2024, 2), Half(2025, 1), Half(2025, 2)]
    assert stretches[0].share("works") is None
    assert stretches[2].share("works") == 1
