"""The board: reading it, and putting a new note on it."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import segno
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from sdg_platform.accounts.requests import Request
from workshops.forms import NoteForm, fresh_id
from workshops.models import (
    OVER,
    WRITABLE,
    Action,
    IdElsewhere,
    IdTaken,
    LateNote,
    Photo,
    Quadrant,
    Reflection,
    State,
    TooFast,
    Workshop,
    WrongState,
    left_open_for,
)
from workshops.views.access import readable_workshop, site_of, writable_workshop, writer_required
from workshops.views.changes import live_of
from workshops.views.fragments import (
    Swap,
    back_to_board,
    board_changes,
    reader_of,
    saved_now,
)
from workshops.views.now import now_of
from workshops.views.sheets import Sheet, sheet_for

MOST_TOMBSTONES = 200


@require_safe
def workshop_detail(request: Request, pk: int) -> HttpResponse:
    """The board; a participant gets the page for a phone, where writing comes first."""
    workshop = readable_workshop(request, pk)
    reader = reader_of(request, workshop)
    removed = keys_in(request.GET.getlist("removed"))
    sheet = sheet_for(workshop, request.actor, reader, removed)
    context = {
        "reader": reader,
        "workshop": workshop,
        "fields": fields_on(request, workshop, sheet),
        "own": sheet.own,
        "next_id": fresh_id(),
        "address": join_address(request, workshop),
        "minutes": minutes_address(request, workshop),
        "photos": photos_on(request, workshop),
        "tables": workshop.tables() if reader.steers and workshop.state == State.OPEN else [],
        "now": now_of(request, workshop),
        "carried": carried_to(request, workshop),
        "own_late": own_late(request, workshop) if reader.is_participant else [],
        "live": live_of(request, workshop),
        "chosen": chosen_quadrant(request),
        "has_chosen": "quadrant" in request.GET,
    }
    page = "board_phone" if reader.is_participant else "workshop_detail"
    return render(request, f"workshops/{page}.html", context)


def fields_on(request: Request, workshop: Workshop, sheet: Sheet) -> list[dict[str, Any]]:
    """What lies behind one's own note is read there, and counted in no field of the others."""
    if sheet.own:
        mine = request.actor.participations[workshop.pk]
        behind = workshop.reflections.behind_notes_of(mine).order_by()
        taken = Counter(behind.values_list("quadrant", flat=True))
        for field in sheet.fields:
            field["count"] -= taken[field["code"]]
    return sheet.fields


def photos_on(request: Request, workshop: Workshop) -> Sequence[Photo]:
    if not workshop.has_photos:
        return []
    return list(Photo.objects.visible_to(request.actor).filter(workshop=workshop.pk))


def own_late(request: Request, workshop: Workshop) -> Sequence[LateNote]:
    """What a participant laid in the tray and does not find on the board."""
    if not workshop.has_late:
        return []
    mine = request.actor.participations[workshop.pk]
    notes = workshop.late_notes.visible_to(request.actor).undecided()
    return list(notes.filter(participant=mine))


def carried_to(request: Request, workshop: Workshop) -> Sequence[Action]:
    """What the house's last meeting left open, while this one can take it up."""
    if not workshop.is_held_by(request.actor) or workshop.state not in WRITABLE:
        return []
    return left_open_for(workshop, request.actor)


@require_POST
@writer_required
def reflection_create(request: Request, pk: int) -> HttpResponse:
    """Store one note; sending it twice stores it once."""
    workshop = writable_workshop(request, pk)
    writer = workshop.writer(request.actor)
    if not any(writer):
        raise PermissionDenied
    form = NoteForm(request.POST, workshop=workshop)
    if not form.is_valid():
        return refuse_note(request, workshop, form, status=422)
    try:
        note, is_new = workshop.add_reflection(form.note(*writer))
    except IdElsewhere as error:
        raise Http404 from error
    except (IdTaken, WrongState, TooFast) as error:
        return refuse_note(request, workshop, form, error=error)
    return accept_note(request, workshop, note, is_new=is_new)


def accept_note(
    request: Request, workshop: Workshop, note: Reflection, *, is_new: bool
) -> HttpResponse:
    """201 for a new note, 200 for one that came before; without htmx a redirect."""
    said = saved_now()
    on_phone = reader_of(request, workshop).is_participant
    if not request.htmx:
        return back_to_board(request, workshop, said=said, quadrant=note.quadrant)
    where = "afterbegin:#own" if on_phone else f"beforeend:#notes-{note.quadrant}"
    shown = [note] if note.is_alive else []
    return board_changes(
        request,
        workshop,
        [Swap(shown, where, leaves=not is_new)],
        said=said,
        status=201 if is_new else 200,
    )


