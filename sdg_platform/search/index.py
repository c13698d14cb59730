"""Put things into the index, take them out, find them: the one door to search."""

import heapq
from collections import Counter
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.sharing import Sharing
from sdg_platform.search import analyser, ranking, store, vocabulary
from sdg_platform.search.analyser import Piece
from sdg_platform.search.models import Entry, EntryGuest, EntryText, Token, Word, WordGram
from sdg_platform.search.ranking import Ranked
from sdg_platform.search.vocabulary import Expansion
from sdg_platform.text import plain_words

MOST_NEAREST: Final = 5
_ROWS_AT_ONCE: Final = 500
# A text may be longer; what is searched of one field is not.
_MOST_WORDS: Final = 20_000


@dataclass(frozen=True)
class NewEntry:
    """What a feature says of one of its records; `reach` is how far beyond its municipality.

    `keywords` are names that belong to it: goals, municipality, partners, tags. A `draft` is
    found by its own municipality only, whatever its reach; `guests` are the codes of others that
    find it as if it were theirs, and None leaves those it has, where there can be no other.
    """

    kind: str
    object_id: str
    title: str
    body: str = ""
    keywords: Sequence[str] = ()
    language: str = "da"
    municipality_code: str | None = None
    reach: str = Sharing.OWN
    draft: bool = False
    guests: Collection[str] | None = None
    updated_at: datetime = field(default_factory=timezone.now)


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


# --- Writing ------------------------------------------------------------------------------


def put(entries: Iterable[NewEntry]) -> None:
    """Store each entry, in place of what was stored of the same object; in one transaction.

    Of an object that comes twice the last counts.
    """
    latest = {(entry.kind, entry.object_id): entry for entry in entries}.values()
    remaining = iter(sorted(latest, key=lambda entry: (entry.kind, entry.object_id)))
    with transaction.atomic():
        while some := list(islice(remaining, _ROWS_AT_ONCE)):
            _put_some(some)


def _put_some(entries: list[NewEntry]) -> None:
    rows = Entry.objects.bulk_create(
        [_entry(entry) for entry in entries],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["municipality", "reach", "draft", "updated"],
    )
    _put_guests(rows, entries)
    texts = [_text(row, entry) for row, entry in zip(rows, entries, strict=True)]
    replaced = EntryText.objects.filter(entry__in=rows)
    earlier = {token for text in replaced for token in _tokens(text).every()}
    EntryText.objects.bulk_create(
        texts,
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=["title", "keywords", "body", "language"],
    )
    tokens = [_tokens(text) for text in texts]
    heard = {
        (word, text.language)
        for text, some in zip(texts, tokens, strict=True)
        for word in some.every()
    }
    store.current_store().write(tokens)
    vocabulary.learn(heard)
    vocabulary.forget(earlier - {word for word, _ in heard})


def _put_guests(rows: Sequence[Entry], entries: Sequence[NewEntry]) -> None:
    told = [(row, new.guests) for row, new in zip(rows, entries, strict=True)]
    known = [(row, guests) for row, guests in told if guests is not None]
    if known:
        EntryGuest.objects.filter(entry__in=[row for row, _ in known]).delete()
        EntryGuest.objects.bulk_create(
            EntryGuest(entry=row, municipality_id=code) for row, guests in known for code in guests
        )


def _entry(entry: NewEntry) -> Entry:
    return Entry(
        kind=entry.kind,
        object_id=entry.object_id,
        municipality_id=entry.municipality_code,
        reach=entry.reach,
        draft=entry.draft,
        updated=round(entry.updated_at.timestamp() * 1_000_000),
    )


def _text(row: Entry, entry: NewEntry) -> EntryText:
    return EntryText(
        entry=row,
        title=entry.title,
        keywords="\n".join(entry.keywords),
        body=entry.body,
        language=entry.language if entry.language in analyser.LANGUAGES else "da",
    )


def _tokens(text: EntryText) -> store.Tokens:
    fields = (plain_words(getattr(text, name))[:_MOST_WORDS] for name in store.FIELDS)
    return store.Tokens(text.entry_id, *fields)


def remove(kind: str, object_ids: Iterable[Any]) -> None:
    """Forget these objects, and every word that nothing else holds; unknown ids are no error."""
    ids = [str(object_id) for object_id in object_ids]
    with transaction.atomic():
        for start in range(0, len(ids), _ROWS_AT_ONCE):
            gone = Entry.objects.filter(kind=kind, object_id__in=ids[start : start + _ROWS_AT_ONCE])
            texts = list(EntryText.objects.filter(entry__in=gone))
            if texts:
                store.delete_tokens([text.entry_id for text in texts])
                Entry.objects.filter(pk__in=[text.entry_id for text in texts]).delete()
                vocabulary.forget({token for text in texts for token in _tokens(text).every()})


def clear() -> None:
    """Empty the index, its vocabulary included; the editor's synonyms stay."""
    with transaction.atomic():
        for model in (Token, WordGram, Word, EntryText, EntryGuest, Entry):
            model.objects.all().delete()


# --- Finding ------------------------------------------------------------------------------


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
    expansions = vocabulary.expand(analyser.read_query(query))
    rows = ranking.matching(expansions, _visible(actor, kinds))
    shown = heapq.nsmallest(offset + limit, rows, key=Ranked.place)[offset:]
    nearest = [] if rows else _nearest(expansions, _visible(actor, kinds))
    by_kind = dict(sorted(Counter(row.kind for row in rows).items()))
    return Found(_hits(shown, expansions), len(rows), by_kind, nearest)


def matching_ids(query: str, *, kind: str, actor: Actor) -> list[Match]:
    """Return every object of one kind that `find` would give, best first."""
    return matching(query, kind=kind, actor=actor)[0]


def matching(query: str, *, kind: str, actor: Actor) -> tuple[list[Match], Set[str]]:
    """Return the same, and the words that `query` means: what `analyser.mark` marks in a text."""
    expansions = vocabulary.expand(analyser.read_query(query))
    rows = sorted(ranking.matching(expansions, _visible(actor, [kind])), key=Ranked.place)
    return [Match(row.object_id, row.score) for row in rows], _meant(expansions)


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
    shown = heapq.nsmallest(limit, rows, key=Ranked.place)
    texts = EntryText.objects.in_bulk([row.entry_id for row in shown])
    return [Completion(row.kind, row.object_id, texts[row.entry_id].title) for row in shown]


def _visible(actor: Actor, kinds: Collection[str] | None) -> QuerySet[Entry]:
    entries = Entry.objects.visible_to(actor)
    return entries if kinds is None else entries.filter(kind__in=kinds)


def _nearest(expansions: list[Expansion], entries: QuerySet[Entry]) -> list[Hit]:
    """What holds some of the terms; where no term is known, what holds a word like one."""
    rows = ranking.closest(expansions, entries)
    if not rows:
        expansions = vocabulary.resembling(expansions)
        rows = ranking.closest(expansions, entries)
    return _hits(heapq.nsmallest(MOST_NEAREST, rows, key=Ranked.place), expansions)


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
