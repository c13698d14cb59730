"""What a new practice starts with, when something asked for it."""

from typing import Any

from django.http import QueryDict

from practices.models import Outcome
from sdg_platform.taxonomy.models import Department, Goal, PreventionPackage, Target, Theme


def preset_of(query: QueryDict) -> dict[str, Any]:
    """What an empty cell of the matrix or a goal's page asks to be told about."""
    preset: dict[str, Any] = {
        "departments": list(Department.objects.filter(pk__in=query.getlist("department")[:20])),
        "themes": list(Theme.objects.filter(pk__in=query.getlist("theme")[:20])),
        "packages": list(PreventionPackage.objects.filter(pk__in=query.getlist("package")[:20])),
        "targets": list(Target.objects.filter(pk__in=query.getlist("target")[:20])),
    }
    if (outcome := query.get("outcome")) in Outcome.values:
        preset["outcome"] = outcome
    numbers = [value for value in query.getlist("goal")[:17] if value.isdecimal()]
    goals = Goal.objects.filter(pk__in=[int(value) for value in numbers if len(value) < 3])
    preset["goals"] = [
        {"goal": goal.pk, "role": "secondary" if place else "primary", "sign": "+", "why": ""}
        for place, goal in enumerate(goals)
    ]
    return preset
