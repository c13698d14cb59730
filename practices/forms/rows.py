"""What stands in repeated rows: steps, goals, partners, what it takes, what lies ready."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practices.forms.fields import line, text, web_address
from practices.models import PracticeGoal, RequirementKind, Weight
from sdg_platform.editing import RowFormSet
from sdg_platform.fields import CleanCharField
from sdg_platform.text import FIELD_LIMIT


class PartOfRow(forms.Form):
    """A row of which only the full form shows everything; elsewhere the rest goes along hidden."""

    marks_optional = False
    beyond_the_card: tuple[str, ...] = ()

    def __init__(self, *args: Any, full: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not full:
            for name in self.beyond_the_card:
                self.fields[name].widget = forms.HiddenInput()

    def says_something(self, cleaned: dict[str, Any]) -> bool:
        """Whether anything was written that the writer can see."""
        return any(
            cleaned.get(name) for name, field in self.fields.items() if not field.widget.is_hidden
        )


class StepForm(PartOfRow):
    beyond_the_card = ("method", "link", "attachment")

    what = CleanCharField(
        label=_("Hvad gjorde I?"),
        limit=FIELD_LIMIT,
        required=False,
        help_text=_("Første sætning bliver trinnets overskrift."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    who = line(_("Hvem"), 200)
    duration = line(_("Hvor længe"), 200)
    cost = line(_("Pris"), 200)
    went_wrong = text(_("Hvad gik galt her?"), rows=2)
    changed = text(_("Hvad ændrede I?"), rows=2)
    method = line(_("Metode"), 200)
    link = web_address(_("Link"))
    attachment = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wordless = not cleaned.get("what") and "what" not in self.errors
        if wordless and self.says_something(cleaned):
            self.add_error("what", _("Skriv, hvad I gjorde i trinnet, eller tøm det helt."))
        return cleaned


class GoalForm(forms.Form):
    """A goal's row counts as empty until a goal or a why is there; role and sign are preset."""

    marks_optional = False

    goal = forms.TypedChoiceField(label=_("Verdensmål"), coerce=int, required=False)
    role = forms.ChoiceField(
        label=_("Hvor vigtigt?"), choices=PracticeGoal.GoalRole.choices, required=False
    )
    sign = forms.ChoiceField(
        label=_("Hvilken vej?"), choices=PracticeGoal.Sign.choices, required=False
    )
    why = line(_("Hvorfor?"), 500, help_text=_("Én sætning."))

    def __init__(self, *args: Any, goals: Sequence[tuple[Any, Any]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["goal"].choices = [("", gettext("Vælg et verdensmål")), *goals]
        first = self.prefix == "goals-0"
        fields["role"].initial = "primary" if first else "secondary"

    def has_changed(self) -> bool:
        return not {"goal", "why"}.isdisjoint(self.changed_data)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("goal") and "goal" not in self.errors:
            self.add_error("goal", _("Vælg det verdensmål, sætningen handler om."))
        return cleaned


class BaseGoalFormSet(RowFormSet):
    def clean(self) -> None:
        """Each goal once, and one of them the main one; a goal alone is the main one."""
        super().clean()
        rows = [form for form in self.forms if form.has_changed() and form.cleaned_data.get("goal")]
        seen = set()
        for form in rows:
            if form.cleaned_data["goal"] in seen:
                form.add_error("goal", _("Målet står der allerede. Saml det i én række."))
            seen.add(form.cleaned_data.get("goal"))
        if len(rows) == 1 and not rows[0].cleaned_data.get("role"):
            rows[0].cleaned_data["role"] = "primary"
        primary = [form for form in rows if form.cleaned_data.get("role") == "primary"]
        if rows and not primary:
            rows[0].add_error("role", _("Vælg ét hovedmål, det som det mest handler om."))
        for form in primary[1:]:
            form.add_error("role", _("Der kan kun være ét hovedmål. Gør dette til et mål mere."))


class PartnerForm(PartOfRow):
    beyond_the_card = ("gain",)

    name = line(_("Hvem"), 200)
    role = line(_("Hvad gjorde de?"), 500)
    gain = line(_("Hvad fik de ud af det?"), 500)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        nameless = not cleaned.get("name") and "name" not in self.errors
        if nameless and self.says_something(cleaned):
            self.add_error("name", _("Skriv, hvem det var, eller tøm rækken."))
        return cleaned


class RequirementForm(forms.Form):
    """Kind and weight are preset, so only the text makes a row."""

    marks_optional = False

    kind = forms.ChoiceField(label=_("Hvad slags?"), choices=RequirementKind.choices)
    weight = forms.ChoiceField(label=_("Hvor nødvendigt?"), choices=Weight.choices)
    text = line(_("Hvad kræver det?"), 500)

    def has_changed(self) -> bool:
        return "text" in self.changed_data


class BuildingBlockForm(forms.Form):
    marks_optional = False

    what = line(_("Hvad kan andre tage over?"), 300)
    link = web_address(_("Link"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("link") and not cleaned.get("what") and "what" not in self.errors:
            self.add_error("what", _("Skriv, hvad det er, eller tøm rækken."))
        return cleaned


StepFormSet = forms.formset_factory(StepForm, formset=RowFormSet)
GoalFormSet = forms.formset_factory(GoalForm, formset=BaseGoalFormSet)
PartnerFormSet = forms.formset_factory(PartnerForm, formset=RowFormSet)
RequirementFormSet = forms.formset_factory(RequirementForm, formset=RowFormSet)
BuildingBlockFormSet = forms.formset_factory(BuildingBlockForm, formset=RowFormSet)
