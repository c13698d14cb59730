"""What the values of the facets are called, held beside the bitmaps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import get_language, gettext

from practices.catalogue.bitmaps import Bitmaps
from practices.models import Driver, Outcome, Stage
from sdg_platform.accounts.models import Municipality, Region
from sdg_platform.taxonomy.models import Department, Goal, PreventionPackage, Target, Theme, Track


@dataclass(frozen=True)
class Names:
    """Per group its values in the order they are offered, and the record behind each.

    The records answer in the reader's language, so one copy serves both.
    """

    groups: Mapping[str, Mapping[str, Any]]
    # (language, group) to what `labels` said: some 400 names that every list asks for.
    said: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict, compare=False)

    @classmethod
    def read(cls) -> Self:
        tables = {
            "goal": Goal.objects.all(),
            "target": Target.objects.all(),
            "theme": Theme.objects.all(),
            "track": Track.objects.all(),
            "department": Department.objects.all(),
            "package": PreventionPackage.objects.all(),
            "municipality": Municipality.objects.all(),
            "region": Region.objects.all(),
        }
        groups = {
            name: {str(record.pk): record for record in records} for name, records in tables.items()
        }
        # The ladder from its top: what citizens drove themselves is what people look for.
        codes = {"outcome": Outcome, "stage": Stage, "driver": list(reversed(Driver))}
        for name, members in codes.items():
            groups[name] = {member.value: member.label for member in members}
        return cls(groups)

    def knows(self, group: str, value: str) -> bool:
        return value in self.groups[group]

    def label(self, group: str, value: str) -> str:
        """The name as it stands beside a check box; goals stand there with their number apart."""
        record = self.groups[group][value]
        return record.name if group == "goal" else str(record)

    def labels(self, group: str) -> Mapping[str, str]:
        """The label of each value, in the order they are offered."""
        key = get_language() or "", group
        if key not in self.said:
            self.said[key] = {value: str(self.label(group, value)) for value in self.groups[group]}
        return self.said[key]

    def spoken(self, group: str, value: str) -> str:
        """The name where it stands alone, on a chip."""
        record = self.groups[group][value]
        if group == "goal":
            return gettext("Mål %(goal)s") % {"goal": record}
        if group == "target":
            return gettext("Delmål %(code)s") % {"code": record.code}
        return str(record)

    def goals(self, numbers: Iterable[str]) -> list[Goal]:
        return [self.groups["goal"][number] for number in numbers]

    def tracks(self, numbers: Iterable[str]) -> list[Track]:
        """The tracks of KL that these goals lie in, in KL's order."""
        held = {goal.track_id for goal in self.goals(numbers)}
        return [track for code, track in self.groups["track"].items() if code in held]

    def covers(self, bitmaps: Bitmaps) -> bool:
        """Tell whether every value in use is known: a new department comes with no warning."""
        return all(
            values.keys() <= self.groups[group].keys()
            for group, values in bitmaps.groups.items()
            if group in self.groups
        )
