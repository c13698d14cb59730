"""Search across everything: grouped, counted, marked, and never a dead end."""

import re

import pytest
from django.core.management import call_command

from partnerships.models import Organisation
from sdg_platform.search import index
from tests.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    PartnershipFactory,
    WorkshopFactory,
    action_of,
    member,
    note_on,
    practice,
    question_from,
)
from workshops.models import Workshop
from workshops.models.erasing import erase_notes

pytestmark = pytest.mark.django_db


def html(response):
    """The page with every run of white space as one space: lines are the formatter's matter."""
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def search(client, query, **more):
    return html(client.get("/search/", {"q": query, **more}))


def groups(page):
    found = re.findall(r'data-kind="(\w+)" data-count="(\d+)"', page)
    return {kind: int(count) for kind, count in found}


def total(page):
    return int(re.search(r'data-total="(\d+)"', page).group(1))


def test_every_kind_of_thing_is_found_and_counted(client):
    one = practice("Højbede i skolegården", goals=[2])
    asked = question_from("Hvem vander højbedene om sommeren?")
    OrganisationFactory(name="Højbedslauget")
    shared = PartnershipFactory(title="Sammen om højbedene")
    WorkshopFactory(title="Møde om højbede", state="closed", sharing="public")
    page = search(client, "højbede")
    assert groups(page) == {
        "practice": 1, "reflection": 1, "question": 1,
        "workshop": 1, "partnership": 1, "organisation": 1,
    }  # fmt: skip
    assert total(page) == 6
    assert f'data-practice="{one.pk}"' in page
    assert f'data-question="{asked.pk}"' in page
    assert f'data-reflection="{asked.reflection_id}"' in page
    assert f'data-partnership="{shared.pk}"' in page
    assert "<mark>Højbede</mark> i skolegården" in page
    assert 'role="status"' in page


def test_goals_targets_and_ps_are_found_after_migrate_alone(client):
    page = search(client, "energi")
    found = groups(page)
    assert found["goal"] >= 1
    assert found["target"] >= 1
    assert 'href="/goals/7/"' in page
    assert "7 Bæredygtig <mark>energi</mark>" in page
    assert groups(search(client, "Deltagelse"))["theme"] >= 1


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("3.4", "/goals/3/targets/3.4/"),
        ("delmål 8.a", "/goals/8/targets/8.a/"),
        ("verdensmål 14", "/goals/14/"),
        ("havets", "/goals/14/"),
        ("sundhedd", "/goals/3/"),
        ("oekonomisk", "/goals/8/"),
        ("uddannelse", "/goals/4/"),
        ("life below water", "/goals/14/"),
        ('"livet i havet"', "/goals/14/"),
        ("participation", "/themes/participation/"),
    ],
)
def test_reference_words_meet_in_any_form(client, query, address):
    assert f'href="{address}"' in search(client, query)


def test_a_phrase_stands_word_by_word(client):
    assert total(search(client, '"livet i havet"')) == 1
    assert total(search(client, '"havet i livet"')) == 0


def test_every_word_must_be_there(client):
    practice("Højbede i skolegården")
    page = search(client, "højbede kvantemekanik")
    assert total(page) == 0
    assert "data-nearest" in page
    assert "Højbede" in page


def test_nothing_found_leads_on_all_the_same(client):
    page = search(client, "qqqqzzzz")
    assert total(page) == 0
    assert "<b>0</b> resultater for “qqqqzzzz”" in page
    assert "data-nearest" not in page
    assert 'href="/goals/17/"' in page


def test_without_words_it_says_what_can_be_found(client):
    page = html(client.get("/search/"))
    assert "data-total" not in page
    assert "Gå på opdagelse" in page


def test_strangers_do_not_find_what_is_not_theirs(client):
    practice("Hemmelig kladde om regnbede", status="draft")
    board = WorkshopFactory(state="open", sharing="own")
    note_on(board, "Regnbede er vores idé")
    PartnershipFactory(title="Regnbedslauget", sharing="own")
    assert total(search(client, "regnbede")) == 0
    client.force_login(member(code="9902"))
    assert total(search(client, "regnbede")) == 0
    client.force_login(member(code="9901"))
    page = search(client, "regnbede")
    assert groups(page) == {"practice": 1, "reflection": 1, "partnership": 1}
    assert '<span class="tag">Kladde</span>' in page


def test_what_is_found_by_its_goal_says_the_goal_in_the_words_of_the_asker(client):
    board = WorkshopFactory(state="closed", sharing="public")
    note = note_on(board, "Tæl noget om ensomhed med", sharing="public", goals=[3])
    note.put_in_index()
    page = search(client, "trivsel")
    assert "3 Sundhed og <mark>trivsel</mark> </p>" in page
    assert "Good health and <mark>well</mark>" in search(client, "well-being")


