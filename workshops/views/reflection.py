"""What happens to a note once it stands on the board."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from sdg_platform.accounts.requests import Request
from sdg_platform.editing import StaleVersion
from workshops.forms import AboutForm, MoveForm, NoteEditForm, ShiftForm
from workshops.models import WRITABLE, Reflection, Workshop, WrongState, agree_on
from workshops.views.access import (
    changeable_note,
    run_workshop,
    writer_required,
)
from workshops.views.board import keys_in
from workshops.views.fragments import Swap, back_to_board, board_changes, saved_now
from workshops.views.grouping import gather_notes

# What stands beside a text or tags, and is carried along.
ABOUT = ("sharing", "dilemma_of", "dilemma_with")


@require_http_methods(["GET", "HEAD", "POST"])
@writer_required
def reflection_edit(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Change text and field; a note that changed meanwhile is shown beside what was typed."""
    note = changeable_note(request, pk, key)
    seen = {"text": note.text, "quadrant": note.quadrant, "version": note.version}
    data = request.POST if request.method == "POST" else None
    form, about = NoteEditForm(data, initial=seen), about_form(request, note, data)
    if data is None or not (form.is_valid() and about.is_valid()):
        return show_edit(request, note, form, about, status=422 if form.is_bound else 200)
    text, quadrant = form.cleaned_data["text"], form.cleaned_data["quadrant"] or note.quadrant
    try:
        store_edit(note, text, quadrant, form.cleaned_data["version"], about)
    except StaleVersion as stale:
        return show_conflict(request, stale.stored, text, quadrant)
    except WrongState:
        return say_closed(request, note.workshop, text)
    return after_change(request, note, [Swap([note])])


def about_form(request: Request, note: Reflection, data: QueryDict | None = None) -> AboutForm:
    return AboutForm(data, note=note, may_narrow=note.workshop.is_run_by(request.actor))


def store_edit(note: Reflection, text: str, quadrant: str, version: int, about: AboutForm) -> None:
    """Text and field while notes are written; who runs it may say afterwards what it is about."""
    is_new = (text, quadrant) != (note.text, note.quadrant)
    with transaction.atomic():
        if is_new or note.workshop.state in WRITABLE or not about.may_narrow:
            note.edit(text=text, quadrant=quadrant, version=version)
        else:
            note.claim(version)
        about.apply()


def show_edit(
    request: Request,
    note: Reflection,
    form: NoteEditForm,
    about: AboutForm | None = None,
    *,
    status: int,
) -> HttpResponse:
    context = {
        "workshop": note.workshop,
        "note": note,
        "form": form,
        "about": about or about_form(request, note),
        "asks_cpr": form.has_error("text", "cpr"),
        "may_moderate": note.workshop.is_run_by(request.actor),
    }
    return render(request, "workshops/reflection_edit.html", context, status=status)


def show_conflict(request: Request, stored: Reflection, text: str, quadrant: str) -> HttpResponse:
    """Both texts; what was typed can be sent again, now upon the version it met."""
    if stored.deleted_at is not None:
        raise Http404
    again = {"text": text, "quadrant": quadrant, "version": stored.version}
    context = {"workshop": stored.workshop, "note": stored, "text": text}
    context["form"] = NoteEditForm(initial=again)
    context["carried"] = [(name, request.POST[name]) for name in ABOUT if name in request.POST]
    return render(request, "workshops/reflection_conflict.html", context, status=409)


def say_closed(request: Request, workshop: Workshop, text: str = "") -> HttpResponse:
    """Nothing is written once the meeting is over; the text is given back."""
    context = {"workshop": workshop, "text": text}
    return render(request, "workshops/note_closed.html", context, status=403)


def after_change(
    request: Request, note: Reflection, swaps: list[Swap], *, removed: tuple[UUID, ...] = ()
) -> HttpResponse:
    said = gettext("Noten er slettet.") if removed else saved_now()
    if request.htmx:
        return board_changes(request, note.workshop, swaps, said=said)
    return back_to_board(request, note.workshop, said=said, anchor=f"r-{note.pk}", removed=removed)


def with_version(request: Request) -> QueryDict:
    """The form; one button among hundreds names the version it was drawn for in its address."""
    sent = request.POST.copy()
    sent.setdefault("version", request.GET.get("version", ""))
    return sent


@require_POST
@writer_required
def reflection_move(request: Request, pk: int, key: UUID) -> HttpResponse:
    """To another field, last in it."""
    note = changeable_note(request, pk, key)
    form = MoveForm(with_version(request))
    if not form.is_valid():
        edit = NoteEditForm(request.POST)
        return show_edit(request, note, edit, status=422)
    try:
        note.move(form.cleaned_data["quadrant"], version=form.cleaned_data["version"])
    except StaleVersion as stale:
        return show_conflict(request, stale.stored, note.text, form.cleaned_data["quadrant"])
    except WrongState:
        return say_closed(request, note.workshop)
    where = f"beforeend:#notes-{note.quadrant}"
    return after_change(request, note, [Swap([note], where, leaves=True, focus="more")])


