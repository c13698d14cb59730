"""Where a note goes on living: a `+` as a draft, a `%` beside practices that solved it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from practices.card.depths import Depth
from practices.models import Practice
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.search import index
from sdg_platform.search.analyser import LONGEST_QUERY
from workshops.growth import link_solution, sow, suggest_solutions
from workshops.models import TAGGABLE, Quadrant, Reflection, Workshop, WrongState
from workshops.views.workshop import refuse_change

MOST_FOUND = 10


@require_POST
@member_required
def reflection_practice(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Make a draft of a `+` note and go on in its form; a second time go to the same draft."""
    note = own_note(request, pk, key, Quadrant.WORKS)
    code = note.workshop.holding_code(request.actor)
    request.actor.require(Power.WRITE_PRACTICES, code)
    try:
        practice = sow(note, Municipality.objects.get(pk=code), by=request.user)
    except WrongState as error:
        return refuse_change(request, note.workshop, error)
    writes = request.actor.may(Power.WRITE_PRACTICES, practice.municipality_id)
    page = "practices:practice_edit" if writes else "practices:practice_detail"
    asked = f"?depth={Depth.NOTE}" if writes else ""
    messages.success(request, gettext("Noten er nu en kladde. Fortæl, hvordan I gjorde."))
    url = f"{reverse(page, args=[practice.pk])}{asked}"
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def own_note(request: Request, pk: int, key: UUID, quadrant: Quadrant) -> Reflection:
    """A note of that field on a board that one's own house holds; any other is a 404."""
    workshop = get_object_or_404(Workshop.objects.owned_by(request.actor), pk=pk)
    notes = workshop.reflections.visible_to(request.actor).filter(quadrant=quadrant)
    note: Reflection = get_object_or_404(notes, pk=key)
    note.workshop = workshop
    return note


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def reflection_solutions(request: Request, pk: int, key: UUID) -> HttpResponse:
    """What has solved something like it: linked, suggested, or searched for."""
    note = own_note(request, pk, key, Quadrant.DOES_NOT_WORK)
    if not request.actor.may(Power.WRITE_PRACTICES, note.workshop.holding_code(request.actor)):
        raise PermissionDenied
    if request.method == "POST":
        return solution_change(request, note)
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    context = {
        "workshop": note.workshop,
        "note": note,
        "query": query,
        "linked": linked_to(request, note),
        "found": found_by(request, note, query) if query.strip() else [],
        "suggested": suggest_solutions(note, request.actor),
        "may_link": note.workshop.state in TAGGABLE,
    }
    return render(request, "workshops/reflection_solutions.html", context)


def linked_to(request: Request, note: Reflection) -> list[Practice]:
    seen = Practice.objects.visible_to(request.actor).filter(barriers=note)
    return list(seen.select_related("municipality").order_by("title_key", "pk"))


def found_by(request: Request, note: Reflection, query: str) -> list[Practice]:
    """The best of what search finds among what may be linked, in its order."""
    found = index.answer(query, kind="practice", actor=request.actor)
    ids = found.numbers(3 * MOST_FOUND)
    rows = Practice.objects.visible_to(request.actor).exclude(barriers=note)
    known = rows.select_related("municipality").in_bulk(ids)
    return [known[pk] for pk in ids if pk in known][:MOST_FOUND]


def solution_change(request: Request, note: Reflection) -> HttpResponse:
    """Link one practice that one may see, or take the link away; any other is a 404."""
    sent = request.POST.get("practice", "")
    number = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else 0
    practice = get_object_or_404(Practice.objects.visible_to(request.actor), pk=number)
    takes_away = request.POST.get("act") == "remove"
    try:
        link_solution(note, practice, takes_away=takes_away)
    except WrongState as error:
        return refuse_change(request, note.workshop, error)
    said = gettext("Praksissen er fjernet fra noten.") if takes_away else gettext("Gemt på noten.")
    messages.success(request, said)
    return redirect("workshops:reflection_solutions", note.workshop_id, note.pk)
