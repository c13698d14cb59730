"""The name of a list of one's own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sdg_platform.fields import CleanCharField
from sdg_platform.text import TITLE_LIMIT


class CollectionForm(forms.Form):
    title = CleanCharField(
        label=_("Hvad skal samlingen hedde?"),
        limit=TITLE_LIMIT,
        one_line=True,
        widget=forms.TextInput,
        error_messages={"required": _("Giv samlingen et navn.")},
    )
