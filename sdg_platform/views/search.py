"""Search across everything, grouped by what it is."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from practices.catalogue.wishes import wish_of
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.htmx import render_page
from sdg_platform.search.analyser import LONGEST_QUERY
from sdg_platform.text import TextRefused, clean_text
from sdg_platform.views.answers import (
    INDEXED,
    ON_A_PAGE,
    ONE,
    REFERENCE,
    answer,
    answer_of_kind,
    completions,
)
from sdg_platform.views.shelf import shelf_for

PARTIALS = {"search-results": "hub/_search_results.html"}


@require_safe
def search(request: Request) -> HttpResponse:
    """Everything that holds the words; with `?kind=` all of that kind, page by page."""
    query, kind = typed(request.GET), request.GET.get("kind", "")
    context = {
        "query": query,
        "shelf": shelf_for(request.actor),
        "may_keep_words": request.actor.may(Power.KEEP_SEARCH),
    }
    if query and kind in {*INDEXED, *REFERENCE}:
        number = page_number(request.GET)
        context["group"] = group = answer_of_kind(query, kind, number, request.actor)
        context["previous_url"] = page_url(query, kind, number - 1) if number > 1 else ""
        has_more = number * ON_A_PAGE < group.total
        context["next_url"] = page_url(query, kind, number + 1) if has_more else ""
    elif query:
        context["answer"] = answer(query, request.actor)
        context["wish"] = wish_of(query, request.actor)
    return render_page(request, "hub/search.html", context, partials=PARTIALS)


@require_safe
def search_suggestions(request: Request) -> HttpResponse:
    """Titles that go on from `?q=`, as the choices of a search box; with `?kind=` of that kind."""
    kind = request.GET.get("kind", "")
    found = completions(typed(request.GET), [kind] if kind in ONE else list(ONE), request.actor)
    return render(request, "hub/_suggestions.html", {"found": found, "mixed": kind not in ONE})


def typed(query: QueryDict) -> str:
    """The words as they can be shown again; what cannot be stored cannot be found either."""
    try:
        text = query.get("q", "")[:LONGEST_QUERY]
        return clean_text(text, limit=LONGEST_QUERY, one_line=True)
    except TextRefused:
        return ""


def page_number(query: QueryDict) -> int:
    """Of what is no page the first; nobody turns a thousand pages."""
    text = query.get("page", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 9
    return min(max(int(text), 1), 1_000) if is_number else 1


def page_url(query: str, kind: str, number: int) -> str:
    address = QueryDict(mutable=True)
    address.update({"q": query, "kind": kind, "page": str(number)})
    return f"?{address.urlencode()}"
