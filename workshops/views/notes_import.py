"""Bring notes in from a document: send it, look at what it became, say yes."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from sdg_platform import errors
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.guards.intake import takes_files
from sdg_platform.limits.models import Limit
from workshops.documents import DocumentRefused
from workshops.guesses import Ticked
from workshops.import_forms import HeadForm, ImportForm, NewWorkshopImportForm
from workshops.models import Source, State, Workshop, WrongState
from workshops.reading.placing import Placement
from workshops.views.access import run_workshop
from workshops.views.notes_preview import (
    Decisions,
    placement_of,
    show_form,
    show_preview,
    show_refusal,
)

UPLOADS = Limit("upload", times=120, seconds=3600)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def notes_import(request: Request, pk: int) -> HttpResponse:
    """Send a document to a workshop that exists; nothing is a note before the preview's yes."""
    workshop = writable_workshop(request, pk)
    if request.method != "POST":
        return show_form(request, ImportForm(), workshop)
    if wait := UPLOADS.hit(request.user.pk):
        return errors.too_many_requests(request, wait)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_form(request, form, workshop)
    return redirect(preview_url(form.receive(workshop, request.actor)))


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def notes_import_new(request: Request) -> HttpResponse:
    """A workshop out of a document in one go: the quickest way in."""
    request.actor.require(Power.RUN_WORKSHOPS)
    if request.method != "POST":
        return show_form(request, NewWorkshopImportForm(actor=request.actor))
    if wait := UPLOADS.hit(request.user.pk):
        return errors.too_many_requests(request, wait)
    form = NewWorkshopImportForm(request.POST, request.FILES, actor=request.actor)
    if not form.is_valid():
        return show_form(request, form)
    return redirect(preview_url(form.create(request.actor)) + "?new=on")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def notes_import_preview(request: Request, pk: int, key: UUID) -> HttpResponse:
    """The document beside the four fields; a POST stores it, unless it moves a line first."""
    source = readable_source(request, pk, key)
    if request.method != "POST":
        return show_preview(request, source, Decisions.read(request.GET))
    decisions = Decisions.read(request.POST)
    head = HeadForm(request.POST) if decisions.is_new else None
    if decisions.is_unfinished:
        return show_preview(request, source, decisions, head)
    try:
        return confirm(request, source, decisions, head)
    except DocumentRefused as refused:
        return show_refusal(request, source, refused)
    except WrongState:
        raise PermissionDenied(archived_sentence()) from None


def confirm(
    request: Request, source: Source, decisions: Decisions, head: HeadForm | None
) -> HttpResponse:
    """Store what the preview showed, all of it or nothing; a second click adds nothing."""
    parsed = source.parse()
    placement = placement_of(source, parsed, decisions, source.repeated_lines(parsed))
    if not (placement.notes or source.confirmed_at) or (head and not head.is_valid()):
        return show_preview(request, source, decisions, head, status=422)
    added = store(source, placement, head, decisions.ticked, request)
    messages.success(request, said_after(added, placement))
    if request.htmx:
        return HttpResponseClientRedirect(source.workshop.get_absolute_url())
    return redirect(source.workshop)


@require_POST
@member_required
def notes_import_cancel(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Forget the document, and the draft that was made for it."""
    source = readable_source(request, pk, key)
    workshop = source.workshop
    source.discard()
    if Decisions.read(request.POST).is_new and is_untouched(workshop):
        workshop.delete()
        messages.info(request, gettext("Intet er gemt."))
        return redirect("workshops:workshop_list")
    messages.info(request, gettext("Intet er gemt."))
    return redirect(workshop)


def writable_workshop(request: Request, pk: int) -> Workshop:
    workshop = run_workshop(request, pk)
    if workshop.state == State.ARCHIVED:
        raise PermissionDenied(archived_sentence())
    return workshop


def readable_source(request: Request, pk: int, key: UUID) -> Source:
    return get_object_or_404(writable_workshop(request, pk).sources, pk=key)


def archived_sentence() -> str:
    return gettext("Workshoppen er arkiveret og tager ikke imod flere noter.")


def is_untouched(workshop: Workshop) -> bool:
    """Whether a draft holds nothing but its name."""
    is_fresh = workshop.state == State.DRAFT and workshop.seq == 0 and workshop.version == 1
    return is_fresh and not workshop.purpose and not workshop.sources.exists()


def preview_url(source: Source) -> str:
    return reverse("workshops:notes_import_preview", args=[source.workshop_id, source.pk])


def store(
    source: Source, placement: Placement, head: HeadForm | None, ticked: Ticked, request: Request
) -> int:
    """All in one transaction; a workshop made for the document gets its name and opens."""
    workshop = source.workshop
    with transaction.atomic():
        workshop.lock()
        if head and workshop.state == State.DRAFT:
            workshop.title, workshop.date = head.cleaned_data["title"], head.cleaned_data["date"]
            workshop.save(update_fields=["title", "date", "updated_at"])
            workshop.open()
        return source.store(placement.notes, by=request.actor.user, ticked=ticked)


def said_after(added: int, placement: Placement) -> str:
    saved = ngettext("Gemt: %(count)d note.", "Gemt: %(count)d noter.", added) % {"count": added}
    if not placement.left:
        return saved
    left = ngettext(
        "%(count)d linje ligger i originalen.",
        "%(count)d linjer ligger i originalen.",
        placement.left,
    ) % {"count": placement.left}
    return f"{saved} {left}"
