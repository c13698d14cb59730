"""Put things into the index and take them out; features do it through `index`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from sdg_platform.accounts.sharing import Sharing
from sdg_platform.search import analyser, store, vocabulary
from sdg_platform.search.models import (
    Entry,
    EntryGuest,
    EntryText,
    KeptWord,
    PracticeToken,
    Shelved,
    Token,
    Word,
    WordGram,
)
from sdg_platform.search.moves import Change, Shelf
from sdg_platform.text import plain_words

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
    _move_shelves(entries)
    rows = Entry.objects.bulk_create(
        [_entry(entry) for entry in entries],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["municipality", "reach", "draft", "updated"],
    )
    _put_guests(rows, entries)
    numbers = [store.shelf_number(row.kind, row.object_id) for row in rows]
    _shelve(rows, numbers)
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
    for table, some in _by_shelf(rows, numbers, tokens).items():
        table.write(some)
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


def _move_shelves(entries: Iterable[NewEntry]) -> None:
    """Tell every process, in the same transaction, which objects of the shelves change."""
    moved: dict[str, list[int]] = {}
    for entry in entries:
        number = store.shelf_number(entry.kind, entry.object_id)
        if number is not None:
            if entry.guests:
                raise ValueError("What stands on a shelf takes no guests.")
            moved.setdefault(entry.kind, []).append(number)
    for kind, numbers in sorted(moved.items()):
        Shelf.advance(kind, numbers)


def _shelve(rows: Iterable[Entry], numbers: Iterable[int | None]) -> None:
    places = [
        Shelved(entry=row, kind=row.kind, number=number, updated=row.updated)
        for row, number in zip(rows, numbers, strict=True)
        if number is not None
    ]
    if places:
        Shelved.objects.bulk_create(
            places, update_conflicts=True, unique_fields=["entry"], update_fields=["updated"]
        )


def _by_shelf(
    rows: Iterable[Entry], numbers: Iterable[int | None], tokens: Iterable[store.Tokens]
) -> dict[store.Store, list[store.Tokens]]:
    """The words by the table they belong in, under the number that they have there."""
    by_table: dict[store.Store, list[store.Tokens]] = {}
    for row, number, some in zip(rows, numbers, tokens, strict=True):
        if number is None:
            by_table.setdefault(store.current_store(), []).append(some)
        else:
            table = store.shelf_store(row.kind)
            by_table.setdefault(table, []).append(some._replace(entry_id=number))
    return by_table


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
            some = ids[start : start + _ROWS_AT_ONCE]
            numbers = [store.shelf_number(kind, object_id) for object_id in some]
            if shelved := [number for number in numbers if number is not None]:
                Shelf.advance(kind, shelved)
                store.shelf_store(kind).delete(shelved)
            gone = Entry.objects.filter(kind=kind, object_id__in=some)
            texts = list(EntryText.objects.filter(entry__in=gone))
            if texts:
                store.current_store().delete([text.entry_id for text in texts])
                Entry.objects.filter(pk__in=[text.entry_id for text in texts]).delete()
                vocabulary.forget({token for text in texts for token in _tokens(text).every()})


def clear() -> None:
    """Empty the index, its vocabulary included; the editor's synonyms stay."""
    with transaction.atomic():
        for kind in store.SHELVES:
            Shelf.advance(kind, [], read_all=True)
        for model in (
            PracticeToken,
            Token,
            WordGram,
            Word,
            EntryText,
            EntryGuest,
            Shelved,
            Entry,
            Change,
            KeptWord,
        ):
            model.objects.all().delete()
