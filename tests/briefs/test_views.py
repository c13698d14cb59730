"""The coordinator's pages: choose, write, see the sheet, fetch the file."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from sdg_platform.briefs.models import Brief
from tests.factories import (
    WorkshopFactory,
    brief,
    member,
    note_on,
    practice,
)

pytestmark = pytest.mark.django_db

LIST, NEW = "/briefs/", "/briefs/new/"


@pytest.fixture
def coordinator(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    user = member("coordinator")
    client.force_login(user)
    return user


def said(response):
    """The words of a page without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def sheet_of(response):
    return re.search(r'<article class="sheet".*?</article>', response.content.decode(), re.S)[0]


def sent(**fields):
    return {"title": "Sundhed er mere end mål 3", "goals": ["3"], **fields}


def test_a_goal_and_a_title_are_enough_for_a_brief(client, coordinator):
    response = client.post(NEW, sent())

    made = Brief.objects.get()
    assert response.status_code == 302
    assert response.url == made.get_absolute_url()
    assert (made.municipality_id, made.language, made.layout) == ("9901", "da", "one_page")
    assert made.created_by == coordinator


def test_every_field_of_the_contract_is_stored(client, coordinator):
    meeting = WorkshopFactory(state="closed")
    told = practice(goals=[3])

    client.post(
        NEW,
        sent(
            audience="Sundheds- og Kulturudvalget",
            municipality="9901",
            goals=["3", "11"],
            themes=["places"],
            workshops=[meeting.pk],
            practices=[told.pk],
            language="en",
            layout="full",
            **{"sections-economy": "40.000 kr. om året"},
        ),
    )

    made = Brief.objects.get()
    assert made.audience == "Sundheds- og Kulturudvalget"
    assert [goal.pk for goal in made.goals.all()] == [3, 11]
    assert [theme.pk for theme in made.themes.all()] == ["places"]
    assert list(made.workshops.all()) == [meeting]
    assert list(made.practices.all()) == [told]
    assert (made.language, made.layout) == ("en", "full")
    assert made.text("economy") == "40.000 kr. om året"


def test_a_script_may_send_the_texts_as_one_json_object(client, coordinator):
    client.post(NEW, sent(sections='{"recommendation": "Udvalget tager det til efterretning"}'))

    assert Brief.objects.get().text("recommendation") == "Udvalget tager det til efterretning"


@pytest.mark.parametrize("sections", ['{"economy": ', '{"economy": "' + "a" * 501 + '"}'])
def test_texts_that_cannot_be_read_or_kept_are_refused(client, coordinator, sections):
    response = client.post(NEW, sent(sections=sections))

    assert response.status_code == 422
    assert not Brief.objects.exists()


def test_parts_that_are_not_ticked_stay_out(client, coordinator):
    client.post(NEW, sent(sections=["voices", "goals", "ukendt"]))

    assert Brief.objects.get().parts == ["voices", "goals"]


def test_without_a_goal_or_a_workshop_there_is_nothing_to_say(client, coordinator):
    response = client.post(NEW, {"title": "Sundhed på tværs", "sections-lead": "Vi vil mere."})

    assert response.status_code == 422
    assert "Vælg mindst ét verdensmål eller én workshop." in said(response)
    assert 'href="#id_goals_0"' in response.content.decode()
    assert 'value="Sundhed på tværs"' in response.content.decode()
    assert "Vi vil mere." in said(response)
    assert "<title>Fejl:" in response.content.decode()
    assert not Brief.objects.exists()


@pytest.mark.parametrize("name", ["goals", "themes", "workshops", "practices"])
@pytest.mark.parametrize("value", ["987654321", "-1", "²", "x", "9" * 30, "1\x00"])
def test_what_does_not_exist_is_refused_in_one_sentence(client, coordinator, name, value):
    response = client.post(NEW, sent(**{name: [value]}))

    assert response.status_code == 422
    assert not Brief.objects.exists()


def test_another_municipalitys_private_workshop_answers_as_one_that_does_not_exist(
    client, coordinator
):
    theirs = WorkshopFactory(municipality__code="9902", state="closed")

    answers = [
        re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode())
        for page in (
            client.post(NEW, sent(workshops=[theirs.pk])),
            client.post(NEW, sent(workshops=[987654321])),
        )
    ]
    assert answers[0] == answers[1]