def test_a_group_shows_five_and_leads_to_the_rest(client):
    for number in range(7):
        practice(f"Regnbed nummer {number}")
        PartnershipFactory(title=f"Regnbed sammen {number}")
    page = search(client, "regnbed")
    assert groups(page) == {"practice": 7, "partnership": 7}
    assert page.count("data-practice=") == 5
    assert 'href="/practices/?q=regnbed"' in page
    assert 'href="/search/?q=regnbed&amp;kind=partnership"' in page
    one_kind = search(client, "regnbed", kind="partnership")
    assert total(one_kind) == 7
    assert one_kind.count("data-partnership=") == 7


def test_a_kind_is_paged(client):
    for number in range(23):
        OrganisationFactory(name=f"Regnbedslaug {number}")
    first = search(client, "regnbedslaug", kind="organisation")
    assert first.count("data-organisation=") == 20
    assert 'rel="next" href="?q=regnbedslaug&amp;kind=organisation&amp;page=2"' in first
    second = search(client, "regnbedslaug", kind="organisation", page="2")
    assert second.count("data-organisation=") == 3
    assert 'rel="prev"' in second
    assert total(search(client, "mål", kind="target")) > 20


def test_a_kind_that_others_crowd_out_is_there_all_the_same(client):
    question_from("Hvad koster det at grave, når der skal være et regnbed i alle gader?")
    for number in range(70):
        OrganisationFactory(name=f"Regnbed {number}")
    page = search(client, "regnbed")
    assert groups(page) == {"organisation": 70, "question": 1, "reflection": 1}
    assert "data-question=" in page


@pytest.mark.parametrize(
    "query", ["\x00abc", "a" * 5_000, "<script>", '"""', "' OR 1=1 --", "% _ * ?", "\ud7ff", "ﷺ"]
)
def test_any_text_at_all_is_a_valid_question(client, query):
    page = search(client, query, kind="nonsense", page="-1")
    assert "<script>" not in page


def test_markup_in_what_is_found_stays_text(client):
    practice("Regnbed <img src=x>")
    page = search(client, "regnbed")
    assert "<mark>Regnbed</mark> &lt;img src=x&gt;" in page


def test_htmx_gets_the_results_alone(client, htmx):
    practice("Regnbede")
    fragment = html(htmx("/search/", "search-results", q="regnbede"))
    assert "<html" not in fragment
    assert fragment.count('id="search-results"') == 1
    assert total(fragment) == 1


def test_what_has_been_deleted_since_is_left_out(client):
    OrganisationFactory(name="Regnbedslauget")
    Organisation.objects.filter(name="Regnbedslauget").delete()
    page = search(client, "regnbedslauget")
    assert "data-organisation" not in page


def test_rebuilding_finds_again_what_the_index_has_lost(client, capsys):
    practice("Regnbede")
    question_from("Hvad koster regnbede?")
    PartnershipFactory(title="Regnbedslauget")
    index.clear()
    assert total(search(client, "regnbede")) == 0
    call_command("rebuild_search")
    assert groups(search(client, "regnbede")) == {
        "practice": 1, "reflection": 1, "question": 1, "partnership": 1,
    }  # fmt: skip
    assert "1 practice, 1 question, 1 reflection, 1 workshop" in capsys.readouterr().out
    assert groups(search(client, "Sund By Netværket"))["organisation"] == 1


def test_search_is_there_in_english(client):
    page = html(client.get("/en/search/?q=water"))
    assert '<html lang="en">' in page
    assert 'href="/en/goals/6/"' in page


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    def ask(most):
        with django_assert_max_num_queries(most):
            client.get("/search/?q=regnbed")

    practice("Regnbed")
    question_from("Er et regnbed dyrt?")
    PartnershipFactory(title="Regnbed sammen")
    OrganisationFactory(name="Regnbedslauget")
    client.get("/search/?q=regnbed")
    ask(15)
    for number in range(9):
        practice(f"Regnbed {number}")
        PartnershipFactory(title=f"Regnbed sammen {number}")
    client.get("/search/?q=regnbed")
    ask(15)


def suggested(client, typed, **more):
    response = client.get("/search/suggestions/", {"q": typed, **more})
    assert response.status_code == 200
    page = response.content.decode()
    return re.findall(r'data-url="([^"]+)"[^>]*><span class="suggest__title">([^<]+)<', page)


def test_titles_are_suggested_by_the_beginning_of_a_word(client):
    garden = practice("Højbede i skolegården")
    practice("Bænke hver 200 meter", summary="Ved siden af højbedene.")
    shared = PartnershipFactory(title="Sammen om højbedene")
    assert suggested(client, "højb") == [
        (f"/partnerships/{shared.pk}/", "Sammen om højbedene"),
        (f"/practices/{garden.pk}/", "Højbede i skolegården"),
    ]
    alone = [(f"/practices/{garden.pk}/", "Højbede i skolegården")]
    assert suggested(client, "i skoleg") == alone
    assert suggested(client, "højb", kind="practice") == alone


