"""A question that wants to hear of what went wrong, or well, is shown the way there."""

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


WELL = "Se den 1 praksis, der lykkedes</a>"
WRONG = "Se den 1 praksis, der ikke lykkedes helt</a>"


@pytest.mark.parametrize("path", ["/search/", "/practices/"])
@pytest.mark.parametrize(
    ("asked", "way"),
    [
        ("noget om unge og trivsel, gerne et der gik godt", WELL),
        ("trivsel der gik rigtig godt", WELL),
        ("trivsel der lykkedes", WELL),
        ("hvad virkede for unges trivsel?", WELL),
        ("unge trivsel succes", WELL),
        ("youth trivsel that worked", ""),
        ("trivsel that worked", WELL),
        ("trivsel fiasko", WRONG),
        ("trivsel der mislykkedes", WRONG),
        ("trivsel for unge, der gik i vasken", WRONG),
        ("trivsel der ikke helt lykkedes", WRONG),
        ("trivsel der ikke gik godt", WRONG),
        ("trivsel, det virkede ikke", WRONG),
    ],
)
@pytest.mark.usefixtures("_two")
def test_both_wishes_are_understood_in_many_words(client, path, asked, way):
    page = client.get(path, {"q": asked}).content.decode()

    assert [told for told in (WELL, WRONG) if told in page] == ([way] if way else [])
    if way:
        assert "Trivselsvagt på biblioteket" in page.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.usefixtures("_two")
def test_what_went_well_is_a_chip_that_can_be_taken_off(client):
    from practices.catalogue.wishes import wish_of
    from sdg_platform.accounts.actor import ANONYMOUS

    wish = wish_of("trivsel der gik godt", ANONYMOUS)

    assert wish.url == "/practices/?q=trivsel&outcome=succeeded"
    page = client.get(wish.url).content.decode()
    assert "Trivsel i klubben" in page.replace("<mark>", "").replace("</mark>", "")
    assert "Trivselsvagt på biblioteket" not in page.replace("<mark>", "").replace("</mark>", "")
    assert 'href="/practices/?q=trivsel"' in page