def test_a_brief_cannot_be_made_in_another_municipalitys_name(client, coordinator):
    brief("9902")

    assert client.post(NEW, sent(municipality="9902")).status_code == 422
    assert not Brief.objects.filter(municipality="9901").exists()


def test_a_link_from_a_workshop_or_a_goal_brings_its_choice_along(client, coordinator):
    meeting = WorkshopFactory(state="closed", title="Folkehøring på havnen")
    told = practice(goals=[3])

    page = client.get(
        f"{NEW}?workshops={meeting.pk}&goals=3&goals=99&themes=places&practices={told.pk}"
    ).content.decode()

    assert 'name="title" value="Folkehøring på havnen"' in page
    for name, value in (
        ("workshops", meeting.pk),
        ("goals", 3),
        ("themes", "places"),
        ("practices", told.pk),
    ):
        ticked = re.search(rf'<input type="checkbox" name="{name}" value="{value}"[^>]*>', page)[0]
        assert " checked" in ticked


@pytest.mark.parametrize(
    "query", ["workshops=x", "goals=-1", "practices=" + "9" * 40, "themes=%00"]
)
def test_a_malformed_link_opens_an_empty_form(client, coordinator, query):
    assert client.get(f"{NEW}?{query}").status_code == 200


def test_the_list_shows_the_own_municipalitys_briefs_only(client, coordinator):
    brief(title="Vores brief")
    brief("9902", title="Deres brief")

    page = said(client.get(LIST))

    assert "Vores brief" in page
    assert "Deres brief" not in page


def test_an_empty_list_offers_the_first_one_to_those_who_may_write_it(client, coordinator):
    assert "Lav det første" in said(client.get(LIST))

    client.force_login(member("staff"))
    page = said(client.get(LIST))
    assert "Lav det første" not in page
    assert "Jeres koordinator laver dem" in page


def test_the_list_costs_the_same_however_long_it_is(
    client, coordinator, django_assert_max_num_queries
):
    for _ in range(12):
        brief(goals=[3, 11])

    with django_assert_max_num_queries(8):
        client.get(LIST)


def test_the_sheet_stands_beside_the_fields_and_says_what_is_missing(client, coordinator):
    page = client.get(brief().get_absolute_url())

    assert sheet_of(page).count('<p class="fillin">udfyldes</p>') == 2
    assert 'name="sections-economy"' in page.content.decode()
    assert 'href="#h-view"' in page.content.decode()


def test_a_colleague_reads_and_fetches_but_has_no_fields(client, coordinator):
    made = brief()
    client.force_login(member("staff"))

    page = client.get(made.get_absolute_url())

    assert page.status_code == 200
    assert 'name="title"' not in page.content.decode()
    assert client.get(f"{made.get_absolute_url()}brief.pdf").status_code == 200


def test_what_is_typed_is_text_and_never_markup(client, coordinator):
    made = brief(
        title="<b>Fed</b>",
        sections={"economy": "<script>alert(1)</script>", "lead": "{{ 1 }} -> to"},
    )

    page = client.get(made.get_absolute_url()).content.decode()

    assert "<b>Fed</b>" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_save_shows_in_the_sheet_and_takes_the_next_version(client, coordinator):
    made = brief()

    response = client.post(
        f"{made.get_absolute_url()}edit/",
        sent(version="1", **{"sections-lead": "Sundhed er et middel."}),
        follow=True,
    )

    made.refresh_from_db()
    assert made.version == 2
    assert "Sundhed er et middel." in sheet_of(response)


def test_two_who_write_at_once_see_both_texts_and_lose_none(client, coordinator):
    made = brief()
    url = f"{made.get_absolute_url()}edit/"
    client.post(url, sent(version="1", **{"sections-economy": "Hendes tal"}))

    clash = client.post(url, sent(version="1", **{"sections-economy": "Mine tal"}))

    assert clash.status_code == 409
    assert "Hendes tal" in said(clash)
    assert "Mine tal" in said(clash)
    assert Brief.objects.get().text("economy") == "Hendes tal"

    again = re.search(r'name="version" value="(\d+)"', clash.content.decode())[1]
    assert (
        client.post(url, sent(version=again, **{"sections-economy": "Mine tal"})).status_code == 302
    )
    assert Brief.objects.get().text("economy") == "Mine tal"


