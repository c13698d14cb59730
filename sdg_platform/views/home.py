"""The start page: half come to look, half come with a code."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from practices.models import Practice
from sdg_platform.accounts.requests import Request
from sdg_platform.views.heard import notes_of_a_meeting
from sdg_platform.views.shelf import GoalCount, cards, shelf_for
from workshops.models import OpenQuestion

MOST_QUESTIONS = 2


@require_safe
def home(request: Request) -> HttpResponse:
    shelf = shelf_for(request.actor)
    counts = shelf.seen.counts("goal")
    context = {
        "shelf": shelf,
        "tiles": [GoalCount(goal, counts.get(str(goal.number), 0)) for goal in shelf.goals()],
        "lines": notes_of_a_meeting(),
        "cards": cards(shelf, Practice.objects.published()),
        "questions": OpenQuestion.objects.visible_to(request.actor).for_cards()[:MOST_QUESTIONS],
    }
    return render(request, "home.html", context)
