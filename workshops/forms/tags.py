"""Goals, their targets and P's, as boxes to tick."""

import re
from collections.abc import Iterable
from typing import Final

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sdg_platform.fields import RowsField
from sdg_platform.forms_renderer import GoalCheckboxes
from sdg_platform.taxonomy.models import Goal, Target, Theme
from workshops.models import Reflection, Suggested
from workshops.suggestions import guesses

# More is a list to read.
MOST_SUGGESTED: Final = 6
_TAKE: Final = re.compile(r"goal=(?:1[0-7]|[1-9])|theme=[a-z]{1,13}")


class GoalsField(RowsField):
    """Goals as swatch, number and name."""

    widget = GoalCheckboxes

    def label_from_instance(self, obj: Model) -> str:
        return obj.name


class ThemesField(RowsField):
    """The P's, each with its Danish or English word."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Model) -> str:
        return f"{obj.label} – {obj.name}"


class TagForm(forms.Form):
    """Goals, their targets and P's for one note or for all chosen ones."""

    goals = GoalsField(Goal.objects.all(), label=_("Verdensmål"), required=False)
    targets = RowsField(
        Target.objects.all(),
        label=_("Delmål"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = ThemesField(Theme.objects.all(), label=_("P'er"), required=False)
    marks_optional = False

    def chosen(self) -> set[tuple[str, str]]:
        """What is ticked as the form stands, as (kind, value)."""
        pairs = (("goal", "goals"), ("theme", "themes"))
        return {(kind, str(value)) for kind, field in pairs for value in self[field].value() or ()}

    def suggested(self, notes: Iterable[Reflection]) -> list[Suggested]:
        """What the words of the notes point to and is not ticked yet; the surest first."""
        guessed = {one[:2]: one for note in notes for one in guesses(note.text)}
        fresh = [one for key, one in guessed.items() if key not in self.chosen()][:MOST_SUGGESTED]
        names = {("goal", str(goal.pk)): goal.name for goal in self.fields["goals"].queryset}
        names |= {("theme", one.pk): str(one.label) for one in self.fields["themes"].queryset}
        return [Suggested(one.kind, one.value, names[one[:2]], one.because) for one in fresh]

    def offer_targets(self, goals: list[int]) -> None:
        """Only the targets of the chosen goals: 169 boxes help nobody."""
        field = self.fields["targets"]
        field.queryset = Target.objects.filter(goal__in=goals)


def with_taken(data: QueryDict) -> QueryDict:
    """The same with a goal or P ticked, as in `take=goal=3`; anything else changes nothing.

    >>> with_taken(QueryDict("goals=11&take=goal%3D3")).getlist("goals")
    ['11', '3']
    >>> with_taken(QueryDict("take=goal%3D99")).getlist("goals")
    []
    """
    made = data.copy()
    if _TAKE.fullmatch(take := data.get("take", "")):
        kind, _equals, value = take.partition("=")
        made.appendlist(f"{kind}s", value)
    return made