def test_more_practices_are_found_by_a_word_and_nothing_is_stored(client, coordinator):
    practice("Regnvand i skolegården", code="9902", goals=[6])

    page = client.post(NEW, sent(find="regnvand", add="practices"))

    assert page.status_code == 200
    assert "Regnvand i skolegården" in said(page)
    assert 'value="Sundhed er mere end mål 3"' in page.content.decode()
    assert not Brief.objects.exists()


def test_enter_in_the_search_field_searches_and_the_button_saves(client, coordinator):
    assert client.post(NEW, sent(find="ingenting")).status_code == 200
    assert "Ingen praksis svarer til det." in said(client.post(NEW, sent(find="ingenting")))
    assert client.post(NEW, sent(find="ingenting", save="1")).status_code == 302


def test_an_arrow_moves_a_practice_and_the_order_holds_in_the_brief(client, coordinator):
    first, second = practice("Den første"), practice("Den anden")

    moved = client.post(NEW, sent(practices=[first.pk, second.pk], up=second.pk)).content.decode()
    order = re.findall(r'name="practices" value="(\d+)"[^>]* checked', moved)
    assert order == [str(second.pk), str(first.pk)]

    page = client.post(NEW, sent(practices=order), follow=True)
    assert sheet_of(page).index("Den anden") < sheet_of(page).index("Den første")


def test_deleting_asks_first_and_takes_only_the_brief(client, coordinator):
    meeting = WorkshopFactory()
    made = brief(workshops=[meeting])
    url = f"{made.get_absolute_url()}delete/"

    assert "Slet briefet?" in said(client.get(url))
    assert Brief.objects.exists()

    assert client.post(url).status_code == 302
    assert not Brief.objects.exists()
    meeting.refresh_from_db()


def test_the_page_warns_when_words_leave_the_house_that_only_the_house_reads(client, coordinator):
    meeting = WorkshopFactory(state="closed", sharing="own", date=date(2026, 11, 22))
    note_on(meeting, "Kun for os", "works")

    warned = said(client.get(brief(workshops=[meeting]).get_absolute_url()))
    open_meeting = WorkshopFactory(state="closed", sharing="public")
    note_on(open_meeting, "For alle", "works")
    calm = said(client.get(brief(workshops=[open_meeting]).get_absolute_url()))

    assert "Her står ord, som ellers kun jeres kommune læser." in warned
    assert "Her står ord" not in calm


@pytest.mark.parametrize(
    ("form", "content_type", "start"),
    [
        ("pdf", "application/pdf", b"%PDF-"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("txt", "text/plain; charset=utf-8", b"Sundhed er mere"),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
    ],
)
def test_each_format_is_fetched_under_the_briefs_name(
    client, coordinator, form, content_type, start
):
    response = client.get(f"{brief().get_absolute_url()}brief.{form}")

    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"].startswith("attachment")
    assert f"m%C3%A5l%203.{form}" in response["Content-Disposition"]
    assert response.content.startswith(start)


@pytest.mark.parametrize("form", ["json", "exe", "csv"])
def test_a_format_we_do_not_write_is_no_page(client, coordinator, form):
    assert client.get(f"{brief().get_absolute_url()}brief.{form}").status_code == 404


def test_the_page_of_a_brief_costs_the_same_however_much_is_in_it(
    client, coordinator, django_assert_max_num_queries
):
    meeting = WorkshopFactory(state="closed")
    for number in range(15):
        note_on(meeting, f"Note {number}", "works", goals=[3])
        practice(f"Praksis {number}", goals=[3], steps=["Vi gik"])
    made = brief(workshops=[meeting])
    client.get(made.get_absolute_url())

    with django_assert_max_num_queries(45):
        client.get(reverse("briefs:brief_detail", args=[made.pk]))
