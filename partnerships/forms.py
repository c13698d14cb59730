"""What is written in the directory, and how its list is narrowed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    Organisation,
    OrganisationKind,
    OrganisationQuerySet,
    Partnership,
    PartnershipQuerySet,
)
from sdg_platform.accounts.models import User
from sdg_platform.editing import RowFormSet, unjudged
from sdg_platform.fields import CleanCharField, RowsField
from sdg_platform.forms_renderer import GoalCheckboxes
from sdg_platform.taxonomy.models import Goal
from sdg_platform.text import FIELD_LIMIT, TITLE_LIMIT

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def goal_choices() -> list[tuple[int, str]]:
    return [(goal.number, goal.name) for goal in Goal.objects.all()]


class PartnershipFilterForm(forms.Form):
    """The list's filters, read from the query string; what is malformed is left out."""

    marks_optional = False

    goal = forms.TypedMultipleChoiceField(
        label=_("Verdensmål"),
        coerce=int,
        required=False,
        choices=goal_choices,
        widget=GoalCheckboxes,
    )
    kind = forms.MultipleChoiceField(
        label=_("Hvem er med"),
        required=False,
        choices=OrganisationKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    wants = forms.MultipleChoiceField(
        label=_("Åbent for flere"),
        required=False,
        choices=[("seeks", _("Søger nogen")), ("offers", _("Tilbyder noget"))],
        widget=forms.CheckboxSelectMultiple,
    )

    def apply(self, partnerships: PartnershipQuerySet) -> PartnershipQuerySet:
        """Narrow `partnerships`: OR inside a group, AND across groups."""
        self.is_valid()
        chosen = self.cleaned_data
        if goals := chosen.get("goal"):
            partnerships = partnerships.filter(goals__in=goals)
        if kinds := chosen.get("kind"):
            partnerships = partnerships.filter(roles__organisation__kind__in=kinds)
        if wants := chosen.get("wants"):
            wanted = Q()
            for field in wants:
                wanted |= ~Q(**{field: ""})
            partnerships = partnerships.filter(wanted)
        return partnerships.distinct()

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())


