"""An installation out of one file: all of it or nothing."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction
from tqdm import tqdm

from practices.models import Catalogue, Practice
from sdg_platform.management.backups import erasing, tables
from sdg_platform.management.backups.archive import TABLES, BackupRefused, Reader
from sdg_platform.management.backups.media import Swap


class Command(BaseCommand):
    help = (
        "Bring back what `backup` wrote, on either database. The file is checked to its last byte "
        "first; then everything changes in one transaction. A database in use is left alone "
        "without --replace. What was erased since the backup is erased again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--replace", action="store_true", help="replace everything there is")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                reader = Reader.of(opened)
                for name in self.watched(sorted(reader.manifest["parts"]), "Checking"):
                    reader.check(name)
                self.prepare(reader, replace=replace)
                rows = self.restore(reader)
        except BackupRefused as refused:
            raise CommandError(f"{refused} Nothing is changed.") from refused
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        if options["verbosity"]:
            self.stdout.write(f"{rows} rows of {reader.manifest['made_at'][:16]} are back.")

    def prepare(self, reader: Reader, *, replace: bool) -> None:
        """Lay the tables where there are none; refuse what would not fit or be lost."""
        if not tables.applied_migrations():
            call_command("migrate", verbosity=0)
        if reader.manifest["migrations"] != tables.applied_migrations():
            raise BackupRefused(
                "The backup is of another version of the platform: install that one, restore, and "
                "then upgrade."
            )
        if not replace and tables.is_in_use():
            raise BackupRefused("The database is in use: add --replace to replace all it holds.")

    def restore(self, reader: Reader) -> int:
        swap = Swap(Path(settings.MEDIA_ROOT), reader)
        try:
            swap.add()
            with transaction.atomic():
                rows = self.load(reader)
                connection.check_constraints()
                Catalogue.start_behind(Practice.objects.all())
                call_command("rebuild_search", verbosity=0)
                erasing.replay()
            swap.finish()
        except (DatabaseError, ValueError, KeyError, LookupError) as error:
            raise BackupRefused(f"The backup does not fit this database ({error}).") from error
        finally:
            swap.clear()
        cache.clear()
        return rows

    def load(self, reader: Reader) -> int:
        """Every table anew; those the backup does not know come back empty."""
        names = {f"{TABLES}{model._meta.label}.jsonl": model for model in tables.kept_models()}
        if unknown := set(reader.names(TABLES)) - set(names):
            raise ValueError(min(unknown))
        tables.empty_tables()
        loaded = 0
        with self.watched(None, "Rows", total=reader.manifest["rows"]) as bar:
            for name in reader.names(TABLES):
                for number in tables.load(names[name], reader.lines(name)):
                    loaded += number
                    bar.update(number)
        tables.count_on()
        return loaded

    def watched(self, items: list[Any] | None, about: str, total: int | None = None) -> "tqdm[Any]":
        """A bar for somebody who watches."""
        silent = not sys.stderr.isatty()
        return tqdm(items, total=total, desc=about, disable=silent, file=sys.stderr, leave=False)
