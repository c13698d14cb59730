# ruff: noqa: S608 -- the tables are those of `SHELVES` and our own
"""Which entries hold a word: FTS5 on SQLite, a tsvector with GIN on PostgreSQL.

Both hold the very tokens that `analyser` made, and answer only with row numbers. All that
decides what is found, and in which order, happens in Python, so the answers are the same.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol

from django.db import connection
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from sdg_platform.search.levels import Posting

FIELDS = ("title", "keywords", "body")


class Tokens(NamedTuple):
    """The words of one entry, field by field, in their order."""

    entry_id: int
    title: Sequence[str]
    keywords: Sequence[str]
    body: Sequence[str]

    def every(self) -> set[str]:
        return {*self.title, *self.keywords, *self.body}

    def joined(self) -> list[str]:
        """Each field as one text in which a phrase can be sought."""
        return [f" {' '.join(field)} " for field in self[1:]]


# (place of the word among those asked for, entry id, field). A bare tuple: there are
# thousands to an answer, and naming them would take longer than reading them.
Place = tuple[int, int, str]


# Kinds of which there may be very many, each with a table of its own for its words, in which a
# row bears the object's own number.
SHELVES: Final = {"practice": "search_practice_token"}


def shelf_number(kind: str, object_id: str) -> int | None:
    """The number by which an object stands on the shelf of its kind; None where it has none."""
    if kind not in SHELVES or not (object_id.isascii() and object_id.isdigit()):
        return None
    number = int(object_id) if len(object_id) < 11 else 2**32
    return number if number < 2**32 and str(number) == object_id else None


class Store(Protocol):
    """The words of one table; those of the vocabulary are the same whichever it is."""

    def write(self, rows: Collection[Tokens]) -> None:
        """Store these entries' words in place of those they had."""

    def postings(self, words: Sequence[str]) -> Iterable[Place]:
        """Every place of every word, in no order."""

    def holders(self, words: Collection[str]) -> dict[str, Posting]:
        """For every word the rows that hold it, as bitmaps; empty ones for unknown words."""

    def tokens(self, row_ids: Collection[int]) -> list[Tokens]:
        """What these rows hold; of those that are gone nothing."""

    def with_phrase(self, phrase: Sequence[str], entry_ids: Collection[int]) -> set[int]:
        """Those of the entries in which the words stand side by side in one field."""

    def titles(self, typed: Sequence[str]) -> BitMap:
        """Rows whose title holds all words, of the last one at least its beginning."""

    def delete(self, row_ids: Collection[int]) -> None: ...

    def unheld(self, words: Collection[str]) -> list[str]:
        """Those of `words` that no entry holds any more."""

    def write_grams(self, rows: Collection[tuple[int, Collection[str]]]) -> None: ...

    def words_with(self, parts: Sequence[Collection[str]], *, every: bool) -> Iterable[tuple]:
        """(index of part, word, stem, language) of words that hold the part's grams."""

    def among(self, values: Collection[Any]) -> RawSQL:
        """A subquery for `__in` that takes any number of values as one parameter."""


def delete_grams(word_ids: Collection[int]) -> None:
    _delete("search_word_gram", word_ids)


def _delete(table: str, ids: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [[pk] for pk in ids])


