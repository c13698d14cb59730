"""Where the meeting is right now: the same bytes for everybody who may see the same."""

import json
from datetime import datetime
from functools import lru_cache
from hashlib import blake2s
from math import ceil
from typing import NamedTuple

from django.db.models import Count
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.requests import Request
from workshops.models import (
    Participant,
    Phase,
    State,
    Talked,
    Workshop,
    fields_of,
    talked_about,
)
from workshops.models.arriving import JOINED
from workshops.models.phases import GUIDES, MINUTES, Guide, phases_of, place_of
from workshops.views.access import readable_workshop
from workshops.views.fragments import reader_of
from workshops.views.slips import DOT


class Late(NamedTuple):
    """A note in the tray, as the facilitator reads it."""

    key: str
    quadrant: str
    text: str
    # The clock at which it came, in words.
    came: str
    is_left_out: bool


class Now(NamedTuple):
    """Everything that `#board-now` shows; nothing in it says who asked.

    `audience` is "facilitator", "participant" or "reader". The counts are the facilitator's
    alone, and zero for the others: what changes with every note must not wake every phone.
    """

    pk: int
    audience: str
    state: str
    phase: Phase
    phases: tuple[Phase, ...]
    is_hidden: bool
    closed_at: str
    ends: str
    # Whether a note may still be laid in the tray.
    takes_late: bool
    # Begun minutes until then; 0 when the time is up.
    minutes_left: int
    joined: int = 0
    done: int = 0
    # How many notes stand in each field, as (code, title, count).
    written: tuple[tuple[str, str, int], ...] = ()
    # Of a facilitator: whether the host's own, who may put the workshop away.
    is_host: bool = False
    # The tray, those that wait first; the facilitator's alone.
    late: tuple[Late, ...] = ()
    # Of a participant: whether they said so in this phase.
    is_done: bool = False
    language: str = "da"
    # Only in an answer to htmx: it takes its own place.
    swaps: bool = False
    # Only there, too: the id of the control that gets the focus, and why a dot was refused.
    focus: str = ""
    refusal: str = ""
    # While one may vote: how many dots each has, and on which notes one's own lie.
    dots: int = 0
    own_dots: tuple[tuple[str, int], ...] = ()
    # While the room talks: what got most dots.
    talked: tuple[Talked, ...] = ()

    @property
    def guide(self) -> Guide:
        return GUIDES[self.phase]

    @property
    def place(self) -> int:
        return place_of(self.phase, self.phases)

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def following(self) -> Phase | None:
        return self.phases[self.place + 1] if self.place + 1 < len(self.phases) else None

    @property
    def previous(self) -> Phase | None:
        return self.phases[self.place - 1] if self.place else None

    @property
    def notes(self) -> int:
        return sum(count for *_, count in self.written)

    @property
    def waiting(self) -> int:
        """How many notes in the tray nobody has decided about."""
        return sum(not one.is_left_out for one in self.late)

    @property
    def dots_left(self) -> int:
        return max(0, self.dots - sum(number for _, number in self.own_dots))

    @property
    def dots_words(self) -> str:
        left = self.dots_left
        return ngettext("%(n)d prik tilbage", "%(n)d prikker tilbage", left) % {"n": left}

    @property
    def talked_rest(self) -> tuple[Talked, ...]:
        return self.talked[5:]

    @property
    def dots_drawn(self) -> str:
        """Those that are put, then those that are left."""
        return DOT * (self.dots - self.dots_left) + "○" * self.dots_left

    @property
    def own_dots_json(self) -> str:
        return json.dumps(dict(self.own_dots))

    @property
    def choices(self) -> list[int]:
        """The minutes to choose from; those of the phase are among them."""
        return sorted({*MINUTES, self.guide.minutes} - {0})


def now_of(request: Request, workshop: Workshop) -> Now:
    """What this visitor may know of the meeting at this moment."""
    reader = reader_of(request, workshop)
    now = plain_now(workshop)
    if reader.may_vote:
        now = with_dots(now, workshop, request)
    elif now.phase == Phase.TALK:
        now = now._replace(talked=tuple(talked_about(workshop, request.actor)))
    if reader.steers:
        now = now._replace(audience="facilitator", is_host=reader.hosts)
        now = now._replace(late=late_in(workshop, request.actor))
        now = with_counts(now, workshop)
        return with_written(now, workshop) if now.is_hidden else now
    if reader.is_participant:
        me = participant_of(request, workshop) if now.guide.asks_done else None
        is_done = me is not None and me.done_in == workshop.phase
        return now._replace(audience="participant", is_done=is_done)
    return now


