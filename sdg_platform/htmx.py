"""Answer htmx with the fragment it asked for, and everyone else with the page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_page(
    request: HttpRequest,
    page: str,
    context: Mapping[str, Any],
    *,
    partials: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render `page`, or the partial registered for the element that htmx will replace.

    `partials` maps the id of a swap target to its template. Matching on the target rather
    than on `HX-Request` means that boosted links and history restores, which target the
    whole body, still get a whole page.
    """
    target = getattr(getattr(request, "htmx", None), "target", None) or ""
    template = (partials or {}).get(target, page)
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target", "Cookie"])
    return response
