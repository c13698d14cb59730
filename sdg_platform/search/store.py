"""Which entries hold a word: FTS5 on SQLite, a tsvector with GIN on PostgreSQL.

Both hold the very tokens that `analyser` made, and answer only with row numbers. All that
decides what is found, and in which order, happens in Python, so the answers are the same.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from django.db import connection
from django.db.models.expressions import RawSQL

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
Posting = tuple[int, int, str]


class Store(Protocol):
    def write(self, rows: Collection[Tokens]) -> None:
        """Store these entries' words in place of those they had."""

    def postings(self, words: Sequence[str]) -> Iterable[Posting]:
        """Every place of every word, in no order."""

    def with_phrase(self, phrase: Sequence[str], entry_ids: Collection[int]) -> set[int]:
        """Those of the entries in which the words stand side by side in one field."""

    def titles(self, typed: Sequence[str]) -> set[int]:
        """Entries whose title holds all words, of the last one at least its beginning."""

    def unheld(self, words: Collection[str]) -> list[str]:
        """Those of `words` that no entry holds any more."""

    def write_grams(self, rows: Collection[tuple[int, Collection[str]]]) -> None: ...

    def words_with(self, parts: Sequence[Collection[str]], *, every: bool) -> Iterable[tuple]:
        """(index of part, word, stem, language) of words that hold the part's grams."""

    def among(self, values: Collection[Any]) -> RawSQL:
        """A subquery for `__in` that takes any number of values as one parameter."""


def delete_tokens(entry_ids: Collection[int]) -> None:
    _delete("search_token", entry_ids)


def delete_grams(word_ids: Collection[int]) -> None:
    _delete("search_word_gram", word_ids)


def _delete(table: str, ids: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [[pk] for pk in ids])  # noqa: S608


def _fetch(query: str, *parameters: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


class SQLiteStore:
    def write(self, rows: Collection[Tokens]) -> None:
        delete_tokens([row.entry_id for row in rows])
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_token (rowid, title, keywords, body) VALUES (%s, %s, %s, %s)",
                [(row.entry_id, *row.joined()) for row in rows],
            )

    def postings(self, words: Sequence[str]) -> Iterable[Posting]:
        # The vocabulary table reads the index by term: a MATCH with hundreds of alternatives
        # would ask each of them about each row.
        query = """
            SELECT asked.key, held.doc, held.col
            FROM json_each(%s) AS asked CROSS JOIN search_token_word AS held
            ON held.term = asked.value"""
        return _fetch(query, json.dumps(words))

    def with_phrase(self, phrase: Sequence[str], entry_ids: Collection[int]) -> set[int]:
        query = """
            SELECT rowid FROM search_token
            WHERE rowid IN (SELECT value FROM json_each(%s))
            AND (instr(title, %s) OR instr(keywords, %s) OR instr(body, %s))"""
        sought = f" {' '.join(phrase)} "
        return {pk for (pk,) in _fetch(query, json.dumps(list(entry_ids)), *[sought] * 3)}

    def titles(self, typed: Sequence[str]) -> set[int]:
        wanted = " AND ".join(f'"{word}"' for word in typed)
        query = "SELECT rowid FROM search_token WHERE search_token MATCH %s"
        return {pk for (pk,) in _fetch(query, f"title : ({wanted} *)")}

    def unheld(self, words: Collection[str]) -> list[str]:
        query = """
            SELECT value FROM json_each(%s) WHERE NOT EXISTS (
                SELECT 1 FROM search_token WHERE search_token MATCH '"' || value || '"')"""
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


class PostgreSQLStore:
    def write(self, rows: Collection[Tokens]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                """INSERT INTO search_token (rowid, title, keywords, body, tokens)
                VALUES (%s, %s, %s, %s, array_to_tsvector(%s))
                ON CONFLICT (rowid) DO UPDATE SET title = excluded.title,
                keywords = excluded.keywords, body = excluded.body, tokens = excluded.tokens""",
                [(row.entry_id, *row.joined(), _lexemes(row)) for row in rows],
            )

    def postings(self, words: Sequence[str]) -> Iterable[Posting]:
        # One small index scan for each word and field. OFFSET 0 keeps the planner from turning
        # them into one walk through the table that reads every tsvector.
        query = """
            SELECT asked.number, held.rowid
            FROM unnest(%s::text[]) WITH ORDINALITY AS asked (lexeme, number)
            JOIN LATERAL (
                SELECT rowid FROM search_token WHERE tokens @@ asked.lexeme::tsquery OFFSET 0
            ) AS held ON true"""
        lexemes = [f"'{field[0]}.{word}'" for word in words for field in FIELDS]
        for number, entry_id in _fetch(query, lexemes):
            place, field = divmod(number - 1, len(FIELDS))
            yield place, entry_id, FIELDS[field]

    def with_phrase(self, phrase: Sequence[str], entry_ids: Collection[int]) -> set[int]:
        query = """
            SELECT rowid FROM search_token WHERE rowid = ANY(%s)
            AND (strpos(title, %s) > 0 OR strpos(keywords, %s) > 0 OR strpos(body, %s) > 0)"""
        sought = f" {' '.join(phrase)} "
        return {pk for (pk,) in _fetch(query, list(entry_ids), *[sought] * 3)}

    def titles(self, typed: Sequence[str]) -> set[int]:
        wanted = " & ".join(f"'t.{word}'" for word in typed)
        query = "SELECT rowid FROM search_token WHERE tokens @@ %s::tsquery"
        return {pk for (pk,) in _fetch(query, f"{wanted}:*")}

    def unheld(self, words: Collection[str]) -> list[str]:
        query = """
            SELECT word FROM unnest(%s::text[]) AS word WHERE NOT EXISTS (
                SELECT 1 FROM search_token WHERE tokens @@ (
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
            JOIN search_word AS word ON word.id = gram.rowid"""  # noqa: S608 -- one of two operators
        return _fetch(query, [" ".join(sorted(grams)) for grams in parts]) if parts else []

    def among(self, values: Collection[Any]) -> RawSQL:
        values = list(values)
        kind = "bigint" if values and isinstance(values[0], int) else "text"
        return RawSQL(f"SELECT unnest(%s::{kind}[])", [values])  # noqa: S611 -- one of two types


def _lexemes(row: Tokens) -> list[str]:
    """A word carries the first letter of its field: GIN keeps no weights, only lexemes."""
    fields = zip(FIELDS, row[1:], strict=True)
    return sorted({f"{field[0]}.{word}" for field, words in fields for word in words})


def current_store() -> Store:
    return SQLiteStore() if connection.vendor == "sqlite" else PostgreSQLStore()