def plain_now(workshop: Workshop) -> Now:
    """What everybody may know who may read the board."""
    ends = workshop.timer_ends_at
    left = ceil((ends - timezone.now()).total_seconds() / 60) if ends else 0
    closed = timezone.localtime(workshop.closed_at) if workshop.closed_at else None
    return Now(
        workshop.pk,
        "reader",
        workshop.state,
        Phase(workshop.phase),
        phases_of(workshop),
        workshop.is_hidden,
        closed_words(closed) if closed else "",
        ends.isoformat() if ends else "",
        workshop.takes_late_notes,
        max(0, left),
        language=get_language() or "da",
    )


def late_in(workshop: Workshop, actor: Actor) -> tuple[Late, ...]:
    """The tray: what came while the workshop was closed, also once it is open again."""
    # Only where the row was asked for without it has it to be looked up.
    may_hold = getattr(workshop, "has_late", True)
    if not may_hold or workshop.state not in (State.OPEN, State.CLOSED):
        return ()
    notes = workshop.late_notes.visible_to(actor).undecided()
    found = [
        Late(
            str(note.pk),
            note.quadrant,
            note.text,
            date_format(timezone.localtime(note.sent_at), gettext("j. F H.i")),
            note.left_out_at is not None,
        )
        for note in notes
    ]
    return tuple(sorted(found, key=lambda late: late.is_left_out))


def closed_words(closed: datetime) -> str:
    day, clock = date_format(closed, gettext("j. F Y")), date_format(closed, gettext("H.i"))
    return gettext("Lukket %(day)s kl. %(time)s. Noterne kan stadig læses.") % {
        "day": day,
        "time": clock,
    }


def with_dots(now: Now, workshop: Workshop, request: Request) -> Now:
    """Add the visitor's own dots."""
    cast = workshop.votes.cast_by(workshop.writer(request.actor)).totals()
    own = tuple(sorted((str(key), number) for key, number in cast.items()))
    return now._replace(dots=workshop.dots, own_dots=own)


def with_counts(now: Now, workshop: Workshop) -> Now:
    """Add how many are here and how many of them are done."""
    if now.state != State.OPEN:
        return now
    joined = sum(count for *_, count in workshop.seats)
    done = sum(count for _, phase, count in workshop.seats if phase == now.phase)
    return now._replace(joined=joined, done=done)


def with_written(now: Now, workshop: Workshop) -> Now:
    """Add how much is written in each field, hidden or not: numbers are for everybody."""
    alive = workshop.reflections.alive().order_by()
    counts = dict(alive.values_list("quadrant").annotate(Count("pk")))
    fields = fields_of(workshop).values()
    written = tuple((field.code, field.title, counts.get(field.code, 0)) for field in fields)
    return now._replace(written=written)


@lru_cache(maxsize=512)
def draw_now(now: Now) -> SafeString:
    return render_to_string("workshops/_board_now.html", {"now": now})


@require_safe
def board_now(request: Request, pk: int) -> HttpResponseBase:
    """The fragment `#board-now`; 304 for whoever has it already."""
    workshop = readable_workshop(request, pk)
    return unless_known(request, HttpResponse(draw_now(now_of(request, workshop))))


def unless_known(request: Request, response: HttpResponse) -> HttpResponseBase:
    """304 instead of the very bytes that the asker has."""
    etag = f'"{blake2s(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def participant_of(request: Request, workshop: Workshop) -> Participant | None:
    key = request.actor.participations.get(workshop.pk)
    return JOINED.first(workshop.pk, key) if key else None


def answer_now(request: Request, workshop: Workshop, *, focus: str) -> HttpResponse:
    """The fragment in its new state for htmx, the board for everybody else."""
    if request.htmx:
        now = now_of(request, workshop)._replace(swaps=True, focus=focus)
        return HttpResponse(draw_now(now))
    return redirect(f"{workshop.get_absolute_url()}#board-now")
