"""How the pages of a workshop find their rows: through the visitor, never past them."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from sdg_platform.accounts.decorators import to_login
from sdg_platform.accounts.requests import Request
from workshops.models import (
    Reflection,
    Workshop,
    seen_board,
    seen_board_for_page,
    seen_board_with_host,
)

View = Callable[..., HttpResponse]


def writer_required(view: View) -> View:
    """Let in accounts and this board's participants; ask everybody else to log in.

    A cookie of a board that is gone makes nobody a participant; that is looked up only where
    the view found nothing, so that a note on its way is not kept waiting for it.
    """

    @wraps(view)
    def guarded(request: Request, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, pk, *args, **kwargs)
        if pk not in request.actor.participations:
            return to_login(request)
        try:
            return view(request, pk, *args, **kwargs)
        except Http404:
            if is_readable(request, pk):
                raise
            return to_login(request)

    return guarded


def site_of(request: Request) -> str:
    """Where the site is found from outside, without a slash at the end."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def is_readable(request: Request, pk: int) -> bool:
    return Workshop.objects.visible_to(request.actor).filter(pk=pk).exists()


def readable_workshop(request: Request, pk: int) -> Workshop:
    return found(seen_board_for_page(request.actor, pk))


def writable_workshop(request: Request, pk: int) -> Workshop:
    """As `readable_workshop`, without what only the page around the notes shows."""
    return found(seen_board_with_host(request.actor, pk))


def followed_workshop(request: Request, pk: int) -> Workshop:
    """As `readable_workshop`, the row alone: asked for by every page every few seconds."""
    return found(seen_board(request.actor, pk))


def found(workshop: Workshop | None) -> Workshop:
    if workshop is None:
        raise Http404
    return workshop


def run_workshop(request: Request, pk: int) -> Workshop:
    """One that one's own municipality holds (else 404), for a role that runs them (else 403).

    A guest municipality's facilitator runs a joint workshop like the host's.
    """
    workshop = get_object_or_404(Workshop.objects.owned_by(request.actor), pk=pk)
    if not workshop.is_run_by(request.actor):
        raise PermissionDenied
    return workshop


def host_workshop(request: Request, pk: int) -> Workshop:
    """One of one's own municipality's own: a guest runs it, but does not decide about it (403)."""
    workshop = run_workshop(request, pk)
    if not workshop.is_hosted_by(request.actor):
        raise PermissionDenied(gettext("Det bestemmer den kommune, der er vært."))
    return workshop


def changeable_note(request: Request, pk: int, key: UUID, *, gone: bool = False) -> Reflection:
    """A note that one may read (else 404) and change (else 403); `gone`: a removed one too."""
    workshop = readable_workshop(request, pk)
    notes = workshop.reflections.on_board(request.actor, [key] if gone else [])
    note = get_object_or_404(notes, pk=key)
    if not note.may_be_changed_by(request.actor):
        raise PermissionDenied
    if not workshop.is_run_by(request.actor) and note.is_struck_out:
        raise PermissionDenied(gettext("Noten er streget ud. Den kan ikke rettes mere."))
    return note
