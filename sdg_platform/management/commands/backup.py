"""The whole installation in one file."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone
from tqdm import tqdm

from sdg_platform.management.backups import media, tables
from sdg_platform.management.backups.archive import MEDIA, TABLES, Writer, writing


class Command(BaseCommand):
    help = (
        "Write every row and every uploaded file to one file, with a manifest of hashes. It holds "
        "everything people have written: keep it as safe as the database. Members may go on "
        "writing meanwhile; the file says what stood when the command began."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if tables.applied_migrations() == []:
            raise CommandError("The database has no tables yet: there is nothing to keep.")
        try:
            with writing(file) as writer, unchanging():
                rows = self.write_tables(writer)
                uploads = self.write_media(writer)
                writer.close(
                    made_at=timezone.now().isoformat(),
                    migrations=tables.applied_migrations(),
                    rows=rows,
                )
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        if options["verbosity"]:
            size = file.stat().st_size
            self.stdout.write(f"{file}: {rows} rows, {uploads} files, {size:,} bytes.")

    def write_tables(self, writer: Writer) -> int:
        counted = 0
        for model in self.watched(tables.kept_models(), "Tables"):
            label = model._meta.label
            written = [0]
            writer.add(f"{TABLES}{label}.jsonl", _counted(tables.lines(model), written))
            writer.parts[f"{TABLES}{label}.jsonl"]["rows"] = written[0] - 1
            counted += written[0] - 1
        return counted

    def write_media(self, writer: Writer) -> int:
        root = Path(settings.MEDIA_ROOT)
        uploads = media.files(root)
        for path in self.watched(uploads, "Files"):
            writer.add(f"{MEDIA}{path.relative_to(root).as_posix()}", media.read(path))
        return len(uploads)

    def watched(self, items: list[Any], about: str) -> "tqdm[Any]":
        """A bar for somebody who watches."""
        silent = not sys.stderr.isatty()
        return tqdm(items, desc=about, disable=silent, file=sys.stderr, leave=False)


def _counted(chunks: Iterator[bytes], number: list[int]) -> Iterator[bytes]:
    for chunk in chunks:
        number[0] += 1
        yield chunk


@contextmanager
def unchanging() -> Iterator[None]:
    """See the database as it is now for as long as this lasts, and hold nobody up."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Not `atomic`: that would take the right to write, and everybody else would wait.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
