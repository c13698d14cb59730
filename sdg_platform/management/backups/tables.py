"""Rows out of any database as lines of JSON, and into any other: the same text on each.

What can be made again stays out: the search index, the state of the facets, sessions, counters
of limits, and cached answers. Rows come in the order of their keys, sorted here where a database
would sort texts by its own rules, so that the same rows are the same bytes.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

Model = type[models.Model]
AT_ONCE: Final = 500
MADE_AGAIN: Final = frozenset(
    {
        "search.Entry",
        "search.EntryGuest",
        "search.EntryText",
        "search.Word",
        "sessions.Session",
        "limits.Use",
    }
    | {"search.Shelf", "search.Shelved", "search.Change", "search.KeptWord"}
    | {"practices.Catalogue", "practices.Gone", "practices.Snapshot"}
)
# Of a municipality, and yet there before anybody has done anything.
_REFERENCE: Final = frozenset({"accounts.MunicipalityRegion", *MADE_AGAIN})
_WHOLE_NUMBERS: Final = (models.IntegerField, models.UUIDField)


def kept_models() -> list[Model]:
    """Every table whose rows are carried, by name."""
    every = apps.get_models(include_auto_created=True)
    kept = (it for it in every if _is_table(it) and it._meta.label not in MADE_AGAIN)
    return sorted(kept, key=lambda model: model._meta.label)


def emptied_models() -> list[Model]:
    """Every table that a restore empties first."""
    return [it for it in apps.get_models(include_auto_created=True) if _is_table(it)]


def _is_table(model: Model) -> bool:
    return model._meta.managed and not model._meta.proxy


def applied_migrations() -> list[list[str]]:
    """The shape of the database, as far as Django knows it."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted([app, name] for app, name in applied)


def is_in_use() -> bool:
    """Whether the database holds anything but what `migrate` puts into it."""
    for model in kept_models():
        rows = model._base_manager
        if model._meta.label == "accounts.User" and rows.exists():
            return True
        names = {field.name for field in model._meta.concrete_fields}
        is_owned = "municipality" in names and model._meta.label not in _REFERENCE
        if is_owned and rows.filter(municipality__isnull=False).exists():
            return True
    return False


# --- Out --------------------------------------------------------------------------------------


def columns(model: Model) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def lines(model: Model) -> Iterator[bytes]:
    """The names of the columns, then a row a line."""
    yield _line(columns(model))
    for row in _rows(model):
        yield _line([_plain(value) for value in row])


def _rows(model: Model) -> Iterator[tuple[Any, ...]]:
    """Some at a time by their keys: no row is read twice, and memory stays small."""
    names, key = columns(model), model._meta.pk
    rows = model._base_manager.order_by("pk").values_list(*names)
    if not isinstance(_target(key), _WHOLE_NUMBERS):
        yield from sorted(rows, key=lambda row: str(row[names.index(key.attname)]))
        return
    place, last = names.index(key.attname), None
    while True:
        portion = list((rows if last is None else rows.filter(pk__gt=last))[:AT_ONCE])
        yield from portion
        if len(portion) < AT_ONCE:
            return
        last = portion[-1][place]


def _target(field: Any) -> Any:
    """The field at the end of a chain of foreign keys."""
    while field.is_relation:
        field = field.target_field
    return field


def _plain(value: Any) -> Any:
    match value:
        case bytes() | memoryview() | bytearray():
            return base64.b64encode(bytes(value)).decode()
        case datetime() | date() | time():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case timedelta():
            return value.total_seconds()
    return value


def _line(values: Sequence[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=True, sort_keys=True).encode() + b"\n"


# --- In ---------------------------------------------------------------------------------------


def empty_tables() -> None:
    """Delete every row; references are checked when the transaction ends."""
    with connection.cursor() as cursor:
        for model in emptied_models():
            cursor.execute(f"DELETE FROM {_quoted(model._meta.db_table)}")  # noqa: S608


def load(model: Model, rows: Iterable[bytes]) -> Iterator[int]:
    """Put the lines back as they were, no default and no clock added; yields numbers of rows.

    Raises ValueError where the columns are not those of this version.
    """
    rest = iter(rows)
    fields = list(model._meta.concrete_fields)
    if json.loads(next(rest, b"[]")) != columns(model):
        raise ValueError(model._meta.label)
    names = ", ".join(_quoted(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = _quoted(model._meta.db_table)
    insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
    while portion := list(islice(rest, AT_ONCE)):
        values = [
            [_stored(field, value) for field, value in zip(fields, json.loads(line), strict=True)]
            for line in portion
        ]
        with connection.cursor() as cursor:
            cursor.executemany(insert, values)
        yield len(portion)


def _stored(field: Any, value: Any) -> Any:
    """The value as this database takes it."""
    target = _target(field)
    if value is not None and not isinstance(target, models.JSONField):
        if isinstance(target, models.DurationField):
            value = timedelta(seconds=value)
        value = target.to_python(value)
    return target.get_db_prep_save(value, connection)


def count_on() -> None:
    """Let the database hand out numbers behind those that came back."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
