"""What a change on the board sends back: slips for htmx, a redirect for everybody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from sdg_platform.accounts.requests import Request
from workshops.models import (
    Reflection,
    Workshop,
    fields_of,
    prepare,
    written_by,
)
from workshops.views.slips import Reader, clock_at, draw, reader_for, slip_of, titles_of


@dataclass(frozen=True)
class Swap:
    """Where slips go in the page: in place of themselves, or at `where` (an htmx swap)."""

    notes: Sequence[Reflection]
    where: str = ""
    # The slip leaves its old place first.
    leaves: bool = False
    # Which of the slip's controls gets the focus: "undo", "more", "up" or "down".
    focus: str = ""
    # What undoes a gathering, as a query string.
    undo: str = ""


def saved_now() -> str:
    """The state in words, with the clock of the room."""
    return gettext("Gemt kl. %(time)s") % {"time": clock_at(timezone.now())}


def back_to_board(
    request: Request,
    workshop: Workshop,
    *,
    said: str,
    anchor: str = "",
    removed: Sequence[UUID] = (),
    quadrant: str = "",
) -> HttpResponse:
    """The answer without scripts; `removed` notes stay as tombstones until the next action."""
    messages.success(request, said)
    query = QueryDict(mutable=True)
    if removed:
        query.setlist("removed", [str(key) for key in removed])
    if quadrant:
        query["quadrant"] = quadrant
    url = workshop.get_absolute_url()
    url += f"?{query.urlencode()}" if query else ""
    response = HttpResponseRedirect(f"{url}#{anchor}" if anchor else url)
    response.status_code = 303
    return response


def board_changes(
    request: Request,
    workshop: Workshop,
    swaps: Sequence[Swap],
    *,
    said: str,
    status: int = 200,
) -> HttpResponse:
    """The changed slips for htmx, with the counts and the state in words."""
    reader = reader_of(request, workshop)
    # Only whoever steers can move a note to another field.
    titles = titles_of(list(fields_of(workshop).values())) if reader.steers else ()
    notes = [note for swap in swaps for note in swap.notes]
    prepare(workshop, notes, request.actor, is_new=status == HTTPStatus.CREATED)
    drawn = [
        {
            "where": swap.where,
            "left": [note.pk for note in swap.notes] if swap.leaves else [],
            "slips": [
                draw(
                    slip_of(
                        note, reader, titles, swaps=not swap.where, focus=swap.focus, undo=swap.undo
                    )
                )
                for note in swap.notes
            ],
        }
        for swap in swaps
    ]
    context = {
        "reader": reader,
        "swaps": drawn,
        "counts": count_notes(request, workshop),
        "said": said,
    }
    return render(request, "workshops/_changes.html", context, status=status)


def reader_of(request: Request, workshop: Workshop) -> Reader:
    return reader_for(workshop, request.actor)


def count_notes(request: Request, workshop: Workshop) -> dict[str, int]:
    """How many notes stand in each list of the page: a participant's own, or all by quadrant."""
    if reader_of(request, workshop).is_participant:
        return {"own": written_by(request.actor.participations[workshop.pk])}
    visible = workshop.reflections.visible_to(request.actor).order_by()
    counts = dict(visible.values_list("quadrant").annotate(Count("pk")))
    return {code: counts.get(code, 0) for code in fields_of(workshop)}
