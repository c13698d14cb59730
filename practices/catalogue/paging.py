"""A page of practices without reading those before it: the orders are held in memory."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from pyroaring import BitMap

from practices.models import Practice
from sdg_platform.sequence import Sequence

# Beyond this many changed practices reading the order anew is faster.
MOST_MOVED: Final = 200


@dataclass(frozen=True)
class Order:
    """One of the two orders that the database keeps an index for; the id decides a tie."""

    field: str
    descending: bool

    def read(self) -> Sequence:
        """Every practice in this order."""
        sign = "-" if self.descending else ""
        rows = Practice.objects.order_by(f"{sign}{self.field}", f"{sign}pk")
        return Sequence.read(rows.values_list("pk", flat=True))

    def followed(self, known: Sequence, changed: Collection[int]) -> Sequence:
        """The order as it is now that these have changed or are gone."""
        if len(changed) <= MOST_MOVED:
            # What was written since then may stand before one of them: then all is read.
            with suppress(LookupError):
                return known.moved(BitMap(changed), self._places(changed))
        return self.read()

    def _places(self, changed: Collection[int]) -> "QuerySet[Any, tuple[int, int | None]]":
        sign, back = ("-", "") if self.descending else ("", "-")
        way = "gt" if self.descending else "lt"
        earlier = Practice.objects.exclude(pk__in=changed).filter(
            Q(**{f"{self.field}__{way}": OuterRef(self.field)})
            | Q(**{f"pk__{way}": OuterRef("pk")}),
            **{f"{self.field}__{way}e": OuterRef(self.field)},
        )
        before = earlier.order_by(f"{back}{self.field}", f"{back}pk").values("pk")[:1]
        rows = Practice.objects.filter(pk__in=changed).annotate(before=Subquery(before))
        rows = rows.order_by(f"{sign}{self.field}", f"{sign}pk")
        return rows.values_list("pk", "before")


ORDERS: Final = {"newest": Order("listed_at", True), "title": Order("title_key", False)}
