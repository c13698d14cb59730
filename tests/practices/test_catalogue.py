"""The list, its facets, and one practice: what each reader finds."""

import re

import pytest

from tests.factories import member, practice

pytestmark = pytest.mark.django_db

LIST = "/practices/"


def page(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return response.content.decode()


def total(html):
    return int(re.search(r'data-total="(\d+)"', html)[1])


def shown(html):
    return [int(pk) for pk in re.findall(r'data-practice="(\d+)"', html)]


def offered(html, group):
    found = re.findall(rf'data-facet="{group}" data-value="([^"]+)" data-count="(\d+)"', html)
    return {value: int(count) for value, count in found}


def empty_page(client, query):
    html = client.get(f"/practices/?{query}").content.decode()
    nothing = html[html.index('id="results"') :]
    return nothing, re.findall(r'data-nearest="(\d+)"', nothing)


def test_unknown_words_with_a_filter_are_dropped_and_the_filter_stays(client):
    walk, _garden = practice("Gåtur", goals=[3]), practice("Skolehave", goals=[4])
    html, nearest = empty_page(client, "q=qqqqzzzz&goal=3")
    assert "Ordene står ikke i nogen praksis" in html
    assert re.search(r'href="/practices/\?goal=3"[^>]*>\s*Se filtrene uden ordene', html)
    assert "Ryd filtrene" not in html
    assert nearest == [str(walk.pk)]


def test_filters_that_are_too_much_are_dropped_and_the_words_stay(client):
    walk = practice("Gåtur", goals=[3])
    practice("Skolehave", goals=[4])
    html, nearest = empty_page(client, "q=gåtur&goal=4")
    assert "Ingen praksisser passer på det hele" in html
    assert re.search(r'href="/practices/\?q=g%C3%A5tur"[^>]*>\s*Ryd filtrene', html)
    assert nearest == [str(walk.pk)]


def test_where_neither_words_nor_filters_find_anything_the_whole_list_is_offered(client):
    walk = practice("Gåtur", goals=[3])
    html, nearest = empty_page(client, "q=qqqqzzzz&goal=5")
    assert "Hverken ordene eller filtrene fandt noget" in html
    assert re.search(r'href="/practices/"[^>]*>\s*Se alle praksisser', html)
    assert nearest == [str(walk.pk)]


def test_the_list_shows_published_practices_newest_first(client):
    first, second = practice("Skolehave"), practice("Bænke hver 200 meter")
    practice("Kladde", status="draft")
    html = page(client)
    assert total(html) == 2
    assert shown(html) == [second.pk, first.pk]


def test_a_member_sees_own_drafts_marked_as_drafts_and_nobody_elses(client):
    own = practice("Vores kladde", status="draft")
    practice("Deres kladde", status="draft", code="9902")
    assert total(page(client)) == 0
    client.force_login(member("staff"))
    html = page(client)
    assert shown(html) == [own.pk]
    assert "Kladde</span>" in html
    assert "Deres kladde" not in html


def test_a_foreign_draft_changes_nothing_on_the_page(client):
    practice("Skolehave", goals=[4])
    before = page(client)
    practice("Hemmelig", goals=[3], status="draft", code="9902", departments=["health"])
    assert page(client) == before


def test_choices_are_or_inside_a_group_and_and_across_groups(client):
    skole = practice("Skolehave", goals=[4], outcome="succeeded")
    sti = practice("Sti", goals=[11], outcome="succeeded")
    practice("Bænk", goals=[11], outcome="did_not")
    html = page(client, goal=["4", "11"], outcome="succeeded")
    assert set(shown(html)) == {skole.pk, sti.pk}
    assert total(html) == 2


def test_a_group_ignores_its_own_choice_when_it_counts(client):
    practice("Skolehave", goals=[4], outcome="succeeded")
    practice("Bænk", goals=[11], outcome="did_not")
    html = page(client, outcome="succeeded")
    assert offered(html, "outcome") == {"succeeded": 1, "did_not": 1}
    assert offered(html, "goal") == {"4": 1}


def test_kls_tracks_follow_from_the_goals_and_are_counted_like_every_facet(client):
    skole = practice("Skolehave", goals=[4, 13], outcome="succeeded")
    sti = practice("Sti til skolen", goals=[11], outcome="did_not")
    practice("Iværksættere", goals=[8], outcome="succeeded")
    html = page(client, track=["social", "climate"])
    assert set(shown(html)) == {skole.pk, sti.pk}
    assert offered(html, "track") == {"social": 2, "climate": 1, "economic": 1}
    assert offered(page(client, track="climate"), "goal") == {"4": 1, "13": 1}
    assert offered(page(client, outcome="did_not"), "track") == {"social": 1}
    assert "Klima- og miljømæssig bæredygtighed <span aria-hidden" in html, "a chip takes it off"


def test_a_chosen_value_stays_even_when_it_finds_nothing(client):
    practice("Skolehave", goals=[4], outcome="succeeded")
    html = page(client, goal="13", outcome="succeeded")
    assert offered(html, "goal") == {"4": 1, "13": 0}
    assert re.search(r'value="13" checked', html)
    assert "Ingen praksisser passer på det hele" in html


def test_targets_are_offered_under_their_chosen_goal(client):
    practice("Skolehave", goals=[4, 3], targets=["4.7", "3.4"])
    assert offered(page(client), "target") == {}
    assert offered(page(client, goal="4"), "target") == {"4.7": 1}


@pytest.mark.parametrize(
    "query",
    [
        {"goal": "99"},
        {"outcome": "' OR 1=1"},
        {"q": "\x00"},
        {"sort": "drop"},
        {"page": "-1"},
        {"page": "9" * 40},
        {"page": "2", "after": "x"},
        {"page": "2", "after": "9" * 18},
        {"goal": ["x"] * 300},
        {"ukendt": "1"},
    ],
)
def test_what_is_malformed_is_left_out(client, query):
    practice("Skolehave")
    assert total(page(client, **query)) == 1


def test_words_are_searched_and_the_best_match_comes_first(client):
    summary = practice("Bænke", summary="Bedre trivsel for ældre.")
    title = practice("Trivsel i skolen")
    html = page(client, q="trivsel")
    assert shown(html) == [title.pk, summary.pk]
    assert "praksisser om “trivsel”" in html
    assert shown(page(client, q="trivsel", sort="title")) == [summary.pk, title.pk]


def test_unknown_words_find_nothing_and_offer_something_apart(client):
    one = practice("Skolehave")
    html = page(client, q="xyzzy")
    assert (total(html), shown(html)) == (0, [])
    assert f'data-nearest="{one.pk}"' in html


def test_titles_are_sorted_as_danes_sort_them(client):
    titles = ["Ærø", "Østerby", "Aabenraa", "Varde"]
    by_title = {title: practice(title).pk for title in titles}
    order = ["Varde", "Ærø", "Østerby", "Aabenraa"]
    assert shown(page(client, sort="title")) == [by_title[title] for title in order]


@pytest.mark.parametrize("query", [{}, {"sort": "title"}, {"q": "have"}, {"outcome": "partly"}])
def test_every_practice_stands_on_one_page(client, query):
    everything = {practice(f"Have nummer {number}").pk for number in range(45)}
    html, seen, pages = page(client, **query), [], 1
    seen += shown(html)
    while link := re.search(r'rel="next" href="([^"]+)"', html):
        html = client.get(link[1].replace("&amp;", "&")).content.decode()
        seen += shown(html)
        pages += 1
    assert (len(seen), set(seen), pages) == (45, everything, 3)
    back = re.search(r'rel="prev" href="([^"]+)"', html)[1].replace("&amp;", "&")
    assert shown(client.get(back).content.decode()) == seen[20:40]
    assert shown(page(client, page="2", **query)) == seen[20:40]
    assert shown(page(client, page="77", **query)) == seen[40:]


def test_many_practices_are_walked_run_by_run(client, monkeypatch):
    monkeypatch.setattr("sdg_platform.ordered.RUN", 7)
    odd = [
        practice(f"Have {number:02}", goals=[3] if number % 5 else [11]).pk for number in range(60)
    ]
    wanted = [pk for number, pk in enumerate(odd) if number % 5][::-1]
    html = page(client, goal="3")
    assert shown(html) == wanted[:20]
    link = re.search(r'rel="next" href="([^"]+)"', html)[1].replace("&amp;", "&")
    assert shown(client.get(link).content.decode()) == wanted[20:40]


def test_a_link_whose_practice_is_gone_still_leads_to_its_page(client):
    pks = [practice(f"Have {number:02}").pk for number in range(30)][::-1]
    html = page(client, page="2", after=str(pks[0] + 999))
    assert shown(html) == pks[20:]


def test_htmx_gets_the_results_and_the_counts_alone(client, htmx):
    practice("Skolehave", goals=[4])
    response = htmx(LIST, "results", goal="4", q="")
    html = response.content.decode()
    assert "<html" not in html
    assert 'id="choices-outcome" hx-swap-oob="true"' in html
    assert total(html) == 1
    assert response.headers["HX-Push-Url"] == "/practices/?goal=4"
    assert "HX-Target" in response.headers["Vary"]


def test_the_list_takes_three_queries_and_a_member_five(client, django_assert_max_num_queries):
    for number in range(25):
        practice(f"Have {number}", goals=[3, 11], departments=["health"])
    page(client)
    with django_assert_max_num_queries(3):
        page(client, goal="3", outcome="partly")
    page(client, q="have", sort="title")
    with django_assert_max_num_queries(8):
        page(client, q="have")
    client.force_login(member("staff"))
    with django_assert_max_num_queries(6):
        page(client, goal="3")


def test_new_words_bring_back_the_best_match(client):
    summary = practice("Bænke", summary="Bedre trivsel for ældre.")
    title = practice("Trivsel i skolen")
    practice("Sti", summary="Noget om trivsel.")
    html = page(client)
    assert '<option value="" selected>Nyeste' in html
    html = page(client, q="trivsel", sort="")
    assert shown(html)[0] == title.pk
    assert "sort=" not in re.search(r'href="(/practices/export.csv[^"]*)"', html)[1]
    assert shown(page(client, q="trivsel", sort="newest"))[-1] == summary.pk


def test_chips_take_one_filter_off(client):
    practice("Skolehave", goals=[4], outcome="succeeded")
    html = page(client, goal="4", outcome="succeeded", q="have")
    assert 'href="/practices/?q=have&amp;outcome=succeeded">Mål 4' in html
    assert "Ryd alle" in html


# --- One practice -------------------------------------------------------------------------


def card(client, one):
    return client.get(f"/practices/{one.pk}/")


def test_the_card_tells_how_it_was_done_and_what_went_wrong(client):
    one = practice(
        summary="To lægehuse og en vandreforening.",
        steps=[
            {
                "what": "Lægen skrev tiden på en seddel. Den er lille.",
                "went_wrong": "Sedlerne slap op.",
                "changed": "Først lavede vi en folder.",
                "cost": "0 kr.",
            }
        ],
        goals=[{"goal": 3, "role": "primary", "why": "Flere bevæger sig."}],
    )
    html = card(client, one).content.decode()
    for text in (
        "Lykkedes delvist",
        "<h3>Lægen skrev tiden på en seddel</h3>",
        "<p>Den er lille.</p>",
        "Sedlerne slap op.",
        "Først lavede vi en folder.",
        "0 kr.",
        "Flere bevæger sig.",
        "Hovedmål",
    ):
        assert text in html
    assert "Hvor længe" not in html, "what was left empty is left out"
    assert html.index("Lykkedes delvist") < html.index("<h1")


def test_what_users_write_never_becomes_markup(client):
    html = card(client, practice("<script>alert(1)</script>", summary="<b>fed</b>"))
    assert "<script>alert" not in html.content.decode()
    assert "<b>fed" not in html.content.decode()


def test_a_foreign_draft_answers_like_none_at_all(client):
    draft = practice(status="draft", code="9902")
    client.force_login(member("coordinator"))
    foreign, missing = card(client, draft), client.get("/practices/987654321/")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


@pytest.mark.parametrize(("who", "reads"), [("9901", True), ("9902", True), (None, False)])
def test_the_card_keeps_a_shared_experience_from_passers_by(client, who, reads):
    one = practice(bad_experience="Have en følgeven", bad_experience_visibility="network")
    if who:
        client.force_login(member(code=who))
    assert ("Have en følgeven" in card(client, one).content.decode()) is reads
    assert ("Have en følgeven" in page(client)) is reads


def test_health_that_is_tagged_with_goal_3_alone_gets_a_gentle_word_for_its_own(client):
    one = practice(goals=[3], health_as_means=True)
    assert "Kun mærket med mål 3" not in card(client, one).content.decode()
    client.force_login(member())
    assert "Kun mærket med mål 3" in card(client, one).content.decode()


def test_the_page_speaks_english(client):
    practice("Skolehave")
    assert client.get("/en/practices/").status_code == 200


def test_a_goal_is_found_by_its_number_as_people_say_it(client):
    practice("Gå-aftaler fra venteværelset", goals=[{"goal": 3, "role": "primary"}])
    practice("Stien rundt om mosen", goals=[{"goal": 15, "role": "primary"}])

    page = client.get("/practices/", {"q": "verdensmål 3"}).content.decode()

    assert 'data-total="1"' in page
    assert "Gå-aftaler fra venteværelset" in page
