"""Invented examples for the page that shows every part and state (`/about/parts/`)."""

from types import SimpleNamespace
from typing import Any

from django import forms, template
from django.utils.translation import gettext_lazy

from sdg_platform.forms_renderer import GoalCheckboxes, OutcomeRadios, QuadrantRadios

register = template.Library()

GOALS = [
    (3, "Sundhed og trivsel"),
    (10, "Mindre ulighed"),
    (11, "Bæredygtige byer og lokalsamfund"),
    (17, "Partnerskaber for handling"),
]
OUTCOMES = [
    ("succeeded", gettext_lazy("Lykkedes")),
    ("partly", gettext_lazy("Lykkedes delvist")),
    ("did_not", gettext_lazy("Lykkedes ikke")),
    ("too_early", gettext_lazy("For tidligt at sige")),
]
QUADRANTS = [
    ("works", gettext_lazy("Fungerer")),
    ("question", gettext_lazy("Spørgsmål")),
    ("does_not_work", gettext_lazy("Fungerer ikke")),
    ("take_forward", gettext_lazy("Tager jeg med")),
]


class SampleForm(forms.Form):
    """One field of each kind the platform uses."""

    title = forms.CharField(
        label=gettext_lazy("Hvad gjorde I?"),
        help_text=gettext_lazy("Én linje, som en kollega forstår."),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    story = forms.CharField(
        label=gettext_lazy("Fortæl"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Hvordan gik det?"),
        help_text=gettext_lazy("Andre lærer mest af det, der ikke lykkedes."),
        choices=OUTCOMES,
        widget=OutcomeRadios,
        error_messages={"required": gettext_lazy("Vælg ét svar.")},
    )
    goals = forms.MultipleChoiceField(
        label=gettext_lazy("Verdensmål"), choices=GOALS, widget=GoalCheckboxes, required=False
    )
    quadrant = forms.ChoiceField(
        label=gettext_lazy("Hvor hører den hjemme?"),
        choices=QUADRANTS,
        widget=QuadrantRadios,
        initial="question",
    )
    shared = forms.BooleanField(
        label=gettext_lazy("Andre kommuner må se det"),
        help_text=gettext_lazy("Du kan ændre det senere."),
        required=False,
    )


@register.simple_tag
def sample_parts() -> dict[str, Any]:
    """Everything `pages/parts.html` draws; municipality and people are invented."""
    goals = [
        SimpleNamespace(number=number, name=name, get_absolute_url=f"/goals/{number}/")
        for number, name in GOALS
    ]
    wrong = {"title": "Trivselsvagt på biblioteket", "email": "mette.holm.fjordby.example"}
    return {
        "goals": goals,
        "outcomes": OUTCOMES,
        "practice": SimpleNamespace(
            title="Gå-aftaler fra venteværelset",
            summary="To lægehuse og en vandreforening tilbyder en fast gåtur om ugen.",
            outcome="partly",
            get_outcome_display=gettext_lazy("Lykkedes delvist"),
            municipality="Fjordby Kommune",
            get_absolute_url="#h-list",
        ),
        "choices": [
            {"value": code, "label": label, "count": count, "chosen": code == "partly"}
            for (code, label), count in zip(OUTCOMES, (5, 4, 2, 3), strict=True)
        ],
        "goal_choices": [
            {"value": number, "label": name, "count": count, "chosen": number == 3}
            for (number, name), count in zip(GOALS, (6, 5, 9, 1), strict=True)
        ],
        "counts": (0, 1, 3, 5, 7, 11),
        "form": SampleForm(auto_id="free_%s"),
        "wrong_form": SampleForm(wrong, auto_id="wrong_%s"),
    }
