"""The directory through its addresses: who reads, who writes, and what bad input gets."""

import pytest
from django.urls import reverse

from partnerships.models import Organisation, Partnership
from tests.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    PartnershipFactory,
    member,
)

pytestmark = pytest.mark.django_db

LIST = "/partnerships/"
NEW = "/partnerships/new/"


def form(**fields):
    return {
        "title": "Gå-aftaler fra venteværelset",
        "description": "To lægehuse og et vandrelaug går hver torsdag.",
        "sharing": "public",
        "goals": ["3", "17"],
        "seeks": "en følgeven-ordning",
        "roles-0-name": "Fjordby Vandrelaug",
        "roles-0-kind": "civil_society",
        "roles-0-brings": "fire gåværter",
        **fields,
    }


@pytest.fixture
def staff(client):
    user = member("staff")
    client.force_login(user)
    return user


# --- Reading -----------------------------------------------------------------------------


def test_a_passer_by_sees_only_what_is_shared_with_everyone(client):
    PartnershipFactory(title="Åben for alle", sharing="public")
    PartnershipFactory(title="Kun netværket", sharing="network")
    PartnershipFactory(title="Kun os selv", sharing="own")

    page = client.get(LIST).content.decode()

    assert "Åben for alle" in page
    assert "Kun netværket" not in page
    assert "Kun os selv" not in page
    assert 'data-total="1"' in page


def test_a_member_of_another_municipality_sees_the_network_but_not_the_own(client):
    PartnershipFactory(title="Kun netværket", sharing="network")
    PartnershipFactory(title="Kun os selv", sharing="own")
    client.force_login(member("staff", "9902"))

    page = client.get(LIST).content.decode()

    assert "Kun netværket" in page
    assert "Kun os selv" not in page


def test_a_private_partnership_answers_a_stranger_like_one_that_does_not_exist(client):
    private = PartnershipFactory(sharing="own")

    foreign = client.get(private.get_absolute_url())
    unknown = client.get("/partnerships/999999/")

    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content


def test_filters_narrow_and_malformed_ones_are_ignored(client):
    PartnershipFactory(title="Cykler til alle", goals=[11])
    PartnershipFactory(title="Gåture", goals=[3])

    narrowed = client.get(LIST, {"goal": "11"}).content.decode()
    malformed = client.get(LIST, {"goal": "abc", "kind": "'; drop", "page": "x"})

    assert "Cykler til alle" in narrowed
    assert "Gåture" not in narrowed
    assert malformed.status_code == 200
    assert b'data-total="2"' in malformed.content


def test_a_list_that_wants_somebody_shows_who_seeks_or_offers(client):
    PartnershipFactory(title="Søger", seeks="en chauffør")
    PartnershipFactory(title="Tilbyder", offers="fællesrum")
    PartnershipFactory(title="Hverken eller")

    seeks = client.get(LIST, {"wants": "seeks"}).content.decode()
    both = client.get(LIST, {"wants": ["seeks", "offers"]}).content.decode()

    assert 'data-total="1"' in seeks
    assert 'data-total="2"' in both


def test_htmx_gets_only_the_results(htmx):
    PartnershipFactory(title="Gåture")

    page = htmx(LIST, target="partnership-results").content.decode()

    assert "Gåture" in page
    assert "<html" not in page


def test_the_list_costs_the_same_however_long_it_is(client, django_assert_max_num_queries):
    for number in range(12):
        partnership = PartnershipFactory(goals=[3, 17])
        organisation = OrganisationFactory(name=f"Forening {number}")
        partnership.roles.create(organisation=organisation)

    with django_assert_max_num_queries(6):
        client.get(LIST)


def test_pages_keep_the_filters_in_their_links(client):
    for _n in range(25):
        PartnershipFactory(goals=[3])

    page = client.get(LIST, {"goal": "3", "evil": "1"}).content.decode()

    assert 'rel="next"' in page
    assert 'href="?goal=3&amp;page=2"' in page


def test_an_organisation_shows_only_the_partnerships_one_may_see(client):
    organisation = OrganisationFactory(name="Boligforeningen Solsiden")
    for title, sharing in [("Åben", "public"), ("Lukket", "own")]:
        partnership = PartnershipFactory(title=title, sharing=sharing)
        partnership.roles.create(organisation=organisation)

    page = client.get(organisation.get_absolute_url()).content.decode()
    listing = client.get("/organisations/").content.decode()

    assert "Åben" in page
    assert "Lukket" not in page
    assert "1 partnerskab" in listing


