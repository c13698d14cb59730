"""What others write on a card: that they tried it too, a question, and the owner's answer."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models import Adoption
from sdg_platform.accounts.models import Municipality
from sdg_platform.fields import CleanCharField
from sdg_platform.forms_renderer import OutcomeRadios
from sdg_platform.text import FIELD_LIMIT, NOTE_LIMIT, looks_like_cpr

CPR_WARNING = _("Det ligner et CPR-nummer. Slet det, eller gem alligevel, hvis det ikke er et.")
TOLD = ("kept", "changed", "dropped", "result", "note")


def _told(label: Any, help_text: Any = "") -> CleanCharField:
    return CleanCharField(
        label=label,
        help_text=help_text,
        limit=FIELD_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AdoptionForm(forms.ModelForm):
    """A log on somebody else's card; `municipalities` are those that one may speak for."""

    kept = _told(_("Hvad beholdt I?"))
    changed = _told(_("Hvad ændrede I?"))
    dropped = _told(_("Hvad droppede I?"))
    result = _told(_("Hvad kom der ud af det?"), _("Et tal eller en historie."))
    note = _told(_("Andet, de næste skal vide"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Adoption
        fields = ("municipality", "outcome", "date", *TOLD, "sharing")
        labels = {
            "municipality": _("Kommune"),
            "outcome": _("Hvordan gik det hos jer?"),
            "date": _("Hvornår prøvede I det?"),
            "sharing": _("Hvem må læse det?"),
        }
        widgets = {
            "outcome": OutcomeRadios,
            "sharing": forms.RadioSelect,
            "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "outcome": {
                "required": _("Vælg ét svar."),
                "invalid_choice": _("Vælg ét svar."),
            },
            "date": {"invalid": _("Skriv datoen som 2026-03-31.")},
        }

    def __init__(
        self, *args: Any, municipalities: Iterable[Municipality] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["outcome"].choices = [choice for choice in fields["outcome"].choices if choice[0]]
        fields["sharing"].required = False
        codes = [one.pk for one in municipalities]
        if len(codes) > 1:
            fields["municipality"].queryset = Municipality.objects.filter(pk__in=codes)
            fields["municipality"].required = False
        else:
            del fields["municipality"]

    def clean_date(self) -> date | None:
        day: date | None = self.cleaned_data["date"]
        if day and day > timezone.localdate():
            said = _("Den dag er ikke kommet endnu. Skriv, hvornår I prøvede det.")
            raise forms.ValidationError(said)
        return day

    def clean_sharing(self) -> str:
        return self.cleaned_data["sharing"] or self.instance.sharing

    def clean_municipality(self) -> Municipality:
        return self.cleaned_data["municipality"] or self.instance.municipality

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = [cleaned.get(name, "") for name in TOLD]
        if not any(said) and not self.errors.keys() & set(TOLD):
            self.add_error("kept", _("Fortæl mindst én ting, I beholdt, ændrede eller droppede."))
        _warn_of_cpr(self, cleaned, TOLD)
        return cleaned

    @property
    def asks_cpr(self) -> bool:
        return any(self.has_error(name, "cpr") for name in TOLD)


class QuestionForm(forms.Form):
    """A question to those who did it."""

    text = CleanCharField(
        label=_("Stil et spørgsmål"),
        limit=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Skriv et spørgsmål først.")},
    )
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _warn_of_cpr(self, cleaned, ["text"])
        return cleaned

    @property
    def asks_cpr(self) -> bool:
        return self.has_error("text", "cpr")


class OwnerAnswerForm(QuestionForm):
    """The owner's answer, which everybody reads."""

    text = CleanCharField(
        label=_("Jeres svar"),
        help_text=_("Alle, der kan se praksissen, kan læse svaret."),
        limit=FIELD_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv et svar først.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def _warn_of_cpr(form: forms.BaseForm, cleaned: dict[str, Any], names: Iterable[str]) -> None:
    """Ask once before a civil registration number is stored; `anyway` is the second answer."""
    for name in names:
        if looks_like_cpr(cleaned.get(name) or "") and not cleaned.get("anyway"):
            form.add_error(name, forms.ValidationError(CPR_WARNING, code="cpr"))
