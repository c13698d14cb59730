"""How a note comes in on the shortest way: what is looked up for it, and stored with others."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from sdg_platform.prepared import Prepared
from sdg_platform.search import index
from sdg_platform.together import Together

if TYPE_CHECKING:
    from workshops.models.incoming import NewReflection
    from workshops.models.participant import Participant
    from workshops.models.reflection import Reflection
    from workshops.models.workshop import Workshop

# A note on its way, and the board it is for.
Arrival = tuple["Workshop", "NewReflection"]
# A note that came in, and whether it is new.
Added = tuple["Reflection", bool]


def _by_keys(keys: tuple[UUID, ...]) -> "QuerySet[Reflection]":
    from workshops.models.reflection import Reflection  # Stands above this module.

    return Reflection.objects.filter(pk__in=keys).order_by()


def _of_board(board: int, key: UUID) -> "QuerySet[Participant]":
    from workshops.models.participant import Participant  # Stands above this module.

    return Participant.objects.filter(workshop=board, pk=key).order_by()


def _written_by(key: UUID) -> "QuerySet[Reflection, Any]":
    """Asked for by the writer alone, who is of one board: naming it too, SQLite goes through all
    notes of the board for each new one."""
    own = _by_keys((key,)).model.objects.alive().filter(participant=key).order_by()
    return own.values("participant").annotate(number=Count("pk")).values_list("number")


STORED = Prepared(_by_keys)
JOINED = Prepared(_of_board)
_WRITTEN: "Prepared[Reflection]" = Prepared(_written_by)


def written_by(participant: UUID) -> int:
    """How many notes of theirs stand on their board."""
    return next((number for (number,) in _WRITTEN.tuples(participant)), 0)


def put_new_in_index(notes: Iterable["Reflection"]) -> None:
    """Let search find notes that were just written, unless their board hides them."""
    index.put(note.search_entry(is_new=True) for note in notes if not note.workshop.is_hidden)


def _store(arrivals: Sequence[Arrival]) -> Sequence[Added | Exception]:
    """Board by board. An id that comes twice at once is one note, and its repeat comes after."""
    answers: dict[int, Added | Exception] = {}
    while left := [at for at in range(len(arrivals)) if at not in answers]:
        board = arrivals[left[0]][0]
        of_board = [at for at in left if arrivals[at][0].pk == board.pk]
        first = {arrivals[at][1].id: at for at in reversed(of_board)}
        turn = sorted(first.values())
        answers |= zip(turn, board.take_in([arrivals[at][1] for at in turn]), strict=True)
    added = [answer for answer in answers.values() if not isinstance(answer, Exception)]
    put_new_in_index(note for note, is_new in added if is_new)
    return [answers[at] for at in range(len(arrivals))]


@lru_cache(maxsize=1_000)
def _queue(_board: int) -> Together[Arrival, Added]:
    return Together(_store)


def queue_of(board: int) -> Together[Arrival, Added]:
    """Where notes for a board wait. SQLite has one writer at a time, whatever the board.

    Elsewhere no two boards share one: two processes could hold a board each and wait for the
    other's.
    """
    return _queue(0 if connection.vendor == "sqlite" else board)
