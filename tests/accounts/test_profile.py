import pytest

from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory, member

pytestmark = pytest.mark.django_db


def test_the_page_shows_who_one_is_and_where(client):
    person = member("coordinator", name="Mette Holm", email="mette@example.org")
    MembershipFactory(user=person, municipality=MunicipalityFactory(code="9904"), role="staff")
    client.force_login(person)
    page = client.get("/accounts/").content.decode()
    for words in ("Mette Holm", "mette@example.org", "Fjordby Kommune", "Ådal Kommune"):
        assert words in page


def test_somebody_signed_out_is_sent_to_login(client):
    assert client.get("/accounts/").url == "/accounts/login/?next=/accounts/"


def test_htmx_is_sent_to_login_by_a_header(client):
    answer = client.get("/accounts/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/accounts/login/?next=/accounts/"


def test_name_and_language_are_saved_and_the_page_changes_language(client):
    person = member()
    client.force_login(person)
    answer = client.post("/accounts/", {"name": "Søren Åberg", "language": "en"})
    assert answer.url == "/en/accounts/"
    person.refresh_from_db()
    assert (person.name, person.language) == ("Søren Åberg", "en")


@pytest.mark.parametrize("data", [{"language": "sv"}, {"language": "da", "name": "a\x00b"}])
def test_a_bad_answer_is_said_and_nothing_is_stored(client, data):
    person = member(name="Før")
    client.force_login(person)
    assert client.post("/accounts/", data).status_code == 422
    person.refresh_from_db()
    assert (person.name, person.language) == ("Før", "da")


def test_other_fields_cannot_be_smuggled_in(client):
    person = member(email="staff@example.org")
    client.force_login(person)
    client.post(
        "/accounts/",
        {"name": "x", "language": "da", "is_superuser": "on", "email": "ny@example.org"},
    )
    person.refresh_from_db()
    assert (person.is_superuser, person.email) == (False, "staff@example.org")


def test_an_account_without_a_municipality_is_told_what_to_do(client):
    client.force_login(UserFactory())
    assert "Du er ikke med i en kommune." in client.get("/accounts/").content.decode()


def test_the_page_takes_few_queries(client, django_assert_max_num_queries):
    client.force_login(member("coordinator"))
    with django_assert_max_num_queries(8):
        client.get("/accounts/")


def test_private_pages_are_not_stored(client):
    client.force_login(member())
    assert "no-store" in client.get("/accounts/")["Cache-Control"]
