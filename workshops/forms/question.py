"""An answer to a question that lives on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sdg_platform.fields import CleanCharField
from sdg_platform.text import FIELD_LIMIT
from workshops.forms.privacy import warn_of_cpr


class AnswerForm(forms.Form):
    """What another municipality can tell the one that asked."""

    text = CleanCharField(
        label=_("Jeres svar"),
        help_text=_("Hvad gjorde I, og hvad ville I gøre anderledes?"),
        limit=FIELD_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Skriv et svar først.")},
    )
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        warn_of_cpr(self, cleaned)
        return cleaned
