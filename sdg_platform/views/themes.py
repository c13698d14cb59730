"""The 6 P's: each a hub like a goal's, with the goals we suggest lie near it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnerships.models import Partnership
from practices.models import Practice
from sdg_platform.accounts.requests import Request
from sdg_platform.taxonomy.models import Goal, Theme, ThemeGoal
from sdg_platform.views.heard import heard, readable_by
from sdg_platform.views.shelf import Shelf, Tally, cards, neighbours, partnerships_of, shelf_for


@require_safe
def theme_detail(request: Request, code: str) -> HttpResponse:
    actor = request.actor
    near = list(ThemeGoal.objects.filter(theme=code).select_related("goal", "theme__phase"))
    theme = near[0].theme if near else get_object_or_404(Theme, pk=code)
    shelf = shelf_for(actor, theme=code)
    before, after = neighbours(shelf.themes(), theme)
    context = {
        "theme": theme,
        "near": goals_near(near, shelf),
        "before": before,
        "after": after,
        "shelf": shelf,
        "cards": cards(shelf, Practice.objects.visible_to(actor).filter(themes=theme)),
        "heard": heard(readable_by(actor).filter(themes=theme)),
        "partnerships": partnerships_of(Partnership.objects.visible_to(actor).filter(themes=theme)),
    }
    return render(request, "hub/theme_detail.html", context)


def goals_near(near: list[ThemeGoal], shelf: Shelf) -> list[tuple[Goal, Tally, bool]]:
    """Goals that lie near the P, the practices that carry both, and whether it is our guess."""
    tallies = {tally.value: tally for tally in shelf.tallies("goal")}
    return [(row.goal, tallies[str(row.goal_id)], row.suggested) for row in near]
