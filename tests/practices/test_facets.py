"""What a process knows of the catalogue, and how it learns that it changed."""

import pytest

from practices import facets
from practices.models import Practice
from sdg_platform.accounts.actor import ANONYMOUS
from sdg_platform.accounts.models import MunicipalityRegion, Region
from sdg_platform.taxonomy.models import Department
from tests.factories import MunicipalityFactory, actor, member, practice


@pytest.mark.django_db
def test_counts_honour_visibility():
    practice(goals=[3, 11])
    practice(goals=[3], status="draft")
    practice(goals=[3], code="9902", status="draft")
    assert facets.counts(ANONYMOUS, "goal") == {"3": 1, "11": 1}
    assert facets.counts(actor(code="9901"), "goal") == {"3": 2, "11": 1}
    assert facets.seen_by(actor(code="9902")).total == 2


@pytest.mark.django_db(transaction=True)
def test_a_practice_changes_track_with_its_goals():
    one = practice(goals=[13])
    assert facets.counts(ANONYMOUS, "track") == {"climate": 1}
    one.goal_rows.update(goal=3)
    one.save()
    assert facets.counts(ANONYMOUS, "track") == {"social": 1}


@pytest.mark.django_db
def test_pairs_are_counted_for_the_matrix():
    practice(goals=[3, 11], departments=["health"])
    practice(goals=[11], departments=["health", "planning"])
    assert facets.crossed(ANONYMOUS, "goal", "department") == {
        ("3", "health"): 1,
        ("11", "health"): 2,
        ("11", "planning"): 1,
    }


@pytest.mark.django_db
def test_counts_answer_under_the_choices_of_other_groups():
    practice(goals=[3], themes=["people"])
    practice(goals=[3], themes=["places"])
    seen = facets.seen_by(ANONYMOUS)
    assert seen.counts("goal", {"theme": ["people"], "goal": ["11"]}) == {"3": 1}


@pytest.mark.django_db
def test_a_practice_lies_in_the_region_of_its_municipality_today():
    fjordby = MunicipalityFactory()
    region = Region.objects.first()
    MunicipalityRegion.objects.create(municipality=fjordby, region=region)
    practice()
    assert facets.counts(ANONYMOUS, "region") == {region.pk: 1}


@pytest.mark.django_db
def test_nothing_new_costs_one_query(django_assert_num_queries):
    practice(goals=[3])
    facets.counts(ANONYMOUS, "goal")
    with django_assert_num_queries(1):
        facets.counts(ANONYMOUS, "goal")


@pytest.mark.django_db
def test_a_write_shows_in_the_very_next_count():
    one = practice(goals=[3])
    assert facets.counts(ANONYMOUS, "goal") == {"3": 1}
    one.withdraw(by=member("coordinator"))
    assert facets.counts(ANONYMOUS, "goal") == {}


@pytest.mark.django_db(transaction=True)
def test_only_what_changed_is_read_again(monkeypatch):
    one, other = practice(goals=[3]), practice("Bænke", goals=[11])
    facets.counts(ANONYMOUS, "goal")
    asked = []
    rows = facets._rows
    monkeypatch.setattr(
        facets, "_rows", lambda today, ids=None: asked.append(ids) or rows(today, ids)
    )
    other.withdraw(by=member("coordinator"))
    assert facets.counts(ANONYMOUS, "goal") == {"3": 1}
    assert asked == [[other.pk]]
    one.delete()
    assert facets.counts(ANONYMOUS, "goal") == {}
    assert asked == [[other.pk], None], "after a deletion everything is read"


@pytest.mark.django_db(transaction=True)
def test_a_new_department_gets_its_name_without_a_restart():
    practice(departments=["health"])
    facets.counts(ANONYMOUS, "department")
    Department.objects.create(code="harbour", name_da="Havnen", name_en="Harbour", position=99)
    practice("Både til alle", departments=["harbour"])
    seen = facets.seen_by(ANONYMOUS)
    assert seen.counts("department") == {"health": 1, "harbour": 1}
    assert seen.names.label("department", "harbour") == "Havnen"


@pytest.mark.django_db
def test_a_bulk_load_is_counted_after_its_reindex():
    one = practice()
    facets.counts(ANONYMOUS, "outcome")
    loaded = Practice(title="Skolehave", municipality=one.municipality, outcome="did_not")
    loaded.status, loaded.published_at = "published", one.published_at
    Practice.objects.bulk_create([loaded])
    Practice.objects.all().reindex()
    assert facets.counts(ANONYMOUS, "outcome") == {"partly": 1, "did_not": 1}
