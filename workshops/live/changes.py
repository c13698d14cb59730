"""What happened on a board after a number, drawn for an audience."""

from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import override

from sdg_platform.accounts.actor import Actor
from sdg_platform.prepared import Prepared
from workshops.live.audience import Audience
from workshops.models import BoardEvent, Workshop, fields_of, rows_of
from workshops.views.slips import draw, draw_gone, reader_for, slip_of, titles_of

# Events in one answer; whoever has more to catch up with asks again.
MOST_EVENTS = 200


class Changes(NamedTuple):
    """Slips in the order of their numbers, and the number to ask from next."""

    html: str
    cursor: int


def changes_after(
    workshop: Workshop, after: int, actor: Actor, pulse: int | None = None
) -> Changes:
    """The newest state of each note that changed after `after`, as `actor` may see it.

    A note that is gone, or out of the actor's sight, comes without its text. While the notes
    are hidden nothing comes but the cursor; what a reveal uncovers comes with the reveal.

    With the `pulse` that the asker knew, notes come too whose surroundings changed since: a
    group, dots, tags, hidden or shown again. These take no number, and move no cursor.
    """
    events = list(_EVENTS.tuples(workshop.pk, after, workshop.seq))
    cursor = events[-1][0] if events else workshop.seq
    if any(kind == "revealed" for _, kind, _ in events):
        return Changes(_draw(workshop, None, actor), workshop.seq)
    last = {key: seq for seq, _, key in events if key}
    if pulse is not None:
        touched = workshop.reflections.filter(touched__gt=pulse).order_by()
        last = dict(touched.values_list("pk", "seq")) | last
    return Changes(_draw(workshop, last, actor) if last else "", cursor)


def _draw(workshop: Workshop, last: dict[UUID, int] | None, actor: Actor) -> str:
    """The notes of `last` (key to number), or all of them, in the order of their numbers."""
    rows = rows_of(workshop, actor, last)
    reader = reader_for(workshop, actor)
    titles = titles_of(list(fields_of(workshop).values()))
    drawn: list[tuple[int, SafeString]] = [
        (row.seq, draw(slip_of(row, reader, titles)))
        for row in rows
        if last is not None or not row.deleted_at
    ]
    if last and not workshop.is_hidden:
        seen = {row.pk for row in rows}
        gone = {key: seq for key, seq in last.items() if key not in seen}
        drawn += [(seq, draw_gone(key, seq, workshop.pulse)) for key, seq in gone.items()]
    return "".join(slip for _, slip in sorted(drawn))


def _events(pk: int, after: int, until: int) -> QuerySet[Any, Any]:
    some = BoardEvent.objects.filter(workshop=pk, seq__gt=after, seq__lte=until).order_by("seq")
    return some.values_list("seq", "kind", "reflection_id")[:MOST_EVENTS]


_EVENTS: Prepared[BoardEvent] = Prepared(_events)
_BOARD = Prepared(lambda pk: Workshop.objects.filter(pk=pk).order_by())


@lru_cache(maxsize=256)
def _remembered(
    workshop_id: int,
    after: int,
    pulse: int | None,
    stands: tuple[object, ...],
    audience: Audience,
) -> Changes:
    workshop = _BOARD.first(workshop_id)
    if workshop is None:
        raise Workshop.DoesNotExist
    with override(audience.language):
        return changes_after(workshop, after, audience.actor(workshop_id), pulse)


def changes_for(
    workshop: Workshop, after: int, audience: Audience, pulse: int | None = None
) -> Changes:
    """As `changes_after`, drawn once for the whole audience at this number of the board.

    A note that was hidden since may never come out of what is remembered: the pulse tells.
    """
    state = (workshop.state, workshop.phase, workshop.is_hidden, workshop.updated_at)
    stands = (workshop.seq, workshop.pulse, *state)
    return _remembered(workshop.pk, after, pulse, stands, audience)
