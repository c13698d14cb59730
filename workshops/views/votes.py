"""Dots: put on a note and taken back while the room votes."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from sdg_platform.accounts.requests import Request
from workshops.models import NoDotsLeft, Reflection, Vote, Voter, Workshop, WrongPhase, WrongState
from workshops.views.access import readable_workshop, writer_required
from workshops.views.fragments import Swap, back_to_board, board_changes
from workshops.views.now import draw_now, now_of


@require_POST
@writer_required
def reflection_vote(request: Request, pk: int, key: UUID) -> HttpResponse:
    """One more dot on the note; beyond one's dots 409."""
    return change_dots(request, pk, key, Vote.objects.put, focus="vote")


@require_POST
@writer_required
def reflection_unvote(request: Request, pk: int, key: UUID) -> HttpResponse:
    """One of one's own dots off the note."""
    return change_dots(request, pk, key, Vote.objects.take_back, focus="unvote")


def change_dots(
    request: Request, pk: int, key: UUID, act: Callable[[Reflection, Voter], None], *, focus: str
) -> HttpResponse:
    workshop = readable_workshop(request, pk)
    note = get_object_or_404(workshop.reflections.visible_to(request.actor), pk=key)
    voter = workshop.writer(request.actor)
    if not any(voter):
        raise PermissionDenied
    note.workshop = workshop
    try:
        act(note, voter)
    except Reflection.DoesNotExist as gone:
        raise Http404 from gone
    except (NoDotsLeft, WrongPhase, WrongState) as error:
        return refuse_dots(request, workshop, error)
    return answer_dots(request, note, focus=focus)


def answer_dots(request: Request, note: Reflection, *, focus: str) -> HttpResponse:
    """The note and the bar in their new state; totals are nobody's business yet."""
    workshop = note.workshop
    now = now_of(request, workshop)
    if not request.htmx:
        return back_to_board(request, workshop, said=now.dots_words, anchor=f"r-{note.pk}")
    has_own = any(key == str(note.pk) for key, _ in now.own_dots)
    swap = Swap([note], focus=focus if has_own else "vote")
    response = board_changes(request, workshop, [swap], said=now.dots_words)
    response.write(draw_now(now._replace(swaps=True)))
    return response


def refuse_dots(request: Request, workshop: Workshop, error: Exception) -> HttpResponse:
    """One sentence; the dots stay as they are."""
    status = 403 if isinstance(error, WrongState) else 409
    heading = gettext("Prikken blev ikke sat")
    context = {"workshop": workshop, "heading": heading, "sentence": sentence_of(error)}
    if request.htmx and status == 409:
        now = now_of(request, workshop)._replace(swaps=True, refusal=sentence_of(error))
        return HttpResponse(draw_now(now), status=status)
    return render(request, "workshops/refused.html", context, status=status)


def sentence_of(error: Exception) -> str:
    match error:
        case NoDotsLeft(dots=dots):
            return ngettext(
                "Du har brugt din prik. Fjern den, før du sætter en ny.",
                "Du har brugt dine %(count)d prikker. Fjern en, før du sætter en ny.",
                dots,
            ) % {"count": dots}
        case WrongPhase():
            return gettext("I stemmer ikke lige nu. Vent, til I når til Stem.")
    return gettext("Workshoppen er ikke åben, så der kan ikke stemmes.")
