"""The catalogue as one reader asked for it: total, facets, a page of it, what comes nearest."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from practices import told
from practices.catalogue import facets
from practices.catalogue.bitmaps import GROUPS
from practices.catalogue.cards import Card, cards_of
from practices.catalogue.filters import Filters
from sdg_platform.accounts.actor import Actor
from sdg_platform.ordered import Ordered
from sdg_platform.search import index

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE_SIZE: Final = 20
MOST_NEAREST: Final = 5
LABELS: Final[dict[str, "StrOrPromise"]] = {
    "outcome": _("Hvordan gik det?"),
    "goal": _("Verdensmål"),
    "target": _("Delmål"),
    "driver": _("Hvem drev det?"),
    "theme": _("De 6 P'er"),
    "track": _("KL's spor"),
    "department": _("Forvaltning"),
    "package": _("Forebyggelsespakke"),
    "stage": _("Hvor langt er de?"),
    "municipality": _("Kommune"),
    "region": _("Region"),
}
OPEN_AT_FIRST: Final = frozenset({"outcome", "goal", "driver"})


class Choice(NamedTuple):
    value: str
    label: str
    number: int
    chosen: bool


class Facet(NamedTuple):
    name: str
    label: "StrOrPromise"
    choices: list[Choice]
    open: bool

    @property
    def kind(self) -> str:
        """Goals and outcomes are drawn with their shape."""
        return self.name if self.name in {"goal", "outcome"} else ""


class Chip(NamedTuple):
    label: str
    query: str


@dataclass(frozen=True)
class Page:
    """The links are "" where there is nothing before or behind."""

    cards: list[Card]
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True)
class Listing:
    actor: Actor
    filters: Filters
    seen: facets.Seen
    query: QueryDict

    @classmethod
    def read(cls, query: QueryDict, actor: Actor, held: facets.Held | None = None) -> Self:
        seen = facets.seen_by(actor, held)
        return cls(actor, Filters.read(query, seen.names), seen, query)

    # --- What is found ---------------------------------------------------------------------

    @cached_property
    def found(self) -> index.Answer:
        """What search gives for the words, best first, as far as it can be seen."""
        matches = index.answer(self.filters.q, kind="practice", actor=self.actor)
        return matches.within(self.seen.visible)

    @cached_property
    def within(self) -> BitMap:
        """What the words find; the facets count and narrow inside of it."""
        return self.found.members if self.filters.q else self.seen.visible

    @cached_property
    def members(self) -> BitMap:
        return self.seen.bitmaps.matching(self.filters.chosen, self.within)

    @cached_property
    def by_relevance(self) -> index.Answer:
        return self.found.within(self.members)

    @property
    def order(self) -> Ordered:
        """All practices as this list sorts them, where it does not by relevance."""
        return self.seen.held.order(self.filters.order)

    @cached_property
    def total(self) -> int:
        return len(self.members)

    def ids(self) -> Iterator[int]:
        """Every practice of the list in its order."""
        if self.filters.order == "relevance":
            yield from self.by_relevance.numbers(self.total)
            return
        yield from self.order.walk(self.members)

    def rows(
        self,
        absolute: Callable[[str], str],
        ids: Iterable[int] | None = None,
        *,
        extras: bool = False,
    ) -> Iterator[dict[str, Any]]:
        """Every practice of the list as a row of the contract, as this reader may see it; in the
        list's own order, or in that of `ids`.

        With `extras` the full example stands behind the columns. Of a hidden bad experience
        not even the level shows: the row is as if there were none.
        """
        ids = self.ids() if ids is None else ids
        return told.rows(ids, self.actor, absolute, self._region, extras=extras)

    def _region(self, pk: int) -> str:
        regions = self.seen.bitmaps.groups.get("region", {})
        return next((code for code, members in regions.items() if pk in members), "")

    # --- The facets ------------------------------------------------------------------------

    @cached_property
    def facets(self) -> list[Facet]:
        return [
            Facet(
                group,
                LABELS[group],
                list(self._choices(group)),
                group in OPEN_AT_FIRST or group in self.filters.chosen,
            )
            for group in GROUPS
        ]

    def _choices(self, group: str) -> Iterator[Choice]:
        """What would find something, and what is chosen; of targets those of chosen goals."""
        names, chosen = self.seen.names, self.filters.chosen.get(group, ())
        if group == "target" and not chosen and "goal" not in self.filters.chosen:
            return
        counts = self._counts(group)
        goals = self.filters.chosen.get("goal", ())
        for value, label in names.labels(group).items():
            if value not in chosen:
                if value not in counts:
                    continue
                if group == "target" and value.partition(".")[0] not in goals:
                    continue
            yield Choice(value, label, counts.get(value, 0), value in chosen)

    def _counts(self, group: str) -> dict[str, int]:
        """Under the choices of all other groups: where nothing is chosen, under all of them."""
        bitmaps, chosen = self.seen.bitmaps, self.filters.chosen
        if group in chosen:
            return bitmaps.counts(group, chosen, self.within)
        return bitmaps.numbers(group, self.members)

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(self.seen.names.spoken(group, value), self.filters.without(group, value).query())
            for group, values in self.filters.chosen.items()
            for value in values
        ]

    # --- A page of it ----------------------------------------------------------------------

    @cached_property
    def page(self) -> Page:
        """The page that the query asks for; beyond the end it is the last one."""
        last = max((self.total - 1) // PAGE_SIZE, 0) + 1
        number = min(max(_whole_number(self.query.get("page")) or 1, 1), last)
        ids = self._ids_of(number)
        return Page(
            self._cards(ids),
            previous_url=self._link(number - 1, before=ids[:1]) if number > 1 else "",
            next_url=self._link(number + 1, after=ids[-1:]) if number < last else "",
        )

    def _ids_of(self, number: int) -> list[int]:
        """By the key in the link where there is one; else by walking to the page."""
        start = (number - 1) * PAGE_SIZE
        if self.filters.order == "relevance":
            return self.by_relevance.numbers(PAGE_SIZE, skip=start)
        wanted = min(PAGE_SIZE, self.total - start)
        ids: list[int] = []
        if number > 1 and (after := _whole_number(self.query.get("after"))):
            ids = self.order.first(self.members, wanted, after=after)
        elif number > 1 and (before := _whole_number(self.query.get("before"))):
            ids = self.order.first(self.members, wanted, after=before, backwards=True)[::-1]
        if len(ids) == wanted:
            return ids
        return self.order.first(self.members, wanted, skip=start)

    def _link(self, number: int, **key: list[int]) -> str:
        """The first page is plainly the list; by relevance the place in the list is the key."""
        here = reverse("practices:practice_list")
        if number == 1:
            return f"{here}?{self.filters.query()}"
        keys = {name: ids[0] for name, ids in key.items() if ids}
        if self.filters.order == "relevance":
            keys = {}
        return f"{here}?{self.filters.query(page=number, **keys)}"

    def _cards(self, ids: Iterable[int]) -> list[Card]:
        return cards_of(ids, self.actor, self.seen)

    # --- What comes nearest ----------------------------------------------------------------

    @cached_property
    def in_the_way(self) -> str:
        """What is to be dropped for something to be found where nothing was: "words", "filters",
        or "both".
        """
        if not self.filters.q or self.found.members:
            return "filters"
        return "words" if self._under_filters else "both"

    @cached_property
    def _under_filters(self) -> BitMap:
        return self.seen.matching(self.filters.chosen)

    @cached_property
    def nearest(self) -> list[Card]:
        """Something else to read where nothing was found: under the same filters, words that look
        alike or the newest; the words without the filters, the filters with one taken back.
        """
        if self.total:
            return []
        if self.in_the_way != "filters":
            hits = index.find(self.filters.q, kinds=["practice"], actor=self.actor).nearest
            among = self._under_filters or self.seen.visible
            alike = [pk for hit in hits if (pk := int(hit.object_id)) in among]
            return self._cards(alike[:MOST_NEAREST] or self._newest(among))
        if self.filters.q:
            return self._cards(self.found.numbers(MOST_NEAREST))
        relaxed = (
            self.seen.matching(self.filters.without(group, value).chosen)
            for group, values in self.filters.chosen.items()
            for value in values
        )
        most = max(relaxed, key=len, default=BitMap())
        return self._cards(self._newest(most))

    def _newest(self, members: BitMap) -> list[int]:
        return self.seen.held.order("newest").first(members, MOST_NEAREST)


def _whole_number(text: str | None) -> int | None:
    """The number, if it is one that a database could hold as an id."""
    if text and text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    return None
