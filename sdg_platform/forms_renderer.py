"""Draw every form in the look, from `{{ field.as_field_group }}` down to the single control."""

from django.forms import CheckboxSelectMultiple, RadioSelect
from django.forms.renderers import TemplatesSetting


class LookRenderer(TemplatesSetting):
    """Django's own renderer with the project's templates in `templates/django/forms/`.

    A form whose fields are all free to leave empty (a filter, a search) sets
    `marks_optional = False`; elsewhere an optional field says "valgfrit" in words.
    """

    field_template_name = "django/forms/field.html"


class OutcomeRadios(RadioSelect):
    """How it went: each choice with its shape."""

    option_template_name = "django/forms/widgets/outcome_option.html"


class GoalCheckboxes(CheckboxSelectMultiple):
    """Goals with their swatches. The choice's value is the goal's number, its label the name."""

    option_template_name = "django/forms/widgets/goal_option.html"


class GoalRadios(RadioSelect):
    """One goal, with its swatch."""

    option_template_name = "django/forms/widgets/goal_option.html"


class QuadrantRadios(RadioSelect):
    """The four fields as large tinted choices, two beside each other."""

    template_name = "django/forms/widgets/quadrant_choices.html"
