"""How long the room has."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workshops.models import Workshop
from workshops.models.phases import MOST_MINUTES

SENTENCE = _("Vælg mellem 1 og 180 minutter.")


class TimerForm(forms.Form):
    """Minutes to start with, or what to do with a clock that runs."""

    act = forms.ChoiceField(
        choices=[("start", "start"), ("more", "more"), ("stop", "stop")],
        required=False,
        error_messages={"invalid_choice": SENTENCE},
    )
    minutes = forms.IntegerField(
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        error_messages={"invalid": SENTENCE, "min_value": SENTENCE, "max_value": SENTENCE},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts = (cleaned.get("act") or "start") == "start"
        if starts and not cleaned.get("minutes") and not self.errors:
            raise forms.ValidationError(SENTENCE)
        return cleaned

    def apply(self, workshop: Workshop) -> None:
        """Raises WrongState when the workshop is not open."""
        match self.cleaned_data["act"]:
            case "more":
                workshop.extend_timer()
            case "stop":
                workshop.stop_timer()
            case _:
                workshop.start_timer(self.cleaned_data["minutes"])
