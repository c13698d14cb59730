"""The whole catalogue as a file, for a script or an administrator."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from tqdm import tqdm

from practices.catalogue.bitmaps import GROUPS
from practices.catalogue.filters import SORTS
from practices.catalogue.listing import Listing
from practices.export import FILES
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.roles import Role


class Command(BaseCommand):
    help = (
        "Write practices to a file in the contract's columns: drafts and everything that is not "
        "for all included, in the order they were stored. Filters are those of the list's address, "
        "as options (--goal 3 --goal 17) or as it stands there ('goal=3&outcome=did_not')."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "filters", nargs="*", metavar="FILTER", help="goal=3, or a query string"
        )
        parser.add_argument("--format", required=True, choices=tuple(FILES))
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")
        parser.add_argument("--q", default="", help="words that are looked for")
        parser.add_argument("--sort", choices=SORTS)
        for group in GROUPS:
            parser.add_argument(f"--{group}", action="append", default=[])

    def handle(self, *args: Any, output: Path, filters: list[str], **options: Any) -> None:
        listing = Listing.read(_query(filters, options), _everything())
        in_order = None if options["sort"] or listing.filters.q else sorted(listing.members)
        rows = listing.rows(
            lambda path: f"{settings.SITE_URL}{path}",
            in_order,
            extras=options["format"] == "json",
        )
        part = output.with_name(f"{output.name}.part")
        try:
            with part.open("wb") as file:
                FILES[options["format"]](file, self.progress(rows, listing.total))
            part.replace(output)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        finally:
            part.unlink(missing_ok=True)
        if options["verbosity"]:
            self.stdout.write(f"{output}: {listing.total} practices")

    def progress(
        self, rows: Iterator[Mapping[str, Any]], total: int
    ) -> "tqdm[Mapping[str, Any]] | Iterator[Mapping[str, Any]]":
        """A bar for somebody who watches and has something to wait for."""
        if total <= 500 or not sys.stderr.isatty():
            return rows
        return tqdm(rows, total=total, file=sys.stderr, leave=False)


def _query(filters: list[str], options: dict[str, Any]) -> QueryDict:
    """What was asked for, in the names of the list's address; malformed filters are ignored."""
    query = QueryDict("&".join(word.lstrip("?") for word in filters), mutable=True)
    for name in GROUPS:
        query.setlist(name, [*query.getlist(name), *options[name]])
    for name in ("q", "sort"):
        if options[name]:
            query[name] = options[name]
    return query


def _everything() -> Actor:
    """Somebody of every municipality at once: sees all drafts and all experiences."""
    codes = Municipality.objects.values_list("pk", flat=True)
    return Actor(roles=dict.fromkeys(codes, Role.COORDINATOR))
