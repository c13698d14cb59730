"""What happened on the board since: the floor under the stream, and all there is without it."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sdg_platform.accounts.requests import Request
from workshops.live.audience import audience_of
from workshops.live.changes import changes_after, changes_for
from workshops.live.ticket import issue
from workshops.models import State, Workshop
from workshops.views.access import followed_workshop


class Live(NamedTuple):
    """What the root of a board carries, so that a script can follow it."""

    cursor: int
    pulse: int
    changes: str
    # Empty where nothing can be streamed: under WSGI, or for those who merely read.
    events: str


def live_of(request: Request, workshop: Workshop) -> Live:
    changes = reverse("workshops:board_changes", args=[workshop.pk])
    return Live(workshop.seq, workshop.pulse, changes, events_url(request, workshop, workshop.seq))


def events_url(request: Request, workshop: Workshop, after: int) -> str:
    """The address of the stream with a fresh ticket."""
    audience = audience_of(request.actor, workshop, get_language() or "da")
    is_over = workshop.state == State.ARCHIVED
    if audience is None or is_over or not request.META.get("sdg.streams"):
        return ""
    board = workshop.get_absolute_url()
    ticket = issue(workshop.pk, audience, request.actor, request.session.session_key or "")
    query = urlencode({"ticket": ticket, "after": after, "pulse": workshop.pulse})
    return f"{board}events/?{query}"


@require_safe
def board_changes(request: Request, pk: int) -> HttpResponse:
    """Slips that changed after `after`; 304 when none did.

    With `pulse`, the one that the page knew, also those whose surroundings changed since.
    """
    workshop = followed_workshop(request, pk)
    after = number_in(request.GET.get("after", ""))
    pulse = number_in(request.GET["pulse"]) if "pulse" in request.GET else None
    language = get_language() or "da"
    audience = audience_of(request.actor, workshop, language)
    etag = f'"{workshop.pk}-{after}-{workshop.seq}-{workshop.pulse}-{language}"'
    is_up_to_date = after == workshop.seq and pulse in (None, workshop.pulse)
    if is_up_to_date or is_known(request, etag):
        return about_board(HttpResponse(status=304), request, workshop, etag, workshop.seq)
    if audience is None:
        found = changes_after(workshop, after, request.actor, pulse)
    else:
        found = changes_for(workshop, after, audience, pulse)
    # A pulse of the clock or the phase touches no note.
    answer = HttpResponse(found.html, status=200 if found.html or after != found.cursor else 304)
    return about_board(answer, request, workshop, etag, found.cursor)


def is_known(request: Request, etag: str) -> bool:
    """Whether the asker has it already: what compresses on the way makes a tag weak."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in {tag.removeprefix("W/") for tag in known}


def about_board(
    response: HttpResponse, request: Request, workshop: Workshop, etag: str, cursor: int
) -> HttpResponse:
    """Say where the asker stands now, and where the stream is to be had from there."""
    response.headers["ETag"] = etag
    response.headers["X-Cursor"] = str(cursor)
    response.headers["X-Pulse"] = str(workshop.pulse)
    if events := events_url(request, workshop, cursor):
        response.headers["X-Events"] = events
    return response


def number_in(raw: str) -> int:
    """A board's number as it stands in an address; what is malformed counts as none."""
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 19 else 0
