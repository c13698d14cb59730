"""How the owner of an action, without an account, says how it goes: by a link, once."""

from smtplib import SMTPException

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from sdg_platform.errors import too_many_requests
from sdg_platform.guards.address import client_address
from workshops.forms import StatusForm
from workshops.mail import send_action_letter
from workshops.models import Action, WrongState
from workshops.views.actions import own_action
from workshops.views.joining import WRONG_CODES, WRONG_CODES_OVER_ALL
from workshops.views.workshop import refuse_change


@require_http_methods(["GET", "HEAD", "POST"])
def action_confirm(request: Request, token: str) -> HttpResponse:
    """GET shows the action; POST stores how it goes and uses the link up."""
    actions = Action.objects.select_related("workshop", "municipality")
    action = actions.with_token(token).first()
    if action is None:
        return link_gone(request)
    if request.method != "POST":
        initial = {"status": action.status, "text": action.outcome}
        return show_confirm(request, action, StatusForm(initial=initial))
    form = StatusForm(request.POST)
    if not form.is_valid():
        return show_confirm(request, action, form, status=422)
    sent = form.cleaned_data
    try:
        is_first = action.confirm(token, status=sent["status"], outcome=sent["text"])
    except WrongState:
        is_first = False
    if not is_first:
        return link_gone(request)
    return unstored(render(request, "workshops/action_confirmed.html", {"action": action}))


def show_confirm(
    request: Request, action: Action, form: StatusForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "action": action,
        "form": form,
        "asks_cpr": form.has_error("text", "cpr"),
    }
    page = render(request, "workshops/action_confirm.html", context, status=status)
    return unstored(page)


def unstored(response: HttpResponse) -> HttpResponse:
    """Whoever holds the link reads the page; no cache and no search engine does."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def link_gone(request: Request) -> HttpResponse:
    """The same for a link that was used, is too old or never was; only these count as tries."""
    address = client_address(request)
    if wait := WRONG_CODES.wait(address) or WRONG_CODES_OVER_ALL.wait():
        return too_many_requests(request, wait)
    WRONG_CODES.hit(address)
    WRONG_CODES_OVER_ALL.hit()
    return render(request, "workshops/link_gone.html", status=404)


@require_POST
@member_required
def action_link(request: Request, pk: int, number: int) -> HttpResponse:
    """Make the owner's link; `act=send` also sends it to the address that was given."""
    action = own_action(request, pk, number)
    if not action.workshop.is_run_by(request.actor):
        raise PermissionDenied
    try:
        action.make_link()
    except WrongState as error:
        return refuse_change(request, action.workshop, error)
    if request.POST.get("act") == "send" and action.email:
        try:
            send_action_letter(action)
        except (OSError, SMTPException):
            messages.error(request, gettext("Brevet kunne ikke sendes nu. Prøv igen om lidt."))
        else:
            messages.success(request, gettext("Brevet er sendt."))
    return redirect("workshops:action_edit", pk, number)