def test_a_name_typed_into_a_private_partnership_stays_private_until_it_is_shared(client):
    client.force_login(member("staff"))
    client.post(NEW, form(sharing="own"))
    partnership = Partnership.objects.get()
    organisation = Organisation.objects.get(name="Fjordby Vandrelaug")
    client.logout()

    assert "Fjordby Vandrelaug" not in client.get("/organisations/").content.decode()
    assert "<mark>Vandrelaug</mark>" not in client.get("/search/?q=vandrelaug").content.decode()
    assert client.get(organisation.get_absolute_url()).status_code == 404

    client.force_login(member("staff"))
    address = reverse("partnerships:partnership_edit", args=[partnership.pk])
    client.post(address, form(sharing="public", version=partnership.version))
    client.logout()

    assert "Fjordby Vandrelaug" in client.get("/organisations/").content.decode()
    assert "<mark>Vandrelaug</mark>" in client.get("/search/?q=vandrelaug").content.decode()


def test_networks_are_there_from_the_start_and_name_the_year_of_their_source(client):
    page = client.get("/networks/").content.decode()

    assert "Sund By Netværket" in page
    assert "Kilde fra 2025 – er det stadig sådan?" in page
    assert page.count("data-organisation") == 12


def test_networks_are_found_by_search_from_the_start(client):
    page = client.get("/search/?q=healthy+cities").content.decode()

    assert "WHO European" in page


# --- Writing -----------------------------------------------------------------------------


def test_staff_tell_of_a_partnership_and_a_new_name_comes_into_the_directory(client, staff):
    response = client.post(NEW, form())

    partnership = Partnership.objects.get()
    assert response.status_code == 302
    assert partnership.municipality_id == "9901"
    assert partnership.created_by == staff
    assert [goal.number for goal in partnership.goals.all()] == [3, 17]
    role = partnership.roles.get()
    assert (role.organisation.name, role.brings) == ("Fjordby Vandrelaug", "fire gåværter")


def test_a_new_partnership_is_found_by_its_words_and_its_partners_name(client, staff):
    from sdg_platform.accounts.actor import ANONYMOUS
    from sdg_platform.search import index

    client.post(NEW, form())

    found = index.find("vandrelaug", actor=ANONYMOUS, kinds=["partnership"])
    assert found.total == 1


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("facilitator", 403), ("staff", 200)])
def test_only_who_keeps_the_directory_opens_the_form(client, who, status):
    if who:
        client.force_login(member(who))

    assert client.get(NEW).status_code == status


def test_a_session_that_ended_while_writing_loses_nothing(client):
    response = client.post(NEW, form())

    page = response.content.decode()
    assert response.status_code == 403
    assert "To lægehuse og et vandrelaug går hver torsdag." in page
    assert 'href="/accounts/login/"' in page
    assert 'name="roles-0-brings" value="fire gåværter"' in page
    assert not Partnership.objects.exists()


@pytest.mark.parametrize("address", [NEW, "/organisations/new/"])
def test_an_empty_form_says_what_is_missing(client, staff, address):
    response = client.post(address, {})

    assert response.status_code == 422
    assert "errsum" in response.content.decode()


def test_without_a_title_nothing_is_stored_and_the_text_stays(client, staff):
    response = client.post(NEW, form(title="  "))

    assert response.status_code == 422
    assert "To lægehuse og et vandrelaug" in response.content.decode()
    assert not Partnership.objects.exists()


def test_a_row_needs_a_name_from_the_list_or_a_new_one(client, staff):
    response = client.post(NEW, form(**{"roles-1-brings": "kaffe"}))

    assert response.status_code == 422
    assert "Vælg, hvem det er, eller skriv et nyt navn." in response.content.decode()
    assert not Organisation.objects.filter(municipality="9901").exists()


def test_asking_for_more_rows_keeps_what_was_typed_and_stores_nothing(client, staff):
    response = client.post(NEW, form(title="", add="roles"))

    page = response.content.decode()
    assert response.status_code == 200
    assert "fire gåværter" in page
    assert 'name="roles-2-name"' in page
    assert "errsum" not in page
    assert not Partnership.objects.exists()


