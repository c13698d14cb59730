from datetime import date

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from sdg_platform.taxonomy.models import (
    Department,
    Goal,
    PackageTarget,
    Phase,
    PreventionPackage,
    Target,
    Theme,
    ThemeGoal,
    Track,
)

pytestmark = pytest.mark.django_db


def test_the_targets_of_goal_8_stand_in_the_order_people_read_them():
    assert [target.code for target in Goal.objects.get(number=8).targets.all()] == [
        "8.1", "8.2", "8.3", "8.4", "8.5", "8.6", "8.7", "8.8", "8.9", "8.10", "8.a", "8.b",
    ]  # fmt: skip


def test_all_targets_stand_under_their_goals_in_order():
    targets = list(Target.objects.all())

    assert len(targets) == 169
    assert [target.goal_id for target in targets] == sorted(t.goal_id for t in targets)
    assert all(target.code.split(".")[0] == str(target.goal_id) for target in targets)
    assert (targets[0].code, targets[-1].code) == ("1.1", "17.19")


def test_the_targets_need_no_join_to_be_in_order(django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        list(Target.objects.all())

    assert "JOIN" not in queries.captured_queries[0]["sql"]


def test_a_goal_speaks_the_readers_language():
    goal = Goal.objects.get(number=3)

    with translation.override("da"):
        assert str(goal) == "3 Sundhed og trivsel"
        assert goal.summary == "Alle skal kunne leve sundt og have det godt, hele livet."
        assert goal.municipal.startswith("At en 80-årig kan komme ud")
    with translation.override("en"):
        assert str(goal) == "3 Good health and well-being"
        assert goal.municipal.startswith("That an 80-year-old")


def test_a_target_speaks_the_readers_language():
    target = Target.objects.get(code="3.4")

    with translation.override("da"):
        assert target.plain == "Færre dør for tidligt, flere har det godt med sig selv"
    with translation.override("en"):
        assert str(target) == "3.4 Fewer die too early, more feel well in themselves"


def test_danish_answers_where_no_language_is_active_and_where_the_english_is_missing():
    department = Department(code="harbour", name_da="Havn", name_en="", position=13)

    with translation.override(None):
        assert department.name == "Havn"
    with translation.override("en"):
        assert department.name == "Havn"


def test_a_british_reader_gets_english():
    with translation.override("en-gb"):
        assert Department.objects.get(code="elderly").name == "Care for older people"


def test_each_theme_keeps_its_english_p_word_and_explains_it():
    themes = list(Theme.objects.all())

    assert [str(theme) for theme in themes] == [
        "People", "Places", "Participation", "Prosperity", "Peace", "Planet",
    ]  # fmt: skip
    with translation.override("da"):
        assert (themes[1].name, themes[1].description) == (
            "Steder",
            "At skabe steder, ude og inde, hvor det er sundt og rart at leve og mødes.",
        )


def test_the_goals_of_a_theme_are_marked_as_our_suggestion():
    planet = Theme.objects.get(code="planet")

    assert [goal.number for goal in planet.goals.all()] == [2, 6, 7, 11, 12, 13, 14, 15]
    assert not ThemeGoal.objects.filter(suggested=False).exists()


def test_the_themes_belong_to_a_phase_with_years():
    phase = Phase.objects.get()

    assert (phase.valid_from, phase.valid_to) == (date(2019, 1, 1), date(2024, 12, 31))
    assert phase.themes.count() == 6


def test_every_goal_lies_in_one_of_kls_four_tracks():
    with translation.override("da"):
        tracks = {
            str(track): [g.number for g in track.goals.all()] for track in Track.objects.all()
        }

    assert tracks == {
        "Social bæredygtighed": [1, 2, 3, 4, 5, 11, 16],
        "Klima- og miljømæssig bæredygtighed": [6, 7, 13, 14, 15],
        "Økonomisk bæredygtighed": [8, 9, 10, 12],
        "Partnerskaber for handling": [17],
    }


def test_the_departments_carry_the_promised_codes():
    assert [department.code for department in Department.objects.all()] == [
        "health", "social", "elderly", "children_and_schools", "culture",
        "technical_and_environment", "employment", "business", "finance", "staff",
        "citizen_service", "planning",
    ]  # fmt: skip


def test_the_prevention_packages_carry_the_promised_codes():
    assert [package.code for package in PreventionPackage.objects.all()] == [
        "alkohol", "fysisk-aktivitet", "hygiejne", "indeklima-i-skoler", "mad-og-maaltider",
        "mental-sundhed", "overvaegt", "seksuel-sundhed", "solbeskyttelse", "stoffer", "tobak",
    ]  # fmt: skip


def test_a_package_points_at_other_goals_than_health():
    targets = PreventionPackage.objects.get(code="mad-og-maaltider").targets.all()

    assert [target.code for target in targets] == ["2.1", "2.2", "3.4", "12.3"]
    assert not PackageTarget.objects.filter(suggested=False).exists()


def test_a_package_is_valid_from_its_first_day_to_its_last():
    package = PreventionPackage.objects.get(code="tobak")
    package.valid_to = date(2026, 12, 31)
    package.save(update_fields=["valid_to"])

    def valid(day):
        return PreventionPackage.objects.valid_on(day).filter(code="tobak").exists()

    assert not valid(date(2017, 12, 31))
    assert valid(date(2018, 1, 1))
    assert valid(date(2026, 12, 31))
    assert not valid(date(2027, 1, 1))


def test_a_package_without_an_end_is_still_valid():
    assert PreventionPackage.objects.valid_on(date(2040, 1, 1)).count() == 11


def test_a_package_cannot_end_before_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        PreventionPackage.objects.filter(code="tobak").update(valid_to=date(2017, 1, 1))


def test_there_is_no_goal_18():
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.create(number=18, name_da="Det lokale mål", track_id="social")


def test_a_theme_names_a_goal_once():
    with pytest.raises(IntegrityError), transaction.atomic():
        ThemeGoal.objects.create(theme_id="planet", goal_id=13)


def test_a_package_names_a_target_once():
    with pytest.raises(IntegrityError), transaction.atomic():
        PackageTarget.objects.create(package_id="tobak", target_id="3.a")


def test_two_targets_cannot_share_a_place_under_a_goal():
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.filter(code="8.9").update(position=10)


def test_addresses_are_made_of_natural_keys():
    assert Goal.objects.get(number=3).get_absolute_url() == reverse("goal_detail", args=[3])
    assert Goal.objects.get(number=3).get_absolute_url() == "/goals/3/"
    assert Target.objects.get(code="3.4").get_absolute_url() == "/goals/3/targets/3.4/"
    assert Target.objects.get(code="8.a").get_absolute_url() == "/goals/8/targets/8.a/"
    assert Theme.objects.get(code="people").get_absolute_url() == "/themes/people/"


def test_goals_and_targets_carry_the_uns_identifier_and_a_page_to_visit():
    goal, target = Goal.objects.get(number=3), Target.objects.get(code="3.4")

    assert goal.iri == "http://metadata.un.org/sdg/3"
    assert target.iri == "http://metadata.un.org/sdg/3.4"
    assert goal.official_url == "https://sdgs.un.org/goals/goal3"
    assert target.official_url == "https://metadata.un.org/sdg/3.4"


def test_every_target_says_that_the_words_are_ours():
    assert not Target.objects.filter(ours=False).exists()


@pytest.mark.parametrize(
    "model", [Track, Goal, Target, Phase, Theme, ThemeGoal, Department, PreventionPackage, PackageTarget]
)  # fmt: skip
def test_rows_travel_to_another_installation_by_natural_key(model):
    rows = list(model.objects.order_by("pk"))

    text = serializers.serialize(
        "json", rows, use_natural_foreign_keys=True, use_natural_primary_keys=True
    )
    for arrival in serializers.deserialize("json", text):
        arrival.save()

    assert list(model.objects.order_by("pk")) == rows


def test_a_mapping_is_known_by_its_two_ends_and_not_by_a_number():
    theme_goal = ThemeGoal.objects.get_by_natural_key("people", 3)
    package_target = PackageTarget.objects.get_by_natural_key("tobak", "3.a")

    text = serializers.serialize(
        "json", [theme_goal, package_target], use_natural_primary_keys=True
    )

    assert '"pk"' not in text
    assert [row.object.pk for row in serializers.deserialize("json", text)] == [
        theme_goal.pk,
        package_target.pk,
    ]
    assert (str(theme_goal), str(package_target)) == ("people – 3", "tobak – 3.a")


@pytest.mark.parametrize(
    ("record", "danish", "english"),
    [
        (Phase(name_da="Fase VII", name_en="Phase VII"), "Fase VII", "Phase VII"),
        (PreventionPackage(name_da="Overvægt", name_en="Overweight"), "Overvægt", "Overweight"),
        (Department(name_da="Ældre", name_en="Care"), "Ældre", "Care"),
    ],
)
def test_other_records_are_called_by_their_name(record, danish, english):
    with translation.override("da"):
        assert str(record) == danish
    with translation.override("en"):
        assert str(record) == english
