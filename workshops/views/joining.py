"""How somebody without an account comes onto a board: by a code, or by a picture of one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sdg_platform.accounts.participation import remember_participation
from sdg_platform.accounts.requests import Request
from sdg_platform.errors import too_many_requests
from sdg_platform.guards.address import client_address
from sdg_platform.limits.models import Limit
from workshops.forms import CodeForm
from workshops.forms.joining import TableForm
from workshops.models import Workshop

WRONG_CODES = Limit("wrong_code", times=20, seconds=600)
WRONG_CODES_OVER_ALL = Limit("wrong_code_over_all", times=1_000, seconds=600)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: Request) -> HttpResponse:
    """Type the code; a right one leads to the page that says what one joins."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "workshops/join.html", {"form": form}, status=status)
    workshop = Workshop.objects.with_code(form.cleaned_data["code"]).first()
    if workshop is None:
        return refuse_code(request, form)
    return redirect("workshops:join_by_code", workshop.code)


@require_http_methods(["GET", "HEAD", "POST"])
def join_by_code(request: Request, code: str) -> HttpResponse:
    return welcome(request, Workshop.objects.with_code(code).first(), code)


@require_http_methods(["GET", "HEAD", "POST"])
def join_by_token(request: Request, token: str) -> HttpResponse:
    return welcome(request, Workshop.objects.with_token(token).first())


def welcome(request: Request, workshop: Workshop | None, code: str = "") -> HttpResponse:
    """GET shows the workshop and one button; POST makes a participant of the browser."""
    if workshop is None:
        return refuse_code(request, CodeForm(initial={"code": code[:20]}))
    form = TableForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context, status = {"workshop": workshop, "form": form}, 422 if form.is_bound else 200
        return render(request, "workshops/join_welcome.html", context, status=status)
    response = redirect(workshop)
    known = request.actor.participations.get(workshop.pk)
    if known is None or not workshop.participants.filter(pk=known).exists():
        participant = workshop.participants.create(table=form.cleaned_data["table"])
        here = workshop.participants.count()
        workshop.beat_at(here, here)
        remember_participation(request, response, workshop.pk, participant.pk)
        messages.success(request, gettext("Du er med. Skriv løs."))
    return response


def refuse_code(request: Request, form: CodeForm) -> HttpResponse:
    """The same answer at every address; only wrong codes count, so right ones always work."""
    address = client_address(request)
    if wait := WRONG_CODES.wait(address) or WRONG_CODES_OVER_ALL.wait():
        return too_many_requests(request, wait)
    WRONG_CODES.hit(address)
    WRONG_CODES_OVER_ALL.hit()
    return render(request, "workshops/join_unknown.html", {"form": form}, status=404)