@require_POST
@writer_required
def reflection_shift(request: Request, pk: int, key: UUID) -> HttpResponse:
    """One place up or down; at the end of the field nothing happens."""
    note = changeable_note(request, pk, key)
    form = ShiftForm(with_version(request))
    if not form.is_valid():
        return redirect(note.workshop)
    direction = form.cleaned_data["direction"]
    try:
        neighbour = note.shift(up=direction == "up", version=form.cleaned_data["version"])
    except StaleVersion as stale:
        return show_conflict(request, stale.stored, note.text, note.quadrant)
    except WrongState:
        return say_closed(request, note.workshop)
    if neighbour is None:
        return after_change(request, note, [Swap([note], focus=direction)])
    place = "beforebegin" if direction == "up" else "afterend"
    where = f"{place}:#r-{neighbour.pk}"
    return after_change(request, note, [Swap([note], where, leaves=True, focus=direction)])


@require_POST
@writer_required
def reflection_delete(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Off the board, with a way back until the next action."""
    note = changeable_note(request, pk, key, gone=True)
    try:
        note.remove(by_writer=not note.workshop.is_run_by(request.actor))
    except WrongState:
        return say_closed(request, note.workshop)
    return after_change(request, note, [Swap([note], focus="undo")], removed=(note.pk,))


@require_POST
@writer_required
def reflection_restore(request: Request, pk: int, key: UUID) -> HttpResponse:
    note = changeable_note(request, pk, key, gone=True)
    if not note.may_be_restored_by(request.actor):
        raise PermissionDenied(gettext("Den, der leder workshoppen, har slettet noten."))
    try:
        note.restore()
    except WrongState:
        return say_closed(request, note.workshop)
    return after_change(request, note, [Swap([note], focus="more")])


@require_POST
@writer_required
def reflection_selected(request: Request, pk: int) -> HttpResponse:
    """One act on all chosen notes: into one, to another field, off the board, and more."""
    workshop = run_workshop(request, pk)
    notes = chosen_notes(request, workshop)
    if notes and request.POST.get("act") == "tag":
        return go_to_tags(request, workshop, notes)
    if notes and request.POST.get("act") == "action":
        return make_actions(request, workshop, notes)
    if notes and request.POST.get("act") == "gather":
        return gather_notes(request, workshop, notes)
    form = MoveForm(request.POST)
    removes = request.POST.get("act") == "delete"
    if not notes or not (removes or form.is_valid()):
        return after_all(request, workshop, [], said=gettext("Vælg først nogle noter."))
    try:
        with transaction.atomic():
            for note in notes:
                note.remove() if removes else note.move(form.cleaned_data["quadrant"])
    except WrongState:
        return say_closed(request, workshop)
    said = said_of(len(notes), removes=removes)
    removed = [note.pk for note in notes] if removes else []
    where = "" if removes else f"beforeend:#notes-{form.cleaned_data['quadrant']}"
    focus = "undo" if removes else "more"
    swaps = [
        Swap([note], where, leaves=not removes, focus=focus if note == notes[0] else "")
        for note in notes
    ]
    return after_all(request, workshop, swaps, said=said, removed=removed)


def go_to_tags(request: Request, workshop: Workshop, notes: list[Reflection]) -> HttpResponse:
    query = QueryDict(mutable=True)
    query.setlist("note", [str(note.pk) for note in notes])
    url = reverse("workshops:reflection_tags", args=[workshop.pk]) + f"?{query.urlencode()}"
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url)


def make_actions(request: Request, workshop: Workshop, notes: list[Reflection]) -> HttpResponse:
    """An action of each note; who and when is said on the page of actions."""
    try:
        agree_on(workshop, notes, by=request.user)
    except WrongState:
        return say_closed(request, workshop)
    url = reverse("workshops:workshop_actions", args=[workshop.pk])
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url)


def after_all(
    request: Request,
    workshop: Workshop,
    swaps: list[Swap],
    *,
    said: str,
    removed: Sequence[UUID] = (),
) -> HttpResponse:
    if request.htmx:
        return board_changes(request, workshop, swaps, said=said)
    return back_to_board(request, workshop, said=said, removed=removed)


def said_of(count: int, *, removes: bool) -> str:
    if removes:
        return ngettext("%(count)d note er slettet.", "%(count)d noter er slettet.", count) % {
            "count": count
        }
    return ngettext("%(count)d note er flyttet.", "%(count)d noter er flyttet.", count) % {
        "count": count
    }


def chosen_notes(request: Request, workshop: Workshop) -> list[Reflection]:
    """The chosen notes in the order of the board; ids that are not on it are ignored."""
    query = request.POST if request.method == "POST" else request.GET
    keys = keys_in(query.getlist("note"))
    notes = workshop.reflections.visible_to(request.actor).filter(pk__in=keys)
    return list(notes.in_board_order())
