"""The card: what stands on it, what is still missing, and the same told as a story."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from practices.card.gaps import gaps_of
from practices.models import Practice
from tests.factories import WorkshopFactory, member, note_on, practice
from tests.practices.test_rows import FULL

pytestmark = pytest.mark.django_db


def page_of(client, one):
    return client.get(f"/practices/{one.pk}/").content.decode()


def missing(one, said="", today=None):
    stored = Practice.objects.for_page().get(pk=one.pk)
    return [str(gap.text) for gap in gaps_of(stored, said, today or timezone.localdate())]


def test_outcome_stands_before_the_title_and_the_smallest_step_before_the_steps(client):
    html = page_of(client, practice(outcome="did_not", **FULL))
    order = ("Lykkedes ikke", "<h1", "Prøv det i næste måned", "Sådan gjorde vi")
    places = [html.index(text) for text in order]
    assert places == sorted(places)


def test_the_full_example_is_all_on_the_card(client):
    html = page_of(client, practice(stage="stopped", **FULL))
    for text in (
        "Projektet sluttede.",
        "Lægen gør det, ikke folderen",
        "Udvalget bad om færre genindlæggelser.",
        "Vi ringede til dem, der var holdt op.",
        "Elevrådet tegnede ruten.",
        "Under 10.000 kr.",
        "To måneder",
        "12 går fast",
        "Gåværternes liste",
        "Vi har talt",
        "Parken lige ved døren",
        "Jer uden en forening",
        "Bilerne fik længere vej.",
        'href="mailto:mette@fjordby.example"',
        "Sundhedscentret",
        "1. oktober 2026",
        "Brug det, og nævn os",
        "Netværksmøde, linje 8",
        "12 timer",
        'href="https://fjordby.example/seddel"',
        "Nye medlemmer",
        "Gåtur",
    ):
        assert text in html, text


def test_an_empty_card_shows_no_empty_headings(client):
    html = page_of(client, practice())
    for text in ("Kan det flyttes", "Det kræver det", "Dilemmaet", "Sådan kom folk med"):
        assert text not in html


def test_what_a_reader_cannot_do_is_said_in_words(client):
    html = page_of(client, practice())
    assert "Der mangler endnu" in html
    assert "hvem man kan ringe til" in html
    assert "%" not in html[html.index("Der mangler endnu") :].split("</section>")[0]
    assert "?depth=notits" not in html, "only those who may edit are asked to"


def test_whoever_may_edit_is_led_to_the_field(client):
    client.force_login(member("staff"))
    one = practice()
    assert f"/practices/{one.pk}/edit/?depth=notits#id_owner_contact" in page_of(client, one)


def test_nothing_is_missing_on_a_full_example():
    one = practice(result="Flere går.", stage="stopped", **FULL | {"goals": [3]})
    assert missing(one, "Have en følgeven.", date(2026, 11, 27)) == []


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"owner_contact": "12 34 56 78"}, "hvem man kan ringe til"),
        ({"smallest_version": "Gå én gang."}, "hvad man kan prøve i næste måned"),
        ({"steps": ["Vi gik."]}, "hvordan det blev gjort, trin for trin"),
        ({"money_range": "nothing"}, "hvad det koster"),
        ({"steps": [{"what": "Vi gik.", "cost": "Kaffe"}]}, "hvad det koster"),
        ({"result": "Flere går."}, "hvad der kom ud af det"),
        ({"outcome": "too_early"}, "hvad der kom ud af det"),
        ({"can_move": "Sedlen"}, "hvad man kan tage med hjem"),
        ({"goals": [3]}, "hvilket verdensmål det handler om"),
    ],
)
def test_each_answer_closes_its_gap(row, text):
    assert text in missing(practice())
    assert text not in missing(practice(**row))


def test_a_practice_that_stopped_says_why(client):
    assert "hvorfor det stoppede" not in missing(practice())
    assert "hvorfor det stoppede" in missing(practice(stage="stopped"))
    client.force_login(member("staff"))
    one = practice(stage="stopped")
    assert f"/practices/{one.pk}/edit/?depth=kort#id_stopped_why" in page_of(client, one)
    html = client.get(f"/practices/{one.pk}/edit/?depth=kort").content.decode()
    assert html.index('name="stage"') < html.index('name="stopped_why"')
    sent = {"title": one.title, "outcome": "partly", "stage": "stopped", "version": "1"}
    client.post(f"/practices/{one.pk}/edit/", sent | {"stopped_why": "Pengene slap op."})
    assert "Pengene slap op." in page_of(client, one)


def test_a_hidden_experience_is_missing_for_whoever_may_not_read_it(client):
    one = practice(bad_experience="Have en følgeven.", bad_experience_visibility="own")
    assert "hvad man ville gøre anderledes" in page_of(client, one)
    client.force_login(member("staff"))
    assert "hvad man ville gøre anderledes" not in page_of(client, one)


def test_after_two_years_nobody_knows_whether_it_still_holds():
    one = practice(confirmed_on="2024-01-01")
    assert "om det stadig passer" in missing(one, today=date(2026, 2, 1))
    assert "om det stadig passer" not in missing(one, today=date(2025, 2, 1))
    assert "om det stadig passer" not in missing(practice())


def test_a_practice_shows_the_note_it_began_as_to_those_who_may_read_it(client):
    board = WorkshopFactory(state="closed", sharing="own")
    note = note_on(board, "Sundhed som midlet")
    one = practice()
    one.seeds.add(note)
    assert "Sundhed som midlet" not in page_of(client, one)
    client.force_login(member("staff"))
    assert "Sundhed som midlet" in page_of(client, one)


def test_the_track_of_kl_follows_from_the_goals(client):
    from sdg_platform.taxonomy.models import Goal

    html = page_of(client, practice(goals=[3]))
    assert f"<dd>{Goal.objects.get(pk=3).track}</dd>" in html


def test_a_contact_becomes_a_link_only_where_it_is_an_address(client):
    html = page_of(client, practice(owner_contact="javascript:alert(1)@x"))
    assert "mailto:" not in html
    assert "javascript:alert(1)@x" in html


# --- The story ----------------------------------------------------------------------------


def test_the_story_tells_it_from_problem_to_advice(client):
    one = practice(
        problem="Ingen kom.",
        steps=["Vi ringede.", {"what": "Vi gik.", "went_wrong": "Det sneede."}, "Vi sluttede."],
        bad_experience="Have en følgeven.",
        bad_experience_visibility="public",
        **{name: FULL[name] for name in ("smallest_version", "result_figure", "result_source")},
    )
    response = client.get(f"/practices/{one.pk}/story/")
    html = response.content.decode()
    order = ("Ingen kom.", "Vi ringede.", "Det sneede.", "Vi sluttede.", "12 går fast", "følgeven")
    places = [html.index(text) for text in order]
    assert places == sorted(places)
    assert html.count("<h1") == 1


def test_the_story_tells_who_was_with_us_what_it_takes_the_dilemma_and_why_each_goal(client):
    goals = [
        {"goal": 3, "role": "primary", "sign": "+", "why": "Gå er sundt."},
        {"goal": 13, "role": "secondary", "sign": "-", "why": "Nogle kørte derhen."},
    ]
    one = practice(**FULL | {"goals": goals})
    html = client.get(f"/practices/{one.pk}/story/").content.decode()
    told = (
        *("Vandrelauget", "Gåværter", "Nye medlemmer", "12 timer", "Sedlen"),
        *("Under 10.000 kr.", "Bilerne fik længere vej.", "Gå er sundt.", "Nogle kørte derhen."),
    )
    places = [html.index(text) for text in told]
    assert places
    empty = client.get(f"/practices/{practice('Tom').pk}/story/").content.decode()
    for heading in ("Hvem var med", "Det kræver det", "Dilemmaet", "Verdensmål, og hvorfor"):
        assert heading in html
        assert heading not in empty.split("<article")[1].split("</article>")[0]


def test_the_story_keeps_what_the_card_keeps(client):
    one = practice(bad_experience="Have en følgeven.", bad_experience_visibility="own")
    assert "følgeven" not in client.get(f"/practices/{one.pk}/story/").content.decode()
    draft = practice(status="draft")
    assert client.get(f"/practices/{draft.pk}/story/").status_code == 404


def test_the_card_takes_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    one = practice(steps=["Vi gik."] * 8, goals=[3, 10, 11], **{"dilemma_of": 3, "dilemma_with": 9})
    client.get(f"/practices/{one.pk}/")  # The first reader of a process fills the facets.
    with django_assert_max_num_queries(22):
        client.get(f"/practices/{one.pk}/")


def test_a_two_year_old_card_counts_from_its_publication():
    one = practice()
    Practice.objects.filter(pk=one.pk).update(published_at=timezone.now() - timedelta(days=900))
    assert "om det stadig passer" in missing(one)
