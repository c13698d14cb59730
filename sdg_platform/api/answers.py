"""Around every address of the API: the limit, the errors as JSON, and what caches may keep."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_vary_headers

from sdg_platform.guards.address import client_address
from sdg_platform.limits.models import Limit

ASKED: Final = Limit("api", times=300, seconds=60)
SENTENCES: Final = {
    403: "You may not do this.",
    404: "There is nothing at this address.",
    405: "This API is read-only: use GET.",
    422: "The question could not be read.",
}
# A cache asks each time, and mostly hears 304: what is withdrawn is gone everywhere at once.
MAY_KEEP: Final = "no-cache"
View = Callable[..., HttpResponseBase]


def problem(status: int) -> JsonResponse:
    response = JsonResponse({"detail": SENTENCES[status]}, status=status)
    if status == 405:
        response.headers["Allow"] = "GET, HEAD"
    return response


def answered(view: View) -> View:
    """The view with one kind of answer for everything: JSON."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return problem(405)
        if wait := ASKED.hit(client_address(request)):
            return _too_many(wait)
        request.method = "GET"
        try:
            response = view(request, *args, **options)
        except Http404:
            return problem(404)
        except PermissionDenied:
            return problem(403)
        return _kept(request, response)

    guarded.csrf_exempt = True  # type: ignore[attr-defined]  # Nothing is changed here.
    return guarded


def _too_many(wait: int) -> JsonResponse:
    response = JsonResponse(
        {"detail": f"Too many questions: ask again in {wait} seconds."}, status=429
    )
    response.headers["Retry-After"] = str(wait)
    return response


def _kept(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """By anyone who asks again each time, and then is told 304 by its ETag."""
    if response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["Cache-Control"] = MAY_KEEP
    patch_vary_headers(response, ["Cookie"])
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or (
        response
    )


def unknown(request: HttpRequest, rest: str) -> HttpResponseBase:
    """An address that is none: with a slash too many it is the one without, else JSON 404."""
    path = request.path_info.rstrip("/")
    if path != request.path_info and request.method in ("GET", "HEAD"):
        try:
            known = resolve(path).url_name != "api_unknown"
        except Resolver404:
            known = False
        if known:
            query = request.META.get("QUERY_STRING", "")
            response = HttpResponse(status=301)
            response.headers["Location"] = f"{path}?{query}" if query else path
            return response
    return problem(404) if request.method in ("GET", "HEAD") else problem(405)


unknown.csrf_exempt = True  # type: ignore[attr-defined]
