"""Which strategies somebody looks at, read from the query string; what is malformed is left out."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from practices.models.strategy import StrategyQuerySet
from sdg_platform.accounts.models import Municipality
from sdg_platform.forms_renderer import GoalCheckboxes
from sdg_platform.taxonomy.models import Goal


class StrategyFilterForm(forms.Form):
    """Offers the municipalities that have a strategy the reader may see."""

    marks_optional = False

    municipality = forms.ChoiceField(label=_("Kommune"), required=False)
    strategy = forms.ChoiceField(label=_("Strategi"), required=False)
    goal = forms.TypedMultipleChoiceField(
        label=_("Verdensmål"), coerce=int, required=False, widget=GoalCheckboxes
    )

    def __init__(self, data: QueryDict, *, strategies: StrategyQuerySet) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        owners = Municipality.objects.filter(strategies__in=strategies).distinct()
        named = [(one.pk, str(one)) for one in owners.order_by("sort_key")]
        fields["municipality"].choices = [("", _("Alle kommuner")), *named]
        titles = [(str(pk), title) for pk, title in strategies.values_list("pk", "title")]
        fields["strategy"].choices = [("", _("Alle strategier")), *titles]
        fields["goal"].choices = [(goal.number, goal.name) for goal in Goal.objects.all()]
        self.data = _known(data, fields)

    def apply(self, strategies: StrategyQuerySet) -> StrategyQuerySet:
        self.is_valid()
        chosen = self.cleaned_data
        if code := chosen.get("municipality"):
            strategies = strategies.filter(municipality=code)
        if key := chosen.get("strategy"):
            strategies = strategies.filter(pk=int(key))
        if goals := chosen.get("goal"):
            strategies = strategies.for_goals(goals)
        return strategies

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())

    def query(self) -> str:
        """The choices as they stand in an address."""
        query = QueryDict(mutable=True)
        for name, value in self.cleaned_data.items():
            values = value if isinstance(value, list) else [value]
            query.setlist(name, [str(item) for item in values if item])
        return query.urlencode()


def _known(data: QueryDict, fields: dict[str, Any]) -> QueryDict:
    """What of it one of the choices is: an old address is a list, never a form with errors."""
    made = QueryDict(mutable=True)
    for name, field in fields.items():
        offered = {str(value) for value, _label in field.choices}
        made.setlist(name, [value for value in data.getlist(name) if value in offered])
    return made
