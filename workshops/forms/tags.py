"""Goals, their targets and P's, as boxes to tick."""

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from sdg_platform.forms_renderer import GoalCheckboxes
from sdg_platform.taxonomy.models import Goal, Target, Theme


class GoalsField(forms.ModelMultipleChoiceField):
    """Goals as swatch, number and name."""

    widget = GoalCheckboxes

    def label_from_instance(self, obj: Model) -> str:
        return obj.name


class ThemesField(forms.ModelMultipleChoiceField):
    """The P's, each with its Danish or English word."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Model) -> str:
        return f"{obj.label} – {obj.name}"


class TagForm(forms.Form):
    """Goals, their targets and P's for one note or for all chosen ones."""

    goals = GoalsField(Goal.objects.all(), label=_("Verdensmål"), required=False)
    targets = forms.ModelMultipleChoiceField(
        Target.objects.all(),
        label=_("Delmål"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = ThemesField(Theme.objects.all(), label=_("P'er"), required=False)
    marks_optional = False

    def offer_targets(self, goals: list[int]) -> None:
        """Only the targets of the chosen goals: 169 boxes help nobody."""
        field = self.fields["targets"]
        field.queryset = Target.objects.filter(goal__in=goals)
