"""Form fields that let text in only as `clean_text` would store it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from sdg_platform.text import TextRefused, clean_text


class CleanCharField(forms.CharField):
    """Text of at most `limit` characters; what is refused is said in one sentence.

    Django's own length and NUL checks stay out: they would count before the cleaning and
    answer in other words. `one_line` turns line breaks into spaces; without it the field is
    a text area.
    """

    def __init__(self, *, limit: int, one_line: bool = False, **options: Any) -> None:
        if not one_line:
            options.setdefault("widget", forms.Textarea)
        super().__init__(strip=False, **options)
        self.limit = limit
        self.one_line = one_line
        self.validators = [
            validator
            for validator in self.validators
            if not isinstance(validator, ProhibitNullCharactersValidator)
        ]

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        try:
            return clean_text(text, limit=self.limit, one_line=self.one_line)
        except TextRefused as refused:
            raise ValidationError(str(refused), code=refused.reason) from refused


# What a key of ours can look like: a number that fits 64 bits, or a code in words or figures.
_KEY = re.compile(r"[0-9]{1,18}|[0-9]{1,2}\.[0-9a-z]{1,2}|[a-z][a-z_-]{0,39}")


class RowsField(forms.ModelMultipleChoiceField):
    """Rows by their keys; what no key can look like is refused before a database chokes on it.

    SQLite raises OverflowError for a number of thirty digits, and that would be a 500.
    """

    def clean(self, value: Any) -> Any:
        for key in value or []:
            if not _KEY.fullmatch(str(key)):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key}
                )
        return super().clean(value)


class RowField(forms.ModelChoiceField):
    """One row by its key, under the same guard."""

    def clean(self, value: Any) -> Any:
        if value not in self.empty_values and not _KEY.fullmatch(str(value)):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return super().clean(value)
