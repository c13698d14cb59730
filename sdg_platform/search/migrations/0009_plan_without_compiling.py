"""On PostgreSQL: do not compile queries.

A search asks for many words at once. The planner takes that for a long query and compiles it,
which takes a hundred times as long as answering it.
"""

from typing import Any

from django.db import migrations

SAY = """
    DO $$ BEGIN
        EXECUTE format(
            'ALTER ROLE CURRENT_USER IN DATABASE %I {}', current_database()
        );
    END $$"""


def compile_nothing(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(SAY.format("SET jit = off"), params=None)


def compile_again(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(SAY.format("RESET jit"), params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0008_kept_words")]
    operations = [migrations.RunPython(compile_nothing, compile_again)]
