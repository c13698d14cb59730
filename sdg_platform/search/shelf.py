"""What a process keeps of a kind of which there are many: who holds a word, and who may not see.

A shelved kind is found by bitmaps over the numbers of its objects, however many there are. The
bitmaps of a word are read from the store when somebody first looks for it, and then kept in step:
each search asks whether the shelf has moved on, and of what changed the words are read again.
"""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from django.db import connection
from pyroaring import BitMap

from sdg_platform.accounts.actor import ANONYMOUS, Actor
from sdg_platform.accounts.sharing import Sharing, may_read
from sdg_platform.ordered import Ordered
from sdg_platform.orders import Order
from sdg_platform.search import kept_words
from sdg_platform.search.levels import Posting
from sdg_platform.search.models import Entry, Shelved
from sdg_platform.search.moves import Change, Shelf
from sdg_platform.search.store import SHELVES, Tokens, shelf_number, shelf_store

# Of the words asked for lately; those asked for longest ago are forgotten first.
MOST_BYTES: Final = 7_000_000
# Beyond this many changes the words are read anew when they are asked for.
MOST_CHANGES: Final = 2_000
# A kept word so many numbers behind is kept anew.
MOST_BEHIND: Final = 100
# Of so many texts one spells a word as nobody should.
ONE_SLIP_IN: Final = 10_000

# `un*` stands for all words that begin so, of titles alone; no word holds the sign itself.
BEGINS: Final = "*"
Read = Callable[[Collection[str]], Mapping[str, Posting]]
# Number, token and `read_all_since` of a shelf.
State = tuple[int, str, int]
# (municipality, reach, draft) to the entries that not everybody may see.
Hidden = Mapping[tuple[str | None, str, bool], BitMap]


