"""What the hub pages have in common: practices, partnerships and counts around a tag.

Each function makes at most one query, however many rows there are; the counts come from the
bitmaps of the catalogue. So a page can say in advance what it costs.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count, F, Window
from django.utils.http import urlencode
from pyroaring import BitMap

from partnerships.models import Partnership, PartnershipQuerySet
from practices.catalogue import facets
from practices.models import Commitment, Outcome, Practice
from practices.models.queries import PracticeQuerySet
from practices.models.strategy import CommitmentQuerySet
from sdg_platform.accounts.actor import Actor
from sdg_platform.taxonomy.addresses import address
from sdg_platform.taxonomy.models import Goal, Theme

# A hub page shows the beginning of each shelf and a link to the rest.
MOST_PRACTICES = 3
MOST_PARTNERSHIPS = 4
MOST_PROMISES = 3

# What an entry in a list says; the rest of a practice can be long.
SHOWN = (
    "title",
    "summary",
    "language",
    "outcome",
    "status",
    "municipality__name",
    "municipality__official_name",
)

Choices = Mapping[str, str]
"""Group to the one value chosen in it, as in the address of the list."""


def practices_url(**choices: object) -> str:
    """The list of practices with these choices; what is empty is no choice."""
    return _with_query(address("practices:practice_list"), choices)


def new_practice_url(**choices: object) -> str:
    """The form for a new practice with these values filled in."""
    return _with_query(address("practices:practice_create"), choices)


def _with_query(path: str, choices: Mapping[str, object]) -> str:
    query = urlencode({group: str(value) for group, value in choices.items() if value})
    return f"{path}?{query}" if query else path


# --- Counts -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """A value of a group, the number of practices that carry it, and where they are listed."""

    value: str
    name: str
    count: int
    url: str


@dataclass(frozen=True)
class Shelf:
    """The practices that one reader may see, under the choices of a hub page."""

    seen: facets.Seen
    health: BitMap
    choices: Choices

    @property
    def total(self) -> int:
        return len(self._members)

    @property
    def url(self) -> str:
        return practices_url(**self.choices)

    @property
    def create_url(self) -> str:
        return new_practice_url(**self.choices)

    @property
    def _members(self) -> BitMap:
        return self.seen.matching(self._selection)

    @property
    def _selection(self) -> dict[str, list[str]]:
        return {group: [value] for group, value in self.choices.items()}

    def goal(self, number: int | str) -> Goal:
        return self.seen.names.groups["goal"][str(number)]

    def goals(self) -> list[Goal]:
        return list(self.seen.names.groups["goal"].values())

    def themes(self) -> list[Theme]:
        return list(self.seen.names.groups["theme"].values())

    def tallies(self, group: str) -> list[Tally]:
        """Every value of `group` in its own order, zeros included."""
        counts = self.seen.counts(group, self._selection)
        return [
            Tally(
                value,
                self.seen.names.label(group, value),
                counts.get(value, 0),
                practices_url(**self.choices, **{group: value}),
            )
            for value in self.seen.names.groups[group]
        ]

    def outcomes(self) -> list[Tally]:
        """From succeeded to too early: four shapes, whether anything lies in them or not."""
        by_value = {tally.value: tally for tally in self.tallies("outcome")}
        return [by_value[outcome.value] for outcome in Outcome]

    def departments(self) -> list[Tally]:
        """Those with most practices first; one without leads to the form that adds the first."""
        rows = sorted(self.tallies("department"), key=lambda tally: -tally.count)
        return [
            tally
            if tally.count
            else replace(tally, url=new_practice_url(**self.choices, department=tally.value))
            for tally in rows
        ]

    def health_lens(self, leave_out: int | None = 3) -> "HealthLens":
        """Practices with health as the means, counted by the goals they serve."""
        by_goal = self.seen.bitmaps.groups.get("goal", {})
        rows = [
            (goal, by_goal.get(str(goal.number), BitMap()) & self.health & self.seen.visible)
            for goal in self.goals()
            if goal.number != leave_out
        ]
        total = len(BitMap.union(BitMap(), *(members for _, members in rows)))
        counted = [GoalCount(goal, len(members)) for goal, members in rows]
        return HealthLens(total, counted)

    @property
    def with_health(self) -> int:
        """How many of these use health as the means."""
        return self._members.intersection_cardinality(self.health)


@dataclass(frozen=True)
class GoalCount:
    goal: Goal
    count: int


class HealthLens(NamedTuple):
    """`total` practices, each counted once; `goals` in their order, zeros included."""

    total: int
    goals: list[GoalCount]

    @property
    def served(self) -> int:
        return sum(1 for row in self.goals if row.count)

    @property
    def most(self) -> list[Goal]:
        """The three goals that health serves most."""
        ranked = sorted(self.goals, key=lambda row: -row.count)
        return [row.goal for row in ranked[:3] if row.count]


def shelf_for(actor: Actor, **choices: str) -> Shelf:
    """One query as long as nobody changes a practice."""
    seen = facets.seen_by(actor)
    held = seen.held
    return Shelf(seen, _with_health_as_means(held.number, held.token), choices)


@lru_cache(maxsize=2)
def _with_health_as_means(number: int, token: str) -> BitMap:
    """Held as long as the catalogue stands where it stood: every change brings a new token."""
    flagged = Practice.objects.filter(health_as_means=True).order_by()
    return BitMap(flagged.values_list("pk", flat=True))


# --- Practices ----------------------------------------------------------------------------


class Card(NamedTuple):
    practice: Practice
    goals: list[Goal]


def cards(shelf: Shelf, practices: PracticeQuerySet, most: int = MOST_PRACTICES) -> list[Card]:
    """The newest of `practices`; their goals are in the bitmaps already."""
    newest = (
        practices.select_related("municipality").only(*SHOWN).order_by("-listed_at", "-pk")[:most]
    )
    return [Card(practice, _goals_of(shelf, practice.pk)) for practice in newest]


def _goals_of(shelf: Shelf, practice: int) -> list[Goal]:
    """The primary goal first."""
    groups = shelf.seen.bitmaps.groups
    carried = [
        goal
        for goal in shelf.goals()
        if practice in groups.get("goal", {}).get(str(goal.number), BitMap())
    ]
    primary = groups.get("primary", {})
    return sorted(carried, key=lambda goal: practice not in primary.get(str(goal.number), ()))


# --- Partnerships -------------------------------------------------------------------------


def partnerships_of(found: PartnershipQuerySet) -> list[Partnership]:
    """Those that still run first; `in_all` is how many there are."""
    running = F("ended_on").asc(nulls_first=True)
    counted = found.annotate(in_all=Window(Count("pk")))
    ordered = counted.select_related("municipality").order_by(running, "-updated_at", "-pk")
    return list(ordered[:MOST_PARTNERSHIPS])


def promises_of(found: CommitmentQuerySet, actor: Actor) -> list[Commitment]:
    """Sentences of the newest strategies; `in_all` is how many there are."""
    counted = found.with_practice_count(actor).annotate(in_all=Window(Count("pk")))
    named = counted.select_related("strategy__municipality")
    newest = F("strategy__year").desc(nulls_last=True)
    return list(named.order_by(newest, "-strategy", "position", "pk")[:MOST_PROMISES])


def neighbours(records: Iterable, current: object) -> Iterator:
    """The record before `current` and the one after, None at either end."""
    row = list(records)
    at = row.index(current)
    yield row[at - 1] if at else None
    yield row[at + 1] if at + 1 < len(row) else None
