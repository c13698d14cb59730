"""What stands on a shelf is found by bitmaps: as it would be found row by row, and never late."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdg_platform.accounts.actor import ANONYMOUS, Actor
from sdg_platform.search import index, shelf, shelved
from sdg_platform.search.models import Shelved
from sdg_platform.search.moves import Change, Shelf
from sdg_platform.search.store import shelf_number, shelf_store
from tests.factories import MunicipalityFactory

FJORDBY = Actor(roles={"9901": "staff"})
BAKKEBY = Actor(roles={"9902": "staff"})
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WORDS = ("trivsel", "skole", "skoler", "folkeskolen", "natur", "naturen", "have", "børn", "sti")
QUERIES = (*WORDS, "trivsl", "ukendtord")


@pytest.fixture
def municipalities():
    MunicipalityFactory(code="9901")
    MunicipalityFactory(code="9902")


def entry(object_id, title, **more):
    more = {"reach": "public", "municipality_code": "9901", "updated_at": NOON} | more
    return index.NewEntry(object_id=str(object_id), title=title, kind="practice", **more)


def numbers(query, actor=ANONYMOUS):
    return index.answer(query, kind="practice", actor=actor).numbers(100)


texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "title": texts,
            "body": texts,
            "keywords": st.lists(st.sampled_from(WORDS), max_size=2),
            "reach": st.sampled_from(["public", "public", "network", "own"]),
            "draft": st.booleans(),
            "municipality_code": st.sampled_from(["9901", "9902"]),
            "updated_at": st.integers(0, 2).map(lambda days: NOON + timedelta(days=days)),
        }
    ),
    max_size=14,
)
queries = st.lists(st.sampled_from(QUERIES), min_size=1, max_size=3).map(
    " ".join
) | st.sampled_from(['"skole natur"', '"have" sti', '"trivsel skole have"'])


@pytest.mark.slow
@pytest.mark.django_db
@given(rows, st.lists(queries, min_size=1, max_size=4))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_bitmaps_answer_as_rows_do(municipalities, said, asked):
    index.clear()
    for kind in ("practice", "workshop"):
        index.put(index.NewEntry(kind, f"{n:d}", **row) for n, row in enumerate(said, start=1))
    for query in asked:
        for actor in (ANONYMOUS, FJORDBY, BAKKEBY):
            by_bitmaps, by_rows = (
                index.find(query, kinds=[kind], actor=actor, limit=50)
                for kind in ("practice", "workshop")
            )
            assert _told(by_bitmaps.hits) == _told(by_rows.hits), (query, actor)
            assert by_bitmaps.total == by_rows.total == len(by_rows.hits)
            assert sorted(_told(by_bitmaps.nearest)) == sorted(_told(by_rows.nearest)) or (
                len(by_rows.nearest) == index.MOST_NEAREST
            )


def _told(hits):
    return [(hit.score, hit.object_id, hit.draft) for hit in sorted(hits, key=_place)]


def _place(hit):
    """Rows of one score and time stand in the order of their ids as texts, bitmaps as numbers."""
    return -hit.score, int(hit.object_id)


@pytest.mark.django_db
def test_a_foreign_draft_and_what_is_not_shared_change_nothing(municipalities):
    index.put(
        [
            entry(1, "Trivsel", reach="own"),
            entry(2, "Trivsel", reach="network"),
            entry(3, "Trivsel"),
            entry(4, "Trivsel", draft=True),
        ]
    )
    assert numbers("trivsel") == [3]
    assert numbers("trivsel", BAKKEBY) == [2, 3]
    assert numbers("trivsel", FJORDBY) == [1, 2, 3, 4]


@pytest.mark.django_db
def test_more_than_the_database_sorts_is_walked_in_the_same_order(municipalities, monkeypatch):
    index.put(entry(n, "Trivsel", updated_at=NOON + timedelta(days=n % 5)) for n in range(1, 60))
    index.put(entry(n, "Trivselsdag", updated_at=NOON + timedelta(days=n)) for n in range(60, 70))
    answer = index.answer("trivsel", kind="practice", actor=ANONYMOUS)
    sorted_there = answer.numbers(69)
    monkeypatch.setattr(shelved, "FEW", 3)
    assert answer.numbers(69) == sorted_there
    assert [answer.numbers(10, skip=at) for at in (0, 10, 55)] == [
        sorted_there[at : at + 10] for at in (0, 10, 55)
    ]
    assert answer.after(sorted_there[7], 60) == sorted_there[8:68]
    assert len(set(sorted_there)) == 69


@pytest.mark.django_db(transaction=True)
def test_a_word_that_is_held_follows_every_write(municipalities):
    index.clear()
    index.put([entry(1, "Trivsel i skolen"), entry(2, "Natur"), entry(3, "Trivsel", reach="own")])
    assert numbers("trivsel") == [1]
    held = shelf.current("practice")

    index.put([entry(1, "Bænke i byen"), entry(2, "Trivsel i naturen"), entry(4, "Trivsel")])
    assert numbers("trivsel") == [2, 4]
    index.put([entry(4, "Trivsel", draft=True), entry(3, "Trivsel", reach="public")])
    assert numbers("trivsel") == [2, 3]
    index.remove("practice", ["2"])
    assert numbers("trivsel") == [3]
    assert numbers("trivsel", FJORDBY) == [3, 4]
    assert set(held.words.of(["trivsel"])["trivsel"].title) == {1, 3}, "an older state stays"


@pytest.mark.django_db(transaction=True)
def test_of_what_changed_only_those_words_are_read_again(
    municipalities, monkeypatch, django_assert_num_queries
):
    index.clear()
    index.put(entry(n, "Trivsel i skolen") for n in range(1, 30))
    numbers("trivsel")
    index.put([entry(30, "Trivsel i haven", updated_at=NOON + timedelta(days=1))])
    with django_assert_num_queries(5):  # state, what changed, who may see it, its words, its place
        held = shelf.current("practice")
    with django_assert_num_queries(0):
        assert len(held.words.of(["trivsel"])["trivsel"].title) == 30
        assert list(held.newest.numbers())[:2] == [30, 1]

    monkeypatch.setattr(shelf, "MOST_CHANGES", 2)
    index.put(entry(n, "Natur") for n in range(1, 5))
    assert len(numbers("trivsel")) == 26


@pytest.mark.django_db(transaction=True)
def test_a_write_that_is_taken_back_is_never_found(municipalities):
    from django.db import transaction

    index.clear()
    index.put([entry(1, "Trivsel")])
    assert numbers("trivsel") == [1]
    with transaction.atomic():
        index.put([entry(2, "Trivsel")])
        assert numbers("trivsel") == [1, 2]
        transaction.set_rollback(True)
    assert numbers("trivsel") == [1]
    index.put([entry(3, "Trivsel")])
    assert numbers("trivsel") == [1, 3]


@pytest.mark.django_db
def test_the_log_of_changes_does_not_grow_for_ever(municipalities, monkeypatch):
    monkeypatch.setattr(Shelf, "KEPT", 5)
    for number in range(1, 21):
        index.put([entry(number, "Trivsel")])
    assert Change.objects.count() <= 10
    assert len(numbers("trivsel")) == 20


@pytest.mark.django_db
def test_what_has_no_number_stands_beside_the_shelf(municipalities):
    index.put([entry("kladde", "Trivsel"), entry("007", "Trivsel"), entry(7, "Trivsel")])
    assert list(Shelved.objects.values_list("number", flat=True)) == [7]
    assert shelf_number("practice", str(2**32)) is None
    assert shelf_number("workshop", "7") is None
    assert index.find("trivsel", actor=ANONYMOUS).total == 3
    with pytest.raises(ValueError, match="guests"):
        index.put([entry(8, "Trivsel", guests=["9902"])])


@pytest.mark.django_db
def test_words_asked_for_longest_ago_are_forgotten_first(municipalities, monkeypatch):
    index.put([entry(1, "Trivsel natur have")])
    monkeypatch.setattr(shelf, "MOST_BYTES", 1_000)
    asked = []
    store = shelf_store("practice")
    words = shelf.Words(lambda some: asked.extend(some) or store.holders(some))
    for word in ("trivsel", "natur", "trivsel", "have", "trivsel", "natur"):
        assert set(words.of([word])[word].title) == {1}
    assert asked == ["trivsel", "natur", "have", "natur"]
