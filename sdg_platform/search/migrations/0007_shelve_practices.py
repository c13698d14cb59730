"""Move the words of the practices into a table of their own, under the practices' own numbers."""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_practice_token USING fts5(
        title, keywords, body, tokenize = "ascii tokenchars '.'", detail = column, columnsize = 0)""",
    "CREATE VIRTUAL TABLE search_practice_token_word USING fts5vocab(search_practice_token, instance)",
    """INSERT INTO search_shelved (entry_id, kind, number, updated)
        SELECT id, kind, CAST(object_id AS INTEGER), updated FROM search_entry
        WHERE kind = 'practice' AND object_id GLOB '[1-9]*'
        AND object_id NOT GLOB '*[^0-9]*' AND length(object_id) < 10""",
]
POSTGRESQL = [
    # The texts lie apart from the rows: whoever asks for the numbers of a word that most
    # practices hold reads a hundredth of the table.
    """CREATE TABLE search_practice_token (rowid bigint PRIMARY KEY, title text NOT NULL,
        keywords text NOT NULL, body text NOT NULL, tokens tsvector NOT NULL)
        WITH (toast_tuple_target = 128)""",
    """CREATE INDEX search_practice_token_tokens ON search_practice_token USING gin (tokens)
        WITH (fastupdate = off)""",
    """INSERT INTO search_shelved (entry_id, kind, number, updated)
        SELECT id, kind, object_id::bigint, updated FROM search_entry
        WHERE kind = 'practice' AND object_id ~ '^[1-9][0-9]{0,8}$'""",
]
BOTH = [
    """INSERT INTO search_practice_token (rowid, {columns})
        SELECT shelved.number, {columns} FROM search_shelved AS shelved
        JOIN search_token ON search_token.rowid = shelved.entry_id""",
    "DELETE FROM search_token WHERE rowid IN (SELECT entry_id FROM search_shelved)",
]


def make(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    columns = "title, keywords, body" + ("" if is_sqlite else ", tokens")
    for statement in [*(SQLITE if is_sqlite else POSTGRESQL), *BOTH]:
        schema_editor.execute(statement.replace("{columns}", columns))
    # A state of its own, so that no process takes what it holds for the newest.
    apps.get_model("search", "Shelf").objects.create(kind="practice", number=1, read_all_since=1)


class Migration(migrations.Migration):
    dependencies = [("search", "0006_shelves")]

    operations = [migrations.RunPython(make)]
