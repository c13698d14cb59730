"""Who may read one note, and whether it is a dilemma between two goals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.sharing import Sharing
from sdg_platform.taxonomy.models import Goal, Theme
from workshops.models import Reflection


def goal_choices() -> list[tuple[str, str]]:
    goals = Goal.objects.order_by("number")
    return [("", "–"), *((str(goal.number), f"{goal.number} {goal.name}") for goal in goals)]


class GoalChoiceField(forms.TypedChoiceField):
    """One goal or none, by its number."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"invalid_choice": _("Vælg et af de 17 mål.")})
        super().__init__(
            choices=goal_choices, coerce=int, empty_value=None, required=False, **options
        )


class AboutForm(forms.Form):
    """Beside a note's text or its tags. What was not sent stays as it is.

    Sharing is offered only as far as the workshop goes: a note may narrow it. And only to
    those who run the board: its writer shall not undo what they decided.
    """

    sharing = forms.ChoiceField(
        label=_("Hvem må læse noten, når workshoppen er lukket?"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={
            "invalid_choice": _("En note kan ikke deles med flere end workshoppen selv.")
        },
    )
    dilemma_of = GoalChoiceField(label=_("Et dilemma mellem"))
    dilemma_with = GoalChoiceField(label=_("og"))
    marks_optional = False

    def __init__(self, data: Any, *, note: Reflection, may_narrow: bool) -> None:
        limit = Sharing.values.index(note.workshop.sharing)
        own = Sharing.values.index(note.sharing)
        initial = {
            "sharing": Sharing.values[min(own, limit)],
            "dilemma_of": note.dilemma_of_id,
            "dilemma_with": note.dilemma_with_id,
        }
        super().__init__(data, initial=initial)
        self.note, self.may_narrow = note, may_narrow
        self.fields["sharing"].choices = Sharing.choices[limit::-1]
        if limit == 0:
            self.fields["sharing"].widget = forms.HiddenInput()
        if not may_narrow:
            del self.fields["sharing"]

    @property
    def asks_sharing(self) -> bool:
        return self.may_narrow and self.note.workshop.sharing != Sharing.OWN

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("dilemma_of"), cleaned.get("dilemma_with")
        if not self.errors and (bool(first) != bool(second) or (first and first == second)):
            self.add_error("dilemma_with", _("Vælg to forskellige mål, eller ingen."))
        return cleaned

    def apply(self) -> None:
        """Store what was sent and differs; raises WrongState in an archived workshop."""
        sharing = self.cleaned_data.get("sharing")
        if sharing and sharing != self.initial["sharing"]:
            self.note.share(sharing)
        if "dilemma_of" not in self.data and "dilemma_with" not in self.data:
            return
        pair = (self.cleaned_data["dilemma_of"], self.cleaned_data["dilemma_with"])
        if pair != (self.note.dilemma_of_id, self.note.dilemma_with_id):
            goals = Goal.objects.in_bulk([number for number in pair if number])
            first, second = (goals.get(number) if number else None for number in pair)
            self.note.weigh((first, second))


def theme_choices() -> list[tuple[str, str]]:
    return [("", "–"), *((theme.pk, str(theme.label)) for theme in Theme.objects.all())]


class AcceptForm(forms.Form):
    """One goal or one P, as a suggestion names it."""

    goal = GoalChoiceField()
    theme = forms.ChoiceField(choices=theme_choices, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("goal") and not cleaned.get("theme"):
            raise forms.ValidationError(_("Vælg et af forslagene."))
        return cleaned
