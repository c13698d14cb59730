"""The two tables that Django cannot describe: an index of words, and one of their parts."""

from django.db import migrations

# The ascii tokenizer keeps every letter beyond ASCII; words come folded from Python already.
SQLITE = [
    """CREATE VIRTUAL TABLE search_token USING fts5(
        title, keywords, body, tokenize = "ascii tokenchars '.'", detail = column, columnsize = 0)""",
    # The same index read by term: (term, doc, col) for each entry and field that holds it.
    "CREATE VIRTUAL TABLE search_token_word USING fts5vocab(search_token, instance)",
    """CREATE VIRTUAL TABLE search_word_gram USING fts5(
        grams, tokenize = "ascii", detail = none, columnsize = 0)""",
]
POSTGRESQL = [
    """CREATE TABLE search_token (rowid bigint PRIMARY KEY, title text NOT NULL,
        keywords text NOT NULL, body text NOT NULL, tokens tsvector NOT NULL)""",
    # A pending list would make the first search after many writes pay for them.
    "CREATE INDEX search_token_tokens ON search_token USING gin (tokens) WITH (fastupdate = off)",
    "CREATE TABLE search_word_gram (rowid bigint PRIMARY KEY, grams text[] NOT NULL)",
    "CREATE INDEX search_word_gram_grams ON search_word_gram USING gin (grams)",
]


def make(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in SQLITE if vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for table in ("search_token_word", "search_token", "search_word_gram"):
        schema_editor.execute(f"DROP TABLE IF EXISTS {table}")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
