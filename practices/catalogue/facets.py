"""How many practices there are of everything, for whoever asks, without counting rows.

For other pages:

    seen = facets.seen_by(actor)        # one query, unless practices changed since
    seen.total                          # practices that the actor may see
    seen.counts("goal")                 # {"3": 17, "11": 9}; empty values are left out
    seen.counts("goal", {"theme": ["people"]})      # under choices of other groups
    seen.crossed("goal", "department")  # {("3", "health"): 4, ...}

`counts(actor, group)` and `crossed(actor, rows, columns)` are the same for a single question.
Groups: goal target theme track department municipality region outcome stage package driver, and
`primary` (the one goal a practice is mostly about). Values are strings, as in the query
string, and every count is the `data-total` of `/practices/?<group>=<value>`.

Each process holds the bitmaps and asks with each page whether the catalogue has moved on;
then only what changed is read, and everything after a bulk load. At midnight regions and names
are read anew: regions have dates, and names may have been edited.
"""

import threading
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, TypeGuard

from django.db import connection
from django.utils import timezone
from pyroaring import BitMap

from practices.catalogue import reading, snapshots
from practices.catalogue.bitmaps import Bitmaps, Selection
from practices.catalogue.names import Names
from practices.catalogue.paging import ORDERS
from practices.models import Catalogue, Gone, Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import MunicipalityRegion
from sdg_platform.ordered import Ordered

# Beyond this many changed practices reading all of them is not slower; of a very large
# catalogue that is a twentieth, as long as a query can name them.
MOST_CHANGES = 2_000
MOST_NAMED: Final = 20_000


@dataclass(frozen=True)
class Held:
    """What a process knows of the catalogue, and as of when.

    `settled` is false for what was read inside a transaction, which may yet be rolled back:
    such a state is never built upon, only used as long as nothing changes.
    """

    number: int
    token: str
    day: date
    settled: bool
    bitmaps: Bitmaps
    names: Names
    # What lists drew for passers-by: practices by language and id as long as they do not change,
    # whole pages, with their ETag, as long as nothing does.
    cards: dict[tuple[str, int], Any] = field(default_factory=dict)
    pages: dict[tuple[str, ...], tuple[str, bytes]] = field(default_factory=dict)
    orders: dict[str, Ordered] = field(default_factory=dict)

    def order(self, name: str) -> Ordered:
        """Every practice in one of the `ORDERS`; read when a list first asks for it."""
        if name not in self.orders:
            with _ordering:
                if name not in self.orders:
                    self.orders[name] = ORDERS[name].read()
        return self.orders[name]


@dataclass(frozen=True)
class Seen:
    """The catalogue as one actor may see it."""

    held: Held
    visible: BitMap

    @property
    def bitmaps(self) -> Bitmaps:
        return self.held.bitmaps

    @property
    def names(self) -> Names:
        return self.held.names

    @cached_property
    def total(self) -> int:
        return len(self.visible)

    def counts(self, group: str, selection: Selection | None = None) -> dict[str, int]:
        return self.bitmaps.counts(group, selection or {}, self.visible)

    def crossed(
        self, rows: str, columns: str, selection: Selection | None = None
    ) -> dict[tuple[str, str], int]:
        return self.bitmaps.crossed(rows, columns, selection or {}, self.visible)

    def matching(self, selection: Selection) -> BitMap:
        return self.bitmaps.matching(selection, self.visible)


def counts(actor: Actor, group: str) -> dict[str, int]:
    """Value of `group` to the number of practices that `actor` may see."""
    return seen_by(actor).counts(group)


def crossed(actor: Actor, rows: str, columns: str) -> dict[tuple[str, str], int]:
    """(row value, column value) to the number of practices that `actor` may see."""
    return seen_by(actor).crossed(rows, columns)


def seen_by(actor: Actor, held: Held | None = None) -> Seen:
    """The catalogue as `actor` may see it, by the state `held` or the newest one."""
    held = held or current()
    return Seen(held, held.bitmaps.visible(actor.municipality_codes))


# --- Holding ------------------------------------------------------------------------------

_NONE: Final = Names({})
_held: Held | None = None
_refreshing = threading.Lock()
_ordering = threading.Lock()


def current() -> Held:
    """The state of the catalogue as it is now; one query when nothing has changed."""
    global _held
    state, today = Catalogue.state(), timezone.localdate()
    if _is_current(_held, state, today):
        return _held
    with _refreshing:
        if not _is_current(_held, state, today):
            _held = _read(_held, today)
        return _held


def _is_current(held: Held | None, state: tuple, today: date) -> TypeGuard[Held]:
    return held is not None and (held.number, held.token, held.day) == (*state[:2], today)


def _read(held: Held | None, today: date) -> Held:
    """Read what changed since `held` or since the stored snapshot, or everything. The state is
    asked first: what is written while we read is then read once more, never missed.
    """
    state = Catalogue.state()
    if held is not None and held.settled and (fresh := _followed(held, state, today)):
        return fresh
    if stored := snapshots.load(*state):
        number, bitmaps = stored
        # Of the same number it is the same state: `load` has compared the tokens.
        base = Held(number, state[1] if number == state[0] else "", today, True, bitmaps, _NONE)
        if fresh := _followed(base, state, today):
            return fresh
    number, token, _ = state
    settled = not connection.in_atomic_block
    bitmaps, names = reading.read(), Names.read()
    if settled:
        snapshots.store(number, token, bitmaps)
    return Held(number, token, today, settled, _gathered(bitmaps, names, today), names)


def _followed(held: Held, state: tuple[int, str, int], today: date) -> Held | None:
    """The state as of now, built upon `held`; None where that is too old or of another history."""
    number, token, read_all_since = state
    is_same = (held.number, held.token) == (number, token)
    if not (is_same or read_all_since <= held.number < number):
        return None
    changed = Practice.objects.filter(changed_in__gt=held.number).order_by()
    most = max(MOST_CHANGES, min(len(held.bitmaps.everything) // 20, MOST_NAMED))
    ids = set(changed.values_list("pk", flat=True)[: most + 1])
    ids.update(Gone.objects.filter(gone_in__gt=held.number).values_list("practice", flat=True))
    if len(ids) > most:
        return None
    settled = not connection.in_atomic_block
    bitmaps = held.bitmaps.updated(ids, reading.read(list(ids))) if ids else held.bitmaps
    knows = held.names is not _NONE and held.day == today and held.names.covers(bitmaps)
    names = held.names if knows else Names.read()
    bitmaps = _gathered(bitmaps, names, today)
    cards = {key: it for key, it in held.cards.items() if key[1] not in ids} if knows else {}
    orders = {name: ORDERS[name].followed(it, ids) for name, it in held.orders.items()}
    return Held(number, token, today, settled, bitmaps, names, cards, orders=orders)


def _gathered(bitmaps: Bitmaps, names: Names, today: date) -> Bitmaps:
    """The same with the groups that are made of others: a practice lies in the tracks of its
    goals, and in the region that its municipality lies in today.
    """
    goals = names.groups["goal"]
    tracks = [(goals[number].track_id, number) for number in bitmaps.groups.get("goal", {})]
    lies_in = [
        (it.region_id, it.municipality_id)
        for it in MunicipalityRegion.objects.all()
        if (it.valid_from or today) <= today <= (it.valid_to or today)
    ]
    bitmaps = bitmaps.gathered("track", "goal", tracks)
    return bitmaps.gathered("region", "municipality", lies_in)
