"""The tray: notes that came within a day of closing, and what the facilitator does with them."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from workshops.forms import NoteForm
from workshops.models import IdElsewhere, IdTaken, LateNote, TooFast, Workshop, WrongState
from workshops.views.access import run_workshop, writable_workshop, writer_required
from workshops.views.board import refuse_note
from workshops.views.fragments import Swap, back_to_board, board_changes
from workshops.views.now import draw_now, now_of
from workshops.views.reflection import say_closed


@require_POST
@writer_required
def late_create(request: Request, pk: int) -> HttpResponse:
    """Lay one note in the tray; sending it twice lays it there once."""
    workshop = writable_workshop(request, pk)
    writer = workshop.writer(request.actor)
    if not any(writer):
        raise PermissionDenied
    form = NoteForm(request.POST, workshop=workshop)
    if not form.is_valid():
        return refuse_note(request, workshop, form, status=422, name="late_create")
    try:
        late, is_new = LateNote.objects.receive(workshop, form.note(*writer))
    except IdElsewhere as error:
        raise Http404 from error
    except (IdTaken, WrongState, TooFast) as error:
        return refuse_note(request, workshop, form, error=error, name="late_create")
    said = gettext("Din note ligger i bakken.")
    if not request.htmx:
        return back_to_board(request, workshop, said=said)
    context = {"late": late, "said": said}
    return render(request, "workshops/_late_kept.html", context, status=201 if is_new else 200)


@require_POST
@member_required
def late_take(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Onto the board, last in its field."""
    workshop = run_workshop(request, pk)
    late = late_note(request, workshop, key)
    try:
        note = late.take_in()
    except WrongState:
        return say_closed(request, workshop, late.text)
    said = gettext("Noten er taget med.")
    if not request.htmx:
        return back_to_board(request, workshop, said=said, anchor=f"r-{note.pk}")
    where = f"beforeend:#notes-{note.quadrant}"
    swaps = [Swap([note], where, leaves=True)]
    return with_now(request, workshop, board_changes(request, workshop, swaps, said=said))


@require_POST
@member_required
def late_leave(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Left out of the minutes; it stays in the tray, and can still be taken in."""
    workshop = run_workshop(request, pk)
    late_note(request, workshop, key).leave_out()
    said = gettext("Noten er ikke taget med.")
    if not request.htmx:
        return back_to_board(request, workshop, said=said, anchor="tray")
    return with_now(request, workshop, board_changes(request, workshop, [], said=said))


def late_note(request: Request, workshop: Workshop, key: UUID) -> LateNote:
    notes = workshop.late_notes.visible_to(request.actor).select_related("workshop")
    return get_object_or_404(notes, pk=key)


def with_now(request: Request, workshop: Workshop, response: HttpResponse) -> HttpResponse:
    """The tray stands in `#board-now`: send that along, with the focus on what comes next."""
    now = now_of(request, workshop)
    focus = now.late[0].key if now.late else ""
    response.write(draw_now(now._replace(swaps=True, focus=focus)))
    return response
