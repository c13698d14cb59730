"""Where invented things may happen, and how chance is drawn so that it can be drawn again."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from operator import attrgetter
from random import Random
from typing import Any, Final, Self
from uuid import UUID

from django.db import connection
from django.db.models import AutoField, DateTimeField, Model, UUIDField

from partnerships.models import Organisation
from practices.models import Practice
from sdg_platform.accounts.models import Municipality
from sdg_platform.taxonomy.models import Department, Goal, PreventionPackage, Target, Theme
from workshops.models import Reflection

Progress = Callable[[int], Any]
"""Told after each chunk how many were made."""

CHUNK: Final = 500
FIRST, LAST = datetime(2019, 1, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)
# How often each code comes, out of 100.
SHARING = {"public": 45, "network": 30, "own": 25}


@dataclass
class World:
    """Where things may happen, what they can be tagged with, and whom one can work with."""

    seed: int
    municipalities: Sequence[Municipality]
    reach: Sequence[float]
    # Kind of tag ("goal", "target", ...) to code to record.
    tags: Mapping[str, Mapping[Any, Any]]
    # A few organisations of each municipality, as (id, name): whom practices name as partners.
    neighbours: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    @classmethod
    def read(cls, seed: int) -> Self:
        towns = list(Municipality.objects.real().order_by("code"))
        models = (Goal, Target, Theme, Department, PreventionPackage)
        return cls(
            seed=seed,
            municipalities=towns,
            # A large town tells more than a small one, but not in proportion.
            reach=list(accumulate((one.population or 40_000) ** 0.7 for one in towns)),
            tags={
                model.__name__: {record.pk: record for record in model.objects.all()}
                for model in models
            },
        )

    def dice(self, what: str) -> Random:
        """Chance of its own for each kind, so that asking for more of one changes no other."""
        return Random(f"{self.seed} {what}")  # noqa: S311  # nosec: to be repeated

    def municipality(self, dice: Random) -> Municipality:
        return dice.choices(self.municipalities, cum_weights=self.reach)[0]

    def in_order(self, model: type[Model], codes: Collection[Any]) -> list[Any]:
        """The records of these codes, each once, as the database would order them."""
        return [record for code, record in self.tags[model.__name__].items() if code in codes]

    def any_tag(self, model: type[Model], dice: Random) -> Any:
        """The code of any tag of that model, however rare."""
        return dice.choice(list(self.tags[model.__name__]))

    def is_used(self) -> bool:
        """Whether this seed has made rows here before; they would be made a second time."""
        return (
            Practice.objects.filter(uid=new_id(self.dice("practices"))).exists()
            or Reflection.objects.filter(pk=new_id(self.dice("reflection ids"))).exists()
            or Organisation.objects.filter(source_url=self.source("organisations", 0)).exists()
        )

    def source(self, kind: str, number: int) -> str:
        """An address that tells every reader that the row is invented ("opdigtet")."""
        return f"https://example.org/opdigtet/{self.seed}/{kind}/{number}"


def new_id(dice: Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)


def draw(dice: Random, weights: Mapping[str, int]) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]


def moment(dice: Random) -> datetime:
    """Some time between `FIRST` and `LAST`, more often lately than long ago."""
    share = max(dice.random(), dice.random())
    return FIRST + timedelta(seconds=int((LAST - FIRST).total_seconds() * share))


def chunks(number: int) -> Iterator[range]:
    for start in range(0, number, CHUNK):
        yield range(start, min(start + CHUNK, number))


def insert(rows: Sequence[Model]) -> None:
    """Write rows whose keys nobody asks for: ten times as fast as `bulk_create`.

    Takes the values as they are, times included: nothing is stamped with the clock.
    """
    if not rows:
        return
    meta: Any = rows[0]._meta
    columns = [one for one in meta.concrete_fields if not isinstance(one, AutoField)]
    values = map(attrgetter(*(one.attname for one in columns)), rows)
    ready = _adapted(values, [_adapter(one) for one in columns])
    _write(meta.db_table, [one.column for one in columns], ready)


def _adapter(column: Any) -> Callable[..., Any] | None:
    """How this database takes the column's values; None where it takes them as they are."""
    own = column.target_field if column.is_relation else column
    return column.get_db_prep_save if isinstance(own, DateTimeField | UUIDField) else None


def _adapted(
    rows: Iterable[Sequence[Any]], adapters: Sequence[Callable[..., Any] | None]
) -> Iterator[Sequence[Any]]:
    awkward = [(at, adapt) for at, adapt in enumerate(adapters) if adapt]
    for row in rows:
        values = list(row)
        for at, adapt in awkward:
            values[at] = adapt(values[at], connection)
        yield values


def link(model: type[Model], name: str, pairs: Iterable[tuple[Any, Any]]) -> None:
    """Write (key of a record, code of a tag) pairs of a plain many-to-many relation."""
    relation: Any = model._meta.get_field(name)
    through = relation.remote_field.through._meta
    names = [relation.m2m_column_name(), relation.m2m_reverse_name()]
    own: Any = model._meta.pk
    ready = ((own.get_db_prep_save(key, connection), code) for key, code in pairs)
    _write(through.db_table, names, ready)


def _write(table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    columns, places = ", ".join(map(quote, names)), ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(table)} ({columns}) VALUES ({places})",  # noqa: S608  # nosec: no input
            list(rows),
        )
