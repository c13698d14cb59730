"""Queries of the busiest pages: built once, then asked with other values.

To turn the condition of a `visible_to` into SQL takes Django ten times as long as the database
takes to answer it. The condition itself stays in its QuerySet, where everybody finds it; here
only its SQL is remembered, for each shape of its values.
"""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.query import ModelIterable
from django.utils import timezone

Record = TypeVar("Record", bound=models.Model)
# One parameter of the SQL, made from the values that are asked with.
Parameter: TypeAlias = Callable[[tuple[Any, ...]], Any]

# What stands in for a value while the SQL is built: nothing that a query says by itself, and
# small enough for every column, because Django leaves out a condition that no row could meet.
_STANDS: dict[type, Callable[[int], Any]] = {
    int: lambda number: 31_000 + number,
    str: lambda number: f"stand-in {number}",
    UUID: lambda number: UUID(int=(0x51A << 100) + number),
}


@dataclass(frozen=True)
class _Plan:
    compiler: Any
    sql: str
    parameters: tuple[Parameter, ...]


class Prepared(Generic[Record]):
    """Asks `build(*values)`, whose SQL is built once for each shape of `values`.

    A value is an int, a str, a UUID, or a tuple of one of these; a tuple's shape is its length.
    `build` puts each into the query as it is and decides by nothing but the shape. A date in
    the query means today. Whole records come out, or the tuples of a `values_list`.

        gate = Prepared(lambda pk, codes: Workshop.objects.filter(pk=pk, municipality__in=codes))
        workshop = gate.first(4, ("9901",))
    """

    def __init__(self, build: Callable[..., "models.QuerySet[Record]"]) -> None:
        self._build = build
        self._plans: dict[tuple[object, ...], _Plan] = {}

    def first(self, *values: Any) -> Record | None:
        """The first row that comes, or None."""
        return next(self.rows(*values), None)

    def rows(self, *values: Any) -> Iterator[Record]:
        query = SimpleNamespace(get_compiler=lambda using: self._compiler(values))
        asked: Any = SimpleNamespace(db="default", query=query, _known_related_objects={})
        return iter(ModelIterable(asked))

    def tuples(self, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a `values_list`: where many are looked at and few shown."""
        return self._compiler(values).results_iter(tuple_expected=True)

    def _compiler(self, values: tuple[Any, ...]) -> Any:
        connection = connections["default"]
        shape = (connection.vendor, *map(_shape, values))
        plan = self._plans.get(shape) or self._plans.setdefault(shape, self._plan(values))
        # The plan is everybody's; a connection belongs to its thread.
        compiler = copy(plan.compiler)
        compiler.connection = connection
        parameters = tuple(parameter(values) for parameter in plan.parameters)
        compiler.as_sql = lambda *_, **__: (plan.sql, parameters)
        return compiler

    def _plan(self, values: tuple[Any, ...]) -> _Plan:
        places: list[tuple[Any, Parameter]] = []
        stands = tuple(_stand_in(at, value, places) for at, value in enumerate(values))
        today = timezone.localdate()
        places.append((today, lambda _: timezone.localdate()))
        compiler = self._build(*stands).query.get_compiler("default")
        try:
            sql, found = compiler.as_sql()
        except EmptyResultSet:  # Values of this shape find nothing whatever they are.
            sql, found = "", ()
        return _Plan(compiler, sql, tuple(_parameter(one, places) for one in found))


def _shape(value: Any) -> object:
    return len(value) if isinstance(value, tuple) else None


def _stand_in(at: int, value: Any, places: list[tuple[Any, Parameter]]) -> Any:
    """A value of the same shape, whose parts are told apart; notes in `places` what they mean."""
    if not isinstance(value, tuple):
        stand = _STANDS[type(value)](len(places))
        places.append((stand, lambda values: values[at]))
        return stand
    parts = []
    for item, part in enumerate(value):
        parts.append(_STANDS[type(part)](len(places)))
        places.append((parts[-1], partial(_item, at, item)))
    return tuple(parts)


def _item(at: int, item: int, values: tuple[Any, ...]) -> Any:
    return values[at][item]


def _as(kind: Callable[[Any], Any], place: Parameter, values: tuple[Any, ...]) -> Any:
    """PostgreSQL is told how wide a number is, by a type of its own."""
    return kind(place(values))


def _parameter(found: Any, places: list[tuple[Any, Parameter]]) -> Parameter:
    """Where the value comes from that stands as `found` in the SQL, in the database's own form."""
    for stand, place in places:
        if isinstance(found, type(stand)) and found == stand:
            return place if type(found) is type(stand) else partial(_as, type(found), place)
        if isinstance(stand, UUID) and found == stand.hex:
            return lambda values: place(values).hex
        if not isinstance(stand, int | str | UUID) and found == str(stand):
            return lambda values: str(place(values))
    return lambda _: found
