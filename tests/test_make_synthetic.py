"""Invented rows: as many as asked for, the same for the same seed, found like real ones."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from partnerships.models import Organisation, Partnership
from practices.models import Practice, PracticeGoal
from sdg_platform.accounts.models import Municipality
from sdg_platform.search.models import Entry
from workshops.models import OpenQuestion, Reflection, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_laptop(settings):
    settings.DEBUG = True


def make(**options):
    call_command("make_synthetic", verbosity=0, **options)


def everything():
    """What the rows say, without the numbers the database gives them."""
    practices = Practice.objects.order_by("uid").prefetch_related("goal_rows", "steps", "targets")
    return [
        [
            (
                *(one.uid, one.title, one.summary, one.municipality_id, one.listed_at),
                *(one.created_at, one.updated_at, one.status, one.outcome, one.driver),
                [(row.goal_id, row.role, row.sign, row.why) for row in one.goal_rows.all()],
                [step.texts() for step in one.steps.all()],
                sorted(target.pk for target in one.targets.all()),
                [partner.name for partner in one.partners.all()],
            )
            for one in practices
        ],
        list(
            Reflection.objects.order_by("pk").values_list(
                *("pk", "text", "quadrant", "seq", "sharing", "created_at", "workshop__title")
            )
        ),
        sorted(Organisation.objects.exclude(municipality=None).values_list("name", "kind")),
        sorted(Partnership.objects.values_list("title", "updated_at", "roles__organisation__name")),
        set(OpenQuestion.objects.values_list("created_at", "answers__text", "reflection")),
    ]


def test_the_same_seed_makes_the_same_rows():
    make(practices=12, reflections=70, organisations=12, seed=7)
    first = everything()
    Practice.objects.all().delete()
    Workshop.objects.all().delete()
    Partnership.objects.all().delete()
    Organisation.objects.exclude(municipality=None).delete()

    make(practices=12, reflections=70, organisations=12, seed=7)

    assert everything() == first


def test_another_seed_makes_other_rows():
    make(practices=5, seed=1)
    make(practices=5, seed=2)

    assert Practice.objects.count() == 10
    assert len(set(Practice.objects.values_list("summary", flat=True))) > 5


def test_asking_for_more_keeps_the_first_ones():
    make(practices=5)
    first = set(Practice.objects.values_list("uid", "title"))
    Practice.objects.all().delete()

    make(practices=9)

    assert first < set(Practice.objects.values_list("uid", "title"))


def test_it_makes_as_many_as_asked_for_and_says_so(capsys):
    networks = Organisation.objects.count()

    call_command("make_synthetic", practices=503, reflections=61, organisations=40)

    assert Practice.objects.count() == 503
    assert Reflection.objects.count() == 61
    assert Organisation.objects.count() - networks == 40
    assert Partnership.objects.exists()
    said = capsys.readouterr()
    assert "Made 503 practices in" in said.out
    assert "Made 61 reflections in" in said.out
    assert "All of it is invented, with seed 1." in said.out
    assert said.err == ""


def test_everything_made_is_in_the_index():
    make(practices=20, reflections=50, organisations=20)

    assert Counter(Entry.objects.values_list("kind", flat=True))["practice"] == 20
    for kind, model in (
        ("reflection", Reflection),
        ("workshop", Workshop),
        ("question", OpenQuestion),
        ("partnership", Partnership),
    ):
        assert Entry.objects.filter(kind=kind).count() == model.objects.count() > 0, kind


def test_search_finds_a_practice_by_its_title(client):
    make(practices=20)
    practice = Practice.objects.published().first()

    page = client.get("/practices/", {"q": practice.title})

    assert f'data-practice="{practice.pk}"' in page.content.decode()


def test_search_knows_of_a_practice_what_it_knows_after_a_real_save():
    make(practices=8, organisations=30)
    before = set(Entry.objects.values_list("object_id", "text__title", "text__keywords"))
    bodies = dict(Entry.objects.filter(kind="practice").values_list("object_id", "text__body"))

    Practice.objects.all().reindex()

    assert set(Entry.objects.values_list("object_id", "text__title", "text__keywords")) == before
    assert bodies == dict(
        Entry.objects.filter(kind="practice").values_list("object_id", "text__body")
    )


def test_the_facets_count_them_at_once(client):
    make(practices=20, seed=2)
    client.get("/practices/")
    make(practices=40)
    with_goal_3 = PracticeGoal.objects.filter(goal=3, practice__status="published").count()

    page = client.get("/practices/", {"goal": 3}).content.decode()

    assert with_goal_3 > 0
    assert f'data-total="{with_goal_3}"' in page


def test_tags_hold_together_as_in_a_real_practice():
    make(practices=150)

    for practice in Practice.objects.prefetch_related("goal_rows", "targets", "department_rows"):
        goals = {row.goal_id for row in practice.goal_rows.all()}
        assert {target.goal_id for target in practice.targets.all()} <= goals
        assert [row.role for row in practice.goal_rows.all()].count("primary") == 1
        assert [row.leads for row in practice.department_rows.all()].count(True) == 1


def test_frequencies_are_uneven_and_some_are_drafts():
    make(practices=400)
    goals = Counter(PracticeGoal.objects.values_list("goal_id", flat=True))

    assert len(goals) == 17
    assert goals[3] > 4 * goals[5]
    assert set(Practice.objects.values_list("status", flat=True)) == {
        "draft",
        "in_review",
        "published",
        "withdrawn",
    }
    assert set(Practice.objects.values_list("outcome", flat=True)) == {
        "succeeded",
        "partly",
        "did_not",
        "too_early",
    }
    homes = set(Practice.objects.values_list("municipality_id", flat=True))
    assert homes <= set(Municipality.objects.real().values_list("pk", flat=True))
    assert len(homes) > 60


def test_notes_stand_on_finished_boards_numbered_without_a_gap():
    make(reflections=130)

    for workshop in Workshop.objects.all():
        numbers = sorted(workshop.reflections.values_list("seq", flat=True))
        assert workshop.state in ("closed", "archived")
        assert numbers == list(range(1, workshop.seq + 1))
        assert sorted(workshop.events.values_list("seq", flat=True)) == numbers


def test_a_stranger_reads_only_what_its_sharing_lets_out(client):
    make(reflections=500, seed=3)
    shown = Workshop.objects.filter(sharing="public").first()
    hidden = Workshop.objects.filter(sharing="own").first()

    assert client.get(shown.get_absolute_url()).status_code == 200
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_a_real_installation_is_asked_twice(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="--yes"):
        make(practices=1)
    assert not Practice.objects.exists()

    make(practices=1, yes=True)
    assert Practice.objects.count() == 1


@pytest.mark.parametrize("kind", ["practices", "reflections", "organisations"])
def test_a_seed_is_used_once(kind):
    make(**{kind: 3}, seed=4)

    with pytest.raises(CommandError, match="Seed 4 was used"):
        make(**{kind: 3}, seed=4)


def test_nothing_asked_for_is_a_mistake():
    with pytest.raises(CommandError, match="Say how many"):
        make()


@pytest.mark.parametrize("number", ["-1", "mange", "1.5"])
def test_numbers_are_whole_and_not_negative(number):
    with pytest.raises(CommandError, match="from 0 upwards"):
        call_command("make_synthetic", "--practices", number)
