"""A query that was built once still asks for what it is given each time."""

from datetime import date
from uuid import UUID

import pytest

from sdg_platform.prepared import Prepared
from tests.factories import WorkshopFactory, note_on
from workshops.models import Reflection, Workshop
from workshops.models.queries import within_retention

pytestmark = pytest.mark.django_db


def test_each_value_goes_where_it_belongs():
    first, second = WorkshopFactory(title="Rent vand"), WorkshopFactory(title="Gode job")
    named = Prepared(lambda title, keys: Workshop.objects.filter(title=title, pk__in=keys))

    assert named.first("Rent vand", (first.pk, second.pk)) == first
    assert named.first("Gode job", (second.pk, first.pk)) == second
    assert named.first("Gode job", (first.pk,)) is None
    assert named.first("Gode job", ()) is None


def test_a_uuid_finds_its_row_on_either_database():
    note = note_on(WorkshopFactory(), text="Flere cykelstier")
    by_key = Prepared(lambda key: Reflection.objects.filter(pk=key))

    assert by_key.first(note.pk) == note
    assert by_key.first(UUID(int=1)) is None


def test_a_number_is_compared_even_in_a_column_that_takes_no_great_ones():
    note = note_on(WorkshopFactory(), text="Flere cykelstier")
    after = Prepared(lambda seq: Reflection.objects.filter(seq__gt=seq, version__gt=seq))

    assert [after.first(0), after.first(1)] == [note, None]


def test_today_is_the_day_of_asking_and_not_of_building():
    board = WorkshopFactory(retention=date(2026, 6, 1))
    open_boards = Prepared(lambda pk: Workshop.objects.filter(within_retention(), pk=pk))
    seen = []
    with pytest.MonkeyPatch.context() as patched:
        for day in (date(2026, 5, 31), date(2026, 6, 2), date(2026, 6, 1)):
            patched.setattr("django.utils.timezone.localdate", lambda day=day: day)
            seen.append(open_boards.first(board.pk) is not None)

    assert seen == [True, False, True]


def test_what_is_joined_and_counted_comes_along(django_assert_num_queries):
    board = WorkshopFactory()
    gate = Prepared(lambda pk: Workshop.objects.for_board().filter(pk=pk))
    gate.first(board.pk)

    with django_assert_num_queries(1):
        found = gate.first(board.pk)
        assert (found.municipality.name, found.has_photos) == ("Fjordby", False)
