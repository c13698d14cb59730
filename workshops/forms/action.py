"""What was agreed, who takes it, by when, and how it goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sdg_platform.fields import CleanCharField
from sdg_platform.text import NOTE_LIMIT, TITLE_LIMIT
from workshops.forms.privacy import warn_of_cpr
from workshops.models import Action, ActionStatus

FIELDS = ("text", "owner", "due", "email", "sharing", "status", "outcome")


class ActionForm(forms.ModelForm):
    """An action as its workshop's facilitator writes it; a new one has no status to choose."""

    text = CleanCharField(
        label=_("Hvad vil I gøre?"),
        limit=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv, hvad I vil gøre.")},
    )
    owner = CleanCharField(
        label=_("Hvem tager den?"),
        help_text=_("Gerne en rolle, for eksempel Sundhedschefen. Så holder den længere."),
        limit=TITLE_LIMIT,
        one_line=True,
        required=False,
    )
    due = forms.DateField(
        label=_("Hvornår skal det være gjort?"),
        required=False,
        localize=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"],
        error_messages={"invalid": _("Skriv datoen som 2026-11-22 eller 22.11.2026.")},
    )
    email = forms.EmailField(
        label=_("E-mail til den, der skal mindes om det"),
        help_text=_("Så får personen et brev efter 30 og 90 dage. Ingen andre ser adressen."),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Der er noget galt med e-mailadressen. Se den efter.")},
    )
    outcome = CleanCharField(
        label=_("Hvad blev det til?"),
        limit=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    status = forms.ChoiceField(
        label=_("Hvordan går det?"),
        choices=ActionStatus.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Vælg en af de fire.")},
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Action
        fields = FIELDS
        widgets = {"sharing": forms.RadioSelect}
        labels = {"sharing": _("Hvem må se tiltaget?")}
        help_texts = {"sharing": _("Aldrig flere end dem, der må se workshoppen.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sharing"].required = not self.is_bound or "sharing" in self.data
        self.fields["sharing"].error_messages["invalid_choice"] = _("Vælg en af de tre.")
        self.fields["version"].initial = self.instance.version
        if self.instance.pk:
            self.fields["status"].required = not self.is_bound or "status" in self.data
        else:
            del self.fields["status"], self.fields["outcome"]

    def clean_sharing(self) -> str:
        return self.cleaned_data["sharing"] or self.instance.sharing

    def clean_status(self) -> str:
        return self.cleaned_data["status"] or self.instance.status

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        warn_of_cpr(self, cleaned)
        if self.instance.pk and not self.errors and not cleaned.get("version"):
            raise forms.ValidationError(_("Hent siden igen; den mangler et versionsnummer."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What is to be stored, without what only the page needs."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}


class StatusForm(forms.Form):
    """How it goes, in one word and, for whoever likes, one sentence."""

    status = forms.ChoiceField(
        label=_("Hvordan går det?"),
        choices=ActionStatus.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Vælg, hvordan det går."),
            "invalid_choice": _("Vælg, hvordan det går."),
        },
    )
    text = CleanCharField(
        label=_("Hvad blev det til?"),
        limit=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        warn_of_cpr(self, cleaned)
        return cleaned
