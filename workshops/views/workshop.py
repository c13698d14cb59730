"""The list of workshops, and what a facilitator does with a whole one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.feeds import feed_token
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.editing import StaleVersion
from sdg_platform.htmx import render_page
from workshops.across.shelf import Shelf
from workshops.forms import CodeForm, WorkshopForm
from workshops.models import Phase, State, Workshop, WrongState
from workshops.views.access import host_workshop, run_workshop, site_of

PAGE_SIZE = 20


@require_safe
def workshop_list(request: Request) -> HttpResponse:
    """Those one may see: open ones first, then the newest, the archived last."""
    context = {
        "shelf": Shelf.read(request.GET, request.actor),
        "may_create": request.actor.may(Power.RUN_WORKSHOPS),
        "code_form": CodeForm(),
        "feed": site_of(request) + feed_url(request.actor),
    }
    partials = {"results": "workshops/_workshop_results.html"}
    return render_page(request, "workshops/workshop_list.html", context, partials=partials)


def feed_url(actor: Actor) -> str:
    """Where a calendar finds it: a member under an address of their own."""
    if actor.user is None:
        return reverse("workshops:calendar")
    return reverse("workshops:calendar_feed", args=[feed_token(actor.user)])


def page_number(request: Request) -> int:
    """From the query; malformed counts as the first page."""
    number = request.GET.get("page", "")
    return max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def workshop_create(request: Request) -> HttpResponse:
    request.actor.require(Power.RUN_WORKSHOPS)
    instance = Workshop(created_by=request.user)
    form = WorkshopForm(
        request.POST if request.method == "POST" else None, instance=instance, actor=request.actor
    )
    if request.method == "POST" and form.is_valid():
        workshop = form.save()
        messages.success(
            request, gettext("Workshoppen er gemt som kladde. Åbn den, når I er klar.")
        )
        return redirect(workshop)
    return show_form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def workshop_edit(request: Request, pk: int) -> HttpResponse:
    workshop = host_workshop(request, pk)
    form = WorkshopForm(
        request.POST if request.method == "POST" else None, instance=workshop, actor=request.actor
    )
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, workshop=workshop)
    try:
        form.save()
    except StaleVersion as stale:
        return show_conflict(request, form, stale.stored)
    except WrongState as error:
        return refuse_change(request, workshop, error)
    messages.success(request, gettext("Oplysningerne er gemt."))
    return redirect(workshop)


def show_form(
    request: Request, form: WorkshopForm, *, workshop: Workshop | None = None
) -> HttpResponse:
    """The whole form, or only the words of the fields when another template was picked."""
    if not form.is_bound:
        form.show_template(request.GET)
    context = {"form": form, "workshop": workshop}
    partials = {"workshop-words": "workshops/_workshop_words.html"}
    status = 422 if form.is_bound else 200
    page = "workshops/workshop_form.html"
    return render_page(request, page, context, partials=partials, status=status)


def show_conflict(request: Request, form: WorkshopForm, stored: Workshop) -> HttpResponse:
    """What differs, both ways; the form below is ready to be sent upon the newest version."""
    theirs = WorkshopForm(instance=stored, actor=request.actor)
    typed = request.POST.copy()
    typed["version"] = str(stored.version)
    context = {
        "workshop": stored,
        "form": WorkshopForm(typed, instance=stored, actor=request.actor),
        "differences": list(differences(form, theirs)),
    }
    return render(request, "workshops/workshop_form.html", context, status=409)


def differences(mine: WorkshopForm, theirs: WorkshopForm) -> list[dict[str, Any]]:
    """The fields of one line or more whose two texts are not the same."""
    found = []
    for name in mine.fields:
        if name in ("version", "goals", "cohosts"):
            continue
        typed, saved = (said(form, name) for form in (mine, theirs))
        if typed != saved:
            found.append({"label": mine[name].label, "mine": typed, "saved": saved})
    return found


def said(form: WorkshopForm, name: str) -> str:
    """What stands in a field, as a reader sees it."""
    value = form.cleaned_data.get(name) if form.is_bound else form[name].initial
    value = getattr(value, "pk", value)
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nej")
    choices = dict(getattr(form.fields[name], "choices", []) or [])
    return str(choices.get(value, value if value is not None else ""))


def refuse_change(request: Request, workshop: Workshop, error: WrongState) -> HttpResponse:
    """A step that the workshop's state does not allow is a sentence on its page."""
    sentences = {
        State.DRAFT: gettext("Workshoppen er en kladde. Åbn den først."),
        State.OPEN: gettext("Workshoppen er allerede åben."),
        State.CLOSED: gettext("Workshoppen er allerede lukket."),
        State.ARCHIVED: gettext("Workshoppen er arkiveret og kan ikke ændres."),
    }
    messages.warning(request, sentences[State(error.state)])
    return to_board(request, workshop)


def to_board(request: Request, workshop: Workshop) -> HttpResponse:
    """The whole board anew, for htmx too: what can be done with every slip may be another."""
    url = workshop.get_absolute_url()
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def change_state(
    request: Request, workshop: Workshop, act: Callable[[Workshop], None], said: str
) -> HttpResponse:
    try:
        act(workshop)
    except WrongState as error:
        return refuse_change(request, workshop, error)
    messages.success(request, said)
    return to_board(request, workshop)


@require_POST
@member_required
def workshop_open(request: Request, pk: int) -> HttpResponse:
    said = gettext("Workshoppen er åben. Koden står på tavlen.")
    return change_state(request, run_workshop(request, pk), Workshop.open, said)


@require_POST
@member_required
def workshop_close(request: Request, pk: int) -> HttpResponse:
    said = gettext("Workshoppen er lukket. Koden virker ikke længere.")
    return change_state(request, run_workshop(request, pk), Workshop.close, said)


@require_POST
@member_required
def workshop_archive(request: Request, pk: int) -> HttpResponse:
    said = gettext("Workshoppen er arkiveret. Noterne kan stadig læses.")
    return change_state(request, host_workshop(request, pk), Workshop.archive, said)


@require_POST
@member_required
def workshop_phase(request: Request, pk: int) -> HttpResponse:
    """Go to the named phase of the meeting; an unknown name is refused with 422."""
    workshop = run_workshop(request, pk)
    if request.POST.get("phase") not in Phase.values:
        context = {"workshop": workshop}
        return render(request, "workshops/phase_unknown.html", context, status=422)
    phase = Phase(request.POST["phase"])
    if phase == Phase.CLOSED:
        return workshop_close(request, pk)
    said = gettext("Nu: %(phase)s") % {"phase": phase.label}
    return change_state(request, workshop, lambda one: one.enter(phase), said)
