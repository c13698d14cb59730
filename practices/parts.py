"""Everything of a practice that stands in rows of its own, given and stored as one value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from django.db.models import F, Q

from partnerships.models import Organisation

if TYPE_CHECKING:
    from practices.models import Practice


@dataclass(frozen=True)
class Parts:
    """Everything of a practice that stands in rows of its own, by its codes.

    `departments`: the first leads. `goals` hold `goal` and may hold `role`, `sign`, `why`;
    the other rows hold the fields of their model, a step's `attachment` by its key.
    """

    departments: Sequence[str] = ()
    goals: Sequence[Mapping[str, Any]] = ()
    targets: Sequence[str] = ()
    themes: Sequence[str] = ()
    packages: Sequence[str] = ()
    steps: Sequence[Mapping[str, str]] = ()
    partners: Sequence[Mapping[str, str]] = ()
    requirements: Sequence[Mapping[str, str]] = ()
    building_blocks: Sequence[Mapping[str, str]] = ()

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The parts of a row with the contract's names; what is absent is empty."""
        return cls(**{part.name: tuple(row.get(part.name) or ()) for part in fields(cls)})

    def all_goals(self) -> list[dict[str, Any]]:
        """The goals as given, and behind them those that only a target speaks for.

        A goal that stands alone is the primary one, whoever brought it.
        """
        rows: list[dict[str, Any]] = [dict(row) for row in self.goals]
        known = {int(row["goal"]) for row in rows}
        for number in _goals_of(self.targets):
            if number not in known:
                rows.append({"goal": number})
        if len(rows) == 1 and not self.goals:
            rows[0]["role"] = "primary"
        return rows

    def store(self, practice: "Practice") -> None:
        """Put these in the place of all that stood there; within the caller's transaction."""
        _replace(
            practice.department_rows,
            (
                {"department_id": code, "leads": place == 0}
                for place, code in enumerate(dict.fromkeys(self.departments))
            ),
        )
        _replace(practice.goal_rows, map(_goal_row, self.all_goals()))
        kept = {str(key) for key in practice.attachments.values_list("pk", flat=True)}
        _replace(
            practice.steps,
            (_step_row(place, step, kept) for place, step in enumerate(self.steps, start=1)),
        )
        known = _organisations(practice, [partner["name"] for partner in self.partners])
        _replace(
            practice.partners,
            ({**row, "organisation_id": known.get(row["name"])} for row in self.partners),
        )
        _replace(practice.requirements, self.requirements)
        _replace(practice.building_blocks, self.building_blocks)
        for name in ("targets", "themes", "packages"):
            getattr(practice, name).set(getattr(self, name))


def _replace(rows: Any, values: Iterable[Mapping[str, Any]]) -> None:
    rows.all().delete()
    rows.bulk_create([rows.model(practice=rows.instance, **value) for value in values])


def _goal_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "goal_id": int(row["goal"]),
        "role": row.get("role") or "secondary",
        "sign": row.get("sign") or "+",
        "why": row.get("why", ""),
    }


def _step_row(place: int, step: Mapping[str, Any], kept: set[str]) -> dict[str, Any]:
    """The attachment only if it lies with this practice."""
    row = {"position": place, **step}
    key = str(row.pop("attachment", "") or "")
    return row | {"attachment_id": key if key in kept else None}


def _goals_of(targets: Iterable[str]) -> list[int]:
    """The goals of target codes ("3.4", "8.a"), each once, in the order they come."""
    return list(dict.fromkeys(int(code.partition(".")[0]) for code in targets))


def _organisations(practice: "Practice", names: Sequence[str]) -> dict[str, int]:
    """Which of the names stand in the directory: the own entries before the reference ones."""
    if not names:
        return {}
    found = Organisation.objects.filter(
        Q(municipality=practice.municipality_id) | Q(municipality=None), name__in=names
    )
    own_last = found.order_by(F("municipality").asc(nulls_first=True))
    return dict(own_last.values_list("name", "pk"))
