"""The minutes of a workshop as a file."""

import json
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.requests import Request
from sdg_platform.exports.writers import WRITERS, file_name
from workshops.afterlife import Afterlife
from workshops.models import OVER, Quadrant, Reflection, Workshop, dots_on
from workshops.summary import minutes_as_json, summarise
from workshops.views.access import readable_workshop

FORMATS = ("pdf", "docx", "xlsx", "csv", "txt")


@require_safe
def minutes(request: Request, pk: int, form: str) -> HttpResponse:
    """What the reader may see of it: the own municipality at any time, others once it is over."""
    workshop = readable_workshop(request, pk)
    if not workshop.is_held_by(request.actor) and workshop.state not in OVER:
        raise PermissionDenied(gettext("Referatet kommer, når workshoppen er lukket."))
    after = Afterlife.of(workshop, request.actor)
    return as_file(workshop, notes_of(workshop, request.actor), form, after)


def as_file(
    workshop: Workshop, notes: Sequence[Reflection], form: str, after: Afterlife
) -> HttpResponse:
    content, content_type = written(workshop, notes, form, after)
    name = file_name(gettext("Referat %(title)s") % {"title": workshop.title}, form)
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def notes_of(workshop: Workshop, actor: Actor) -> list[Reflection]:
    """Field by field as the board shows them, with their tags and dots."""
    order = {code: place for place, code in enumerate(Quadrant.values)}
    notes = workshop.reflections.visible_to(actor).in_board_order()
    notes = notes.prefetch_related(*("goals", "targets", "themes", "dilemma_of", "dilemma_with"))
    dots, _own = dots_on(workshop, actor)
    for note in notes:
        note.dots = dots.get(note.pk, 0)
    return sorted(notes, key=lambda note: order[note.quadrant])


def written(
    workshop: Workshop, notes: Sequence[Reflection], form: str, after: Afterlife
) -> tuple[bytes, str]:
    """The file and its content type; a format we do not write is a page that does not exist."""
    if form == "json":
        told = json.dumps(minutes_as_json(workshop, notes, after), ensure_ascii=False, indent=2)
        return told.encode(), "application/json"
    if form not in FORMATS:
        raise Http404
    writer = WRITERS[form]
    return writer.write(summarise(workshop, notes, after)), writer.content_type
