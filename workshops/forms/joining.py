"""The way in with a code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sdg_platform.fields import CleanCharField


class CodeForm(forms.Form):
    """The code as it stands on the wall; case and gaps do not matter."""

    code = CleanCharField(
        label=_("Kode"),
        help_text=_("Otte tegn. Den står på tavlen i rummet."),
        limit=40,
        one_line=True,
        widget=forms.TextInput(
            attrs={
                "class": "code-input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Skriv koden.")},
    )


class TableForm(forms.Form):
    """At which table somebody sits, for whoever wants to say; the facilitator sees how many."""

    table = forms.IntegerField(
        label=_("Bordets nummer"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            fault: _("Skriv bordets nummer med tal, eller lad feltet stå tomt.")
            for fault in ("invalid", "min_value", "max_value")
        },
    )
