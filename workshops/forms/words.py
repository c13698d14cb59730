"""The names and questions of the four fields, as two lines of text for each."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sdg_platform.fields import CleanCharField
from sdg_platform.text import TITLE_LIMIT
from workshops.models import Quadrant
from workshops.models.templates import are_usual, usual_words

PARTS = ("title", "question")
LABELS = {"title": _("Feltets navn"), "question": _("Spørgsmålet i feltet")}
NAMES = tuple(f"{quadrant.value}_{part}" for quadrant in Quadrant for part in PARTS)


def word_fields(template: str, own: Mapping[str, Mapping[str, str]]) -> dict[str, forms.Field]:
    """Eight fields, each beginning with the workshop's own words or its template's."""
    return {
        f"{quadrant.value}_{part}": CleanCharField(
            label=LABELS[part],
            limit=TITLE_LIMIT,
            one_line=True,
            required=False,
            initial=own.get(quadrant.value, {}).get(part)
            or getattr(usual_words(template, quadrant), part),
        )
        for quadrant in Quadrant
        for part in PARTS
    }


def own_words(said: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Only what no template says, so that the rest follows the template and the language."""
    own: dict[str, dict[str, str]] = {}
    for quadrant in Quadrant:
        for part in PARTS:
            words = said.get(f"{quadrant.value}_{part}") or ""
            if words and not are_usual(words, part, quadrant):
                own.setdefault(quadrant.value, {})[part] = words
    return own


def grouped(form: forms.BaseForm) -> list[dict[str, Any]]:
    """The fields quadrant by quadrant, for the page."""
    return [
        {
            "code": quadrant.value,
            "label": quadrant.label,
            "fields": [form[f"{quadrant.value}_{part}"] for part in PARTS],
        }
        for quadrant in Quadrant
    ]
