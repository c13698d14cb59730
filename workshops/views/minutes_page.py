"""The minutes of a workshop as a page: for who may read it, and behind a link for the room."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.sharing import Sharing
from sdg_platform.exports.document import Block, Document, Line
from workshops.afterlife import Afterlife
from workshops.live.audience import SOMEBODY
from workshops.models import OVER, Reflection, State, Workshop, WrongState
from workshops.models.keys import new_token
from workshops.summary import summarise
from workshops.views.access import host_workshop, readable_workshop
from workshops.views.confirm import link_gone, unstored
from workshops.views.minutes import as_file, notes_of
from workshops.views.workshop import refuse_change


@dataclass(frozen=True)
class Part:
    """A block as the template walks through it; each line stands with its depth."""

    block: Block
    kind: str
    lines: Sequence[tuple[int, Line]]


@require_safe
def minutes_page(request: Request, pk: int) -> HttpResponse:
    """As the files: the houses that hold it at any time, others once it is over."""
    workshop = readable_workshop(request, pk)
    if not workshop.is_held_by(request.actor) and workshop.state not in OVER:
        raise PermissionDenied(gettext("Referatet kommer, når workshoppen er lukket."))
    after = Afterlife.of(workshop, request.actor)
    return show_minutes(request, workshop, notes_of(workshop, request.actor), after)


@require_safe
def minutes_by_link(request: Request, token: str, form: str = "") -> HttpResponse:
    """For whoever was in the room and has no account; `form` names a file of the same."""
    workshop = Workshop.objects.with_minutes_token(token).select_related("municipality").first()
    if workshop is None:
        return link_gone(request)
    notes, after = heard_in_the_room(workshop)
    if form:
        return unstored(as_file(workshop, notes, form, after))
    return unstored(show_minutes(request, workshop, notes, after, token=token))


def heard_in_the_room(workshop: Workshop) -> tuple[list[Reflection], Afterlife]:
    """What everybody there has read; a note that was narrowed since stays in the house."""
    somebody = Actor(participations={workshop.pk: SOMEBODY})
    notes = [note for note in notes_of(workshop, somebody) if note.sharing == Sharing.PUBLIC]
    return notes, Afterlife.of(workshop, somebody)


def show_minutes(
    request: Request,
    workshop: Workshop,
    notes: Sequence[Reflection],
    after: Afterlife,
    *,
    token: str = "",
) -> HttpResponse:
    # Behind the link nobody is known by whom a picture could be fetched: words alone.
    photos = [] if token else after.photos
    document = summarise(workshop, notes, replace(after, photos=() if photos else after.photos))
    context = {
        "workshop": workshop,
        "document": document,
        "sections": sections_of(document),
        "token": token,
        "photos": photos,
    }
    return render(request, "workshops/minutes_page.html", context)


def sections_of(document: Document) -> list[dict[str, Any]]:
    return [
        {"heading": section.heading, "parts": [part_of(block) for block in section.blocks]}
        for section in document.sections
    ]


def part_of(block: Block) -> Part:
    lines: tuple[Line, ...] = getattr(block, "lines", ())
    return Part(block, block.kind, [step for line in lines for step in line.walk()])


@require_POST
@member_required
def minutes_link(request: Request, pk: int) -> HttpResponse:
    """End the link to the minutes, or make a new one; only the host decides that."""
    workshop = host_workshop(request, pk)
    ends = request.POST.get("act") == "end"
    if not ends and workshop.state != State.CLOSED:
        return refuse_change(request, workshop, WrongState(workshop.state))
    workshop.minutes_token = None if ends else new_token()
    workshop.save(update_fields=["minutes_token"])
    said = gettext("Linket er lukket.") if ends else gettext("Her er et nyt link til referatet.")
    messages.success(request, said)
    return redirect(workshop)
