"""How rows are sorted by an index of the database, and how a process follows it in memory."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from pyroaring import BitMap

from sdg_platform.ordered import Ordered

# Beyond this many changed rows reading the order anew is faster.
MOST_MOVED: Final = 200


@dataclass(frozen=True)
class Order:
    """`key` and `number` as in `order_by`; no two rows have the same number, which is what the
    order is of.
    """

    rows: Callable[[], "QuerySet[Any]"]
    key: str
    number: str

    @property
    def _of_what(self) -> str:
        return self.number.removeprefix("-")

    def read(self) -> Ordered:
        """Every row, in this order."""
        rows = self.rows().order_by(self.key, self.number)
        return Ordered.read(rows.values_list(self._of_what, flat=True))

    def followed(self, known: Ordered, changed: Collection[int]) -> Ordered:
        """The order as it is now that these have changed or are gone."""
        if len(changed) <= MOST_MOVED:
            # What was written since then may stand before one of them: then all is read.
            with suppress(LookupError):
                return known.moved(BitMap(changed), self._places(changed))
        return self.read()

    def _places(self, changed: Collection[int]) -> "QuerySet[Any, tuple[int, int | None]]":
        """Those that are there, each with the last unchanged one before it."""
        key, number = self.key.removeprefix("-"), self._of_what
        by_key = Q(**{f"{key}__{_before(self.key)}": OuterRef(key)})
        by_number = Q(**{f"{number}__{_before(self.number)}": OuterRef(number)})
        # Said once more as a bound, for the index.
        bound = Q(**{f"{key}__{_before(self.key)}e": OuterRef(key)})
        unchanged = self.rows().exclude(**{f"{number}__in": changed})
        earlier = unchanged.filter(by_key | by_number, bound)
        earlier = earlier.order_by(_turned(self.key), _turned(self.number)).values(number)[:1]
        rows = self.rows().filter(**{f"{number}__in": changed}).annotate(before=Subquery(earlier))
        return rows.order_by(self.key, self.number).values_list(number, "before")


def _before(key: str) -> str:
    return "gt" if key.startswith("-") else "lt"


def _turned(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"
