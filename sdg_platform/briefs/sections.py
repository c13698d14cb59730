"""The parts of a brief as they are sent: which go along, and what a person writes in three."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sdg_platform.briefs.models import ECONOMY, LEAD, RECOMMENDATION, Part
from sdg_platform.exports.fitting import LONGEST_LEAD, LONGEST_PARAGRAPH
from sdg_platform.fields import CleanCharField


class SectionsField(forms.MultipleChoiceField):
    """Parts by their codes, or one JSON object of texts; a code we do not know names nothing."""

    default_error_messages = {
        "malformed": _("Afsnittene kan ikke læses. Send dem som ét JSON-objekt: kode og tekst."),
    }

    def to_python(self, value: Any) -> Any:
        sent = super().to_python(value)
        if len(sent) == 1 and sent[0].lstrip().startswith("{"):
            try:
                return json.loads(sent[0])
            except ValueError as error:
                raise ValidationError(self.error_messages["malformed"], "malformed") from error
        return [code for code in sent if code in Part.values]

    def validate(self, value: Any) -> None:
        """Whatever `to_python` lets through is valid."""


def section_fields() -> dict[str, forms.Field]:
    """`sections`, and one `sections-<code>` for each text that only a person writes."""
    return {
        "sections": SectionsField(
            label=_("Hvilke dele skal med?"),
            choices=Part.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        f"sections-{LEAD}": CleanCharField(
            label=_("Kort fortalt"),
            help_text=_("Højst fire linjer. Skriv, som du ville sige det."),
            limit=LONGEST_LEAD,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        ),
        f"sections-{ECONOMY}": _paragraph(_("Økonomi")),
        f"sections-{RECOMMENDATION}": _paragraph(_("Indstilling")),
    }


def _paragraph(label: Any) -> CleanCharField:
    return CleanCharField(
        label=label,
        limit=LONGEST_PARAGRAPH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