class Words:
    """Posting bitmaps of words, as of one state of the shelf; `read` fetches what is missing."""

    def __init__(
        self,
        read: Read,
        kept: Iterable[tuple[str, Posting]] = (),
    ) -> None:
        self._read = read
        self._kept: OrderedDict[str, tuple[Posting, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._keep(kept)

    def of(self, words: Collection[str]) -> dict[str, Posting]:
        with self._lock:
            found = {word: self._kept[word][0] for word in words if word in self._kept}
            for word in found:
                self._kept.move_to_end(word)
        missing = [word for word in words if word not in found]
        if missing:
            fresh = self._read(missing)
            with self._lock:
                self._keep(fresh.items())
            found |= fresh
        return found

    @property
    def bytes(self) -> int:
        """About how much memory is held."""
        return self._bytes

    def _keep(self, fresh: Iterable[tuple[str, Posting]]) -> None:
        for word, posting in fresh:
            _, before = self._kept.pop(word, (None, 0))
            self._kept[word] = posting, posting.bytes
            self._bytes += self._kept[word][1] - before
        while self._bytes > MOST_BYTES:
            _, (_, size) = self._kept.popitem(last=False)
            self._bytes -= size

    def renewed(self, changed: BitMap, tokens: Iterable[Tokens], read: Read) -> "Words":
        """The same with the `changed` entries taken out and what they hold now put in."""
        with self._lock:
            kept = {word: posting for word, (posting, _) in self._kept.items()}
        return Words(read, _renewed(kept, changed, tokens).items())


def _renewed(
    kept: Mapping[str, Posting], changed: BitMap, tokens: Iterable[Tokens]
) -> dict[str, Posting]:
    fresh: dict[str, tuple[list[int], ...]] = defaultdict(lambda: ([], [], []))
    beginnings = [word for word in kept if word.endswith(BEGINS)]
    for row in tokens:
        for at, words in enumerate(row[1:]):
            for word in set(words).intersection(kept):
                fresh[word][at].append(row.entry_id)
        for word in beginnings:
            if any(one.startswith(word[:-1]) for one in row.title):
                fresh[word][0].append(row.entry_id)
    return {
        word: _changed(posting, changed, fresh[word])
        if word in fresh
        else _without(posting, changed)
        for word, posting in kept.items()
    }


def _without(posting: Posting, changed: BitMap) -> Posting:
    if not any(members.intersect(changed) for members in posting):
        return posting
    return Posting(*(members - changed for members in posting))


def _changed(posting: Posting, changed: BitMap, fresh: tuple[list[int], ...]) -> Posting:
    pairs = zip(posting, fresh, strict=True)
    return Posting(*(members - changed | BitMap(new) for members, new in pairs))


@dataclass(frozen=True)
class Held:
    """A shelf as of one state. `settled` is false for what was read inside a transaction, which
    may yet be rolled back: such a state is never built upon.
    """

    kind: str
    number: int
    token: str
    settled: bool
    hidden: Hidden
    words: Words
    orders: list[Ordered] = field(default_factory=list)

    @property
    def newest(self) -> Ordered:
        """All of the shelf, the newest first; read when an answer is first shown."""
        if not self.orders:
            with _ordering:
                if not self.orders:
                    self.orders.append(_newest(self.kind).read())
        return self.orders[0]

    def hidden_from(self, actor: Actor) -> BitMap:
        """As `Entry.objects.visible_to`, turned around: these are few."""
        return BitMap.union(
            BitMap(),
            *(
                members
                for (home, reach, draft), members in self.hidden.items()
                if not (
                    home in actor.municipality_codes
                    or (not draft and may_read(actor, home or "", reach))
                )
            ),
        )


# --- Holding ------------------------------------------------------------------------------

_held: dict[str, Held] = {}
_refreshing = threading.Lock()
_ordering = threading.Lock()


def _newest(kind: str) -> Order:
    """Among equals the lower number first."""
    return Order(lambda: Shelved.objects.filter(kind=kind), "-updated", "number")


def current(kind: str) -> Held:
    """The shelf as it is now; one query when nothing has changed."""
    state = Shelf.state(kind)
    if (held := _held.get(kind)) and (held.number, held.token) == state[:2]:
        return held
    with _refreshing:
        held = _held.get(kind)
        if held is None or (held.number, held.token) != state[:2]:
            held = _held[kind] = _read(kind, held, state)
        return held


def all_current() -> list[Held]:
    """Every shelf as it is now; one question for each."""
    return [current(kind) for kind in SHELVES]


def stands_in_public(words: Collection[str], enough: int, shelves: Collection[Held]) -> bool:
    """Whether `enough` entries that everybody may read hold one of the words; of many more.

    What only some may read does not count: a typo that is not forgiven would tell of it.
    """
    for held in shelves:
        postings = held.words.of(words).values()
        there = BitMap.union(BitMap(), *(posting.anywhere for posting in postings))
        size = sum(len(run.members) for run in held.newest.runs)
        if len(there - held.hidden_from(ANONYMOUS)) >= enough + size // ONE_SLIP_IN:
            return True
    return False


def _read(kind: str, held: Held | None, state: State) -> Held:
    """The state was asked first: what is written while we read is read once more, never missed."""
    number, token, read_all_since = state
    settled = not connection.in_atomic_block
    store, read = shelf_store(kind), partial(_holders, kind, state)
    if held is not None and held.settled and read_all_since <= held.number < number:
        rows = Change.objects.filter(kind=kind, changed_in__gt=held.number)
        changed = BitMap(rows.values_list("number", flat=True)[: MOST_CHANGES + 1])
        if len(changed) <= MOST_CHANGES:
            hidden = _without_changed(held.hidden, changed, _read_hidden(kind, list(changed)))
            words = held.words.renewed(changed, store.tokens(list(changed)), read)
            orders = [_newest(kind).followed(it, list(changed)) for it in held.orders]
            return Held(kind, number, token, settled, hidden, words, orders)
    return Held(kind, number, token, settled, _read_hidden(kind), Words(read))


def _holders(kind: str, state: State, words: Collection[str]) -> dict[str, Posting]:
    """Who holds each word: from what is kept of it and has changed since, or from the rows."""
    number, token, read_all_since = state
    loaded = kept_words.load(kind, words, (max(read_all_since, 1), number))
    found = _followed(kind, loaded) if loaded else {}
    missing = [word for word in words if word not in found]
    fresh = _from_rows(kind, missing)
    late = {
        word: found[word]
        for word, (since, _) in loaded.items()
        if word in found and number - since > MOST_BEHIND
    }
    if (late or fresh) and Shelf.state(kind)[:2] == (number, token):
        kept_words.store(kind, number, {**late, **fresh})
    return {**found, **fresh}


def _from_rows(kind: str, words: Collection[str]) -> dict[str, Posting]:
    store = shelf_store(kind)
    beginnings = {word for word in words if word.endswith(BEGINS)}
    whole = [word for word in words if word not in beginnings]
    found = store.holders(whole) if whole else {}
    for word in beginnings:
        found[word] = Posting(store.titles([word[:-1]]), BitMap(), BitMap())
    return found


def _followed(kind: str, loaded: Mapping[str, tuple[int, Posting]]) -> dict[str, Posting]:
    """What was kept, as of now; nothing where too much has changed since."""
    oldest = min(since for since, _ in loaded.values())
    rows = Change.objects.filter(kind=kind, changed_in__gt=oldest).order_by()
    changes = list(rows.values_list("number", "changed_in")[: MOST_CHANGES + 1])
    if len(changes) > MOST_CHANGES or Shelf.state(kind)[2] > oldest:
        return {}
    tokens = shelf_store(kind).tokens([number for number, _ in changes])
    postings = {word: posting for word, (_, posting) in loaded.items()}
    return _renewed(postings, BitMap(number for number, _ in changes), tokens)


def _read_hidden(kind: str, numbers: Collection[int] | None = None) -> Hidden:
    rows = Entry.objects.filter(kind=kind).exclude(draft=False, reach=Sharing.PUBLIC).order_by()
    if numbers is not None:
        rows = rows.filter(object_id__in=list(map(str, numbers)))
    found: dict[tuple[str | None, str, bool], list[int]] = defaultdict(list)
    columns = rows.values_list("municipality_id", "reach", "draft", "object_id")
    for home, reach, draft, object_id in columns.iterator(chunk_size=10_000):
        if (number := shelf_number(kind, object_id)) is not None:
            found[home, reach, draft].append(number)
    return {key: BitMap(members) for key, members in found.items()}


def _without_changed(old: Hidden, changed: BitMap, fresh: Hidden) -> Hidden:
    return {
        key: old.get(key, BitMap()) - changed | fresh.get(key, BitMap()) for key in {*old, *fresh}
    }
