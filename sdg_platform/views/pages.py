"""The few pages that draw on no feature: words about the platform itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/parts.html")


@require_safe
def was(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/was.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")
