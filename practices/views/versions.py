"""What a practice said before: for the own municipality, with every difference to be read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from practices.card.history import changes_of, entries_of
from practices.models import Practice, PracticeVersion
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.editing import StaleVersion


@require_safe
def practice_versions(request: Request, pk: int) -> HttpResponse:
    practice = get_object_or_404(Practice.objects.editable_by(request.actor), pk=pk)
    context = {"practice": practice, "entries": entries_of(practice)}
    return render(request, "practices/practice_versions.html", context)


@require_safe
def version_detail(request: Request, pk: int, number: int) -> HttpResponse:
    return _page(request, _version(request, pk, number))


@require_POST
@member_required
def version_restore(request: Request, pk: int, number: int) -> HttpResponse:
    """Store the old text as the newest version; 409 where somebody saved meanwhile."""
    version = _version(request, pk, number)
    request.actor.require(Power.WRITE_PRACTICES, version.practice.municipality_id)
    seen = request.POST.get("version", "")
    try:
        gone = version.restore(by=request.user, seen=int(seen) if seen.isdecimal() else 0)
    except StaleVersion:
        return _page(request, _version(request, pk, number), status=409)
    messages.success(request, gettext("Hentet frem igen. Det, der stod før, er også gemt."))
    if gone:
        said = gettext("Uden det, der ikke findes mere: %(codes)s.")
        messages.warning(request, said % {"codes": ", ".join(gone)})
    return redirect(version.practice)


def _version(request: Request, pk: int, number: int) -> PracticeVersion:
    """Of the own municipality's practices only."""
    practice = get_object_or_404(Practice.objects.editable_by(request.actor), pk=pk)
    return get_object_or_404(practice.versions.select_related("practice", "made_by"), number=number)


def _page(request: Request, version: PracticeVersion, *, status: int = 200) -> HttpResponse:
    practice = version.practice
    context = {
        "practice": practice,
        "version": version,
        "changes": changes_of(version),
        "is_first": version.number == 1,
        "is_newest": version.number == practice.version,
        "may_edit": request.actor.may(Power.WRITE_PRACTICES, practice.municipality_id),
        "is_stale": status == 409,
    }
    return render(request, "practices/version_detail.html", context, status=status)
