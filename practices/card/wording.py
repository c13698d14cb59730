"""A value of a row as somebody would read it: for two versions beside each other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practices.card.merging import canonical
from practices.forms import PracticeForm
from practices.models import PracticeGoal, RequirementKind, Status, Weight
from practices.models.practice import Practice
from practices.rows import DATES, GOALS
from sdg_platform.taxonomy.models import Department, Goal, PreventionPackage, Theme

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_PART_LABELS: Final[Mapping[str, Any]] = {
    "status": _("Status"),
    "language": _("Sprog"),
    "steps": _("Trin"),
    "goals": _("Verdensmål"),
    "partners": _("Partnere"),
    "requirements": _("Hvad kræver det?"),
    "building_blocks": _("Hvad kan andre tage over?"),
    "confirmed_on": _("Sidst bekræftet"),
}
_TABLES: Final[Mapping[str, Any]] = {
    "departments": Department,
    "themes": Theme,
    "packages": PreventionPackage,
}
_WORDS: Final[Mapping[str, Any]] = {
    **dict(PracticeGoal.GoalRole.choices),
    **dict(PracticeGoal.Sign.choices),
    **dict(RequirementKind.choices),
    **dict(Weight.choices),
}

_IN_ORDER: Final = (
    *("goal", "what", "name", "kind", "weight", "who", "duration", "cost", "method"),
    *("went_wrong", "changed", "role", "sign", "why", "gain", "text", "link"),
)


def label_of(name: str) -> str:
    """What the form calls it."""
    field = PracticeForm.base_fields.get(name)
    return str(_PART_LABELS.get(name) or (field.label if field else None) or name)


def words_of(name: str, value: Any) -> str:
    """The value as text, "" where it says nothing; codes as the words on the screen."""
    if value in (None, "", [], False):
        return ""
    if isinstance(value, bool):
        return gettext("Ja")
    if name in _TABLES:
        return ", ".join(_names(_TABLES[name], value))
    if name in GOALS:
        return _goal(int(value))
    if name in DATES or name == "targets":
        return ", ".join(value) if isinstance(value, list) else str(value)
    if isinstance(value, list):
        return "\n".join(" · ".join(_said(row)) for row in value)
    return str(_codes(name).get(value, value))


def differing_words(name: str, mine: Any, stored: Any) -> tuple[str, str]:
    """Both values as text; of rows in the same order only those that differ."""
    if isinstance(mine, list) and isinstance(stored, list) and len(mine) == len(stored):
        pairs = [
            pair
            for pair in zip(mine, stored, strict=True)
            if canonical(name, [pair[0]]) != canonical(name, [pair[1]])
        ]
        if name not in _TABLES and name != "targets":
            mine, stored = [one for one, _other in pairs], [other for _one, other in pairs]
    return words_of(name, mine), words_of(name, stored)


def _codes(name: str) -> "dict[Any, StrOrPromise]":
    if name == "status":
        return dict(Status.choices)
    columns = {column.name: column for column in Practice._meta.fields}
    return dict(columns[name].flatchoices) if name in columns else {}


def _names(table: Any, codes: Sequence[str]) -> list[str]:
    known = table.objects.in_bulk(codes)
    return [str(known.get(code, code)) for code in codes]


def _goal(number: int) -> str:
    return str(Goal.objects.filter(pk=number).first() or number)


def _said(row: Mapping[str, Any]) -> Iterator[str]:
    """The words of one step, goal or partner, in the order of the form.

    Not in the row's own: PostgreSQL sorts the keys of JSON.
    """
    for name, value in ((name, row[name]) for name in _IN_ORDER if name in row):
        if name == "goal":
            yield _goal(int(value))
        elif value:
            yield str(_WORDS.get(value, value))
