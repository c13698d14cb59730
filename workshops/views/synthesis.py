"""The notes of all workshops one may see: what they say together, and each of them to read."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sdg_platform.accounts.requests import Request
from sdg_platform.htmx import render_page
from workshops.across.listing import Across
from workshops.across.pictures import heat_of, questions_of, timeline_of, words_of

# They choose among notes that a synthesis has already gathered.
NOT_OF_A_SYNTHESIS = ("quadrant", "word", "like")


@require_safe
def synthesis(request: Request) -> HttpResponse:
    """What recurs, what is asked again, where the notes lie and how that changes."""
    query = request.GET.copy()
    for name in NOT_OF_A_SYNTHESIS:
        query.pop(name, None)
    across = Across.read(query, request.actor)
    context = {
        "across": across,
        "facets": across.facets("municipality", "goal", "workshop"),
        "fields": words_of(across),
        "questions": questions_of(across),
        "heat": heat_of(across),
        "timeline": timeline_of(across),
    }
    partials = {"results": "workshops/_synthesis_results.html"}
    return render_page(request, "workshops/synthesis.html", context, partials=partials)


@require_safe
def note_list(request: Request) -> HttpResponse:
    """Every note one may read, verbatim, by words and by what it belongs to."""
    across = Across.read(request.GET, request.actor)
    context = {
        "across": across,
        "facets": across.facets("quadrant", "goal", "municipality", "workshop"),
        "lines": across.lines(),
    }
    partials = {"results": "workshops/_note_results.html"}
    return render_page(request, "workshops/note_list.html", context, partials=partials)
