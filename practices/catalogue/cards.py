"""The practices of a list as cards: what shows of each, to whoever reads."""

from collections.abc import Collection, Iterable
from typing import Any, Final, NamedTuple

from django.utils.translation import get_language

from practices.catalogue.facets import Seen
from practices.models import Practice, Status
from sdg_platform.accounts.actor import ANONYMOUS, Actor
from sdg_platform.accounts.sharing import may_read
from sdg_platform.prepared import Prepared

MOST_KEPT: Final = 2_000


class Card(NamedTuple):
    """A practice in a list, as one reader may see it in one language; `goals` are number and
    name, the one it is mostly about first. Texts and numbers alone: what is equal looks equal.
    """

    pk: int
    title: str
    summary: str
    language: str
    outcome: str
    place: str
    goals: tuple[tuple[str, str], ...]
    different: str
    steps: int
    adopted: int
    draft: bool


def cards_of(ids: Iterable[int], actor: Actor, seen: Seen) -> list[Card]:
    """The practices as cards, in their order; for a passer-by those drawn up since they changed."""
    ids, language = list(ids), get_language() or ""
    # Nobody in particular: all of them see the same.
    is_passer_by = actor.user is None and not actor.is_member
    known = seen.held.cards if is_passer_by else {}
    if missing := [pk for pk in ids if (language, pk) not in known]:
        # For passers-by the SQL is built once: the same few shapes for all of them.
        rows = _FOR_ALL.tuples(tuple(missing)) if is_passer_by else _rows(missing, actor)
        fresh = {(language, row[0]): _card(row, actor, seen) for row in rows}
        if is_passer_by and len(known) < MOST_KEPT:
            known.update(fresh)
        known = {**known, **fresh} if len(missing) < len(ids) else fresh
    return [known[language, pk] for pk in ids if (language, pk) in known]


_COLUMNS: Final = (
    *("pk", "title", "summary", "language", "outcome", "municipality__official_name"),
    *("status", "step_count", "adopted"),
    *("municipality_id", "bad_experience_visibility", "bad_experience"),
)


def _rows(ids: Collection[int], actor: Actor) -> Any:
    rows = Practice.objects.visible_to(actor).filter(pk__in=ids).order_by()
    return rows.with_steps().with_adoptions(actor).values_list(*_COLUMNS)


_FOR_ALL: Final = Prepared(lambda ids: _rows(ids, ANONYMOUS))


def _card(row: tuple[Any, ...], actor: Actor, seen: Seen) -> Card:
    """Of a row of `_COLUMNS`. The goals come from the bitmaps: they are there already."""
    pk, title, summary, language, outcome, place, status, steps, adopted, *hidden = row
    home, visibility, told = hidden
    different = told if told and may_read(actor, home, visibility) else ""
    return Card(
        *(pk, title, summary, language, outcome, place, _goals(pk, seen)),
        *(different, steps or 0, adopted or 0, status != Status.PUBLISHED),
    )


def _goals(pk: int, seen: Seen) -> tuple[tuple[str, str], ...]:
    groups, names = seen.bitmaps.groups, seen.names.labels("goal")
    members, primary = groups.get("goal", {}), groups.get("primary", {})
    numbers = [number for number in names if pk in members.get(number, ())]
    numbers.sort(key=lambda number: pk not in primary.get(number, ()))
    return tuple((number, names[number]) for number in numbers)
