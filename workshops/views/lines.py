"""Several pasted lines: looked through first, then stored together as notes of their own."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from sdg_platform.accounts.models import User
from sdg_platform.accounts.requests import Request
from workshops.forms import LineForms, fresh_id, line_forms, most_lines
from workshops.models import (
    IdElsewhere,
    IdTaken,
    NewReflection,
    Quadrant,
    Reflection,
    TooFast,
    Workshop,
    WrongState,
)
from workshops.reading.pasting import read_pasted
from workshops.views.access import writable_workshop, writer_required
from workshops.views.board import why_refused
from workshops.views.fragments import Swap, back_to_board, board_changes, reader_of, saved_now

COMPOSERS = {"quick", "write", *Quadrant.values}


@require_POST
@writer_required
def reflection_lines(request: Request, pk: int) -> HttpResponse:
    """First `text` line by line, each with its field; then the lines as they were left."""
    workshop = writable_workshop(request, pk)
    participant, user = workshop.writer(request.actor)
    if not (participant or user):
        raise PermissionDenied
    if "line-TOTAL_FORMS" not in request.POST:
        return preview(request, workshop, user)
    lines = line_forms(workshop, request.POST)
    if not lines.is_valid():
        return show_lines(request, workshop, lines, status=422)
    if news := lines.notes(participant, user):
        return store_lines(request, workshop, lines, news)
    sentence = gettext("Skriv en note først.")
    return show_lines(request, workshop, lines, sentence=sentence, status=422)


def store_lines(
    request: Request, workshop: Workshop, lines: LineForms, news: list[NewReflection]
) -> HttpResponse:
    try:
        notes = workshop.add_each(news)
    except IdElsewhere as error:
        raise Http404 from error
    except (IdTaken, WrongState, TooFast) as error:
        status, sentence, wait = why_refused(workshop, error)
        response = show_lines(request, workshop, lines, sentence=sentence, status=status)
        if wait:
            response.headers["Retry-After"] = str(wait)
        return response
    return accept_lines(request, workshop, notes)


def preview(request: Request, workshop: Workshop, user: User | None) -> HttpResponse:
    """Nothing is stored yet; too many lines at once are not begun upon."""
    chosen = request.POST.get("quadrant", "")
    quadrant = chosen if chosen in Quadrant.values else Quadrant.WORKS.value
    text = request.POST.get("text", "")
    found = read_pasted(text, quadrant)
    most = most_lines(user)
    if len(found) > most:
        sentence = gettext("Det er %(n)d linjer. Tag højst %(most)d ad gangen.") % {
            "n": len(found),
            "most": most,
        }
        none = line_forms(workshop)
        return show_lines(request, workshop, none, sentence=sentence, text=text, status=422)
    initial = [{"id": fresh_id(), "quadrant": one.quadrant, "text": one.text} for one in found]
    return show_lines(request, workshop, line_forms(workshop, initial=initial))


def show_lines(
    request: Request,
    workshop: Workshop,
    lines: LineForms,
    *,
    sentence: str = "",
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    """A part of the board for htmx, a page for everybody else."""
    target = request.POST.get("composer") or (request.htmx.target or "").removeprefix("lines-")
    context = {
        "workshop": workshop,
        "lines": lines,
        "sentence": sentence,
        "text": text,
        "asks_cpr": lines.is_bound and any(form.has_error("text", "cpr") for form in lines),
        "composer": target if target in COMPOSERS else "",
        "back": workshop.get_absolute_url(),
    }
    page = "workshops/_lines.html" if request.htmx else "workshops/reflection_lines.html"
    return render(request, page, context, status=status)


def accept_lines(request: Request, workshop: Workshop, notes: list[Reflection]) -> HttpResponse:
    """201, and the slips where new ones stand."""
    said = ngettext("%(n)d note.", "%(n)d noter.", len(notes)) % {"n": len(notes)}
    said = f"{saved_now()}: {said}"
    if not request.htmx:
        return back_to_board(request, workshop, said=said)
    if reader_of(request, workshop).is_participant:
        swaps = [Swap([note], "afterbegin:#own") for note in notes]
    else:
        swaps = [Swap([note], f"beforeend:#notes-{note.quadrant}") for note in notes]
    return board_changes(request, workshop, swaps, said=said, status=201)
