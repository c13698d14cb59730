"""What the own municipality is gently asked; a rule each."""

import pytest

from practices.card.hints import hints_of
from practices.models import Practice
from tests.factories import member, practice

pytestmark = pytest.mark.django_db

WHY = {"goal": 3, "role": "primary", "sign": "+", "why": "Trivsel."}


def titles(**row):
    one = Practice.objects.for_page().get(pk=practice(**row).pk)
    return [hint.title for hint in hints_of(one)]


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ({"health_as_means": True, "goals": [3]}, "Kun mærket med mål 3"),
        ({"novelty": "known"}, "Det gjorde I allerede"),
        ({"goals": [3, 10]}, "Et mål uden et hvorfor"),
    ],
)
def test_a_rule_asks_its_question(row, title):
    assert titles(**row) == [title]


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"goals": [3]},
        {"health_as_means": True, "goals": [WHY, {"goal": 11, "why": "Stien."}]},
        {"novelty": "known", "what_is_new": "Lægen gør det"},
        {"novelty": "new"},
        {"goals": [WHY, {"goal": 10, "why": "Gratis."}]},
    ],
)
def test_an_answered_question_is_not_asked(row):
    assert titles(**row) == []


def test_only_the_own_municipality_is_asked(client):
    one = practice(health_as_means=True, goals=[3])
    url = f"/practices/{one.pk}/"
    assert "Kun mærket med mål 3" not in client.get(url).content.decode()
    client.force_login(member("staff"))
    html = client.get(url).content.decode()
    assert "Kun mærket med mål 3" in html
    assert f"/practices/{one.pk}/edit/?depth=kort#goals" in html
