"""What a room talks about after its vote: the notes that got dots, those with most first."""

from collections import Counter
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from sdg_platform.accounts.actor import Actor
from workshops.models.codes import dots_are_out
from workshops.models.workshop import Workshop


class Talked(NamedTuple):
    """A note with its dots; those on the notes behind it count as its own."""

    key: str
    quadrant: str
    text: str
    dots: int


def talked_about(workshop: Workshop, actor: Actor) -> list[Talked]:
    """The notes that got dots, most first; nothing before the room has left the vote."""
    if not dots_are_out(workshop.phase) or not (totals := workshop.votes.totals()):
        return []
    seen = workshop.reflections.on_board(actor).filter(hidden_at__isnull=True)
    wanted = seen.filter(Q(pk__in=totals) | Q(gathered__in=list(totals))).distinct()
    columns = wanted.in_board_order().values_list("pk", "quadrant", "text", "gathered_under")
    rows = {pk: (quadrant, text, under) for pk, quadrant, text, under in columns}
    dots: Counter[UUID] = Counter()
    for pk, (*_, under) in rows.items():
        dots[under if under in rows else pk] += totals.get(pk, 0)
    return [Talked(str(pk), *rows[pk][:2], number) for pk, number in dots.most_common() if number]
