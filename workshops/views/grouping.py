"""Notes that say the same: gathered into one, and taken apart again."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from sdg_platform.accounts.requests import Request
from sdg_platform.editing import StaleVersion
from workshops.models import Quadrant, Reflection, Workshop, WrongState
from workshops.views.access import run_workshop, writer_required
from workshops.views.board import MOST_TOMBSTONES, keys_in
from workshops.views.fragments import Swap, back_to_board, board_changes

# An address holds no more; a larger group is taken apart instead.
MOST_UNDONE = 50


def gather_notes(request: Request, workshop: Workshop, notes: list[Reflection]) -> HttpResponse:
    """Gather the chosen notes behind `under`, or behind the first of them on the board."""
    under = keys_in(request.POST.getlist("under")[:1])
    first = min(notes, key=lambda note: Quadrant.values.index(note.quadrant))
    top = next((note for note in notes if note.pk in under), first)
    if len(notes) == 1:
        return say(request, workshop, gettext("Vælg mindst to noter, der siger det samme."))
    seen = versions_in(request.POST.getlist("note"))
    try:
        before = top.gather(notes, by=request.actor.user, seen=seen)
    except StaleVersion:
        return show_changed(request, workshop, notes, top)
    except WrongState:
        context = {"workshop": workshop}
        return render(request, "workshops/note_closed.html", context, status=403)
    top.refresh_from_db()
    uppermost = top.gathered_under or top
    said = ngettext("%(count)d note er samlet.", "%(count)d noter er samlet.", len(notes))
    undo = QueryDict(mutable=True)
    if len(before) <= MOST_UNDONE:
        undo.setlist("was", [f"{key}:{was}" if was else str(key) for key, was in before.items()])
    changed = [uppermost.pk, *before]
    return show_groups(
        request, workshop, changed, said % {"count": len(notes)}, undo=undo.urlencode(safe=":")
    )


def versions_in(values: list[str]) -> dict[UUID, int]:
    """The version behind each id, as the page had it; malformed ones count as none."""
    found = {}
    for value in values[:MOST_TOMBSTONES]:
        _key, _, version = value.partition(":")
        if (keys := keys_in([value])) and version.isascii() and version.isdigit():
            found[keys[0]] = int(version[:9])
    return found


def show_changed(
    request: Request, workshop: Workshop, notes: list[Reflection], top: Reflection
) -> HttpResponse:
    """The notes as they stand now, to be gathered all the same or left as they are."""
    keys = [note.pk for note in notes]
    now = workshop.reflections.visible_to(request.actor).filter(pk__in=keys).in_board_order()
    context = {"workshop": workshop, "notes": now, "top": top}
    return render(request, "workshops/gather_conflict.html", context, status=409)


@require_POST
@writer_required
def reflection_apart(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Take one note out of its group, or the group apart; with `was`, undo a gathering."""
    workshop = run_workshop(request, pk)
    note = get_object_or_404(workshop.reflections.visible_to(request.actor), pk=key)
    note.workshop = workshop
    before = places_in(request.GET.getlist("was"))
    try:
        changed = note.lay_back(before) if before else note.take_apart()
    except WrongState:
        context = {"workshop": workshop}
        return render(request, "workshops/note_closed.html", context, status=403)
    return show_groups(request, workshop, changed, gettext("Noterne er skilt ad."))


def places_in(values: list[str]) -> dict[UUID, UUID | None]:
    """For each note the one it lay behind before; malformed ones are left out."""
    found: dict[UUID, UUID | None] = {}
    for value in values[:MOST_TOMBSTONES]:
        note, _, top = value.partition(":")
        for key in keys_in([note]):
            found[key] = next(iter(keys_in([top])), None)
    return found


def show_groups(
    request: Request, workshop: Workshop, changed: list[UUID], said: str, *, undo: str = ""
) -> HttpResponse:
    """The notes that look different now; the first of `changed` gets the focus."""
    if not request.htmx:
        return back_to_board(request, workshop, said=said, anchor=f"r-{changed[0]}")
    notes = workshop.reflections.visible_to(request.actor).in_bulk(changed)
    swaps = [
        Swap([notes[key]], focus="group" if key == changed[0] else "", undo=undo)
        for key in changed
        if key in notes
    ]
    return board_changes(request, workshop, swaps, said=said)


def say(request: Request, workshop: Workshop, said: str) -> HttpResponse:
    if request.htmx:
        return board_changes(request, workshop, [], said=said)
    return back_to_board(request, workshop, said=said)