def test_what_is_not_for_the_reader_is_not_suggested(client):
    own = practice("Højbede som kladde", status="draft")
    assert suggested(client, "højbede") == []
    client.force_login(member("staff", code="9902"))
    assert suggested(client, "højbede") == []
    client.force_login(member("staff"))
    assert suggested(client, "højbede") == [(f"/practices/{own.pk}/", "Højbede som kladde")]


def test_no_more_than_eight_titles_are_suggested_and_that_is_said(client):
    for number in range(10):
        practice(f"Højbed nummer {number}")
    page = html(client.get("/search/suggestions/", {"q": "højbed"}))
    assert page.count('role="option"') == 8
    assert "8 forslag. Pil ned og op vælger." in page


@pytest.mark.parametrize("typed", ["", "h", "\x00", "' OR 1=1", "*", "a" * 5_000, "<b>"])
def test_strange_beginnings_suggest_nothing(client, typed):
    practice("Højbede")
    assert suggested(client, typed, kind="ukendt") == []


@pytest.mark.parametrize("path", ["/", "/search/", "/practices/"])
def test_a_search_box_says_where_its_suggestions_come_from(client, path):
    page = html(client.get(path))
    assert 'data-suggest="/search/suggestions/' in page
    assert "js/suggest.js" in page


def test_an_action_is_found_by_what_it_says_who_owns_it_and_what_became_of_it(client):
    board = WorkshopFactory(title="Netværksmøde", state="closed", sharing="public")
    note = note_on(board, "Partnerskaber med civilsamfundet", "take_forward", sharing="public")
    action = action_of(
        board, "Ring til frivilligcentret", note=note, owner="Kulturchefen", sharing="public"
    )
    for query in ("frivilligcenter", "kulturchef", "netværksmøde frivillig"):
        page = search(client, query)
        assert groups(page)["action"] == 1
        assert f'data-action="{action.pk}"' in page
        assert f'href="/workshops/{board.pk}/actions/#tiltag-{action.pk}"' in page
    action.change(status="done", outcome="Kontrakten ligger klar")
    assert "<mark>Kontrakten</mark> ligger klar" in search(client, "kontrakt")
    assert "Gjort" in search(client, "frivilligcenter", kind="action")


def test_an_action_is_found_by_whom_its_list_shows_it_to(client):
    board = WorkshopFactory(state="open", sharing="network")
    note = note_on(board, "Noget med kajakker", "take_forward")
    action = action_of(board, "Ring til havnefogeden", note=note, sharing="network")

    def finds():
        found = "action" in groups(search(client, "havnefogeden"))
        assert found == (f'data-action="{action.pk}"' in html(client.get("/actions/")))
        return found

    own, neighbour = member("staff"), member("staff", "9902")
    client.force_login(own)
    assert finds()
    client.force_login(neighbour)
    assert not finds()
    board.close()
    assert finds()
    note.share("own")
    assert not finds()
    note.share("network")
    board.moderations.hide(note, by=None, reason="")
    assert not finds()
    client.force_login(own)
    assert finds()


def test_an_action_made_of_a_note_goes_with_its_words(client):
    board = WorkshopFactory(state="closed", sharing="public")
    note = note_on(board, "Ring til Karla på Havnevej", "take_forward")
    action_of(board, note.text, note=note, sharing="public")
    assert groups(search(client, "havnevej")) == {"reflection": 1, "action": 1}
    board.moderations.redact(note, by=None)
    assert total(search(client, "havnevej")) == 0
    other = note_on(board, "Skriv til Karla på Strandvej", "take_forward")
    action_of(board, other.text, note=other, sharing="public")
    erase_notes([other.pk])
    assert total(search(client, "strandvej")) == 0


def test_a_guest_finds_what_stands_on_a_joint_board_as_long_as_it_is_a_guest(client):
    joint = WorkshopFactory(state="open", title="Sundhed på begge sider af fjorden")
    guest = MunicipalityFactory(code="9902")
    client.force_login(member("facilitator"))
    url = f"/workshops/{joint.pk}/edit/"

    def invite(*codes):
        joint.refresh_from_db()
        sent = {"title": joint.title, "version": joint.version, "cohosts": codes}
        assert client.post(url, sent).status_code == 302

    note_on(joint, "Vi mødes på færgen")
    invite("9902")
    note_on(Workshop.objects.get(pk=joint.pk), "Hvem betaler færgen?", "question")
    action_of(Workshop.objects.get(pk=joint.pk), "Ring til færgen")

    client.force_login(host := member("facilitator", "9902"))
    assert groups(search(client, "færgen")) == {"reflection": 2, "action": 1}
    assert groups(search(client, "fjorden"))["workshop"] == 1
    assert "Vi <mark>mødes</mark> på færgen" in html(client.get("/notes/", {"q": "mødes"}))
    client.force_login(member("facilitator", "9903"))
    assert total(search(client, "færgen")) == 0
    client.force_login(member("facilitator"))
    invite()
    client.force_login(host)
    assert total(search(client, "færgen")) == 0
    assert not guest.joint_workshops.exists()
