"""A facilitator takes a note out of sight, for now or for good, and the log of it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practices.models import Practice
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from workshops.forms.moderation import ReasonForm
from workshops.models import Moderation, Reflection
from workshops.views.access import readable_workshop, run_workshop, writer_required
from workshops.views.fragments import Swap, back_to_board, board_changes


def note_in_charge(request: Request, pk: int, key: UUID) -> Reflection:
    """A note, removed and hidden ones too, of a board that one runs (else 403)."""
    workshop = readable_workshop(request, pk)
    note = get_object_or_404(workshop.reflections.on_board(request.actor, [key]), pk=key)
    if not workshop.is_run_by(request.actor):
        raise PermissionDenied
    note.workshop = workshop
    return note


@require_POST
@writer_required
def reflection_hide(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Out of everybody's sight but the facilitator's, with a way back."""
    note = note_in_charge(request, pk, key)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show_redact(request, note, form, status=422)
    Moderation.objects.hide(note, by=request.actor.user, reason=form.cleaned_data["reason"])
    return after_moderation(request, note, gettext("Noten er skjult for alle andre."), "show")


@require_POST
@writer_required
def reflection_show(request: Request, pk: int, key: UUID) -> HttpResponse:
    note = note_in_charge(request, pk, key)
    Moderation.objects.show(note, by=request.actor.user)
    return after_moderation(request, note, gettext("Alle kan se noten igen."), "more")


@require_http_methods(["GET", "HEAD", "POST"])
@writer_required
def reflection_redact(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Asks first; then the words are gone for good."""
    note = note_in_charge(request, pk, key)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return show_redact(request, note, form, status=422 if form.is_bound else 200)
    Moderation.objects.redact(note, by=request.actor.user, reason=form.cleaned_data["reason"])
    return after_moderation(request, note, struck_out(request, note), "more")


def struck_out(request: Request, note: Reflection) -> str:
    """That the words are gone, or where they may still stand: in what grew out of the note."""
    grown = Practice.objects.visible_to(request.actor).filter(seeds=note.pk).first()
    if grown is None:
        return gettext("Noten er streget ud. Ordene findes ikke længere.")
    return format_html(
        '{} <a href="{}">{}</a>.',
        gettext("Noten er streget ud. Men ordene kan stadig stå i"),
        grown.get_absolute_url(),
        gettext("den praksis, der voksede ud af noten"),
    )


def show_redact(
    request: Request, note: Reflection, form: ReasonForm, *, status: int
) -> HttpResponse:
    context = {"workshop": note.workshop, "note": note, "form": form}
    return render(request, "workshops/reflection_redact.html", context, status=status)


def after_moderation(request: Request, note: Reflection, said: str, focus: str) -> HttpResponse:
    if request.htmx:
        return board_changes(request, note.workshop, [Swap([note], focus=focus)], said=said)
    return back_to_board(request, note.workshop, said=said, anchor=f"r-{note.pk}")


@require_safe
@member_required
def moderation_list(request: Request, pk: int) -> HttpResponse:
    """Who took what out of sight, when and why; never the words."""
    workshop = run_workshop(request, pk)
    acts = workshop.moderations.select_related("by", "reflection").order_by("-at", "-pk")
    context = {"workshop": workshop, "acts": acts}
    return render(request, "workshops/moderation_list.html", context)
