"""A guess of the machine becomes a tag when somebody takes it over, and never by itself."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from sdg_platform.accounts.requests import Request
from sdg_platform.taxonomy.models import Goal, Theme
from workshops.forms import AcceptForm
from workshops.models import NoteRow, Reflection, Workshop, WrongState, sheet_of
from workshops.views.access import run_workshop, writer_required
from workshops.views.fragments import Swap, back_to_board, board_changes, saved_now
from workshops.views.reflection import say_closed


@require_POST
@writer_required
def suggestion_accept(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Add the named goal or P to the tags that the note has."""
    workshop = run_workshop(request, pk)
    note = get_object_or_404(workshop.reflections.visible_to(request.actor), pk=key)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        sentence = gettext("Vælg et af forslagene på tavlen, eller mærk noten selv.")
        context = {"workshop": workshop, "heading": gettext("Det mål findes ikke")}
        return render(
            request, "workshops/refused.html", context | {"sentence": sentence}, status=422
        )
    goals = Goal.objects.filter(number=form.cleaned_data["goal"])
    themes = Theme.objects.filter(pk=form.cleaned_data["theme"])
    try:
        note.add_tags(goals, [], themes)
    except WrongState:
        return say_closed(request, workshop)
    if not request.htmx:
        return back_to_board(request, workshop, said=saved_now(), anchor=f"r-{note.pk}")
    swaps = list(with_the_next(request, workshop, note))
    return board_changes(request, workshop, swaps, said=saved_now())


def with_the_next(request: Request, workshop: Workshop, note: Reflection) -> Iterator[Swap]:
    """The note, and where it has no more suggestions the next that has: the focus goes there.

    So one key takes over one suggestion after the other.
    """
    rows = [row for field in sheet_of(workshop, request.actor) for row in field.notes]
    place = next((at for at, row in enumerate(rows) if row.pk == note.pk), 0)
    following = first_suggested(rows[place:] + rows[:place])
    is_here = following is not None and following.pk == note.pk
    yield Swap([note], focus="suggested" if is_here else "")
    if following is not None and not is_here:
        yield Swap([workshop.reflections.get(pk=following.pk)], focus="suggested")


def first_suggested(rows: list[NoteRow]) -> NoteRow | None:
    return next((row for row in rows if row.suggested and not row.is_behind), None)
