"""A page of practices by key: where it starts is known, so nothing before it is read."""

from dataclasses import dataclass
from typing import Final, Self

from django.db.models import Q, QuerySet, Subquery
from pyroaring import BitMap

from practices.models import Practice

# So few are sorted by the database; of more, the index is walked in its order.
FEW: Final = 1_000
_MOST_AT_ONCE: Final = 20_000


@dataclass(frozen=True)
class Order:
    """One of the two orders that the database keeps an index for; the id decides a tie."""

    field: str
    descending: bool

    def turned(self) -> Self:
        return type(self)(self.field, not self.descending)

    def ids(
        self,
        members: BitMap,
        count: int,
        *,
        skip: int = 0,
        after: int | None = None,
        among: int = 0,
    ) -> list[int]:
        """The first `count` of `members` in this order, past `skip` of them or past `after`.

        `among` how many practices they lie scattered decides how far is walked at a time.
        """
        if len(members) <= FEW:
            return list(self._from(after).filter(pk__in=list(members))[skip : skip + count])
        found: list[int] = []
        scattered = max(among / len(members), 1)
        step = min(int((skip + count) * scattered * 1.3) + count, _MOST_AT_ONCE)
        while len(found) < skip + count:
            walked = list(self._from(after)[:step])
            found += [pk for pk in walked if pk in members]
            if len(walked) < step:
                break
            after = walked[-1]
            step = min(step * 8, _MOST_AT_ONCE)
        return found[skip : skip + count]

    def _from(self, after: int | None) -> QuerySet:
        sign = "-" if self.descending else ""
        rows = Practice.objects.order_by(f"{sign}{self.field}", f"{sign}pk")
        if after is not None:
            key = Subquery(Practice.objects.filter(pk=after).order_by().values(self.field)[:1])
            way = "lt" if self.descending else "gt"
            rows = rows.filter(
                Q(**{f"{self.field}__{way}": key}) | Q(**{f"pk__{way}": after}),
                **{f"{self.field}__{way}e": key},
            )
        return rows.values_list("pk", flat=True)


ORDERS: Final = {"newest": Order("listed_at", True), "title": Order("title_key", False)}
