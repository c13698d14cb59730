"""Several pasted lines on their way to become several notes."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.models import User
from sdg_platform.fields import CleanCharField
from sdg_platform.text import NOTE_LIMIT
from workshops.forms.note import NoteForm
from workshops.models import NewReflection, Participant, Quadrant, Workshop, fields_of
from workshops.models.workshop import NEW_NOTES

# More than that is a document, and goes through the importer.
MOST_LINES = 100
# A participant may write so many notes a minute.
MOST_OF_A_PARTICIPANT = NEW_NOTES.times


def most_lines(user: User | None) -> int:
    return MOST_LINES if user else MOST_OF_A_PARTICIPANT


class LineForm(NoteForm):
    """One pasted line in its preview; a line that was emptied is left out."""

    quadrant = forms.ChoiceField(
        label=_("Felt"),
        choices=Quadrant.choices,
        error_messages={"invalid_choice": _("Vælg et af de fire felter.")},
    )
    text = CleanCharField(
        label=_("Note"), limit=NOTE_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 1})
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, workshop=workshop, **kwargs)
        fields = fields_of(workshop).values()
        self.fields["quadrant"].choices = [(one.code, one.title) for one in fields]

    def clean(self) -> dict[str, Any]:
        # One word answers for all lines.
        self.cleaned_data["anyway"] = bool(self.data.get("anyway"))
        return super().clean()


class LineForms(forms.BaseFormSet):
    """All lines of one paste; stored together or not at all."""

    def notes(self, participant: Participant | None, user: User | None) -> list[NewReflection]:
        """What is to be stored, written by a participant or by the facilitator."""
        written = [form for form in self if form.cleaned_data.get("text")]
        return [form.note(participant, user) for form in written]


def line_forms(
    workshop: Workshop, data: Any = None, *, initial: list[dict[str, str]] | None = None
) -> LineForms:
    """The lines as they were sent (`data`), or as they were read (`initial`)."""
    made = forms.formset_factory(
        LineForm, formset=LineForms, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES
    )
    kwargs = {"workshop": workshop}
    return cast(LineForms, made(data, initial=initial, prefix="line", form_kwargs=kwargs))