class PartnershipForm(forms.ModelForm):
    """One partnership; who is in it stands in the rows of RoleFormSet."""

    title = CleanCharField(
        label=_("Hvad gør I sammen?"),
        help_text=_("Én linje, som en kollega forstår."),
        limit=TITLE_LIMIT,
        one_line=True,
        widget=forms.TextInput,
        error_messages={"required": _("Skriv, hvad I gør sammen.")},
    )
    description = CleanCharField(
        label=_("Hvordan foregår det?"),
        help_text=_("Hvem mødes, hvor ofte, og hvad kom der ud af det?"),
        limit=FIELD_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    seeks = CleanCharField(
        label=_("Søger I nogen eller noget?"),
        help_text=_("For eksempel: en følgeven-ordning."),
        limit=200,
        one_line=True,
        required=False,
        widget=forms.TextInput,
    )
    offers = CleanCharField(
        label=_("Har I noget at tilbyde?"),
        help_text=_("For eksempel: fællesrum, gratis."),
        limit=200,
        one_line=True,
        required=False,
        widget=forms.TextInput,
    )
    goals = RowsField(
        Goal.objects.all(),
        label=_("Hvilke verdensmål handler det om?"),
        required=False,
        widget=GoalCheckboxes,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Partnership
        fields = [
            "title",
            "description",
            "goals",
            "themes",
            "departments",
            "seeks",
            "offers",
            "started_on",
            "ended_on",
            "sharing",
        ]
        labels = {
            "themes": _("Hvilke af de 6 P'er?"),
            "departments": _("Hvilke forvaltninger er med?"),
        }
        widgets = {
            "themes": forms.CheckboxSelectMultiple,
            "departments": forms.CheckboxSelectMultiple,
            "started_on": DATE,
            "ended_on": DATE,
            "sharing": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["goals"].choices = goal_choices()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        started, ended = cleaned.get("started_on"), cleaned.get("ended_on")
        if started and ended and ended < started:
            self.add_error("ended_on", _("Slutdatoen ligger før startdatoen. Ret en af dem."))
        return cleaned


class RoleForm(forms.Form):
    """One row: somebody from the directory, or a new name and what kind it is."""

    organisation = forms.ModelChoiceField(
        label=_("Fra listen"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Vælg, eller skriv et nyt navn"),
    )
    name = CleanCharField(
        label=_("Nyt navn"), limit=200, one_line=True, required=False, widget=forms.TextInput
    )
    kind = forms.ChoiceField(
        label=_("Slags"), required=False, choices=[("", _("Vælg")), *OrganisationKind.choices]
    )
    role = CleanCharField(
        label=_("Rolle"), limit=200, one_line=True, required=False, widget=forms.TextInput
    )
    brings = CleanCharField(
        label=_("Bidrager med"), limit=500, one_line=True, required=False, widget=forms.TextInput
    )
    gets = CleanCharField(
        label=_("Får ud af det"), limit=500, one_line=True, required=False, widget=forms.TextInput
    )

    def __init__(self, *args: Any, organisations: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if organisations is not None:
            self.fields["organisation"].queryset = organisations

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        organisation, name = cleaned.get("organisation"), cleaned.get("name")
        if not self.has_changed():
            return cleaned
        if organisation and name:
            self.add_error("name", _("Vælg fra listen, eller skriv et nyt navn. Ikke begge dele."))
        elif not organisation and not name and "organisation" not in self.errors:
            self.add_error("organisation", _("Vælg, hvem det er, eller skriv et nyt navn."))
        elif name and not cleaned.get("kind"):
            self.add_error("kind", _("Vælg, hvilken slags det er."))
        return cleaned


class BaseRoleFormSet(RowFormSet):
    def clean(self) -> None:
        """Refuse the same organisation twice: one row says all of its part."""
        super().clean()
        seen = set()
        for form in self.forms:
            organisation = getattr(form, "cleaned_data", {}).get("organisation")
            if organisation and organisation in seen:
                form.add_error("organisation", _("Den står der allerede. Saml det i én række."))
            seen.add(organisation)
        if any(form.errors for form in self.forms):
            raise ValidationError(_("Se rækkerne igennem."))


RoleFormSet: Any = forms.formset_factory(RoleForm, formset=BaseRoleFormSet)

TAGS = ("goals", "themes", "departments")


class PartnershipEditor:
    """The form and its rows as one thing that is shown, checked and stored together."""

    def __init__(self, partnership: Partnership, data: QueryDict | None) -> None:
        self.partnership = partnership
        self.adding = data is not None and "add" in data
        self.form = PartnershipForm(
            data, instance=partnership, initial={"version": partnership.version}
        )
        self.roles = RoleFormSet(
            data,
            prefix="roles",
            adding=self.adding,
            initial=self._stored_roles() if data is None else None,
            form_kwargs={"organisations": self._organisations()},
        )
        if self.adding:
            unjudged(self.form)
            self.roles.unjudged()

    def _organisations(self) -> OrganisationQuerySet:
        """Those of the own list and the networks; a select of thousands helps nobody."""
        own = Q(municipality=self.partnership.municipality_id)
        taken = Q(roles__partnership=self.partnership.pk) if self.partnership.pk else Q()
        return Organisation.objects.filter(own | Q(municipality=None) | taken).distinct()

    def _stored_roles(self) -> list[Any]:
        if not self.partnership.pk:
            return []
        return list(self.partnership.roles.values("organisation", "role", "brings", "gets"))

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.roles.is_valid()])

    def save(self, *, by: User) -> None:
        """Store it all; raises StaleVersion when somebody else has saved meanwhile."""
        cleaned = self.form.cleaned_data
        self.partnership.save_with_roles(
            self.roles.filled(),
            {name: cleaned[name] for name in TAGS},
            by=by,
            version=cleaned["version"],
        )


class OrganisationFilterForm(forms.Form):
    """The list of organisations, narrowed by kind; what is malformed is left out."""

    marks_optional = False

    kind = forms.MultipleChoiceField(
        label=_("Hvem"),
        required=False,
        choices=OrganisationKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def apply(self, organisations: OrganisationQuerySet) -> OrganisationQuerySet:
        self.is_valid()
        kinds = self.cleaned_data.get("kind")
        return organisations.filter(kind__in=kinds) if kinds else organisations


class OrganisationForm(forms.ModelForm):
    """Somebody for the directory."""

    name = CleanCharField(
        label=_("Navn"),
        limit=200,
        one_line=True,
        widget=forms.TextInput,
        error_messages={"required": _("Skriv navnet.")},
    )
    description = CleanCharField(
        label=_("Hvad gør de?"),
        help_text=_("Et par linjer i jeres egne ord."),
        limit=FIELD_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    url = forms.URLField(
        label=_("Hjemmeside"), required=False, max_length=500, assume_scheme="https"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Organisation
        fields = ["name", "kind", "description", "url"]
        labels = {"kind": _("Hvilken slags er det?")}
        error_messages = {"kind": {"required": _("Vælg én slags.")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", _("Vælg")), *OrganisationKind.choices]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        same = Organisation.objects.filter(
            name__iexact=name, municipality=self.instance.municipality_id
        ).exclude(pk=self.instance.pk)
        if same.exists():
            raise ValidationError(_("Den står allerede i jeres liste."))
        return name
