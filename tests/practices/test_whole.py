"""The quick way to a practice brings all its parts, in order, to exactly those who may see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.card.whole import ROWS, seen_practice
from practices.catalogue import facets
from practices.models import Practice
from practices.rows import snapshot
from sdg_platform.accounts.actor import ANONYMOUS, Actor
from sdg_platform.taxonomy.models import Department, Target
from tests.factories import (
    WorkshopFactory,
    adoption,
    commitment,
    member,
    note_on,
    owner_question,
    practice,
)
from tests.practices.test_rows import FULL

pytestmark = pytest.mark.django_db

STATUSES = ("draft", "in_review", "published", "withdrawn")
OWN = Actor(roles={"9901": "staff"})


def quick(one, actor=OWN):
    return seen_practice(actor, one.pk, facets.current().names)


def test_it_brings_what_for_page_brings():
    one = practice(**FULL, departments=["health", "elderly"])
    whole, found = Practice.objects.for_page().get(pk=one.pk), quick(one)
    assert snapshot(found) == snapshot(whole)
    for name in ROWS:
        stored = list(getattr(whole, name).values())
        read = getattr(found, name).all()
        assert [{column: getattr(row, column) for column in stored[0]} for row in read] == stored
        assert [row.practice for row in read] == [one] * len(stored)
    assert [row.goal for row in found.goal_rows.all()] == [
        row.goal for row in whole.goal_rows.all()
    ]
    assert list(found.targets.all()) == list(whole.targets.all())
    assert found.steps.filter(position=1).count() == 1, "the parts can still be asked for less"


def test_it_agrees_with_visible_to_for_everybody():
    rows = [practice(code=code, status=status) for code in ("9901", "9902") for status in STATUSES]
    for actor in (ANONYMOUS, OWN, Actor(roles={"9903": "staff", "9902": "coordinator"})):
        seen = set(Practice.objects.visible_to(actor))
        assert {one for one in rows if quick(one, actor)} == seen
    assert seen_practice(OWN, 2**40, facets.current().names) is None


def test_tags_that_are_newer_than_the_names_are_found_all_the_same():
    one, names = practice(targets=["3.4"]), facets.current().names
    new = Target.objects.create(code="3.z", goal_id=3, position=99, plain_da="Nyt", plain_en="New")
    one.targets.add(new)
    harbour = Department.objects.create(code="harbour", name_da="Havnen", position=99)
    one.department_rows.create(department=harbour)
    found = seen_practice(OWN, one.pk, names)
    assert [target.pk for target in found.targets.all()] == ["3.4", "3.z"]
    assert found.department_rows.all()[0].department == harbour


def crowded():
    """A practice with everything that others put on it."""
    one = practice(**FULL, targets=["3.4"], themes=["people"], packages=["tobak"])
    practice("Gåtur for fædre", goals=[3], targets=["3.4"])
    board = WorkshopFactory(state="closed", sharing="public")
    one.seeds.add(note_on(board, "Vi gik en tur", sharing="public"))
    note_on(board, "Ingen går", "does_not_work", sharing="public").solutions.add(one)
    adoption(one, "9902", sharing="public")
    owner_question(one)
    commitment(code="9902", sharing="public").practices.add(one)
    return one


@pytest.mark.parametrize(("role", "most"), [(None, 10), ("staff", 13)])
def test_a_crowded_card_takes_few_queries(client, role, most):
    one = crowded()
    if role:
        client.force_login(member(role))
    address = one.get_absolute_url()
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        html = client.get(address).content.decode()
    assert len(asked) <= most, [query["sql"][:90] for query in asked]
    for said in ("Vi gik en tur", "Ingen går", "Gåtur for fædre"):
        assert said in html
