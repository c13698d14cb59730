"""Numbers in the order of an index, held in memory: the first of any set without a query."""

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple, Self

from django.db import connection, models
from pyroaring import BitMap

RUN: Final = 4_096
# So few are looked up in their run one by one.
_FEW: Final = 8
_BEYOND: Final = 2**32


class Run(NamedTuple):
    """A stretch of the order, and the same as a set: what holds nobody is passed over whole."""

    numbers: "array[int]"
    members: BitMap

    @classmethod
    def of(cls, numbers: "array[int]") -> Self:
        return cls(numbers, BitMap(numbers))

    def without(self, gone: BitMap) -> Self:
        if not self.members.intersect(gone):
            return self
        kept = (number for number in self.numbers if number not in gone)
        return type(self)(array("I", kept), self.members - gone)

    def with_one(self, number: int, at: int) -> Self:
        return self.of(self.numbers[:at] + array("I", [number]) + self.numbers[at:])

    def of_these(self, members: BitMap) -> Iterator[int]:
        """The members that lie here, in order."""
        if members.intersection_cardinality(self.members) <= _FEW:
            return iter(sorted(members & self.members, key=self.numbers.index))
        return (number for number in self.numbers if number in members)

    def backwards(self) -> Self:
        return type(self)(self.numbers[::-1], self.members)


@dataclass(frozen=True)
class Ordered:
    """Never changed in place: readers may hold an older one."""

    runs: tuple[Run, ...] = ()

    @classmethod
    def of(cls, numbers: Iterable[int]) -> Self:
        every = array("I", numbers)
        return cls(tuple(Run.of(every[at : at + RUN]) for at in range(0, len(every), RUN)))

    @classmethod
    def read(cls, ordered: "models.QuerySet[Any, int]") -> Self:
        """The numbers that `ordered` gives, as one text: read in a third of the time of rows."""
        column = "group_concat(n)" if connection.vendor == "sqlite" else "string_agg(n::text, ',')"
        sql, parameters = ordered.query.sql_with_params()
        query = f"WITH ordered (n) AS ({sql}) SELECT {column} FROM ordered"  # noqa: S608 -- Django's
        with connection.cursor() as cursor:
            cursor.execute(query, parameters)
            ((numbers,),) = cursor.fetchall()
        return cls.of(json.loads(f"[{numbers or ''}]"))

    def first(
        self,
        members: BitMap,
        count: int,
        *,
        skip: int = 0,
        after: int | None = None,
        backwards: bool = False,
    ) -> list[int]:
        """The first `count` of `members` in this order or from its end, past `skip` of them.

        They stand behind `after`, where that is part of the order.

        >>> Ordered.of([5, 3, 9, 1]).first(BitMap([1, 3, 9]), 2, skip=1)
        [9, 1]
        >>> Ordered.of([5, 3, 9, 1]).first(BitMap([1, 3, 9]), 2, after=9, backwards=True)
        [3]
        """
        found: list[int] = []
        for run in self._from(after, backwards):
            if (here := members.intersection_cardinality(run.members)) <= skip:
                skip -= here
                continue
            found += islice(run.of_these(members), skip, skip + count - len(found))
            skip = 0
            if len(found) == count:
                break
        return found

    def _from(self, after: int | None, backwards: bool) -> Iterator[Run]:
        runs: Iterable[Run] = self.runs
        if backwards:
            runs = (run.backwards() for run in reversed(self.runs))
        is_behind = after is None
        for run in runs:
            if is_behind:
                yield run
            elif after is not None and after < _BEYOND and after in run.members:
                is_behind = True
                yield Run.of(run.numbers[run.numbers.index(after) + 1 :])

    def moved(self, changed: BitMap, placed: Iterable[tuple[int, int | None]]) -> Self:
        """The same with `changed` taken out, and put in where they stand now.

        `placed`, in order, are those that still exist, each with the last one before it that
        did not change; None where none did. Raises LookupError where that one is not known.

        >>> list(Ordered.of([5, 3, 9]).moved(BitMap([3, 7]), [(7, None), (3, 9)]).numbers())
        [7, 5, 9, 3]
        """
        runs = [run.without(changed) for run in self.runs]
        last: dict[int | None, int] = {}
        for number, before in placed:
            _put(runs, number, last.get(before, before))
            last[before] = number
        whole = (part for run in runs for part in _cut(run) if part.numbers)
        return type(self)(tuple(whole))

    def walk(self, members: BitMap) -> Iterator[int]:
        """All of `members` in this order."""
        return (number for run in self.runs for number in run.of_these(members))

    def numbers(self) -> Iterator[int]:
        return (number for run in self.runs for number in run.numbers)


def _put(runs: list[Run], number: int, before: int | None) -> None:
    if before is None:
        first = runs[0] if runs else Run.of(array("I"))
        runs[:1] = [first.with_one(number, 0)]
        return
    for at, run in enumerate(runs):
        if before in run.members:
            runs[at] = run.with_one(number, run.numbers.index(before) + 1)
            return
    raise LookupError(before)


def _cut(run: Run) -> Iterator[Run]:
    """Halves where it has grown to twice its size."""
    if len(run.numbers) < 2 * RUN:
        yield run
    else:
        yield Run.of(run.numbers[:RUN])
        yield Run.of(run.numbers[RUN:])
