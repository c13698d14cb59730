"""What hangs on the wall: the question and the code, and later the notes in big type."""

from collections import Counter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from sdg_platform.accounts.requests import Request
from sdg_platform.htmx import render_page
from workshops.live.audience import Audience
from workshops.models import Phase, Quadrant, Workshop, fields_of
from workshops.views.board import join_address, minutes_address
from workshops.views.changes import live_of
from workshops.views.now import Now, plain_now, unless_known, with_counts, with_written

# So many notes of one field can be read from the back row; more are a list on paper.
MOST_NOTES = 60
# The field of all notes that got a dot, those with most dots first.
DOTS = "dots"


class Shown(NamedTuple):
    """A note on the wall: in big type, with the number of dots and of notes behind it."""

    quadrant: str
    text: str
    dots: int
    behind: int


@require_safe
def screen(request: Request, pk: int) -> HttpResponseBase:
    """For everybody in the room, so without a word that anybody in the room may not see."""
    workshops = Workshop.objects.owned_by(request.actor).for_board()
    workshop = get_object_or_404(workshops, pk=pk)
    now = with_written(with_counts(plain_now(workshop), workshop), workshop)
    notes = notes_on_the_wall(workshop, now)
    chosen = chosen_field(request, notes)
    context = {
        "workshop": workshop,
        "now": now,
        "fields": list(fields_of(workshop).values()),
        "shows_notes": shows_notes(now),
        "has_dots": any(note.dots for note in notes),
        "chosen": chosen,
        # Only what somebody chose stays when the room goes on.
        "asked": chosen if request.GET.get("field") == chosen else "",
        "notes": notes_in(notes, chosen)[:MOST_NOTES],
        "address": join_address(request, workshop),
        "minutes": minutes_address(request, workshop),
        "live": live_of(request, workshop),
    }
    partials = {"screen": "workshops/_screen.html"}
    page = render_page(request, "workshops/screen.html", context, partials=partials)
    return unless_known(request, page) if request.htmx else page


def shows_notes(now: Now) -> bool:
    """Not while the room writes: whoever reads, writes the same."""
    return not now.is_hidden and now.phase != Phase.COLLECT


def shows_dots(now: Now) -> bool:
    order = list(Phase)
    return order.index(now.phase) > order.index(Phase.VOTE)


def notes_on_the_wall(workshop: Workshop, now: Now) -> list[Shown]:
    """The notes as a participant sees them; of those that were gathered the uppermost."""
    if not shows_notes(now):
        return []
    somebody = Audience("participant", "", now.language).actor(workshop.pk)
    seen = workshop.reflections.on_board(somebody).in_board_order()
    rows = list(seen.values_list("pk", "quadrant", "text", "gathered_under"))
    on_top = {pk: under if under else pk for pk, _, _, under in rows}
    dots: Counter[UUID] = Counter()
    if shows_dots(now):
        counted = workshop.votes.order_by().values_list("reflection").annotate(Count("pk"))
        for pk, number in counted:
            dots[on_top.get(pk, pk)] += number
    behind = Counter(on_top.values())
    return [
        Shown(quadrant, text, dots[pk], behind[pk])
        for pk, quadrant, text, under in rows
        if under is None or under not in on_top
    ]


def chosen_field(request: Request, notes: list[Shown]) -> str:
    """From the query; else what got dots, else the first field."""
    offered: Any = [*Quadrant.values]
    if any(note.dots for note in notes):
        offered.insert(0, DOTS)
    asked = request.GET.get("field", "")
    return asked if asked in offered else offered[0]


def notes_in(notes: list[Shown], chosen: str) -> list[Shown]:
    if chosen != DOTS:
        return [note for note in notes if note.quadrant == chosen]
    return sorted((note for note in notes if note.dots), key=lambda note: -note.dots)
