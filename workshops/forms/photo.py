"""A picture of a flip chart, and what is to be seen on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.sharing import Sharing
from sdg_platform.fields import CleanCharField
from workshops.forms.privacy import warn_of_cpr
from workshops.models import Photo
from workshops.shrinking import PhotoRefused, Shrunk, read_photo

ALT_LIMIT = 500


class WordsField(CleanCharField):
    """What stands on a chart."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Hvad står der på arket?"),
            help_text=_("En sætning eller to for dem, der ikke kan se billedet."),
            limit=ALT_LIMIT,
            one_line=True,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": _("Skriv, hvad der står på arket.")},
        )


class ReachField(forms.ChoiceField):
    """Who may see it; a chart shows notes of every reach, so it begins narrow."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Hvem må se billedet bagefter?"),
            help_text=_("Aldrig flere end dem, der må se noterne."),
            choices=Sharing.choices,
            required=False,
            initial=Sharing.OWN,
            widget=forms.RadioSelect,
        )


class PhotoForm(forms.Form):
    """The picture is read only when the words are there, so that nobody waits for nothing."""

    picture = forms.FileField(
        label=_("Billedet"),
        help_text=_("JPEG, PNG eller WebP, højst 20 MB. Vi gør det mindre og fjerner tid og sted."),
        allow_empty_file=True,
        # Without HEIC among them an iPhone hands over a JPEG.
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Vælg et billede.")},
    )
    alt = WordsField()
    sharing = ReachField()
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)
    marks_optional = False

    shrunk: Shrunk

    def clean_sharing(self) -> str:
        return self.cleaned_data["sharing"] or Sharing.OWN

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        warn_of_cpr(self, cleaned, "alt")
        if not self.errors:
            try:
                self.shrunk = read_photo(cleaned["picture"].read())
            except PhotoRefused as refused:
                self.add_error("picture", str(refused))
        return cleaned


class PhotoWordsForm(forms.ModelForm):
    """Other words for a picture that hangs already; `version` is the one the writer saw."""

    alt = WordsField()
    sharing = ReachField()
    version = forms.IntegerField(
        min_value=1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value"),
            _("Hent siden igen; den mangler et versionsnummer."),
        ),
    )
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)
    marks_optional = False

    class Meta:
        model = Photo
        fields = ["alt", "sharing"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].initial = self.instance.version

    def clean_sharing(self) -> str:
        return self.cleaned_data["sharing"] or self.initial["sharing"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        warn_of_cpr(self, cleaned, "alt")
        return cleaned
