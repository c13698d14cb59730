"""The goals and their targets: each a hub of practices, voices, questions and partnerships."""

from django.core.paginator import Paginator
from django.db.models import Case, F, When
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships.models import Partnership
from practices.models import Commitment, Practice
from sdg_platform.accounts.requests import Request
from sdg_platform.taxonomy.models import PackageTarget, Target
from sdg_platform.views.heard import heard, readable_by, with_questions
from sdg_platform.views.shelf import (
    GoalCount,
    Shelf,
    cards,
    neighbours,
    partnerships_of,
    practices_url,
    promises_of,
    shelf_for,
)
from workshops.models import Quadrant

NOTES_PER_PAGE = 40


@require_safe
def goal_list(request: Request) -> HttpResponse:
    """All 17 with their practices; `?lens=health` counts those that use health as the means."""
    shelf = shelf_for(request.actor)
    through_health = request.GET.get("lens") == "health"
    lens = shelf.health_lens(leave_out=None)
    counts = shelf.seen.counts("goal")
    rows = [GoalCount(goal, counts.get(str(goal.number), 0)) for goal in shelf.goals()]
    if through_health:
        rows = lens.goals
    context = {
        "rows": rows,
        "most": max(row.count for row in rows),
        "through_health": through_health,
        "lens": lens,
        "themes": shelf.themes(),
    }
    return render(request, "hub/goal_list.html", context)


@require_safe
def goal_detail(request: Request, number: int) -> HttpResponse:
    actor = request.actor
    targets = targets_of(number)
    goal = targets[0].goal
    shelf = shelf_for(actor, goal=str(number))
    lens = shelf.health_lens()
    before, after = neighbours(shelf.goals(), goal)
    context = {
        "goal": goal,
        "before": before,
        "after": after,
        "shelf": shelf,
        "lens": lens,
        "cards": cards(shelf, Practice.objects.visible_to(actor).for_goal(goal)),
        "heard": heard(readable_by(actor).for_goal(goal)),
        "partnerships": partnerships_of(Partnership.objects.visible_to(actor).for_goal(goal)),
        "promises": promises_of(Commitment.objects.visible_to(actor).for_goal(goal), actor),
        "departments": shelf.departments(),
        "targets": with_counts(targets, shelf),
        "questions_url": f"{reverse('workshops:question_list')}?goal={number}",
        "partnerships_url": f"{reverse('partnerships:partnership_list')}?goal={number}",
        "together_url": f"{reverse('workshops:synthesis')}?goal={number}",
    }
    return render(request, "hub/goal_detail.html", context)


def targets_of(number: int) -> list[Target]:
    """All targets of a goal, the goal with them; a number that is no goal is not found."""
    # Compared here: a number of 40 digits is no number to a database.
    known = number in range(1, 18)
    targets = list(Target.objects.filter(goal=number).select_related("goal")) if known else []
    if not targets:
        raise Http404
    return targets


def with_counts(targets: list[Target], shelf: Shelf) -> list[tuple[Target, int]]:
    counts = shelf.seen.counts("target")
    return [(target, counts.get(target.pk, 0)) for target in targets]


@require_safe
def goal_voices(request: Request, number: int) -> HttpResponse:
    """Every note tagged with the goal that the reader may see, field by field."""
    goal = targets_of(number)[0].goal
    codes = [code for code in request.GET.getlist("quadrant") if code in Quadrant.values]
    notes = readable_by(request.actor).for_goal(goal)
    if codes:
        notes = notes.filter(quadrant__in=codes)
    shown = with_questions(notes).select_related(
        "workshop", "municipality", "dilemma_of", "dilemma_with"
    )
    places = [When(quadrant=code, then=place) for place, code in enumerate(Quadrant.values)]
    newest = F("workshop__date").desc(nulls_last=True)
    ordered = shown.order_by(newest, "-workshop_id", Case(*places), "position", "seq")
    page = Paginator(ordered, NOTES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "goal": goal,
        "page": page,
        "chosen": codes,
        "quadrants": list(Quadrant),
        "previous_url": _voices_url(codes, page.number - 1) if page.has_previous() else "",
        "next_url": _voices_url(codes, page.number + 1) if page.has_next() else "",
    }
    return render(request, "hub/goal_voices.html", context)


def _voices_url(codes: list[str], number: int) -> str:
    query = QueryDict(mutable=True)
    query.setlist("quadrant", codes)
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@require_safe
def target_detail(request: Request, number: int, code: str) -> HttpResponse:
    actor = request.actor
    targets = targets_of(number)
    target = next((target for target in targets if target.code == code), None)
    if target is None:
        raise Http404
    shelf = shelf_for(actor, goal=str(number), target=code)
    before, after = neighbours(targets, target)
    packages = PackageTarget.objects.filter(target=target).select_related("package")
    context = {
        "goal": target.goal,
        "target": target,
        "before": before,
        "after": after,
        "shelf": shelf,
        "cards": cards(shelf, Practice.objects.visible_to(actor).filter(targets=target)),
        "heard": heard(readable_by(actor).filter(targets=target)),
        "packages": [(row.package, practices_url(package=row.package_id)) for row in packages],
    }
    return render(request, "hub/target_detail.html", context)
