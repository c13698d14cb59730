"""What a practice is written with: the form, and the rows that belong to it."""

from practices.forms.practice import FIRST_YEAR, LAST_YEAR, PracticeForm
from practices.forms.rows import (
    BuildingBlockFormSet,
    GoalFormSet,
    PartnerFormSet,
    RequirementFormSet,
    StepFormSet,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "BuildingBlockFormSet",
    "GoalFormSet",
    "PartnerFormSet",
    "PracticeForm",
    "RequirementFormSet",
    "StepFormSet",
]
