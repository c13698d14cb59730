"""One note: written, changed, moved."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.models import User
from sdg_platform.fields import CleanCharField
from sdg_platform.forms_renderer import QuadrantRadios
from sdg_platform.text import NOTE_LIMIT
from workshops.forms.privacy import warn_of_cpr
from workshops.models import NewReflection, Participant, Quadrant, Reflection, Workshop
from workshops.reading.pasting import read_sign


class NoteForm(forms.Form):
    """One note on its way to the board; `id` was made by the client or minted into the form."""

    id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Hent siden igen, og send noten en gang til."),
            "invalid": _("Hent siden igen, og send noten en gang til."),
        },
    )
    quadrant = forms.ChoiceField(
        label=_("Hvor hører den hjemme?"),
        choices=Quadrant.choices,
        widget=QuadrantRadios,
        error_messages={
            "required": _("Vælg et af de fire felter."),
            "invalid_choice": _("Vælg et af de fire felter."),
        },
    )
    text = CleanCharField(
        label=_("Din note"),
        limit=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv en note først.")},
    )
    parent = forms.UUIDField(required=False, widget=forms.HiddenInput)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)
    signs = forms.BooleanField(
        required=False,
        widget=forms.HiddenInput,
        help_text="From a composer: a sign at the head of the text names the field.",
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workshop = workshop

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("signs") and "text" in cleaned:
            named, cleaned["text"] = read_sign(cleaned["text"])
            cleaned["quadrant"] = named or cleaned.get("quadrant")
        warn_of_cpr(self, cleaned)
        return cleaned

    def clean_parent(self) -> Reflection | None:
        key = self.cleaned_data["parent"]
        if key is None:
            return None
        above = self.workshop.reflections.alive().filter(pk=key).first()
        if above is None:
            raise forms.ValidationError(_("Noten, den hører under, findes ikke på tavlen."))
        return above

    def note(self, participant: Participant | None, user: User | None) -> NewReflection:
        """What is to be stored, written by a participant or by the facilitator."""
        return NewReflection(
            id=self.cleaned_data["id"],
            quadrant=self.cleaned_data["quadrant"],
            text=self.cleaned_data["text"],
            under=self.cleaned_data["parent"],
            participant=participant,
            created_by=user,
        )


class NoteEditForm(forms.Form):
    """Another text or field for a stored note; `version` is the one the writer saw."""

    quadrant = forms.ChoiceField(
        label=_("Hvor hører den hjemme?"),
        choices=Quadrant.choices,
        required=False,
        widget=QuadrantRadios,
        error_messages={"invalid_choice": _("Vælg et af de fire felter.")},
    )
    text = CleanCharField(
        label=_("Noten"),
        limit=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv en note først.")},
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        warn_of_cpr(self, cleaned)
        return cleaned


class MoveForm(forms.Form):
    """To another field of the board."""

    quadrant = forms.ChoiceField(choices=Quadrant.choices)
    version = forms.IntegerField(min_value=1, required=False)


class ShiftForm(forms.Form):
    """One place up or down in its field."""

    direction = forms.ChoiceField(choices=[("up", "up"), ("down", "down")])
    version = forms.IntegerField(min_value=1)


def fresh_id() -> str:
    """A key for the next note, for browsers without scripts."""
    return str(uuid.uuid4())
