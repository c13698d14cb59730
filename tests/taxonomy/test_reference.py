import copy
import json
import re
import shutil

import pytest
from django.apps import apps

from sdg_platform.taxonomy import reference as loader
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
from sdg_platform.taxonomy.reference import flaws, load_taxonomy, read_reference

TABLES = [
    Track,
    Goal,
    Target,
    Phase,
    Theme,
    ThemeGoal,
    Department,
    PreventionPackage,
    PackageTarget,
]


@pytest.fixture
def reference():
    return copy.deepcopy(read_reference())


def our_texts():
    """Every text of our own, Danish and English, with the record and the field it stands in."""
    data = read_reference()
    for row in [*data.goals, *data.targets, *data.themes]:
        for field, text in row.items():
            if field.endswith(("_da", "_en")) and not field.startswith("name"):
                yield row.get("code", row.get("number")), field, text


def test_the_reference_data_have_no_flaw():
    assert list(flaws(read_reference())) == []


def test_there_are_17_goals_and_169_targets():
    data = read_reference()

    assert len(data.goals) == 17
    assert len({target["code"] for target in data.targets}) == len(data.targets) == 169


def test_paragraphs_end_as_sentences_and_short_wordings_do_not():
    odd = [
        (which, field)
        for which, field, text in our_texts()
        if text.endswith((".", "?")) == field.startswith("plain")
    ]

    assert odd == []


def test_no_text_uses_the_words_of_consultants():
    jargon = re.compile(
        r"indsats|implement|stakeholder|facilit(ere|ate)|best practice|interessent|borgerrejse",
        re.I,
    )

    assert [(w, f, jargon.search(t)[0]) for w, f, t in our_texts() if jargon.search(t)] == []


def test_no_two_records_say_the_same():
    texts = [text for _, _, text in our_texts()]

    assert sorted({text for text in texts if texts.count(text) > 1}) == []


def test_texts_use_the_apostrophe_and_spaces_of_print():
    assert [(w, f) for w, f, t in our_texts() if re.search(r"['\"]|\s{2}| [,.;:]|\.\.", t)] == []


def test_a_target_that_speaks_to_states_says_so_in_both_languages():
    for target in read_reference().targets:
        danish = target["municipal_da"].startswith("Mest et mål for stater. ")
        english = target["municipal_en"].startswith("Mainly a target for states. ")
        assert danish == english, target["code"]


def test_a_missing_target_is_refused(reference):
    reference.targets.pop(3)

    assert list(flaws(reference)) == ["The targets are not exactly the 169: ['1.4']."]


def test_a_target_that_comes_twice_is_refused(reference):
    reference.targets.append(reference.targets[0])

    assert list(flaws(reference)) == ["The targets are not exactly the 169: one comes twice."]


def test_a_missing_goal_is_refused(reference):
    reference.goals.pop()

    assert next(flaws(reference)).startswith("The goals are not 1 to 17 in order")


def test_an_empty_text_is_refused(reference):
    reference.targets[0]["municipal_en"] = ""

    assert list(flaws(reference)) == ["1.1 has no clean municipal_en: ''."]


def test_a_text_with_stray_spaces_is_refused(reference):
    reference.goals[2]["summary_da"] = "Alle skal  have det godt."

    assert list(flaws(reference)) == ["3 has no clean summary_da: 'Alle skal  have det godt.'."]


def test_a_text_that_breaks_the_page_is_refused(reference):
    reference.targets[0]["municipal_da"] = "a" * 241

    assert list(flaws(reference)) == ["1.1 has a municipal_da of 241 characters; 240 is the limit."]


def test_a_wording_of_thirteen_words_is_refused(reference):
    reference.targets[0]["plain_da"] = "en to tre fire fem seks syv otte ni ti elleve tolv tretten"

    assert list(flaws(reference)) == ["1.1 has a plain_da of more than 12 words."]


def test_a_mapping_to_something_unknown_is_refused(reference):
    reference.packages[0]["targets"] = ["3.5", "3.z"]
    reference.themes[0]["goals"] = [18]

    assert list(flaws(reference)) == [
        "people names goals that do not exist: [18].",
        "alkohol names targets that do not exist: ['3.z'].",
    ]


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    before = [list(table.objects.order_by("pk").values()) for table in TABLES]

    load_taxonomy(apps)

    assert [list(table.objects.order_by("pk").values()) for table in TABLES] == before


@pytest.mark.django_db
def test_loading_brings_a_changed_text_up_to_date():
    Target.objects.filter(code="3.4").update(plain_da="En gammel tekst")

    load_taxonomy(apps)

    assert Target.objects.get(code="3.4").plain_da.startswith("Færre dør for tidligt")


@pytest.mark.django_db
def test_loading_leaves_a_confirmed_mapping_alone():
    ThemeGoal.objects.filter(theme="people", goal=3).update(suggested=False)

    load_taxonomy(apps)

    assert not ThemeGoal.objects.get(theme="people", goal=3).suggested


@pytest.mark.django_db
def test_data_with_a_hole_are_refused_before_anything_is_written(tmp_path, monkeypatch):
    folder = shutil.copytree(loader.DATA, tmp_path / "data")
    goals = json.loads((folder / "goals.json").read_text(encoding="utf-8"))
    goals[0]["name_da"], goals[2]["summary_da"] = "Noget andet", ""
    (folder / "goals.json").write_text(json.dumps(goals), encoding="utf-8")
    monkeypatch.setattr(loader, "read_reference", lambda: read_reference(folder))

    with pytest.raises(ValueError, match="3 has no clean summary_da"):
        load_taxonomy(apps)

    assert Goal.objects.get(number=1).name_da == "Afskaf fattigdom"