def refuse_note(
    request: Request,
    workshop: Workshop,
    form: NoteForm,
    *,
    status: int = 0,
    error: Exception | None = None,
    name: str = "reflection_create",
) -> HttpResponse:
    """Say why nothing was stored; what was typed stays where it is, or comes back on a page.

    `name` is the view that the page sends it to again. An id that was taken is changed for a
    fresh one, so that the note can be sent again.
    """
    sentence, wait = "", 0
    if error is not None:
        status, sentence, wait = why_refused(workshop, error)
    context = {
        "workshop": workshop,
        "form": form,
        "sentence": sentence,
        "next_id": fresh_id() if status == 409 else form["id"].value() or fresh_id(),
        "action": reverse(f"workshops:{name}", args=[workshop.pk]),
        "can_send": status != 403,
        "asks_cpr": form.has_error("text", "cpr"),
        "has_tray": status == 403 and workshop.takes_late_notes,
    }
    page = "workshops/_refused.html" if request.htmx else "workshops/note_refused.html"
    response = render(request, page, context, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def why_refused(workshop: Workshop, error: Exception) -> tuple[int, str, int]:
    """The status, the sentence, and the seconds to wait (0: none) for what a board raises."""
    match error:
        case WrongState():
            return 403, said_closed(workshop), 0
        case TooFast(wait=wait):
            sentence = ngettext(
                "Det gik lidt stærkt. Send noten igen om %(seconds)d sekund.",
                "Det gik lidt stærkt. Send noten igen om %(seconds)d sekunder.",
                wait,
            )
            return 429, sentence % {"seconds": wait}, wait
        case _:
            sentence = gettext("Der står allerede en anden note på den plads. Send din igen.")
            return 409, sentence, 0


def said_closed(workshop: Workshop) -> str:
    if workshop.takes_late_notes:
        return gettext("Workshoppen er lukket. Noten kan nå med i bakken, som læses igennem.")
    if workshop.state == State.OPEN:
        return gettext("Workshoppen er åben igen. Send noten på tavlen.")
    return gettext("Workshoppen er ikke åben for nye noter lige nu.")


def keys_in(values: list[str]) -> list[UUID]:
    """The readable ids among `values`; what is malformed counts as absent.

    A version may stand behind an id, after a colon.
    """
    found = []
    for value in values[:MOST_TOMBSTONES]:
        try:
            found.append(UUID(value.partition(":")[0]))
        except ValueError:
            continue
    return found


def chosen_quadrant(request: Request) -> str:
    chosen = request.GET.get("quadrant", "")
    return chosen if chosen in Quadrant.values else Quadrant.WORKS.value


def join_address(request: Request, workshop: Workshop) -> dict[str, Any] | None:
    """How to get in, for those who run an open workshop: typed, and as a picture."""
    if workshop.state != State.OPEN or not workshop.is_run_by(request.actor):
        return None
    site = site_of(request)
    code = workshop.code or ""
    return {
        "code": f"{code[:4]} {code[4:]}",
        "typed": site.partition("://")[2] + reverse("workshops:join"),
        "qr": qr_picture(site + reverse("workshops:join_by_token", args=[workshop.token])),
        "is_past": workshop.is_past,
    }


def minutes_address(request: Request, workshop: Workshop) -> dict[str, str] | None:
    """The link to the minutes for the room, once it is over, for those who held it."""
    if workshop.state not in OVER or workshop.is_past or not workshop.minutes_token:
        return None
    if not workshop.is_held_by(request.actor):
        return None
    site = site_of(request)
    url = site + reverse("workshops:minutes_by_link", args=[workshop.minutes_token])
    return {"url": url, "qr": qr_picture(url)}


@lru_cache(maxsize=64)
def qr_picture(url: str) -> str:
    """`url` as a QR code, as an address that an <img> takes."""
    return draw_qr(url)


def draw_qr(text: str) -> str:
    """`text` as a QR code, as an address that an <img> takes; remembered nowhere."""
    code = segno.make(text, error="m", encoding="utf-8")
    return code.svg_data_uri(border=2, light="#fff", dark="#1d2420")
