"""The bitmaps of the catalogue from its rows: of all practices, or of those that changed."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from pyroaring import BitMap

from practices.catalogue.bitmaps import Bitmaps
from practices.models import Practice, PracticeDepartment, PracticeGoal, Status

# (group, column) of what stands in the practice itself.
_COLUMNS: Final = (
    *(("municipality", "municipality_id"), ("outcome", "outcome")),
    *(("stage", "stage"), ("driver", "driver")),
)
# (group, model, column) of what stands in tables of its own.
_TABLES: Final[tuple[tuple[str, Any, str], ...]] = (
    ("target", Practice.targets.through, "target_id"),
    ("theme", Practice.themes.through, "theme_id"),
    ("package", Practice.packages.through, "preventionpackage_id"),
    ("department", PracticeDepartment, "department_id"),
)
_Parts = dict[str, dict[str, list[BitMap]]]


def read(ids: Collection[int] | None = None) -> Bitmaps:
    """All practices, or those with `ids`."""
    parts: _Parts = defaultdict(lambda: defaultdict(list))
    everything, published = [BitMap()], [BitMap()]
    for (status, *values), members in _gathered(_practices(ids)):
        everything.append(members)
        if status == Status.PUBLISHED:
            published.append(members)
        for (group, _), value in zip(_COLUMNS, values, strict=True):
            if value:
                parts[group][value].append(members)
    _read_tables(parts, ids)
    groups = {
        group: {value: BitMap.union(*bitmaps) for value, bitmaps in values.items()}
        for group, values in parts.items()
    }
    return Bitmaps(BitMap.union(*everything), BitMap.union(*published), groups)


def _practices(ids: Collection[int] | None) -> "QuerySet[Any, Any]":
    rows = Practice.objects.order_by()
    rows = rows if ids is None else rows.filter(pk__in=ids)
    return rows.values_list("status", *(column for _, column in _COLUMNS), "pk")


def _read_tables(parts: _Parts, ids: Collection[int] | None) -> None:
    for group, model, column in _TABLES:
        for (value,), members in _gathered(_tagged(model, ids, column)):
            parts[group][value].append(members)
    for (goal, role), members in _gathered(_tagged(PracticeGoal, ids, "goal_id", "role")):
        parts["goal"][str(goal)].append(members)
        if role == PracticeGoal.GoalRole.PRIMARY:
            parts["primary"][str(goal)].append(members)


def _tagged(model: Any, ids: Collection[int] | None, *columns: str) -> "QuerySet[Any, Any]":
    rows = model.objects.order_by()
    rows = rows if ids is None else rows.filter(practice_id__in=ids)
    return rows.values_list(*columns, "practice_id")


def _gathered(rows: "QuerySet[Any, Any]") -> Iterator[tuple[tuple[Any, ...], BitMap]]:
    """Of rows that end in a number: what stands before it, each with all its numbers.

    There are millions: PostgreSQL gathers them itself; SQLite would sort for that, which takes
    longer than taking them one by one.
    """
    sql, parameters = rows.query.sql_with_params()
    if connection.vendor == "postgresql":
        names = ", ".join(f"said_{at}" for at in range(len(rows.query.values_select) - 1))
        sql = (
            f"WITH one ({names}, number) AS ({sql}) "  # noqa: S608 -- Django's own SQL
            f"SELECT {names}, string_agg(number::text, ',') FROM one GROUP BY {names}"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        if connection.vendor == "postgresql":
            for *said, numbers in cursor:
                yield tuple(said), BitMap(json.loads(f"[{numbers}]"))
            return
        found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for row in cursor:
            found[row[:-1]].append(row[-1])
    yield from ((said, BitMap(numbers)) for said, numbers in found.items())
