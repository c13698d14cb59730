"""A picture of a flip chart, and what is to be seen on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.sharing import Sharing
from sdg_platform.fields import CleanCharField
from workshops.shrinking import PhotoRefused, Shrunk, read_photo

ALT_LIMIT = 500


class PhotoForm(forms.Form):
    """The picture is read only when the words are there, so that nobody waits for nothing."""

    picture = forms.FileField(
        label=_("Billedet"),
        help_text=_("JPEG, PNG eller WebP, højst 20 MB. Vi gør det mindre og fjerner tid og sted."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Vælg et billede.")},
    )
    alt = CleanCharField(
        label=_("Hvad står der på arket?"),
        help_text=_("En sætning eller to for dem, der ikke kan se billedet."),
        limit=ALT_LIMIT,
        one_line=True,
        error_messages={"required": _("Skriv, hvad der står på arket.")},
    )
    sharing = forms.ChoiceField(
        label=_("Hvem må se billedet bagefter?"),
        help_text=_("Aldrig flere end dem, der må se noterne."),
        choices=Sharing.choices,
        required=False,
        initial=Sharing.OWN,
        widget=forms.RadioSelect,
    )
    marks_optional = False

    shrunk: Shrunk

    def clean_sharing(self) -> str:
        return self.cleaned_data["sharing"] or Sharing.OWN

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.shrunk = read_photo(cleaned["picture"].read())
            except PhotoRefused as refused:
                self.add_error("picture", str(refused))
        return cleaned
