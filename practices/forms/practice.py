"""The fields of the practice itself, as many as its depth asks for."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practices.forms.fields import line, text, web_address
from practices.models import Driver, Outcome, Practice
from sdg_platform.accounts.models import User
from sdg_platform.fields import RowField
from sdg_platform.forms_renderer import OutcomeRadios
from sdg_platform.taxonomy.models import Department, Goal, Target
from sdg_platform.text import TITLE_LIMIT

FIRST_YEAR, LAST_YEAR = 1990, 2100
CHOICES = ("novelty", "money_range", "evidence", "licence")
DETAILS = (
    *("smallest_version", "stopped_why", "novelty", "what_is_new", "political_start"),
    *("people_found", "young_people", "money_range", "time_to_effect", "result_figure"),
    *("result_source", "evidence", "stays_local", "can_move", "not_for", "dilemma"),
    *("dilemma_of", "dilemma_with", "owner_name", "owner_role", "owner_contact", "fallback"),
    *("owner", "review_on", "licence", "origin"),
)


HINTS = {
    "outcome": _("Andre lærer mest af det, der ikke lykkedes."),
    "targets": _("Delmålets verdensmål kommer med af sig selv."),
    "health_as_means": _("Fx når en gåtur også giver naboskab og grønnere veje."),
    "smallest_version": _("Det mindste skridt, uden penge og uden lov fra nogen."),
    "stopped_why": _("Kun hvis I er stoppet."),
    "what_is_new": _("Én linje. Også når I gjorde det i forvejen."),
    "political_start": _("Hvem spurgte, og hvad svarede I?"),
    "people_found": _("Især dem, der ikke plejer at komme."),
    "money_range": _("Uden løn."),
    "result_figure": _("Fx 12 går fast. Intet tal er også i orden."),
    "evidence": _("Ikke en karakter. Det siger bare, hvad I bygger på."),
    "owner_contact": _("Står på kortet, så alle kan spørge. Brug en arbejdsadresse."),
    "owner": _("Vi skriver, når det er tid at se på det igen."),
    "review_on": _("Om et år er et godt bud."),
    "origin": _("Fx en workshop, en nabokommune, en bog."),
}


class TargetCheckboxes(forms.CheckboxSelectMultiple):
    """169 targets, folded away under their goals; a goal with a chosen one stands open."""

    template_name = "practices/_target_choices.html"

    def get_context(self, *args: Any) -> dict[str, Any]:
        context = super().get_context(*args)
        context["widget"]["open_groups"] = {
            group
            for group, options, _ in context["widget"]["optgroups"]
            if any(option["selected"] for option in options)
        }
        return context


def _clean_field(column: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """Text only as `clean_text` stores it, single rows only by keys a database can hold."""
    label, hint = options.get("label") or column.verbose_name, options.get("help_text", "")
    if isinstance(column, models.TextField):
        return text(label, rows=3, help_text=hint)
    if isinstance(column, models.CharField) and not column.choices:
        return line(label, column.max_length or TITLE_LIMIT, help_text=hint)
    if isinstance(column, models.ForeignKey):
        options["form_class"] = RowField
    return column.formfield(**options)


class PracticeForm(forms.ModelForm):
    """The fields of the practice itself; what stands in rows has forms of its own.

    `only` names the fields that are asked for; the others keep what is stored.
    """

    title = line(
        _("Hvad gjorde I?"),
        TITLE_LIMIT,
        required=True,
        help_text=_("Én linje, som en kollega forstår."),
    )
    summary = text(
        _("Fortæl det kort"), rows=2, help_text=_("To sætninger, også om det, der ikke gik.")
    )
    problem = text(
        _("Hvad var problemet?"), rows=3, help_text=_("Med jeres egne ord, fra jeres egen by.")
    )
    result = text(_("Hvad kom der ud af det?"), rows=3, help_text=_("Et tal eller en historie."))
    bad_experience = text(
        _("Det ville vi gøre anderledes"),
        rows=3,
        help_text=_("Andre lærer mest af det her. Du vælger selv, hvem der må læse det."),
    )
    source_url = web_address(_("Hvor kan man læse mere?"))
    year = forms.IntegerField(
        label=_("Hvilket år begyndte I?"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages={"invalid": _("Skriv et årstal med fire cifre.")},
    )
    lead = forms.ModelChoiceField(
        Department.objects.all(),
        label=_("Hvem har det?"),
        required=False,
        empty_label=_("Den første på listen"),
        help_text=_("De andre forvaltninger er inviteret med."),
    )
    cpr_seen = forms.BooleanField(
        label=_("Det er ikke et CPR-nummer. Gem alligevel."), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Practice
        fields = (
            *("title", "summary", "problem", "outcome", "stage", "driver", "departments"),
            *("themes", "packages", "targets", "result", "bad_experience"),
            *("bad_experience_visibility", "year", "health_as_means", "source_url", *DETAILS),
        )
        formfield_callback = _clean_field
        labels = {
            "outcome": _("Hvordan gik det?"),
            "stage": _("Hvor langt er I?"),
            "driver": _("Hvem drev det?"),
            "departments": _("Hvilke forvaltninger er med?"),
            "themes": _("Hvilke af de 6 P'er?"),
            "packages": _("Hvilke forebyggelsespakker?"),
            "targets": _("Hvilke delmål?"),
            "bad_experience_visibility": _("Hvem må læse, hvad I ville gøre anderledes?"),
            "health_as_means": _("Sundhed er midlet, ikke målet"),
        }
        help_texts = HINTS
        error_messages = {
            "outcome": {"required": _("Vælg ét svar. “For tidligt at sige” er også et svar.")},
            "review_on": {"invalid": _("Skriv datoen som 2027-03-31.")},
        }
        widgets = {
            "outcome": OutcomeRadios,
            "stage": forms.RadioSelect,
            "driver": forms.RadioSelect,
            "bad_experience_visibility": forms.RadioSelect,
            "departments": forms.CheckboxSelectMultiple,
            "themes": forms.CheckboxSelectMultiple,
            "packages": forms.CheckboxSelectMultiple,
            "targets": TargetCheckboxes,
            "review_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **dict.fromkeys(CHOICES, forms.RadioSelect),
        }

    def __init__(
        self,
        *args: Any,
        only: Collection[str] | None = None,
        municipalities: Sequence[Any] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._word_the_choices()
        if len(municipalities) > 1:
            self.fields["municipality"] = forms.ChoiceField(
                label=_("Hvilken kommune?"),
                choices=[(place.pk, str(place)) for place in municipalities],
            )
        asked = {*(self.fields if only is None else only), "municipality", "cpr_seen", "version"}
        for name in set(self.fields) - asked:
            del self.fields[name]

    def _word_the_choices(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["title"].error_messages["required"] = gettext("Skriv, hvad I gjorde.")
        fields["outcome"].choices = Outcome.choices
        fields["driver"].choices = [("", _("Det ved vi ikke")), *Driver.choices]
        for name in CHOICES:
            codes = dict(fields[name].choices)
            codes[""] = gettext("Ikke sagt endnu")
            fields[name].choices = list(codes.items())
        for name in ("stage", "bad_experience_visibility"):
            fields[name].required = False
        for name in ("dilemma_of", "dilemma_with"):
            fields[name].queryset = Goal.objects.all()
            fields[name].empty_label = gettext("Vælg et verdensmål")
        fields["targets"].choices = _targets_by_goal()
        fields["owner"].queryset = User.objects.filter(
            memberships__municipality=self.instance.municipality_id,
            memberships__ended_at__isnull=True,
        )
        fields["owner"].empty_label = gettext("Koordinatoren")

    def clean_stage(self) -> str:
        return self.cleaned_data["stage"] or self.instance.stage

    def clean_bad_experience_visibility(self) -> str:
        typed = self.cleaned_data["bad_experience_visibility"]
        return typed or self.instance.bad_experience_visibility

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("result_figure") and not cleaned.get("result_source"):
            self._refuse("result_source", gettext("Skriv, hvor tallet kommer fra, eller tøm det."))
        one, other = cleaned.get("dilemma_of"), cleaned.get("dilemma_with")
        if bool(one) != bool(other):
            empty = "dilemma_with" if one else "dilemma_of"
            self._refuse(empty, gettext("Vælg også det mål, der trækker den anden vej."))
        elif one and one == other:
            self._refuse("dilemma_with", gettext("Vælg et andet mål. Et dilemma har to."))
        return cleaned

    def _refuse(self, name: str, sentence: str) -> None:
        if name in self.fields and name not in self.errors:
            self.add_error(name, sentence)

    def save(self, commit: bool = True) -> Practice:
        raise NotImplementedError("PracticeEditor stores the form together with its rows.")


def _targets_by_goal() -> list[tuple[str, list[tuple[str, str]]]]:
    goals: dict[int, tuple[str, list[tuple[str, str]]]] = {
        goal.pk: (str(goal), []) for goal in Goal.objects.all()
    }
    for target in Target.objects.all():
        goals[target.goal_id][1].append((target.pk, str(target)))
    return list(goals.values())
