"""How long the command takes to read and store a hundred documents: `python -m bench.imports`.

Twenty of each format, 42 notes in each; every document becomes a workshop of its own, numbered,
searchable, with its original. Uses a database file that is thrown away.
"""

import os
import tempfile
import time
from io import StringIO
from pathlib import Path

from bench import notes

COPIES = 20


def documents(folder: Path) -> list[Path]:
    files = {
        "md": notes.markdown().encode(),
        "docx": notes.word(),
        "odt": notes.opendocument_text(),
        "html": notes.html(),
        "rtf": notes.rich_text(),
    }
    paths = []
    for number in range(COPIES):
        for ending, content in files.items():
            paths.append(folder / f"{number:02}.{ending}")
            paths[-1].write_bytes(content)
    return paths


def measure(folder: Path) -> None:
    """Needs the environment to point at a database in `folder`."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from tests.factories import MunicipalityFactory

    MunicipalityFactory()
    paths = documents(folder)
    for words in (["--dry-run"], ["--municipality", "9901"]):
        start, used = time.perf_counter(), time.process_time()
        call_command("import_notes", *paths, *words, stdout=StringIO())
        wall, cpu = time.perf_counter() - start, time.process_time() - used
        what = f"{len(paths)} documents {words[0]}"
        print(f"{what:<34}{wall:>8.1f} s  (processor {cpu:.1f} s)   promised 5 s")
    connection.close()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sdg-bench-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        measure(Path(folder))


if __name__ == "__main__":
    main()
