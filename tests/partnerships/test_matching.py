"""What somebody seeks beside what others offer."""

import pytest

from partnerships.matching import Listed, matches
from tests.factories import MunicipalityFactory, PartnershipFactory, member

pytestmark = pytest.mark.django_db

URL = "/partnerships/match/"


def test_a_shared_word_in_any_form_or_inside_a_compound_is_a_match():
    need = Listed(1, "Vi søger lærlinge og et køkken", frozenset({2, 17}))
    offers = [
        Listed(2, "Skolekøkkenet er frit", frozenset({2, 17})),
        Listed(3, "en plads til lærlingen", frozenset()),
        Listed(4, "tællinger fra tre år", frozenset({2, 17})),
    ]
    found = matches([need], offers)[1]
    assert [(match.offer, match.words, match.goals) for match in found] == [
        (2, ("skolekøkkenet",), (2,)),
        (3, ("lærlingen",), ()),
    ]
    assert matches([need], reversed(offers)) == matches([need], offers)


def test_nobody_answers_themselves_and_small_words_join_nothing():
    assert matches([Listed(1, "en bus")], [Listed(1, "en bus"), Listed(2, "en der kan")]) == {}


def test_the_page_shows_who_can_help_whom_and_why(client):
    PartnershipFactory(title="Tre borde", seeks="et køkken uden for midtbyen", goals=[2])
    PartnershipFactory(title="Fællesrummet", offers="fællesrum med køkken", goals=[2])
    html = client.get(URL).content.decode()
    assert "et køkken uden for midtbyen" in html
    assert "Fælles ord: <span>køkken</span>. Fælles mål: 2 " in html


def test_what_is_not_shared_stays_out(client):
    PartnershipFactory(seeks="et køkken")
    house = MunicipalityFactory(code="9902")
    PartnershipFactory(title="Internt", offers="et køkken", sharing="own", municipality=house)
    assert "Ingen passer sammen endnu" in client.get(URL).content.decode()
    client.force_login(member(code="9902"))
    assert "Internt" in client.get(URL).content.decode()


def test_the_cost_does_not_grow(client, django_assert_max_num_queries):
    for number in range(6):
        PartnershipFactory(seeks=f"en bus {number}", goals=[3])
        PartnershipFactory(offers=f"en bus {number}", goals=[3])
    client.get(URL)
    with django_assert_max_num_queries(6):
        assert client.get(f"{URL}?page=x").status_code == 200
