"""What a process knows of the catalogue, and how it learns that it changed."""

import uuid
from datetime import date

import pytest
import time_machine

from practices.catalogue import facets, reading, snapshots
from practices.models import Catalogue, Practice, PracticeGoal
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
    rows = reading.read
    monkeypatch.setattr(reading, "read", lambda ids=None: asked.append(ids) or rows(ids))
    other.withdraw(by=member("coordinator"))
    assert facets.counts(ANONYMOUS, "goal") == {"3": 1}
    assert asked == [[other.pk]]
    gone = one.pk
    one.delete()
    assert facets.counts(ANONYMOUS, "goal") == {}
    assert asked == [[other.pk], [gone]], "a deletion is read like any other change"
    monkeypatch.setattr(Catalogue, "MOST_NAMED", 0)
    other.delete()
    assert facets.counts(ANONYMOUS, "outcome") == {}
    assert asked[2:] == [None], "of many at once everything is read"


@pytest.mark.django_db(transaction=True)
def test_at_midnight_regions_are_told_anew_and_no_practice_is_read(monkeypatch):
    region = Region.objects.first()
    one = practice(goals=[3])
    MunicipalityRegion.objects.create(
        municipality=one.municipality, region=region, valid_from=date(2027, 1, 1)
    )
    with time_machine.travel("2026-12-31T12:00:00+01:00", tick=False):
        assert facets.counts(ANONYMOUS, "region") == {}
    monkeypatch.setattr(reading, "read", None)
    with time_machine.travel("2027-01-01T12:00:00+01:00", tick=False):
        assert facets.counts(ANONYMOUS, "region") == {region.pk: 1}


@pytest.mark.django_db(transaction=True)
def test_a_process_that_starts_reads_the_snapshot_and_what_changed_since(monkeypatch):
    monkeypatch.setattr(snapshots, "FEWEST", 1)
    practice(goals=[3])
    other, third = practice("Bænke", goals=[11]), practice("Sti", goals=[11])
    monkeypatch.setattr(facets, "_held", None)
    facets.counts(ANONYMOUS, "goal")
    with monkeypatch.context() as nothing_changed:
        nothing_changed.setattr(facets, "_held", None)
        nothing_changed.setattr(reading, "read", None)
        assert facets.counts(ANONYMOUS, "goal") == {"3": 1, "11": 2}
    gone = other.pk
    other.delete()
    third.withdraw(by=member("coordinator"))
    newest = practice("Skolehave", goals=[3])
    asked = []
    rows = reading.read
    monkeypatch.setattr(reading, "read", lambda ids=None: asked.append(ids) or rows(ids))
    monkeypatch.setattr(facets, "_held", None)
    assert facets.counts(ANONYMOUS, "goal") == {"3": 2}
    assert [set(ids) for ids in asked] == [{gone, third.pk, newest.pk}]


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_of_another_history_is_not_used(monkeypatch):
    monkeypatch.setattr(snapshots, "FEWEST", 1)
    practice(goals=[3])
    monkeypatch.setattr(facets, "_held", None)
    facets.counts(ANONYMOUS, "goal")
    Catalogue.objects.update(token=uuid.uuid4())
    PracticeGoal.objects.all().delete()
    assert facets.counts(ANONYMOUS, "goal") == {}


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
