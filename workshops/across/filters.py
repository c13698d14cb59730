"""What somebody looks for among the notes of all workshops: read from a query string, and back.

Only what is known is taken over; everything malformed is left out without a word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Self
from uuid import UUID

from django.http import QueryDict

from sdg_platform.search.analyser import LONGEST_QUERY
from sdg_platform.text import TextRefused, clean_text
from workshops.across.synthesis import GROUPS, Choice

# Nobody ticks this many; a script may.
MOST_VALUES: Final = 200
LONGEST_KEY: Final = 64


@dataclass(frozen=True)
class Filters:
    """`chosen` holds only groups in which something is chosen; days are included.

    `word` is a stem that the notes must hold; of `like`, a question, only those that ask the
    same are wanted.
    """

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    word: str = ""
    like: UUID | None = None

    @classmethod
    def read(cls, query: QueryDict, known: Mapping[str, Mapping[str, str]]) -> Self:
        chosen = {}
        for group in GROUPS:
            values = dict.fromkeys(query.getlist(group)[:MOST_VALUES])
            if some := tuple(value for value in values if value in known[group]):
                chosen[group] = some
        word = query.get("word", "")
        return cls(
            q=_clean(query.get("q", "")),
            chosen=chosen,
            first=_day(query.get("from", "")),
            last=_day(query.get("to", "")),
            word=word if word.isascii() and word.isalnum() and len(word) <= LONGEST_KEY else "",
            like=_key(query.get("like", "")),
        )

    @property
    def choice(self) -> Choice:
        groups = {group: frozenset(values) for group, values in self.chosen.items()}
        return Choice(groups, self.first, self.last)

    def query(self, **more: object) -> str:
        """The query string that leads here; `more` replaces what stands there, "" takes it out."""
        query = QueryDict(mutable=True)
        days = {"from": self.first, "to": self.last}
        single = {"q": self.q, "word": self.word, "like": self.like, **days}
        for name in single.keys() | more.keys() - self.chosen.keys():
            if value := more.get(name, single.get(name)):
                query[name] = str(value)
        for group, values in self.chosen.items():
            if group not in more:
                query.setlist(group, list(values))
            elif more[group]:
                query[group] = str(more[group])
        return _in_order(query).urlencode()

    def without(self, group: str) -> Self:
        return replace(self, chosen={g: v for g, v in self.chosen.items() if g != group})


def _in_order(query: QueryDict) -> QueryDict:
    """One address for one list, whatever order its parts came in."""
    ordered = QueryDict(mutable=True)
    for name in ("q", *GROUPS, "from", "to", "word", "like", "page"):
        if name in query:
            ordered.setlist(name, query.getlist(name))
    return ordered


def _clean(text: str) -> str:
    try:
        return clean_text(text[:LONGEST_QUERY], limit=LONGEST_QUERY, one_line=True)
    except TextRefused:
        return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == 36 else None
    except ValueError:
        return None