def _fetch(query: str, *parameters: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


@dataclass(frozen=True)
class TableStore:
    table: str = "search_token"

    def delete(self, row_ids: Collection[int]) -> None:
        _delete(self.table, row_ids)

    def tokens(self, row_ids: Collection[int]) -> list[Tokens]:
        if not row_ids:
            return []
        numbers = ", ".join(map(str, map(int, row_ids)))
        query = f"SELECT rowid, title, keywords, body FROM {self.table} WHERE rowid IN ({numbers})"
        return [Tokens(pk, *(text.split() for text in texts)) for pk, *texts in _fetch(query)]


def _postings(words: Collection[str], rows: Iterable[tuple[int, str]]) -> dict[str, Posting]:
    """`rows` are (place of word and field, the row numbers joined by commas): a million numbers
    as one text are read in a fifth of the time that a million rows take.
    """
    bitmaps = [BitMap() for _ in range(len(words) * len(FIELDS))]
    for place, numbers in rows:
        bitmaps[place] = BitMap(json.loads(f"[{numbers}]"))
        bitmaps[place].run_optimize()
    size = len(FIELDS)
    return {word: Posting(*bitmaps[at * size : (at + 1) * size]) for at, word in enumerate(words)}


class SQLiteStore(TableStore):
    def write(self, rows: Collection[Tokens]) -> None:
        self.delete([row.entry_id for row in rows])
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.table} (rowid, title, keywords, body) VALUES (%s, %s, %s, %s)",
                [(row.entry_id, *row.joined()) for row in rows],
            )

    def postings(self, words: Sequence[str]) -> Iterable[Place]:
        # The vocabulary table reads the index by term: a MATCH with hundreds of alternatives
        # would ask each of them about each row.
        query = f"""
            SELECT asked.key, held.doc, held.col
            FROM json_each(%s) AS asked CROSS JOIN {self.table}_word AS held
            ON held.term = asked.value"""
        return _fetch(query, json.dumps(words))

    def holders(self, words: Collection[str]) -> dict[str, Posting]:
        asked = [f'{field} : "{word}"' for word in words for field in FIELDS]
        query = f"""
            SELECT asked.key, group_concat(held.rowid)
            FROM json_each(%s) AS asked
            CROSS JOIN {self.table} AS held ON held.{self.table} MATCH asked.value
            GROUP BY asked.key"""
        return _postings(words, _fetch(query, json.dumps(asked)))

    def with_phrase(self, phrase: Sequence[str], entry_ids: Collection[int]) -> set[int]:
        query = f"""
            SELECT rowid FROM {self.table}
            WHERE rowid IN (SELECT value FROM json_each(%s))
            AND (instr(title, %s) OR instr(keywords, %s) OR instr(body, %s))"""
        sought = f" {' '.join(phrase)} "
        return {pk for (pk,) in _fetch(query, json.dumps(list(entry_ids)), *[sought] * 3)}

    def titles(self, typed: Sequence[str]) -> BitMap:
        wanted = " AND ".join(f'"{word}"' for word in typed)
        query = f"SELECT group_concat(rowid) FROM {self.table} WHERE {self.table} MATCH %s"
        ((numbers,),) = _fetch(query, f"title : ({wanted} *)")
        return BitMap(json.loads(f"[{numbers or ''}]"))

    def unheld(self, words: Collection[str]) -> list[str]:
        query = f"""
            SELECT value FROM json_each(%s) WHERE NOT EXISTS (
                SELECT 1 FROM {self.table} WHERE {self.table} MATCH '"' || value || '"')"""
        return [word for (word,) in _fetch(query, json.dumps(list(words)))]

    def write_grams(self, rows: Collection[tuple[int, Collection[str]]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_word_gram (rowid, grams) VALUES (%s, %s)",
                [(word_id, " ".join(sorted(grams))) for word_id, grams in rows],
            )

    def words_with(self, parts: Sequence[Collection[str]], *, every: bool) -> Iterable[tuple]:
        link = " AND " if every else " OR "
        query = """
            SELECT part.key, word.word, word.stem, word.language
            FROM json_each(%s) AS part
            CROSS JOIN search_word_gram AS gram ON gram.search_word_gram MATCH part.value
            CROSS JOIN search_word AS word ON word.id = gram.rowid"""
        matches = [link.join(f'"{gram}"' for gram in sorted(grams)) for grams in parts]
        return _fetch(query, json.dumps(matches)) if matches else []

    def among(self, values: Collection[Any]) -> RawSQL:
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(values))])


