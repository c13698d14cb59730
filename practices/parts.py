"""Everything of a practice that stands in rows of its own, given and stored as one value."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final, Self

from django.db.models import Q

from partnerships.models import Organisation
from sdg_platform.taxonomy.models import Department, PreventionPackage, Target, Theme

if TYPE_CHECKING:
    from practices.models import Practice

_REFERENCE: Final[Mapping[str, Any]] = {
    "departments": Department,
    "targets": Target,
    "themes": Theme,
    "packages": PreventionPackage,
}
# Stored as they are given.
_AS_GIVEN: Final = ("requirements", "building_blocks")


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

    def without_gone(self) -> tuple[Self, list[str]]:
        """The same without departments and tags that are deleted since, and the codes of those."""
        left: dict[str, Any] = {}
        gone: list[str] = []
        for name, model in _REFERENCE.items():
            codes: Sequence[str] = getattr(self, name)
            known = model.objects.in_bulk(codes)
            left[name] = tuple(code for code in codes if code in known)
            gone += [code for code in codes if code not in known]
        return replace(self, **left), gone

    def rows(
        self, name: str, practice: "Practice", known: "Known", kept: Collection[str]
    ) -> Iterable[Mapping[str, Any]]:
        """The columns of each row of one kind. `known` are the organisations of the directory,
        `kept` the keys of the files that lie with the practice.
        """
        if name == "department_rows":
            codes = dict.fromkeys(self.departments)
            return ({"department_id": it, "leads": n == 0} for n, it in enumerate(codes))
        if name == "goal_rows":
            return map(_goal_row, self.all_goals())
        if name == "steps":
            return (_step_row(n, step, kept) for n, step in enumerate(self.steps, start=1))
        if name == "partners":
            home = practice.municipality_id
            return (
                {**row, "organisation_id": known.get(home, row["name"])} for row in self.partners
            )
        given: Iterable[Mapping[str, Any]] = getattr(self, name)
        return given

    def store(self, practice: "Practice") -> None:
        """Put these in the place of all that stood there; within the caller's transaction."""
        store_all([(practice, self)])


def store_all(said: "Sequence[tuple[Practice, Parts]]", *, fresh: bool = False) -> None:
    """Put the parts in the place of all that stood with each practice; `fresh` where nothing
    stood yet. Within the caller's transaction; the queries hardly grow with the practices.
    """
    if not said:
        return
    kept = {} if fresh else _attachments([practice for practice, _ in said])
    known = _organisations(said)
    for name in ("department_rows", "goal_rows", "steps", "partners", *_AS_GIVEN):
        rows = getattr(said[0][0], name)
        if not fresh:
            rows.model.objects.filter(practice__in=[practice.pk for practice, _ in said]).delete()
        rows.model.objects.bulk_create(
            rows.model(practice=practice, **row)
            for practice, parts in said
            for row in parts.rows(name, practice, known, kept.get(practice.pk, set()))
        )
    for name in ("targets", "themes", "packages"):
        _store_tags(said, name, fresh=fresh)


def _store_tags(said: "Sequence[tuple[Practice, Parts]]", name: str, *, fresh: bool) -> None:
    """Add what is new and take out what is gone; what stays keeps its row."""
    field = said[0][0]._meta.get_field(name)
    through: Any = field.remote_field.through  # type: ignore[union-attr]
    column = f"{field.m2m_reverse_field_name()}_id"  # type: ignore[union-attr]
    wanted = {
        (practice.pk, value): None for practice, parts in said for value in getattr(parts, name)
    }
    stored: dict[tuple[int, Any], int] = {}
    if not fresh:
        there = through.objects.filter(practice__in=[practice.pk for practice, _ in said])
        stored = {
            (pk, value): row for pk, value, row in there.values_list("practice", column, "pk")
        }
        if gone := [row for pair, row in stored.items() if pair not in wanted]:
            through.objects.filter(pk__in=gone).delete()
    through.objects.bulk_create(
        through(practice_id=pk, **{column: value})
        for pk, value in wanted
        if (pk, value) not in stored
    )


def _goal_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "goal_id": int(row["goal"]),
        "role": row.get("role") or "secondary",
        "sign": row.get("sign") or "+",
        "why": row.get("why", ""),
    }


def _step_row(place: int, step: Mapping[str, Any], kept: Collection[str]) -> dict[str, Any]:
    """The attachment only if it lies with this practice."""
    row = {"position": place, **step}
    key = str(row.pop("attachment", "") or "")
    return row | {"attachment_id": key if key in kept else None}


def _goals_of(targets: Iterable[str]) -> list[int]:
    """The goals of target codes ("3.4", "8.a"), each once, in the order they come."""
    return list(dict.fromkeys(int(code.partition(".")[0]) for code in targets))


def _attachments(practices: "Sequence[Practice]") -> dict[int, set[str]]:
    """Practice to the keys of the files that lie with it."""
    found: dict[int, set[str]] = {}
    rows = practices[0].attachments.model.objects.filter(practice__in=practices)
    for pk, key in rows.values_list("practice", "pk"):
        found.setdefault(pk, set()).add(str(key))
    return found


@dataclass(frozen=True)
class Known:
    """Municipality (None: the reference ones) and name to an organisation of the directory."""

    numbers: Mapping[tuple[str | None, str], int]

    def get(self, home: str, name: str) -> int | None:
        """The own entry before the reference one."""
        return self.numbers.get((home, name), self.numbers.get((None, name)))


def _organisations(said: "Sequence[tuple[Practice, Parts]]") -> Known:
    """Which of the partners stand in the directory."""
    names = {partner["name"] for _, parts in said for partner in parts.partners}
    if not names:
        return Known({})
    homes = {practice.municipality_id for practice, _ in said}
    found = Organisation.objects.filter(
        Q(municipality__in=homes) | Q(municipality=None), name__in=names
    )
    rows = found.order_by("pk").values_list("municipality", "name", "pk")
    return Known({(home, name): pk for home, name, pk in rows})
