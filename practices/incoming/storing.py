"""Store what was judged: all of it in one transaction, or nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Final

from django.core.management.color import no_style
from django.db import connection, transaction

from practices.incoming.judging import CHANGED, NEW, Judged, judge
from practices.incoming.reading import Table
from practices.incoming.scope import Scope
from practices.models import Catalogue, Practice, many
from sdg_platform.accounts.models import Municipality, User

LARGEST_ID: Final = 2**31 - 1
"""Facets hold ids in 32 bits; a larger one was no number of ours."""


AT_ONCE: Final = 200


@contextmanager
def judged_and_held(table: Table, fields: Sequence[str], scope: Scope) -> Iterator[list[Judged]]:
    """The rows as `judge` has them, true until the block ends: nobody else stores meanwhile.

    They are judged before the turn is taken, so that others wait for the storing alone, and once
    more only where somebody stored in between. Raises FileRefused as `judge` does.
    """
    seen = Catalogue.state()
    rows = judge(table, fields, scope)
    with transaction.atomic():
        Catalogue.hold()
        if Catalogue.state() != seen:
            rows = judge(table, fields, scope)
        yield rows


def store(rows: Iterable[Judged], scope: Scope, *, by: User | None) -> list[int]:
    """Make and change practices; returns the ids of those that were touched."""
    touched: list[int] = []
    waiting = (one for one in rows if one.verdict in {NEW, CHANGED})
    with transaction.atomic():
        Catalogue.hold()
        homes = Municipality.objects.in_bulk()
        while portion := list(islice(waiting, AT_ONCE)):
            touched += _store(portion, homes, scope, by)
    return touched


def _store(
    portion: Sequence[Judged], homes: Mapping[str, Municipality], scope: Scope, by: User | None
) -> list[int]:
    """The ids in the order of the rows. Rows with a number of their own come first: the database
    hands out numbers behind them.
    """
    numbers: dict[int, int] = {}
    practices = Practice.objects.all()
    free = _free_ids(portion, scope)
    new = [one for one in portion if one.verdict == NEW]
    for some in (
        [one for one in new if one.number in free],
        [one for one in new if one.number not in free],
    ):
        made = many.create(
            practices,
            [
                many.New(one.row, homes[one.row["municipality"]], free.get(one.number))
                for one in some
            ],
            by,
        )
        numbers |= {one.number: practice.pk for one, practice in zip(some, made, strict=True)}
        if free:
            _count_on()
    changed = {
        one.number: one.stored.pk for one in portion if one.verdict == CHANGED and one.stored
    }
    many.update(
        practices, {changed[one.number]: one.row for one in portion if one.number in changed}, by
    )
    numbers |= changed
    return [numbers[one.number] for one in portion]


def _free_ids(portion: Iterable[Judged], scope: Scope) -> dict[int, int]:
    """Row to the number it had where it was exported, so that a moved catalogue keeps its
    addresses; as far as nobody has the number here.
    """
    if not scope.keeps_ids:
        return {}
    asked: dict[int, int] = {}
    for one in portion:
        number = one.row.get("id") or 0
        if one.verdict == NEW and one.row.get("uid") and 0 < number <= LARGEST_ID:
            asked.setdefault(number, one.number)
    taken = set(Practice.objects.filter(pk__in=asked).values_list("pk", flat=True))
    return {row: number for number, row in asked.items() if number not in taken}


def _count_on() -> None:
    """Let the database hand out numbers behind those that came along."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Practice]):
            cursor.execute(statement)
