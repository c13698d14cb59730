"""What a practice may become, and who sees what of it."""

import pytest
from django.core.exceptions import PermissionDenied

from practices.models import Catalogue, Gone, Practice, WrongState
from practices.parts import Parts
from sdg_platform.accounts.actor import ANONYMOUS
from sdg_platform.editing import StaleVersion
from sdg_platform.search import index
from tests.factories import actor, member, practice

pytestmark = pytest.mark.django_db


def found(query, actor=ANONYMOUS):
    return {
        int(match.object_id) for match in index.matching_ids(query, kind="practice", actor=actor)
    }


def test_a_row_becomes_a_practice_with_all_its_parts():
    gaatur = practice(
        departments=["culture", "health"],
        goals=[{"goal": 3, "role": "primary", "sign": "+", "why": "Flere går."}],
        targets=["3.4", "11.7"],
        themes=["people"],
        packages=["fysisk-aktivitet"],
        steps=[{"what": "Vi gik.", "went_wrong": "Glat føre."}],
        partners=[{"name": "Fjordby Vandrelaug", "role": "Gåværter"}],
    )
    lead = gaatur.department_rows.first()
    assert (lead.department_id, lead.leads) == ("culture", True)
    assert [(row.goal_id, row.role) for row in gaatur.goal_rows.all()] == [
        (3, "primary"),
        (11, "secondary"),
    ]
    assert gaatur.steps.get().went_wrong == "Glat føre."
    assert gaatur.partners.get().name == "Fjordby Vandrelaug"


def test_the_same_row_twice_is_one_practice():
    row = {"uid": "3ceaaf30-8142-48ea-91d9-3080f9b439fc", "title": "Gå-aftaler"}
    assert practice(**row) == practice(**row)
    assert Practice.objects.count() == 1


def test_a_goal_that_only_a_target_speaks_for_becomes_the_primary_one():
    assert practice(targets=["8.a"]).goal_rows.get().role == "primary"


def test_publishing_takes_a_second_person():
    writer, second = member("coordinator"), member("coordinator")
    draft = practice(status="draft", by=writer)
    draft.submit(by=writer)
    with pytest.raises(PermissionDenied):
        draft.publish(by=writer)
    draft.publish(by=second)
    draft.refresh_from_db()
    assert (draft.status, draft.published_by, draft.version) == ("published", second, 3)


def test_who_edited_last_may_not_publish_either():
    writer, editor = member("staff"), member("coordinator")
    draft = practice(status="draft", by=writer)
    draft.save_parts(Parts(), by=editor, version=1)
    with pytest.raises(PermissionDenied):
        draft.publish(by=editor)


@pytest.mark.parametrize(
    ("status", "step"),
    [
        ("published", "submit"),
        ("in_review", "submit"),
        ("published", "publish"),
        ("withdrawn", "publish"),
        ("draft", "withdraw"),
        ("withdrawn", "withdraw"),
    ],
)
def test_a_step_that_the_status_does_not_allow_changes_nothing(status, step):
    one = practice(status=status)
    with pytest.raises(WrongState):
        getattr(one, step)(by=member("coordinator"))
    one.refresh_from_db()
    assert (one.status, one.version) == (status, 1)


def test_a_withdrawn_practice_is_gone_for_others_at_once():
    one = practice("Bænke hver 200 meter")
    assert found("bænke") == {one.pk}
    one.withdraw(by=member("coordinator"))
    assert found("bænke") == set()
    assert not Practice.objects.visible_to(ANONYMOUS).exists()
    assert found("bænke", actor()) == {one.pk}


def test_two_who_started_from_the_same_version_do_not_overwrite_each_other():
    one = practice("Skolehave")
    mine, theirs = Practice.objects.get(pk=one.pk), Practice.objects.get(pk=one.pk)
    theirs.title = "Skolehave med bier"
    theirs.save_parts(Parts(), by=None, version=1)
    mine.title = "Skolehave uden bier"
    with pytest.raises(StaleVersion) as stale:
        mine.save_parts(Parts(), by=None, version=1)
    assert stale.value.stored.title == "Skolehave med bier"
    assert Practice.objects.get(pk=one.pk).title == "Skolehave med bier"


@pytest.mark.parametrize(
    ("reach", "own", "neighbour", "passer_by"),
    [("own", True, False, False), ("network", True, True, False), ("public", True, True, True)],
)
def test_the_bad_experience_is_read_as_far_as_it_was_shared(reach, own, neighbour, passer_by):
    one = practice(bad_experience="Have en følgeven med", bad_experience_visibility=reach)
    readers = (actor(code="9901"), actor(code="9902"), ANONYMOUS)
    assert [bool(one.bad_experience_for(reader)) for reader in readers] == [
        own,
        neighbour,
        passer_by,
    ]


def test_search_does_not_tell_of_a_bad_experience_that_is_not_public():
    practice(bad_experience="Have en følgeven med", bad_experience_visibility="network")
    open_one = practice(
        "Bænke", bad_experience="Have en følgeven med", bad_experience_visibility="public"
    )
    assert found("følgeven") == {open_one.pk}
    assert found("følgeven", actor(code="9902")) == {open_one.pk}


@pytest.mark.parametrize("words", ["Fjordby", "vandrelaug", "trivsel", "glat føre", "17.17"])
def test_goals_partners_municipality_and_steps_are_searched(words):
    one = practice(
        goals=[3],
        targets=["17.17"],
        steps=[{"what": "Vi gik.", "went_wrong": "Glat føre."}],
        partners=[{"name": "Fjordby Vandrelaug"}],
    )
    assert found(words) == {one.pk}


def test_every_write_moves_the_catalogue_on():
    before = Catalogue.state()
    one = practice()
    created = Catalogue.state()
    one.withdraw(by=member("coordinator"))
    withdrawn = Catalogue.state()
    one.delete()
    deleted = Catalogue.state()
    states = [before, created, withdrawn, deleted]
    assert [state[0] for state in states] == sorted({state[0] for state in states})
    assert Gone.objects.get().gone_in == deleted[0], "a deletion leaves no row to learn from"
    assert found("venteværelset") == set()