def test_an_end_before_the_beginning_is_refused_in_words(client, staff):
    response = client.post(NEW, form(started_on="2026-05-01", ended_on="2026-04-01"))

    assert response.status_code == 422
    assert "Slutdatoen ligger før startdatoen." in response.content.decode()


@pytest.mark.parametrize("bad", ["Nul\x00tegn", "Klokke\x07", "x" * 201])
def test_what_cannot_be_stored_is_refused_in_words(client, staff, bad):
    response = client.post(NEW, form(title=bad))

    assert response.status_code == 422
    assert "fire gåværter" in response.content.decode()
    assert not Partnership.objects.exists()


@pytest.mark.parametrize("number", ["9" * 30, "18", "-1", "abc", "3.4"])
def test_an_unknown_goal_is_refused_in_words_whatever_it_looks_like(client, staff, number):
    response = client.post(NEW, form(goals=[number]))

    assert response.status_code == 422
    assert not Partnership.objects.exists()


def test_an_emptied_row_is_a_removed_row(client, staff):
    client.post(NEW, form())
    partnership = Partnership.objects.get()

    client.post(
        reverse("partnerships:partnership_edit", args=[partnership.pk]),
        {"title": partnership.title, "sharing": "public", "version": partnership.version},
    )

    assert not partnership.roles.exists()
    assert Organisation.objects.filter(name="Fjordby Vandrelaug").exists()


def test_two_who_edit_at_once_see_both_texts_and_nothing_is_lost(client, staff):
    partnership = PartnershipFactory(title="Gåture")
    address = reverse("partnerships:partnership_edit", args=[partnership.pk])
    old = partnership.version
    client.post(address, form(title="Gåture om torsdagen", version=old))

    late = client.post(address, form(title="Gåture om tirsdagen", version=old))

    page = late.content.decode()
    assert late.status_code == 409
    assert "Gåture om torsdagen" in page
    assert "Gåture om tirsdagen" in page
    partnership.refresh_from_db()
    assert partnership.title == "Gåture om torsdagen"
    assert f'name="version" value="{partnership.version}"' in page

    again = client.post(address, form(title="Gåture om tirsdagen", version=partnership.version))
    partnership.refresh_from_db()
    assert again.status_code == 302
    assert partnership.title == "Gåture om tirsdagen"


def test_another_municipalitys_partnership_cannot_be_edited_even_when_it_is_public(client, staff):
    foreign = PartnershipFactory(municipality=MunicipalityFactory(code="9902"))

    response = client.post(
        reverse("partnerships:partnership_edit", args=[foreign.pk]), form(version=1)
    )

    assert response.status_code == 404
    foreign.refresh_from_db()
    assert foreign.title != "Gå-aftaler fra venteværelset"


def test_the_wrong_role_on_an_own_partnership_is_refused(client):
    own = PartnershipFactory()
    client.force_login(member("facilitator"))

    assert client.get(f"/partnerships/{own.pk}/edit/").status_code == 403


def test_an_organisation_is_put_in_once_and_edited_with_both_texts(client, staff):
    fields = {"name": "Havnens Håndværk", "kind": "company", "url": "havnen.example.org"}
    client.post("/organisations/new/", fields)
    organisation = Organisation.objects.get(name="Havnens Håndværk")

    again = client.post("/organisations/new/", fields)
    late = client.post(
        f"/organisations/{organisation.pk}/edit/", {**fields, "kind": "education", "version": 0}
    )

    assert organisation.url == "https://havnen.example.org"
    assert again.status_code == 422
    assert "Den står allerede i jeres liste." in again.content.decode()
    assert late.status_code == 409


def test_a_script_address_is_no_home_page(client, staff):
    response = client.post(
        "/organisations/new/",
        {"name": "Ond", "kind": "company", "url": "javascript:alert(1)"},
    )

    assert response.status_code == 422
    assert not Organisation.objects.filter(name="Ond").exists()


def test_a_reference_network_is_not_edited_by_a_municipality(client, staff):
    network = Organisation.objects.networks().first()

    assert client.get(f"/organisations/{network.pk}/edit/").status_code == 404
