"""What somebody looks for in the catalogue: read from a query string, written to one.

Only what is known is taken over; everything malformed is left out without a word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from django.http import QueryDict

from practices.catalogue.bitmaps import GROUPS
from practices.catalogue.names import Names
from sdg_platform.search.analyser import LONGEST_QUERY
from sdg_platform.text import TextRefused, clean_text

SORTS: Final = ("relevance", "newest", "title")
# Nobody ticks this many; a script may.
MOST_VALUES: Final = 200


@dataclass(frozen=True)
class Filters:
    """`chosen` holds only groups in which something is chosen; `sort` is "" unless asked for."""

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""

    @classmethod
    def read(cls, query: QueryDict, names: Names) -> Self:
        chosen = {}
        for group in GROUPS:
            values = dict.fromkeys(query.getlist(group)[:MOST_VALUES])
            if known := tuple(value for value in values if names.knows(group, value)):
                chosen[group] = known
        q, sort = _clean_query(query.get("q", "")), query.get("sort", "")
        usual = "relevance" if q else "newest"
        return cls(q, chosen, sort if sort in SORTS and sort != usual else "")

    @property
    def order(self) -> str:
        """With words to look for the best match comes first; without there is no best match."""
        if self.q:
            return self.sort or "relevance"
        return self.sort if self.sort in {"newest", "title"} else "newest"

    @property
    def number_chosen(self) -> int:
        return sum(map(len, self.chosen.values()))

    def query(self, **more: object) -> str:
        """The query string that leads here, in one order whatever order it came in."""
        query = QueryDict(mutable=True)
        if self.q:
            query["q"] = self.q
        for group, values in self.chosen.items():
            query.setlist(group, list(values))
        if self.sort:
            query["sort"] = self.sort
        for name, value in more.items():
            query[name] = str(value)
        return query.urlencode()

    def without(self, group: str, value: str) -> Self:
        """The same with one choice taken back."""
        rest = tuple(other for other in self.chosen[group] if other != value)
        chosen = {name: rest if name == group else kept for name, kept in self.chosen.items()}
        return type(self)(self.q, {name: kept for name, kept in chosen.items() if kept}, self.sort)

    def only(self, group: str, value: str) -> Self:
        """The same with this choice alone in its group."""
        return type(self)(self.q, {**self.chosen, group: (value,)}, self.sort)

    def without_words(self) -> Self:
        return type(self)("", self.chosen, self.sort)

    def without_all(self) -> Self:
        return type(self)(self.q, {}, self.sort)


def _clean_query(text: str) -> str:
    try:
        return clean_text(text[:LONGEST_QUERY], limit=LONGEST_QUERY, one_line=True)
    except TextRefused:
        return ""
