"""The bitmaps of frequent words lie in the database for the next process, and are never late."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdg_platform.accounts.actor import ANONYMOUS
from sdg_platform.management.backups.tables import emptied_models, kept_models
from sdg_platform.search import index, kept_words, shelf, store
from sdg_platform.search.kept_words import KeptWord
from sdg_platform.search.models import Shelf
from tests.factories import MunicipalityFactory

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def everything_is_kept(monkeypatch):
    monkeypatch.setattr(kept_words, "FEWEST", 1)
    MunicipalityFactory(code="9901")


def put(*titles, first=1):
    index.put(
        index.NewEntry(
            object_id=str(number),
            title=title,
            kind="practice",
            reach="public",
            municipality_code="9901",
            updated_at=NOON,
        )
        for number, title in enumerate(titles, start=first)
    )


def another_process():
    """Forgets what this one knows."""
    shelf._held.clear()


def numbers(query):
    return index.answer(query, kind="practice", actor=ANONYMOUS).numbers(100)


def rows_read(monkeypatch):
    """The words whose rows are read from now on."""
    asked = []
    kind = type(store.shelf_store("practice"))
    holders = kind.holders

    def told(self, words):
        asked.extend(words)
        return holders(self, words)

    monkeypatch.setattr(kind, "holders", told)
    return asked


def test_another_process_reads_no_rows_for_a_frequent_word(monkeypatch):
    put("Trivsel i skolen", "Trivsel i haven")
    assert numbers("trivsel") == [1, 2]
    asked = rows_read(monkeypatch)

    another_process()

    assert numbers("trivsel") == [1, 2]
    assert "trivsel" not in asked


def test_what_was_written_since_is_found_by_the_next_process(monkeypatch):
    put("Trivsel i skolen", "Trivsel i haven", "Natur")
    numbers("trivsel")
    put("Motion", "Natur", "Trivsel i naturen")
    index.remove("practice", ["2"])
    asked = rows_read(monkeypatch)

    another_process()

    assert numbers("trivsel") == [3]
    assert "trivsel" not in asked


def test_a_word_that_lies_far_behind_is_kept_anew(monkeypatch):
    monkeypatch.setattr(shelf, "MOST_BEHIND", 1)
    put("Trivsel")
    numbers("trivsel")
    before = KeptWord.objects.get(word="trivsel").number
    for number in (2, 3):
        put("Trivsel", first=number)

    another_process()

    assert numbers("trivsel") == [1, 2, 3]
    assert KeptWord.objects.get(word="trivsel").number == before + 2


def test_after_too_many_changes_the_rows_are_read(monkeypatch):
    monkeypatch.setattr(shelf, "MOST_CHANGES", 1)
    put("Trivsel")
    numbers("trivsel")
    put("Natur", "Trivsel", "Trivsel")
    asked = rows_read(monkeypatch)

    another_process()

    assert numbers("trivsel") == [2, 3]
    assert "trivsel" in asked


def test_after_a_bulk_load_nothing_that_was_kept_counts(monkeypatch):
    put("Trivsel")
    numbers("trivsel")
    with transaction.atomic():
        Shelf.advance("practice", [], read_all=True)
    asked = rows_read(monkeypatch)
    another_process()
    assert numbers("trivsel") == [1]
    assert "trivsel" in asked


def test_what_is_read_inside_a_transaction_is_not_kept():
    with transaction.atomic():
        put("Trivsel")
        assert numbers("trivsel") == [1]
    assert not KeptWord.objects.filter(word="trivsel").exists()


def test_a_word_that_nothing_holds_any_more_is_not_kept():
    put("Trivsel")
    numbers("trivsel")
    index.remove("practice", ["1"])
    assert not KeptWord.objects.filter(word="trivsel").exists()


def test_a_restored_house_keeps_no_words_of_the_one_before():
    assert KeptWord in emptied_models()
    assert KeptWord not in kept_models()


def begun(typed):
    found = index.suggest(typed, kinds=["practice"], actor=ANONYMOUS, limit=50)
    return [int(one.object_id) for one in found]


def test_titles_that_begin_so_follow_every_write_and_the_next_process():
    put("Skolehave", "Skolen i skoven", "Natur i skolen")
    assert begun("sko") == [1, 2, 3]
    assert begun("natur sko") == [3]
    put("Regnbed", "Natur og skov", "Skov", first=2)
    assert begun("sko") == [1, 3, 4]
    assert begun("natur sko") == [3]

    another_process()

    assert begun("sko") == [1, 3, 4]
    assert begun("natur sk") == [3]
    assert begun("nat") == [3]


titles = st.lists(st.sampled_from(["Trivsel", "Natur", "Trivsel Natur", "Have"]), max_size=5)


@given(titles, st.lists(st.tuples(st.integers(1, 6), titles), max_size=4), st.booleans())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_new_process_counts_what_counting_rows_gives(said, later, forgets):
    index.clear()
    put(*said)
    held = dict(enumerate(said, start=1))
    numbers("trivsel natur")
    for first, more in later:
        put(*more, first=first)
        held |= enumerate(more, start=first)
        begun("na")
        if forgets:
            another_process()
            numbers("natur")
    natural = sorted(pk for pk, title in held.items() if "Natur" in title)
    assert begun("na") == natural
    another_process()
    assert begun("na") == natural
    for word in ("Trivsel", "Natur", "Have"):
        assert numbers(word) == sorted(pk for pk, title in held.items() if word in title.split())
