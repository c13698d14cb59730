"""“Vi prøvede det også”: told, mended and taken back by the municipality that tried."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from practices.card.life import adoption_form, adoptions_of, teller_codes
from practices.forms.life import AdoptionForm
from practices.models import Adoption, Practice
from sdg_platform.accounts.decorators import member_required, to_login
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.editing import Repeated, StaleVersion, differences, with_version


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_list(request: Request, pk: int) -> HttpResponse:
    """All logs on a published practice; a POST adds one."""
    if request.method == "POST" and not request.user.is_authenticated:
        return to_login(request)
    practice = _published(request, pk)
    if request.method != "POST":
        return _page(request, practice)
    codes = teller_codes(practice, request.actor)
    if not codes:
        raise PermissionDenied(gettext("Her fortæller andre kommuner. Ret jeres egen praksis."))
    form = adoption_form(practice, codes, request.POST)
    if not form.is_valid():
        return _page(request, practice, form, status=422)
    told = form.instance
    try:
        told.store(by=request.user)
    except Repeated as repeated:
        told = repeated.stored
    messages.success(request, gettext("Tak. Nu kan de næste lære af det."))
    return redirect(told)


def _published(request: Request, pk: int) -> Practice:
    visible = Practice.objects.visible_to(request.actor).published()
    return get_object_or_404(visible.select_related("municipality"), pk=pk)


def _page(
    request: Request, practice: Practice, form: AdoptionForm | None = None, *, status: int = 200
) -> HttpResponse:
    told = adoptions_of(practice, request.actor, form)
    context = {"practice": practice, "adoptions": told}
    return render(request, "practices/adoption_list.html", context, status=status)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def adoption_edit(request: Request, pk: int, number: int) -> HttpResponse:
    adoption = _own(request, pk, number)
    data = request.POST if request.method == "POST" else None
    initial = {"version": adoption.version}
    form = AdoptionForm(data, instance=adoption, initial=initial)
    context: dict[str, Any] = {"adoption": adoption, "form": form}
    if data is None:
        return render(request, "practices/adoption_edit.html", context)
    if not form.is_valid():
        return render(request, "practices/adoption_edit.html", context, status=422)
    try:
        adoption.store(by=request.user, version=form.cleaned_data["version"] or 0)
    except StaleVersion as stale:
        context["differences"] = differences(form, stale.stored)
        with_version(form, stale.stored.version)
        return render(request, "practices/adoption_edit.html", context, status=409)
    messages.success(request, gettext("Gemt."))
    return redirect(adoption)


@require_POST
@member_required
def adoption_delete(request: Request, pk: int, number: int) -> HttpResponse:
    adoption = _own(request, pk, number)
    adoption.remove()
    messages.success(request, gettext("Jeres fortælling er slettet."))
    return redirect("practices:practice_detail", adoption.practice_id)


def _own(request: Request, pk: int, number: int) -> Adoption:
    """The own log, also on a practice that has been withdrawn since."""
    own = Adoption.objects.editable_by(request.actor).select_related("practice", "municipality")
    adoption = get_object_or_404(own, pk=number, practice=pk)
    request.actor.require(Power.WRITE_PRACTICES, adoption.municipality_id)
    return adoption
