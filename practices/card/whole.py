"""One practice with everything its card shows, asked for with SQL that is built once.

To build the queries of a card took five times as long as to answer them. The parts come in one
answer: each row says which part it is and brings its columns as JSON.
"""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import JSONObject

from practices.catalogue.names import Names
from practices.models import (
    BuildingBlock,
    Practice,
    PracticeDepartment,
    PracticeGoal,
    PracticePartner,
    Requirement,
    Step,
)
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.roles import Role
from sdg_platform.prepared import Prepared

# The parts with rows of their own, each with its order.
ROWS: Final[dict[str, tuple[type[models.Model], Callable[[Any], Any]]]] = {
    "goal_rows": (PracticeGoal, lambda row: (row.role, row.pk)),
    "department_rows": (PracticeDepartment, lambda row: (not row.leads, row.pk)),
    "steps": (Step, lambda row: row.position),
    "partners": (PracticePartner, lambda row: row.pk),
    "requirements": (Requirement, lambda row: (row.weight, row.pk)),
    "building_blocks": (BuildingBlock, lambda row: row.pk),
}
# What it is tagged with: the column that holds the tag's key, and the tag's name in `Names`.
TAGS: Final[dict[str, tuple[type[models.Model], str, str]]] = {
    "targets": (Practice.targets.through, "target_id", "target"),
    "themes": (Practice.themes.through, "theme_id", "theme"),
    "packages": (Practice.packages.through, "preventionpackage_id", "package"),
}
_STAND_IN: Final = -9_000_000_000_001


def asker(actor: Actor) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """What `visible_to` looks at: the municipalities and the boards joined."""
    return tuple(actor.roles), tuple(actor.participations)


def somebody(codes: tuple[str, ...], boards: tuple[int, ...] = ()) -> Actor:
    """Anybody of whom `asker` says the same."""
    joined = dict.fromkeys(boards, UUID(int=0))
    return Actor(roles=dict.fromkeys(codes, Role.STAFF), participations=joined)


_SEEN: Final = Prepared[Practice](
    lambda pk, codes: (
        Practice.objects.visible_to(somebody(codes))
        .select_related("municipality", "published_by")
        .filter(pk=pk)
        .order_by()
    )
)


def seen_practice(actor: Actor, pk: int, names: Names) -> Practice | None:
    """The practice as after `for_page`, in two queries; None where `actor` may see none.

    The tags are the records that `names` holds.
    """
    practice = _SEEN.first(pk, tuple(actor.roles))
    if practice is not None:
        _take_in(practice, names)
    return practice


def _take_in(practice: Practice, names: Names) -> None:
    """Put the parts where `all()` looks for them, and the names where the parts look for them."""
    found: dict[str, list[Any]] = {name: [] for name in (*ROWS, *TAGS)}
    for name, values in _parts(practice.pk):
        found[name].append(values)
    held: dict[str, list[Any]] = {}
    for name, (model, place) in ROWS.items():
        held[name] = sorted((_record(model, row, practice) for row in found[name]), key=place)
    for name, (_model, column, group) in TAGS.items():
        codes = {str(values[column]) for values in found[name]}
        tags = [record for code, record in names.groups[group].items() if code in codes]
        # A tag that came after the names were read is left to the database.
        if len(tags) == len(codes):
            held[name] = tags
    for row in held["goal_rows"]:
        _name(row, names, "goal", "goal")
    for row in held["department_rows"]:
        _name(row, names, "department", "department")
    for tension in ("dilemma_of", "dilemma_with"):
        _name(practice, names, "goal", tension)
    practice._prefetched_objects_cache = {  # type: ignore[attr-defined]
        name: _answered(getattr(practice, name).get_queryset(), rows) for name, rows in held.items()
    }


def _name(row: models.Model, names: Names, group: str, field: str) -> None:
    if record := names.groups[group].get(str(getattr(row, f"{field}_id"))):
        setattr(row, field, record)


def _record(model: type[models.Model], values: dict[str, Any], practice: Practice) -> models.Model:
    fields = model._meta.concrete_fields
    read = [field.to_python(values[field.attname]) for field in fields]
    record = model.from_db("default", [field.attname for field in fields], read)
    setattr(record, "practice", practice)  # noqa: B010 -- every part has one; the type knows not.
    return record


def _answered(rows: Any, records: list[Any]) -> Any:
    """The query as if it had been asked, so that `all()` asks no more and `filter()` still may."""
    rows._result_cache, rows._prefetch_done = records, True
    return rows


def _parts(pk: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name of the part and the columns of each row, in no order."""
    sql, parameters = _built(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [pk if value == _STAND_IN else value for value in parameters])
        for name, values in cursor.fetchall():
            yield name, values if isinstance(values, dict) else json.loads(values)


@lru_cache(maxsize=4)
def _built(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The SQL for all parts in one, and its parameters with a stand-in for the practice's id."""
    shapes = {
        name: (model, [field.attname for field in model._meta.concrete_fields])
        for name, (model, _place) in ROWS.items()
    } | {name: (model, [column]) for name, (model, column, _group) in TAGS.items()}
    first, *others = (
        model._default_manager.filter(practice=_STAND_IN)
        .order_by()
        .values_list(Value(name), JSONObject(**{column: F(column) for column in columns}))
        for name, (model, columns) in shapes.items()
    )
    return first.union(*others, all=True).query.sql_with_params()
