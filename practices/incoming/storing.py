"""Store what was judged: all of it in one transaction, or nothing."""

from collections.abc import Iterable
from typing import Final

from django.core.management.color import no_style
from django.db import connection, transaction

from practices.incoming.judging import CHANGED, NEW, Judged
from practices.incoming.scope import Scope
from practices.models import Catalogue, Practice
from sdg_platform.accounts.models import Municipality, User

LARGEST_ID: Final = 2**31 - 1
"""Facets hold ids in 32 bits; a larger one was no number of ours."""


def store(rows: Iterable[Judged], scope: Scope, *, by: User | None) -> list[int]:
    """Make and change practices; returns the ids of those that were touched."""
    touched = []
    with transaction.atomic():
        Catalogue.hold()
        homes = Municipality.objects.in_bulk()
        for one in rows:
            if one.verdict == NEW:
                home = homes[one.row["municipality"]]
                pk = _free_id(one, scope)
                made = Practice.objects.create_from_row(one.row, home, by, pk=pk)
                touched.append(made.pk)
            elif one.verdict == CHANGED and one.stored is not None:
                Practice.objects.update_from_row(one.stored.pk, one.row, by)
                touched.append(one.stored.pk)
        if scope.keeps_ids:
            _count_on()
    return touched


def _free_id(one: Judged, scope: Scope) -> int | None:
    """The number it had where it was exported, so that a moved catalogue keeps its addresses."""
    number = one.row.get("id") or 0
    if not (scope.keeps_ids and one.row.get("uid") and 0 < number <= LARGEST_ID):
        return None
    return None if Practice.objects.filter(pk=number).exists() else number


def _count_on() -> None:
    """Let the database hand out numbers behind those that came along."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Practice]):
            cursor.execute(statement)
