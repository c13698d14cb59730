"""What a workshop agreed to do: its page, and what happens to one action."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sdg_platform.accounts.decorators import member_required, to_login
from sdg_platform.accounts.requests import Request
from sdg_platform.editing import StaleVersion, differences, with_version
from workshops.forms import ActionForm, StatusForm
from workshops.mail import action_link_of
from workshops.models import TAGGABLE, Action, Quadrant, Reflection, Workshop, WrongState
from workshops.views.access import readable_workshop, run_workshop
from workshops.views.board import keys_in
from workshops.views.reflection import say_closed
from workshops.views.workshop import refuse_change


@require_http_methods(["GET", "HEAD", "POST"])
def workshop_actions(request: Request, pk: int) -> HttpResponse:
    """Everybody who reads the board reads them; POST agrees on a new one."""
    if request.method != "POST":
        workshop = readable_workshop(request, pk)
        note = chosen_note(request, workshop)
        preset = {"text": note.text} if note else {}
        form = ActionForm(instance=Action(workshop=workshop), initial=preset)
        return show_actions(request, workshop, form, note)
    if not request.user.is_authenticated:
        return to_login(request)
    return action_create(request, run_workshop(request, pk))


def action_create(request: Request, workshop: Workshop) -> HttpResponse:
    note = chosen_note(request, workshop)
    action = Action(workshop=workshop, reflection=note)
    form = ActionForm(request.POST, instance=action)
    if not form.is_valid():
        return show_actions(request, workshop, form, note, status=422)
    try:
        action.agree(by=request.user)
    except WrongState:
        return say_closed(request, workshop, action.text)
    messages.success(request, gettext("Tiltaget er gemt."))
    return redirect(action)


def chosen_note(request: Request, workshop: Workshop) -> Reflection | None:
    """The note that is to become an action; one that has become one already is none."""
    sent = request.POST if request.method == "POST" else request.GET
    keys = keys_in(sent.getlist("note")[:1])
    notes = workshop.reflections.visible_to(request.actor)
    return notes.filter(pk__in=keys, action__isnull=True).first()


def show_actions(
    request: Request,
    workshop: Workshop,
    form: ActionForm,
    note: Reflection | None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The list for everybody; the form and the notes to make actions of for who leads it."""
    actions = Action.objects.visible_to(request.actor)
    steers = workshop.is_run_by(request.actor)
    is_own = workshop.is_held_by(request.actor)
    context = {
        "workshop": workshop,
        "actions": actions.filter(workshop=workshop.pk).for_list(),
        "carried": actions.left_for(workshop).for_list() if steers else [],
        "seeds": seeds_of(request, workshop) if steers else [],
        "note": note,
        "form": form,
        "asks_cpr": form.has_error("text", "cpr"),
        "may_write": steers and workshop.state in TAGGABLE,
        "may_say": is_own and workshop.state in TAGGABLE,
        "is_own": is_own,
    }
    return render(request, "workshops/workshop_actions.html", context, status=status)


def seeds_of(request: Request, workshop: Workshop) -> Sequence[Reflection]:
    """The take-forward notes that are not an action yet, as the board shows them."""
    notes = workshop.reflections.visible_to(request.actor).in_board_order()
    return list(notes.filter(quadrant=Quadrant.TAKE_FORWARD, action__isnull=True))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def action_edit(request: Request, pk: int, number: int) -> HttpResponse:
    action = own_action(request, pk, number)
    if not action.workshop.is_run_by(request.actor):
        raise PermissionDenied
    form = ActionForm(request.POST if request.method == "POST" else None, instance=action)
    if request.method != "POST" or not form.is_valid():
        return show_edit(request, form, status=422 if form.is_bound else 200)
    try:
        action.change(form.cleaned_data["version"], **form.values())
    except StaleVersion as stale:
        return show_conflict(request, form, stale.stored)
    except WrongState:
        return say_closed(request, action.workshop, form.cleaned_data["text"])
    messages.success(request, gettext("Tiltaget er gemt."))
    return redirect(action)


def own_action(request: Request, pk: int, number: int) -> Action:
    """One's own municipality's action of that workshop; any other is a 404."""
    own = Action.objects.editable_by(request.actor).select_related("workshop", "reflection")
    return get_object_or_404(own, workshop=pk, pk=number)


def show_edit(request: Request, form: ActionForm, *, status: int, **more: Any) -> HttpResponse:
    action = form.instance
    context = {
        "action": action,
        "workshop": action.workshop,
        "form": form,
        "asks_cpr": form.has_error("text", "cpr"),
        "link": action_link_of(action) if action.token else "",
        **more,
    }
    return render(request, "workshops/action_edit.html", context, status=status)


def show_conflict(request: Request, form: ActionForm, stored: Action) -> HttpResponse:
    """Both texts; what was typed can be sent again, now upon the version it met."""
    with_version(form, stored.version)
    return show_edit(request, form, status=409, differences=differences(form, stored))


@require_POST
@member_required
def action_status(request: Request, pk: int, number: int) -> HttpResponse:
    """One word from anybody of the house; `board` names the board whose page it was said on."""
    action = own_action(request, pk, number)
    form = StatusForm(request.POST)
    if not form.is_valid():
        edit = ActionForm(instance=action, initial={"status": request.POST.get("status", "")})
        return show_edit(request, edit, status=422, sentence=first_error(form))
    said = {"status": form.cleaned_data["status"]}
    if form.cleaned_data["text"]:
        said["outcome"] = form.cleaned_data["text"]
    try:
        action.change(form.cleaned_data["version"], **said)
    except StaleVersion as stale:
        messages.warning(request, gettext("En anden har rettet tiltaget imens. Se efter her."))
        return redirect(stale.stored)
    except WrongState as error:
        return refuse_change(request, action.workshop, error)
    word = action.get_status_display()
    messages.success(request, gettext("Gemt: %(status)s.") % {"status": word})
    return redirect(page_it_was_said_on(request, action))


def first_error(form: StatusForm) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")


def page_it_was_said_on(request: Request, action: Action) -> Action | Workshop:
    """The board of another meeting, where last time's actions stand first; else the action."""
    board = request.POST.get("board", "")
    if not (board.isascii() and board.isdigit() and len(board) < 19):
        return action
    boards = Workshop.objects.visible_to(request.actor)
    return boards.filter(pk=int(board)).first() or action
