"""A catalogue of any size in minutes: some invented practices, copied by the database itself.

The copies carry goals, targets, P's, departments, packages and every word in the index, so that
lists, facets and search have as much to do as with a catalogue that was written. Of the long texts,
steps and partners they carry none, which keeps a million of them in a few gigabytes.
"""

from typing import Any

from django.db import connection, models, transaction

from bench.pages import manage

BASE = 10_000
LEFT_EMPTY = frozenset({"problem", "result", "bad_experience"})
PARTS = ("goal_rows", "department_rows", "targets", "themes", "packages")


def fill_catalogue(practices: int) -> None:
    """Bring the empty, migrated database of this process to so many practices."""
    from practices.models import Catalogue, Practice
    from sdg_platform.search.models import Entry
    from sdg_platform.search.moves import Shelf

    there = Practice.objects.count()
    if there >= practices:
        return
    if there < (base := min(BASE, practices)):
        manage(
            *("make_synthetic", "--yes", "--practices", str(base - there), "--reflections", "300"),
            *("--organisations", "500", "--seed", "1", "--verbosity", "0"),
        )
        there = base
    with _without_index(), connection.cursor() as cursor:
        while there < practices:
            further = min(there, practices - there)
            first = Practice.objects.order_by("pk").values_list("pk", flat=True)[0]
            last = Practice.objects.order_by("pk").values_list("pk", flat=True)[further - 1]
            numbers = Practice.objects.aggregate(n=models.Max("pk"))["n"] - first + 1
            entries = (Entry.objects.aggregate(n=models.Max("pk"))["n"] or 0) + 1
            for statement in _copies(first, last, numbers, entries):
                cursor.execute(statement)
            there += further
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    with transaction.atomic():
        Catalogue.advance(read_all=True)
        Shelf.advance("practice", [], read_all=True)


def _copies(first: int, last: int, numbers: int, entries: int) -> list[str]:
    """Statements that copy the practices `first` to `last` to ids that are `numbers` higher."""
    from practices.models import Practice
    from sdg_platform.search.models import Entry, EntryText, Shelved

    is_sqlite = connection.vendor == "sqlite"
    uid = "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()"
    of_practice = f"WHERE {{}} BETWEEN {first} AND {last}"
    changes = {"id": f"id + {numbers}", "uid": uid, **dict.fromkeys(LEFT_EMPTY, "''")}
    statements = [_copy(Practice, changes, of_practice.format("id"))]
    for name in PARTS:
        field: Any = Practice._meta.get_field(name)
        model = field.remote_field.through if field.many_to_many else field.related_model
        changes = {"practice_id": f"practice_id + {numbers}", "id": ""}
        statements.append(_copy(model, changes, of_practice.format("practice_id")))
    number = "CAST(object_id AS INTEGER)" if is_sqlite else "object_id::bigint"
    text = f"CAST({number} + {numbers} AS TEXT)"
    of_entry = f"WHERE kind = 'practice' AND {number} BETWEEN {first} AND {last}"
    own = f"WHERE entry_id IN (SELECT id FROM search_entry {of_entry})"
    statements += [
        _copy(EntryText, {"entry_id": f"entry_id + {entries}", "body": "''"}, own),
        _copy(
            Shelved,
            {"entry_id": f"entry_id + {entries}", "number": f"number + {numbers}"},
            f"WHERE number BETWEEN {first} AND {last}",
        ),
    ]
    # The rows that others point to come first.
    copied = _copy(Entry, {"id": f"id + {entries}", "object_id": text}, of_entry)
    statements.insert(-2, copied)
    columns = "title, keywords, body" + ("" if is_sqlite else ", tokens")
    return [
        *statements,
        f"INSERT INTO search_practice_token (rowid, {columns}) SELECT rowid + {numbers}, {columns}"
        f" FROM search_practice_token {of_practice.format('rowid')}",
    ]


def _copy(model: type[models.Model], changes: dict[str, str], which: str) -> str:
    """`changes`: column to what stands there in the copy; "" leaves it to the database."""
    table = model._meta.db_table
    columns = [
        field.column
        for field in model._meta.local_concrete_fields
        if changes.get(field.column or "", "as it is")
    ]
    values = [changes.get(column, f'"{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} {which}"


class _without_index:  # noqa: N801 - reads as a statement
    """PostgreSQL makes the index over all words at once, in a tenth of the time."""

    def __enter__(self) -> None:
        if connection.vendor == "postgresql":
            self._run("DROP INDEX search_practice_token_tokens")

    def __exit__(self, *failed: Any) -> None:
        if connection.vendor == "postgresql" and not failed[0]:
            self._run("SET maintenance_work_mem = '512MB'")
            self._run(
                "CREATE INDEX search_practice_token_tokens ON search_practice_token"
                " USING gin (tokens) WITH (fastupdate = off)"
            )

    def _run(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
