"""From draft to published, and back: each step is one button on the card."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from practices.models import Practice, WrongState
from practices.views.catalogue import card
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power


@require_POST
@member_required
def practice_submit(request: Request, pk: int) -> HttpResponse:
    practice = _own(request, pk, Power.WRITE_PRACTICES)
    said = gettext("Sendt til gennemsyn. En koordinator, der ikke selv har skrevet, udgiver.")
    return _step(request, practice, practice.submit, said)


@require_POST
@member_required
def practice_publish(request: Request, pk: int) -> HttpResponse:
    practice = _own(request, pk, Power.PUBLISH)
    return _step(request, practice, practice.publish, gettext("Udgivet. Nu kan alle læse den."))


@require_POST
@member_required
def practice_withdraw(request: Request, pk: int) -> HttpResponse:
    practice = _own(request, pk, Power.PUBLISH)
    said = gettext("Trukket tilbage. Nu er det kun jeres egen kommune, der ser den.")
    return _step(request, practice, practice.withdraw, said)


@require_POST
@member_required
def practice_confirm(request: Request, pk: int) -> HttpResponse:
    """ "Stadig rigtigt": whoever may mend it may say that nothing needs mending."""
    practice = _own(request, pk, Power.WRITE_PRACTICES)
    return _step(request, practice, practice.confirm, gettext("Tak. Vi spørger igen om et år."))


def _own(request: Request, pk: int, power: Power) -> Practice:
    practice = get_object_or_404(Practice.objects.editable_by(request.actor).for_page(), pk=pk)
    request.actor.require(power, practice.municipality_id)
    return practice


def _step(
    request: Request, practice: Practice, step: Callable[..., None], said: str
) -> HttpResponse:
    """Take the step; 409 with the card and the reason where the status does not allow it."""
    try:
        step(by=request.user)
    except WrongState as refusal:
        return card(request, practice, refusal=str(refusal), status=409)
    messages.success(request, said)
    return redirect(practice)
