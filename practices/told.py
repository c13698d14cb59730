"""Practices as plain values, many at once: a file of ten thousand needs no ten thousand records."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, Final

from django.urls import reverse

from practices import rows as shapes
from practices.models import (
    BuildingBlock,
    Practice,
    PracticeDepartment,
    PracticeGoal,
    PracticePartner,
    Requirement,
    Step,
)
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.sharing import Sharing, may_read

AT_ONCE: Final = 500
# Stands for any practice in an address, and in none by itself.
_ANY: Final = 2**63
_DETAILS: Final = frozenset({"health_as_means", *shapes.TEXTS})
_COLUMNS: Final = (
    *("pk", "uid", "municipality_id", "status"),
    *(name for name in shapes.PLAIN if name not in _DETAILS),
)
_MORE: Final = (*_DETAILS, *(f"{name}_id" for name in shapes.GOALS), *shapes.DATES)

# What is made of the columns of a part's row.
_Make = Callable[[Sequence[Any]], Any]


def rows(
    ids: Iterable[int],
    actor: Actor,
    absolute: Callable[[str], str],
    region_of: Callable[[int], str],
    *,
    extras: bool,
) -> Iterator[dict[str, Any]]:
    """A row of the contract for each practice that `actor` may see, in the order of `ids`.

    `absolute` makes an address of a path. Of a hidden bad experience not even the level shows:
    the row is as if there were none.
    """
    ids = iter(ids)
    # Asked for once: for each of ten thousand it would take a second.
    address = absolute(reverse("practices:practice_detail", args=[_ANY]))
    while portion := list(islice(ids, AT_ONCE)):
        for values in told(portion, actor, extras=extras):
            home, reach = values["municipality"], values["bad_experience_visibility"]
            said = values["bad_experience"] if may_read(actor, home, reach) else ""
            row = shapes.to_row(
                values,
                url=address.replace(str(_ANY), str(values["id"])),
                region=region_of(values["id"]),
                bad_experience=said,
                reach=reach if said or home in actor.municipality_codes else str(Sharing.OWN),
            )
            yield row | shapes.extras_of(values) if extras else row


def told(ids: Sequence[int], actor: Actor, *, extras: bool) -> Iterator[dict[str, Any]]:
    """The values (`shapes.values_of`) of those of the practices that `actor` may see, in the order
    of `ids`; of the full example only with `extras`. A fixed number of queries.
    """
    found = Practice.objects.visible_to(actor).filter(pk__in=ids).order_by()
    by_id = {one["pk"]: one for one in found.values(*_COLUMNS, *(_MORE if extras else ()))}
    parts = {name: dict(_grouped(*read)) for name, read in _parts(by_id, extras=extras).items()}
    for pk in ids:
        if pk in by_id:
            own = {name: of_all.get(pk, []) for name, of_all in parts.items()}
            yield _values(by_id[pk]) | own


def _values(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns under the names of the contract, dates as text."""
    values = {name.removesuffix("_id"): value for name, value in columns.items()}
    values |= {name: str(values[name] or "") for name in shapes.DATES if name in values}
    return values | {"uid": str(values["uid"]), "id": values.pop("pk")}


def _parts(ids: Iterable[int], *, extras: bool) -> dict[str, tuple[Any, Sequence[str], _Make]]:
    """Name of a part to its rows in their order, their columns, and what becomes of them."""
    ids = list(ids)

    def of(model: Any) -> Any:
        return model.objects.filter(practice__in=ids)

    read: dict[str, tuple[Any, Sequence[str], _Make]] = {
        "departments": (of(PracticeDepartment), ("department_id",), _only),
        "goals": (of(PracticeGoal), shapes.GOAL_COLUMNS, shapes.goal_row),
        "steps": (of(Step), shapes.STEP_COLUMNS, shapes.step_row),
        "partners": (of(PracticePartner), shapes.PARTNER_COLUMNS, shapes.partner_row),
    }
    for name in ("targets", "themes", "packages"):
        field: Any = Practice._meta.get_field(name)
        column = field.m2m_reverse_field_name()
        order = [f"{column}__{key}" for key in field.related_model._meta.ordering]
        through = field.remote_field.through.objects.filter(practice__in=ids).order_by(*order)
        read[name] = (through, (f"{column}_id",), _only)
    if extras:
        for part, model, columns in (
            ("requirements", Requirement, shapes.REQUIREMENT_COLUMNS),
            ("building_blocks", BuildingBlock, shapes.BLOCK_COLUMNS),
        ):
            read[part] = (of(model), columns, partial(_named, columns))
    return read


def _only(columns: Sequence[Any]) -> Any:
    return columns[0]


def _named(names: Sequence[str], columns: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(names, columns, strict=True))


def _grouped(found: Any, columns: Sequence[str], make: _Make) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for pk, *values in found.values_list("practice_id", *columns):
        grouped[pk].append(make(values))
    return grouped
