"""Practices out of a spreadsheet, as a script or an administrator brings them in."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext, ngettext
from tqdm import tqdm

from practices.incoming.headers import guess
from practices.incoming.judging import REFUSED, Judged, counts, judge
from practices.incoming.reading import Table, read_table
from practices.incoming.refusal import FileRefused
from practices.incoming.scope import Scope
from practices.incoming.storing import judged_and_held, store
from sdg_platform.packed import MOST_BYTES

SCOPE = Scope()


class Command(BaseCommand):
    help = (
        "Read practices out of an .xlsx, .csv or .json file, report row by row and store all of "
        "them or none. A practice is recognised by uid, else source_url, else title and "
        "municipality, so the same file twice changes nothing. A file with rows that cannot be "
        "read stores nothing; --good-rows-only leaves those rows out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="read and report, store nothing")
        parser.add_argument(
            "--good-rows-only", action="store_true", help="store the others where rows are refused"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(
        self, *args: Any, file: Path, dry_run: bool, good_rows_only: bool, **options: Any
    ) -> None:
        table = self.read(file)
        fields = guess(table.header)
        try:
            if dry_run:
                rows, will_store = judge(table, fields, SCOPE), False
            else:
                rows, will_store = self.bring_in(table, fields, good_rows_only)
        except FileRefused as refused:
            raise CommandError(str(refused)) from None
        refused_rows = counts(rows)[REFUSED]
        self.report(rows, _left_out(table, fields), stored=will_store, form=options["format"])
        if refused_rows and not (will_store or (dry_run and good_rows_only)):
            raise CommandError(
                ngettext(
                    "%(count)d række kan ikke læses. Intet er gemt.",
                    "%(count)d rækker kan ikke læses. Intet er gemt.",
                    refused_rows,
                )
                % {"count": refused_rows}
            )

    def bring_in(
        self, table: Table, fields: list[str], good_rows_only: bool
    ) -> tuple[list[Judged], bool]:
        """The rows, and whether they were stored: not where one is refused, unless asked for."""
        with judged_and_held(table, fields, SCOPE) as rows:
            will_store = good_rows_only or not counts(rows)[REFUSED]
            if will_store:
                store(self.progress(rows), SCOPE, by=None)
        return rows, will_store

    def read(self, path: Path) -> Table:
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
            return read_table(content, path.name)
        except OSError:
            name = path.name.encode(errors="replace").decode()
            raise CommandError(gettext("Filen %(name)s kan ikke læses.") % {"name": name}) from None
        except FileRefused as refused:
            raise CommandError(str(refused)) from None

    def progress(self, rows: list[Judged]) -> Iterable[Judged]:
        """A bar for somebody who watches and has something to wait for."""
        is_watched = len(rows) > 50 and sys.stderr.isatty()
        return tqdm(rows, disable=not is_watched, file=sys.stderr, leave=False)

    def report(self, rows: list[Judged], left_out: list[str], *, stored: bool, form: str) -> None:
        found = counts(rows)
        if form == "json":
            self.stdout.write(_as_json(rows, left_out, stored=stored))
            return
        if left_out:
            names = ", ".join(left_out)
            self.stdout.write(gettext("Kolonner, vi ikke læser: %(names)s") % {"names": names})
        for one in rows:
            place = gettext("Række %(number)d") % {"number": one.number}
            self.stdout.write(f"{place}: {one.title or '–'}: {one.sentence}")
        self.stdout.write(
            gettext("%(new)d nye, %(changed)d ændret, %(same)d uændret, %(refused)d afvist.")
            % found
        )
        if not stored:
            self.stdout.write(gettext("Intet er gemt."))


def _left_out(table: Table, fields: list[str]) -> list[str]:
    """The headers of columns that nobody reads: nothing is dropped without a word."""
    pairs = zip(table.header, fields, strict=True)
    return [
        " ".join(str(name).split())[:60] for name, known in pairs if not known and str(name).strip()
    ]


def _as_json(rows: list[Judged], left_out: list[str], *, stored: bool) -> str:
    answer = {
        "counts": counts(rows),
        "stored": stored,
        "columns_left_out": left_out,
        "rows": [
            {
                "row": one.number,
                "title": one.title,
                "verdict": one.verdict,
                "faults": [{"column": header, "text": said} for header, said in one.faults],
            }
            for one in rows
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)
