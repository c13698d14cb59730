"""The list of all workshops one may see, narrowed by state, municipality, goal and year."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple, Self

from django.http import QueryDict
from django.utils.translation import gettext

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.taxonomy.models import Goal
from workshops.models import State, Workshop

GROUPS: Final = ("state", "municipality", "goal", "year")
PAGE_SIZE: Final = 20
# Nobody ticks this many; a script may.
MOST_VALUES: Final = 100
# Open ones on top, what was put away at the bottom.
PLACES: Final = {State.OPEN: 0, State.ARCHIVED: 2}


class Row(NamedTuple):
    """What is known of one workshop before its line is drawn."""

    pk: int
    day: date | None
    values: Mapping[str, frozenset[str]]

    @property
    def place(self) -> tuple[int, int, int]:
        state = next(iter(self.values["state"]))
        when = self.day.toordinal() if self.day else 0
        return PLACES.get(State(state), 1), -when, -self.pk


class Shelf:
    """Reads every row's few columns once: a municipality holds dozens of workshops a year.

    What is malformed or unknown in the query is left out without a word.
    """

    def __init__(self, query: QueryDict, actor: Actor) -> None:
        self.actor = actor
        self.asked = query

    @classmethod
    def read(cls, query: QueryDict, actor: Actor) -> Self:
        return cls(query, actor)

    @cached_property
    def rows(self) -> list[Row]:
        visible = Workshop.objects.visible_to(self.actor)
        goals: defaultdict[int, set[str]] = defaultdict(set)
        tagged = Workshop.goals.through.objects.filter(workshop__in=visible.values("pk"))
        for key, goal in tagged.values_list("workshop_id", "goal_id"):
            goals[key].add(str(goal))
        guests: defaultdict[int, set[str]] = defaultdict(set)
        joint = Workshop.cohosts.through.objects.filter(workshop__in=visible.values("pk"))
        for key, code in joint.values_list("workshop_id", "municipality_id"):
            guests[key].add(code)
        columns = visible.order_by().values_list("pk", "date", "state", "municipality_id")
        return [
            Row(
                pk,
                day,
                {
                    "state": frozenset([state]),
                    "municipality": frozenset([code, *guests[pk]]),
                    "goal": frozenset(goals[pk]),
                    "year": frozenset([str(day.year)] if day else []),
                },
            )
            for pk, day, state, code in columns
        ]

    @cached_property
    def known(self) -> dict[str, dict[str, str]]:
        """Every value of each group that would find something, with its name, in order."""
        present = {group: set[str]() for group in GROUPS}
        for row in self.rows:
            for group in GROUPS:
                present[group] |= row.values[group]
        own = self.actor.municipality_codes
        places = sorted(
            Municipality.objects.filter(pk__in=present["municipality"]),
            key=lambda place: place.pk not in own,
        )
        goals = Goal.objects.filter(pk__in=present["goal"]).order_by("number")
        return {
            "state": {s.value: str(s.label) for s in State if s.value in present["state"]},
            "municipality": {place.pk: str(place) for place in places},
            "goal": {str(goal.number): goal.name for goal in goals},
            "year": {year: year for year in sorted(present["year"], reverse=True)},
        }

    @cached_property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        chosen = {}
        for group in GROUPS:
            values = dict.fromkeys(self.asked.getlist(group)[:MOST_VALUES])
            if some := tuple(value for value in values if value in self.known[group]):
                chosen[group] = some
        return chosen

    def _fits(self, *, ignoring: str = "") -> Callable[[Row], bool]:
        wanted = {group: set(values) for group, values in self.chosen.items() if group != ignoring}
        return lambda row: all(row.values[group] & values for group, values in wanted.items())

    @cached_property
    def found(self) -> list[Row]:
        return sorted(filter(self._fits(), self.rows), key=lambda row: row.place)

    @property
    def total(self) -> int:
        return len(self.found)

    @cached_property
    def page(self) -> int:
        """From the query; malformed counts as the first, and beyond the last as the last."""
        raw = self.asked.get("page", "")
        number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1
        return min(max(1, number), max(1, -(-self.total // PAGE_SIZE)))

    @cached_property
    def workshops(self) -> list[Workshop]:
        """Those of this page, with what their lines show."""
        first = (self.page - 1) * PAGE_SIZE
        keys = [row.pk for row in self.found[first : first + PAGE_SIZE]]
        rows = Workshop.objects.visible_to(self.actor).for_list(self.actor).filter(pk__in=keys)
        return sorted(rows, key=lambda workshop: keys.index(workshop.pk))

    def facets(self) -> list[dict[str, Any]]:
        """Each group with its choices; a group ignores its own choice when it counts."""
        labels = {
            "state": gettext("Hvor langt"),
            "municipality": gettext("Kommune"),
            "goal": gettext("Verdensmål"),
            "year": gettext("År"),
        }
        return [
            {
                "name": group,
                "label": labels[group],
                "open": group in self.chosen or group == "state",
                "choices": self._choices(group),
            }
            for group in GROUPS
        ]

    def _choices(self, group: str) -> list[dict[str, Any]]:
        among = filter(self._fits(ignoring=group), self.rows)
        counts = Counter(value for row in among for value in row.values[group])
        chosen = self.chosen.get(group, ())
        return [
            {"value": value, "label": name, "count": counts[value], "chosen": value in chosen}
            for value, name in self.known[group].items()
            if counts[value] or value in chosen
        ]

    def chips(self) -> list[tuple[str, str]]:
        """What is chosen, each with the address that takes it off again."""
        return [
            (self.known[group][value], f"?{self._query(group, value)}")
            for group, values in self.chosen.items()
            for value in values
        ]

    @property
    def previous_url(self) -> str:
        return f"?{self._query(page=self.page - 1)}" if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        more = self.page * PAGE_SIZE < self.total
        return f"?{self._query(page=self.page + 1)}" if more else ""

    def _query(self, group: str = "", without: str = "", page: int = 0) -> str:
        query = QueryDict(mutable=True)
        for name, values in self.chosen.items():
            kept = [value for value in values if (name, value) != (group, without)]
            if kept:
                query.setlist(name, kept)
        if page > 1:
            query["page"] = str(page)
        return query.urlencode()
