"""A question that wants to hear of what went wrong is shown the way there."""

import pytest

from tests.factories import practice

pytestmark = pytest.mark.django_db
ASKED = "noget med unge og trivsel, gerne et der gik galt"


@pytest.fixture
def _two():
    practice("Trivselsvagt på biblioteket", outcome="did_not", summary="For unge. Ingen kom.")
    practice("Trivsel i klubben", outcome="succeeded", summary="For unge.")


@pytest.mark.parametrize("path", ["/search/", "/practices/"])
@pytest.mark.usefixtures("_two")
def test_a_whole_question_finds_and_leads_on_to_what_went_wrong(client, path):
    page = client.get(path, {"q": ASKED}).content.decode()

    assert "Trivselsvagt på biblioteket" in page.replace("<mark>", "").replace("</mark>", "")
    assert "Se den 1 praksis, der ikke lykkedes helt" in page


@pytest.mark.usefixtures("_two")
def test_the_way_leads_to_a_list_of_as_many(client):
    from practices.catalogue.wishes import wish_of
    from sdg_platform.accounts.actor import ANONYMOUS

    wish = wish_of(ASKED, ANONYMOUS)

    page = client.get(wish.url).content.decode()
    assert "praksis om “unge og trivsel”" in page, "the words of asking are left behind"
    assert f'data-total="{wish.total}"' in page
    assert "Trivsel i klubben" not in page


@pytest.mark.parametrize("asked", ["noget der gik galt", "mislykkedes"])
@pytest.mark.usefixtures("_two")
def test_who_names_no_matter_is_led_to_all_that_went_wrong(client, asked):
    page = client.get("/search/", {"q": asked}).content.decode()
    assert 'href="/practices/?outcome=did_not&amp;outcome=partly"' in page


@pytest.mark.usefixtures("_two")
def test_who_did_not_ask_for_it_is_not_sent_there(client):
    page = client.get("/practices/", {"q": "unge og trivsel"}).content.decode()
    assert "der ikke lykkedes helt" not in page
