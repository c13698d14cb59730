"""Practices side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from practices.catalogue.comparison import MOST, Comparison
from practices.models import Practice
from sdg_platform.accounts.requests import Request


@require_safe
def practice_compare(request: Request) -> HttpResponse:
    """`?id=` two to four times; what is unknown or hidden is left out, as if it were not asked."""
    asked = [key for key in request.GET.getlist("id")[:50] if key.isascii() and key.isdigit()]
    ids = [int(key) for key in dict.fromkeys(asked) if len(key) < 19]
    rows = Practice.objects.visible_to(request.actor).for_page().in_bulk(ids)
    practices = [rows[pk] for pk in ids if pk in rows][:MOST]
    context = {"comparison": Comparison(practices, request.actor)}
    return render(request, "practices/practice_compare.html", context)
