"""Put things into the index, take them out, find them: the one door to search."""

import heapq
from collections import Counter
from collections.abc import Collection, Iterable, Set
from typing import Final, NamedTuple

from django.db.models import QuerySet

from sdg_platform.accounts.actor import Actor
from sdg_platform.search import analyser, ranking, shelved, splitting, store, vocabulary
from sdg_platform.search.analyser import Piece
from sdg_platform.search.models import Entry, EntryText
from sdg_platform.search.putting import NewEntry, clear, put, remove
from sdg_platform.search.ranking import Ranked
from sdg_platform.search.shelved import Answer
from sdg_platform.search.vocabulary import Expansion
from sdg_platform.text import plain_words

__all__ = [
    "Answer",
    "Completion",
    "Found",
    "Hit",
    "Match",
    "NewEntry",
    "answer",
    "clear",
    "find",
    "matching",
    "matching_ids",
    "put",
    "remove",
    "suggest",
]

MOST_NEAREST: Final = 5


class Match(NamedTuple):
    object_id: str
    score: int


class Hit(NamedTuple):
    """One answer. `title` and `snippet` are pieces, so a template needs no markup from here."""

    kind: str
    object_id: str
    title: list[Piece]
    snippet: list[Piece]
    score: int
    draft: bool


class Completion(NamedTuple):
    kind: str
    object_id: str
    title: str


class Found(NamedTuple):
    """One page of answers, how many there are in all, and how many of each kind.

    `nearest` is filled only when `total` is 0.
    """

    hits: list[Hit]
    total: int
    by_kind: dict[str, int]
    nearest: list[Hit]


def find(
    query: str,
    *,
    actor: Actor,
    kinds: Collection[str] | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """Answer `query` with what `actor` may see, best first; any text at all is a valid query.

    Every word must be found in an entry, in one of its forms; words in quotes stand side by
    side. Where that finds nothing, `nearest` offers what comes closest.
    """
    expansions, rows, answers = _answers(query, actor, kinds)
    total = len(rows) + sum(map(len, answers))
    by_kind = Counter(row.kind for row in rows)
    for answer in answers:
        by_kind[answer.kind] += len(answer)
    shown = _best(rows, answers, offset + limit)[offset:]
    nearest = [] if total else _nearest(expansions, actor, kinds)
    counted = {kind: number for kind, number in sorted(by_kind.items()) if number}
    return Found(_hits(shown, expansions), total, counted, nearest)


def answer(query: str, *, kind: str, actor: Actor) -> Answer:
    """All of a shelved kind that `find` would give, as bitmaps: however many, without reading
    a row for each.
    """
    (found,) = _answers(query, actor, [kind])[2]
    return found


def matching_ids(query: str, *, kind: str, actor: Actor) -> list[Match]:
    """Return every object of one kind that `find` would give, best first."""
    return matching(query, kind=kind, actor=actor)[0]


def matching(query: str, *, kind: str, actor: Actor) -> tuple[list[Match], Set[str]]:
    """Return the same, and the words that `query` means: what `analyser.mark` marks in a text."""
    expansions, rows, answers = _answers(query, actor, [kind])
    best = _best(rows, answers, len(rows) + sum(map(len, answers)))
    return [Match(row.object_id, row.score) for row in best], _meant(expansions)


def _answers(
    query: str, actor: Actor, kinds: Collection[str] | None
) -> tuple[list[Expansion], list[Ranked], list[Answer]]:
    """What is found row by row, and on shelves; else in another spelling."""
    expansions = vocabulary.expand(analyser.read_query(query))
    rows, answers = _held(expansions, actor, kinds)
    if rows or any(map(len, answers)):
        return expansions, rows, answers

    def finds(some: list[Expansion]) -> bool:
        rows, answers = _held(some, actor, kinds)
        return bool(rows) or any(map(len, answers))

    if meant := splitting.respelt(expansions, finds):
        return meant, *_held(meant, actor, kinds)
    return expansions, rows, answers


def _held(
    expansions: list[Expansion], actor: Actor, kinds: Collection[str] | None
) -> tuple[list[Ranked], list[Answer]]:
    rows = ranking.matching(expansions, _visible(actor, kinds))
    return rows, [shelved.matching(expansions, kind, actor) for kind in _shelves(kinds)]


def _shelves(kinds: Collection[str] | None) -> list[str]:
    return [kind for kind in store.SHELVES if kinds is None or kind in kinds]


def _best(rows: list[Ranked], answers: Iterable[Answer], count: int) -> list[Ranked]:
    """The first `count` of all, in the order of their places."""
    shown = [*rows, *(row for answer in answers for row in answer.first(count))]
    return heapq.nsmallest(count, shown, key=Ranked.place)


def suggest(
    prefix: str, *, actor: Actor, kinds: Collection[str] | None = None, limit: int = 8
) -> list[Completion]:
    """Return things whose title begins a word with the last word of `prefix`, newest first.

    The words before it must stand in the title too. Fewer than two letters complete nothing.
    """
    typed = plain_words(prefix[: analyser.LONGEST_QUERY])[-analyser.MOST_TERMS :]
    if not typed or len(typed[-1]) < 2:
        return []
    titles = store.current_store().titles(typed)
    rows = ranking.among(dict.fromkeys(titles, 0), _visible(actor, kinds))
    answers = [shelved.titled(typed, kind, actor) for kind in _shelves(kinds)]
    shown = _best(rows, answers, limit)
    texts = EntryText.objects.in_bulk([row.entry_id for row in shown])
    return [Completion(row.kind, row.object_id, texts[row.entry_id].title) for row in shown]


def _visible(actor: Actor, kinds: Collection[str] | None) -> QuerySet[Entry]:
    entries = Entry.objects.visible_to(actor)
    return entries if kinds is None else entries.filter(kind__in=kinds)


def _nearest(expansions: list[Expansion], actor: Actor, kinds: Collection[str] | None) -> list[Hit]:
    """What holds some of the terms; where no term is known, what holds a word like one."""
    best = _closest(expansions, actor, kinds)
    if not best:
        expansions = vocabulary.resembling(expansions)
        best = _closest(expansions, actor, kinds)
    return _hits(best, expansions)


def _closest(
    expansions: list[Expansion], actor: Actor, kinds: Collection[str] | None
) -> list[Ranked]:
    rows = ranking.closest(expansions, _visible(actor, kinds))
    answers = [shelved.closest(expansions, kind, actor) for kind in _shelves(kinds)]
    return _best(rows, answers, MOST_NEAREST)


def _hits(rows: list[Ranked], expansions: list[Expansion]) -> list[Hit]:
    found = _meant(expansions)
    ids = [row.entry_id for row in rows]
    texts = EntryText.objects.select_related("entry").in_bulk(ids) if ids else {}
    return [_hit(row, texts[row.entry_id], found) for row in rows if row.entry_id in texts]


def _meant(expansions: list[Expansion]) -> set[str]:
    return {
        word for expansion in expansions for word in (*expansion.weights, *expansion.term.words)
    }


def _hit(row: Ranked, text: EntryText, found: Set[str]) -> Hit:
    return Hit(
        kind=row.kind,
        object_id=row.object_id,
        title=analyser.mark(text.title, found),
        snippet=analyser.snippet(text.body or _found_keywords(text, found), found),
        score=row.score,
        draft=text.entry.draft,
    )


def _found_keywords(text: EntryText, found: Set[str]) -> str:
    """Of an entry without a body: the names through which it was found, and no others."""
    names = text.keywords.split("\n")
    return " · ".join(
        name for name in names if any(piece.is_match for piece in analyser.mark(name, found))
    )
