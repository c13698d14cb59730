"""“Vi prøvede det også”: who tells it, who reads it, and what it changes elsewhere."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from practices.models import Adoption
from tests.factories import adoption, member, practice

pytestmark = pytest.mark.django_db

TOLD = {
    "outcome": "did_not",
    "date": "2026-05-12",
    "kept": "Kaffen",
    "changed": "Kommunen gik selv, for der var ingen forening",
    "dropped": "Turene, da projektet sluttede",
    "result": "Tre kom igen.",
    "note": "Ring til os først.",
    "sharing": "public",
}


@pytest.fixture
def walks():
    return practice("Gå-aftaler fra venteværelset")


def url(practice, rest=""):
    return f"/practices/{practice.pk}/adoptions/{rest}"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_another_municipality_tells_on_the_card_what_it_kept_changed_and_dropped(client, walks):
    user = member("staff", "9902")
    client.force_login(user)
    card = read(client, walks.get_absolute_url())
    assert f'action="{url(walks)}"' in card

    response = client.post(url(walks), TOLD)

    log = Adoption.objects.get()
    assert (response.status_code, response.url) == (
        302,
        f"/practices/{walks.pk}/#adoption-{log.pk}",
    )
    assert (log.municipality_id, log.outcome, log.created_by) == ("9902", "did_not", user)
    client.logout()
    card = read(client, walks.get_absolute_url())
    for text in ("Bakkeby Kommune", "maj 2026", "Lykkedes ikke", *list(TOLD.values())[2:7]):
        assert text in card
    assert f'data-adoption="{log.pk}"' in card


def test_the_same_log_sent_twice_is_one_and_is_answered_alike(client, walks):
    client.force_login(member("staff", "9902"))
    first, second = (client.post(url(walks), TOLD) for _ in range(2))
    assert second.url == first.url
    assert Adoption.objects.count() == 1
    client.post(url(walks), TOLD | {"kept": "Te"})
    client.force_login(member("coordinator", "9902"))
    client.post(url(walks), TOLD)
    assert Adoption.objects.count() == 3


def test_a_day_that_has_not_come_is_a_sentence(client, walks):
    client.force_login(member("staff", "9902"))
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = client.post(url(walks), TOLD | {"date": tomorrow.isoformat()})
    assert response.status_code == 422
    assert "Den dag er ikke kommet endnu." in response.content.decode()
    assert not Adoption.objects.exists()
    client.post(url(walks), TOLD | {"date": timezone.localdate().isoformat()})
    assert Adoption.objects.exists()


def test_the_owner_has_no_form_and_is_told_to_mend_the_practice(client, walks):
    client.force_login(member("staff"))
    assert f'action="{url(walks)}"' not in read(client, walks.get_absolute_url())

    response = client.post(url(walks), TOLD)

    assert response.status_code == 403
    assert "Ret jeres egen praksis" in response.content.decode()
    assert not Adoption.objects.exists()


def test_signed_out_nothing_is_stored_and_what_was_written_stays(client, walks):
    response = client.post(url(walks), TOLD)
    assert response.status_code == 403
    assert "Ring til os først." in response.content.decode()
    assert not Adoption.objects.exists()


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_only_a_published_practice_can_be_told_of(client, status):
    hidden = practice("Hemmelig", code="9901", status=status)
    client.force_login(member("staff", "9902"))
    assert client.post(url(hidden), TOLD).status_code == 404
    assert client.get(url(hidden)).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"outcome": ""}, "Vælg ét svar."),
        ({"outcome": "score"}, "Vælg ét svar."),
        ({"date": "i går"}, "Skriv datoen som 2026-03-31."),
        (dict.fromkeys(("kept", "changed", "dropped", "result", "note"), ""), "mindst én ting"),
        ({"kept": "Ring til 010190-1234"}, "CPR-nummer"),
        ({"kept": "x" * 20_001}, "20.000"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(client, walks, wrong, sentence):
    client.force_login(member("staff", "9902"))
    response = client.post(url(walks), TOLD | wrong)
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert "<title>Fejl:" in html
    if "kept" not in wrong:
        assert "Ring til os først." in html
    assert not Adoption.objects.exists()


def test_a_cpr_number_that_is_none_is_stored_on_the_second_answer(client, walks):
    client.force_login(member("staff", "9902"))
    client.post(url(walks), TOLD | {"kept": "Sag 010190-1234", "anyway": "1"})
    assert Adoption.objects.get().kept == "Sag 010190-1234"


def test_a_private_log_changes_nothing_for_anybody_else(client, walks):
    reader = member("coordinator", "9903")
    pages = (
        walks.get_absolute_url(),
        url(walks),
        "/practices/",
        "/practices/?q=redningsveste",
        "/",
    )

    def seen():
        client.force_login(reader)
        signed_in = [bare(read(client, page)) for page in pages]
        client.logout()
        return signed_in, [bare(read(client, page)) for page in pages]

    before = seen()
    adoption(walks, "9902", kept="Redningsveste", sharing="own")
    assert seen() == before
    client.force_login(member("staff", "9902"))
    assert "Redningsveste" in read(client, walks.get_absolute_url())


def bare(html):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)


def test_a_log_for_the_network_is_for_members_only(client, walks):
    adoption(walks, "9902", kept="Redningsveste", sharing="network")
    assert "Redningsveste" not in read(client, walks.get_absolute_url())
    client.force_login(member("staff", "9903"))
    assert "Redningsveste" in read(client, walks.get_absolute_url())


def test_lists_count_the_municipalities_that_the_reader_may_know_of(client, walks):
    assert "har prøvet det" not in read(client, "/practices/")
    adoption(walks, "9902")
    adoption(walks, "9902")
    adoption(walks, "9903", sharing="network")
    assert "1 kommune har prøvet det" in read(client, "/practices/")
    client.force_login(member("staff", "9904"))
    assert "2 kommuner har prøvet det" in read(client, "/practices/")


def test_search_finds_the_practice_by_what_others_told_in_public(client, walks):
    log = adoption(walks, "9902", kept="Redningsveste")
    assert 'data-total="1"' in read(client, "/practices/?q=redningsveste")
    log.remove()
    assert 'data-total="0"' in read(client, "/practices/?q=redningsveste")


def test_the_own_municipality_mends_and_deletes_its_log(client, walks):
    log = adoption(walks, "9902")
    client.force_login(member("staff", "9902"))
    edit = url(walks, f"{log.pk}/edit/")
    assert edit in read(client, walks.get_absolute_url())
    assert 'value="1"' in read(client, edit)

    client.post(edit, TOLD | {"version": "1"})
    log.refresh_from_db()
    assert (log.kept, log.version) == ("Kaffen", 2)

    client.post(url(walks, f"{log.pk}/delete/"))
    assert not Adoption.objects.exists()


def test_two_who_mend_the_same_log_see_both_texts(client, walks):
    log = adoption(walks, "9902", kept="Vestene")
    client.force_login(member("staff", "9902"))
    edit = url(walks, f"{log.pk}/edit/")
    log.kept = "Sedlen fra lægen"
    log.store(by=None)

    response = client.post(edit, TOLD | {"version": "1"})

    html = response.content.decode()
    assert response.status_code == 409
    assert "Kaffen" in html
    assert "Sedlen fra lægen" in html
    assert 'name="version" value="2"' in html
    log.refresh_from_db()
    assert log.kept == "Sedlen fra lægen"
    # Without a version nobody overwrites what they have not seen.
    assert client.post(edit, TOLD).status_code == 409


def test_a_log_is_not_found_under_another_practice(client, walks):
    log = adoption(walks, "9902")
    other = practice("Skolehave")
    client.force_login(member("staff", "9902"))
    assert client.get(url(other, f"{log.pk}/edit/")).status_code == 404


def test_who_belongs_to_two_municipalities_says_for_which(client, walks):
    from tests.factories import MembershipFactory, MunicipalityFactory

    user = member("staff", "9902")
    MembershipFactory(user=user, municipality=MunicipalityFactory(code="9904"), role="staff")
    client.force_login(user)
    client.post(url(walks), TOLD | {"municipality": "9904"})
    assert Adoption.objects.get().municipality_id == "9904"


def test_withdrawn_with_its_practice_a_log_is_gone_for_all_but_its_own(client, walks):
    log = adoption(walks, "9902")
    walks.withdraw(by=member("coordinator"))
    from tests.factories import actor

    assert not Adoption.objects.visible_to(actor("staff", "9903")).exists()
    assert Adoption.objects.visible_to(actor("staff", "9902")).get() == log


def test_the_card_takes_as_many_queries_for_ten_logs_as_for_one(
    client, walks, django_assert_max_num_queries
):
    adoption(walks, "9902")
    client.get(walks.get_absolute_url())
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(walks.get_absolute_url())
    most = len(one)
    for _ in range(9):
        adoption(walks, "9903")
    client.get(walks.get_absolute_url())  # The facets are read anew after a change.
    with django_assert_max_num_queries(most):
        client.get(walks.get_absolute_url())
