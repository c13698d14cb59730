"""Why a note is taken out of sight."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sdg_platform.fields import CleanCharField

LONGEST_REASON = 200


class ReasonForm(forms.Form):
    """The reason stands in the log, so it must not say again what is taken away."""

    reason = CleanCharField(
        label=_("Hvorfor?"),
        limit=LONGEST_REASON,
        one_line=True,
        required=False,
        help_text=_("Gentag ikke det, der skal væk. Skriv fx: navn på en borger."),
    )
