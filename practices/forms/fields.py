"""The kinds of field that the forms of a practice are made of."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from sdg_platform.fields import CleanCharField
from sdg_platform.text import FIELD_LIMIT


def line(label: Any, limit: int, *, required: bool = False, help_text: Any = "") -> CleanCharField:
    return CleanCharField(
        label=label,
        limit=limit,
        one_line=True,
        required=required,
        help_text=help_text,
        widget=forms.TextInput,
    )


def text(label: Any, *, rows: int = 4, help_text: Any = "") -> CleanCharField:
    return CleanCharField(
        label=label,
        limit=FIELD_LIMIT,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def web_address(label: Any, *, help_text: Any = "") -> forms.URLField:
    """http and https alone: nothing that a click would run."""
    field = forms.URLField(
        label=label,
        required=False,
        max_length=500,
        help_text=help_text,
        assume_scheme="https",
        error_messages={"invalid": _("Skriv en adresse, der begynder med https://.")},
    )
    # In the place of Django's own, which lets ftp through and would say the same once more.
    others = [one for one in field.validators if not isinstance(one, URLValidator)]
    field.validators = [*others, URLValidator(schemes=["http", "https"])]
    return field
