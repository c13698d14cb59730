"""Addresses of the API, below /api/v1/; each answers through `answered`."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from ninja.errors import ValidationError

from sdg_platform.api.answers import answered, problem
from sdg_platform.api.operations import api


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Any) -> Any:
    return problem(404)


@api.exception_handler(ValidationError)
def not_read(request: HttpRequest, error: Any) -> Any:
    return problem(422)


def root(request: HttpRequest) -> HttpResponse:
    return redirect("api_docs")


_operations: list[Any] = api.urls[0]
app_name = "api"
urlpatterns = [
    path("", answered(root), name="api-root"),
    *(
        path(str(pattern.pattern), answered(pattern.callback), name=pattern.name)
        for pattern in _operations
        if pattern.name != "api-root"
    ),
]