class PostgreSQLStore(TableStore):
    def write(self, rows: Collection[Tokens]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"""INSERT INTO {self.table} (rowid, title, keywords, body, tokens)
                VALUES (%s, %s, %s, %s, array_to_tsvector(%s))
                ON CONFLICT (rowid) DO UPDATE SET title = excluded.title,
                keywords = excluded.keywords, body = excluded.body, tokens = excluded.tokens""",
                [(row.entry_id, *row.joined(), _lexemes(row)) for row in rows],
            )

    def postings(self, words: Sequence[str]) -> Iterable[Place]:
        # One small index scan for each word and field. OFFSET 0 keeps the planner from turning
        # them into one walk through the table that reads every tsvector.
        query = f"""
            SELECT asked.number, held.rowid
            FROM unnest(%s::text[]) WITH ORDINALITY AS asked (lexeme, number)
            JOIN LATERAL (
                SELECT rowid FROM {self.table} WHERE tokens @@ asked.lexeme::tsquery OFFSET 0
            ) AS held ON true"""
        lexemes = [f"'{field[0]}.{word}'" for word in words for field in FIELDS]
        for number, entry_id in _fetch(query, lexemes):
            place, field = divmod(number - 1, len(FIELDS))
            yield place, entry_id, FIELDS[field]

    def holders(self, words: Collection[str]) -> dict[str, Posting]:
        query = f"""
            SELECT asked.number - 1, held.numbers
            FROM unnest(%s::text[]) WITH ORDINALITY AS asked (lexeme, number)
            JOIN LATERAL (
                SELECT string_agg(rowid::text, ',') AS numbers FROM {self.table}
                WHERE tokens @@ asked.lexeme::tsquery
            ) AS held ON held.numbers IS NOT NULL"""
        lexemes = [f"'{field[0]}.{word}'" for word in words for field in FIELDS]
        return _postings(words, _fetch(query, lexemes))

    def with_phrase(self, phrase: Sequence[str], entry_ids: Collection[int]) -> set[int]:
        query = f"""
            SELECT rowid FROM {self.table} WHERE rowid = ANY(%s)
            AND (strpos(title, %s) > 0 OR strpos(keywords, %s) > 0 OR strpos(body, %s) > 0)"""
        sought = f" {' '.join(phrase)} "
        return {pk for (pk,) in _fetch(query, list(entry_ids), *[sought] * 3)}

    def titles(self, typed: Sequence[str]) -> BitMap:
        wanted = " & ".join(f"'t.{word}'" for word in typed)
        query = f"SELECT string_agg(rowid::text, ',') FROM {self.table} WHERE tokens @@ %s::tsquery"
        ((numbers,),) = _fetch(query, f"{wanted}:*")
        return BitMap(json.loads(f"[{numbers or ''}]"))

    def unheld(self, words: Collection[str]) -> list[str]:
        query = f"""
            SELECT word FROM unnest(%s::text[]) AS word WHERE NOT EXISTS (
                SELECT 1 FROM {self.table} WHERE tokens @@ (
                    quote_literal('t.' || word) || '|' || quote_literal('k.' || word) || '|'
                    || quote_literal('b.' || word))::tsquery)"""
        return [word for (word,) in _fetch(query, list(words))]

    def write_grams(self, rows: Collection[tuple[int, Collection[str]]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                """INSERT INTO search_word_gram (rowid, grams) VALUES (%s, %s)
                ON CONFLICT (rowid) DO NOTHING""",
                [(word_id, sorted(grams)) for word_id, grams in rows],
            )

    def words_with(self, parts: Sequence[Collection[str]], *, every: bool) -> Iterable[tuple]:
        holds = "@>" if every else "&&"
        query = f"""
            SELECT part.number - 1, word.word, word.stem, word.language
            FROM unnest(%s::text[]) WITH ORDINALITY AS part (grams, number)
            JOIN LATERAL (
                SELECT rowid FROM search_word_gram
                WHERE grams {holds} string_to_array(part.grams, ' ') OFFSET 0
            ) AS gram ON true
            JOIN search_word AS word ON word.id = gram.rowid"""
        return _fetch(query, [" ".join(sorted(grams)) for grams in parts]) if parts else []

    def among(self, values: Collection[Any]) -> RawSQL:
        values = list(values)
        kind = "bigint" if values and isinstance(values[0], int) else "text"
        return RawSQL(f"SELECT unnest(%s::{kind}[])", [values])  # noqa: S611 -- one of two types


def _lexemes(row: Tokens) -> list[str]:
    """A word carries the first letter of its field: GIN keeps no weights, only lexemes."""
    fields = zip(FIELDS, row[1:], strict=True)
    return sorted({f"{field[0]}.{word}" for field, words in fields for word in words})


def current_store(table: str = "search_token") -> Store:
    return SQLiteStore(table) if connection.vendor == "sqlite" else PostgreSQLStore(table)


def shelf_store(kind: str) -> Store:
    return current_store(SHELVES[kind])


def unheld(words: Collection[str]) -> Collection[str]:
    """Those of `words` that nothing holds any more, on no shelf either."""
    for table in ("search_token", *SHELVES.values()):
        words = current_store(table).unheld(words) if words else words
    return words
