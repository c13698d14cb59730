"""Facet counts by set arithmetic: bitmaps in, counts out; pure, no database.

One compressed bitmap per facet value holds the ids of its practices. Ids are handed out by
the database one after the other, so they are dense enough to be the bitmaps' ordinals, as
long as they stay below 2^32.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from pyroaring import BitMap

# Groups in the order of the page.
GROUPS: Final = (
    *("outcome", "goal", "target", "driver", "theme", "track"),
    *("department", "package", "stage", "municipality", "region"),
)
Selection = Mapping[str, Collection[str]]
Values = Mapping[str, BitMap]
Marks = Iterable[tuple[str, str, int]]
"""(group, value, practice) triples, as they are read."""


@dataclass(frozen=True)
class Bitmaps:
    """All practices there are. Never changed in place: readers may hold an older one.

    `groups` maps group and value to practices. Besides `GROUPS` it may hold groups that no
    list offers, such as `primary`, the goal that a practice is mostly about.
    """

    everything: BitMap = field(default_factory=BitMap)
    published: BitMap = field(default_factory=BitMap)
    groups: Mapping[str, Values] = field(default_factory=dict)

    @classmethod
    def of(cls, ids: Iterable[int], published: Iterable[int], marks: Marks) -> Self:
        return cls(BitMap(ids), BitMap(published), _collect(marks))

    def updated(self, changed: Iterable[int], fresh: Self) -> Self:
        """The same with `changed` practices taken out and those of `fresh` put in anew."""
        gone = BitMap(changed)
        groups = {
            group: _renewed(self.groups.get(group, {}), gone, fresh.groups.get(group, {}))
            for group in {*self.groups, *fresh.groups}
        }
        return type(self)(
            self.everything - gone | fresh.everything,
            self.published - gone | fresh.published,
            groups,
        )

    def gathered(self, group: str, members: str, pairs: Iterable[tuple[str, str]]) -> Self:
        """The same with `group` made of another group's values: (value, value of `members`)."""
        known = self.groups.get(members, {})
        parts: dict[str, list[BitMap]] = {}
        for value, part in pairs:
            if part in known:
                parts.setdefault(value, []).append(known[part])
        values = {value: BitMap.union(*bitmaps) for value, bitmaps in parts.items()}
        groups = {**self.groups, group: {value: it for value, it in values.items() if it}}
        return type(self)(self.everything, self.published, groups)

    def visible(self, municipalities: Iterable[str]) -> BitMap:
        """What is published, and all of the own municipalities."""
        own = self.groups.get("municipality", {})
        return BitMap.union(self.published, *(own[code] for code in municipalities if code in own))

    def chosen(self, group: str, values: Iterable[str]) -> BitMap:
        """Practices that carry any of the values."""
        known = self.groups.get(group, {})
        return BitMap.union(BitMap(), *(known[value] for value in values if value in known))

    def matching(self, selection: Selection, within: BitMap) -> BitMap:
        """OR inside a group, AND across groups; a group without a choice narrows nothing."""
        result = within
        for group, values in selection.items():
            if values:
                result = result & self.chosen(group, values)
        return result

    def counts(self, group: str, selection: Selection, within: BitMap) -> dict[str, int]:
        """How many there are of each value under the choices of all *other* groups.

        Values that would find nothing are left out.
        """
        others = {name: values for name, values in selection.items() if name != group}
        return self.numbers(group, self.matching(others, within))

    def numbers(self, group: str, base: BitMap) -> dict[str, int]:
        """How many of `base` carry each value; what none carries is left out."""
        found = (
            (value, members.intersection_cardinality(base))
            for value, members in self.groups.get(group, {}).items()
        )
        return {value: number for value, number in found if number}

    def crossed(
        self, rows: str, columns: str, selection: Selection, within: BitMap
    ) -> dict[tuple[str, str], int]:
        """How many carry both values, for each pair that anything carries."""
        base = self.matching(selection, within)
        found = {}
        for row, members in self.groups.get(rows, {}).items():
            in_row = members & base
            for column, others in self.groups.get(columns, {}).items():
                if number := others.intersection_cardinality(in_row):
                    found[row, column] = number
        return found


def _collect(marks: Marks) -> dict[str, dict[str, BitMap]]:
    lists: dict[str, dict[str, list[int]]] = {}
    for group, value, practice in marks:
        lists.setdefault(group, {}).setdefault(value, []).append(practice)
    return {
        group: {value: BitMap(members) for value, members in values.items()}
        for group, values in lists.items()
    }


def _renewed(old: Values, gone: BitMap, fresh: Values) -> dict[str, BitMap]:
    """Copies where something changes; the untouched bitmaps are shared."""
    renewed = dict(old)
    for value, members in old.items():
        if members.intersect(gone):
            renewed[value] = members - gone
    for value, members in fresh.items():
        renewed[value] = renewed[value] | members if value in renewed else members
    return renewed
