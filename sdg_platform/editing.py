"""Forms with repeated rows, and what happens when two people edit the same record."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import BaseFormSet, ManagementForm
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils.translation import gettext

MOST_ROWS: Final = 100
# More rows than a form can post (DATA_UPLOAD_MAX_NUMBER_FIELDS): all of them are shown again.
_EVERY_ROW: Final = 10_000


class RowFormSet(BaseFormSet):
    """Repeated rows posted as `steps-0-what`, `steps-1-what`, with no hidden bookkeeping.

    The number of rows is read off the names themselves, so that a script's POST and a page
    without scripts send the same. `adding` shows two empty rows more and keeps what was
    typed; an emptied row is a removed row. Beyond `most_rows` nothing is valid, and every row
    comes back as it was typed.
    """

    blank_rows = 2
    most_rows = MOST_ROWS

    def __init__(self, *args: Any, adding: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.adding = adding
        self.extra = self.blank_rows
        self.max_num = self.absolute_max = _EVERY_ROW
        self.data = self._without_gaps(self.data)

    @cached_property
    def management_form(self) -> ManagementForm:
        total = self._posted_rows() if self.is_bound else self.blank_rows
        if self.adding:
            total += self.blank_rows
        names = {"TOTAL_FORMS": total, "INITIAL_FORMS": 0}
        form = ManagementForm(
            {f"{self.prefix}-{name}": number for name, number in names.items()},
            auto_id=self.auto_id,
            prefix=self.prefix,
        )
        form.full_clean()
        return form

    def _posted_rows(self) -> int:
        return max(self._places(self.data), default=-1) + 1

    def _places(self, data: Iterable[str]) -> set[int]:
        row = re.compile(rf"{re.escape(str(self.prefix))}-(\d{{1,6}})-")
        return {int(match[1]) for name in data if (match := row.match(name))}

    def _without_gaps(self, data: Any) -> Any:
        """Rows with high numbers and nothing before them are counted anew: a single
        `steps-99999-what` makes one row, not a hundred thousand.
        """
        places = sorted(self._places(data))
        if not places or places[-1] < self.most_rows:
            return data
        moved = {str(place): str(number) for number, place in enumerate(places)}
        made = QueryDict(mutable=True)
        for name, values in data.lists():
            prefix, _, rest = name.partition("-")
            place, _, field = rest.partition("-")
            if prefix == self.prefix and place in moved:
                name = f"{prefix}-{moved[place]}-{field}"
            made.setlist(name, values)
        return made

    @property
    def anchor(self) -> str:
        """The id of the fieldset that holds the rows."""
        return str(self.prefix)

    def clean(self) -> None:
        written = sum(form.has_changed() for form in self.forms)
        if written > self.most_rows:
            said = gettext(
                "Her er %(n)d rækker, og der er plads til %(most)d. "
                "Saml nogle af dem, eller tøm dem."
            )
            raise ValidationError(said % {"n": written, "most": self.most_rows})

    def unjudged(self) -> None:
        """Show every row as typed and without errors: a row was asked for, nothing was sent."""
        self._errors: list[ErrorDict] = []
        self._non_form_errors = ErrorList()
        for form in self.forms:
            unjudged(form)

    def filled(self) -> list[dict[str, Any]]:
        """The cleaned rows in which something was written, in their order."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


def unjudged(form: forms.BaseForm) -> None:
    """Keep what was typed in a bound form, and say nothing of it yet."""
    form._errors = ErrorDict()  # type: ignore[attr-defined]


# The very same from the same writer within this time is one thing that was sent twice: a second
# click, a reload, a line that broke before the answer came.
REPEAT_WITHIN: Final = timedelta(minutes=10)


class Repeated(Exception):
    """It was stored already; `stored` is that record, and nothing was stored again."""

    stored: Any

    def __init__(self, stored: models.Model) -> None:
        super().__init__(stored.pk)
        self.stored = stored


class StaleVersion(Exception):
    """Somebody saved in between; `stored` is the record as it stands now."""

    stored: Any  # Whatever model was being saved; its caller knows which.

    def __init__(self, stored: models.Model) -> None:
        super().__init__(stored.pk)
        self.stored = stored


def next_version(record: Any, version: int | None) -> int:
    """Hold the stored row until the transaction ends; the number of the version to store now.

    Raises StaleVersion when `version`, the one its writer saw, is no longer the stored one. None
    means a machine that may overwrite.
    """
    stored = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if version not in (None, stored.version):
        raise StaleVersion(stored)
    return int(stored.version) + 1


@dataclass(frozen=True)
class Difference:
    """One field in which what I typed and what was stored meanwhile differ, as shown."""

    label: str
    mine: str
    stored: str


def differences(form: forms.ModelForm, stored: models.Model) -> list[Difference]:
    """Compare the cleaned form with the record as it stands now, field by field."""
    found = []
    for name, field in form.fields.items():
        if name == "version" or name not in form.cleaned_data or not hasattr(stored, name):
            continue
        mine, theirs = form.cleaned_data[name], getattr(stored, name)
        if isinstance(theirs, models.Manager):
            mine, theirs = set(mine), set(theirs.all())
        if mine != theirs:
            found.append(
                Difference(str(field.label or name), _shown(field, mine), _shown(field, theirs))
            )
    return found


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(sorted(str(item) for item in value)) or "–"
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): label for key, label in field.choices}  # type: ignore[misc, union-attr]
        return str(labels.get(str(value), value) or "–")
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nej")
    return str(value if value not in (None, "") else "–")


def with_version(form: forms.BaseForm, version: int) -> forms.BaseForm:
    """Let the bound form be sent again against `version`, with all that was typed in it."""
    data = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix("version")] = str(version)
    form.data = data
    return form
