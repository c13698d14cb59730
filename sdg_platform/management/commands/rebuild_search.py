"""Fill the search index anew from everything that can be found."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Count

from partnerships.models import Organisation, Partnership
from practices.models import Practice, Strategy
from sdg_platform.search import index
from sdg_platform.search.models import Entry
from workshops.models import Workshop


class Command(BaseCommand):
    help = (
        "Empty the search index and fill it from the database. Needed after a bulk load and after "
        "the first migrate, which brings the networks. Goals, targets and P's need no index."
    )

    def handle(self, **options: Any) -> None:
        # One transaction: until it ends, everybody still finds what the old index held.
        with transaction.atomic():
            index.clear()
            for fill in SOURCES.values():
                fill()
            counts = Entry.objects.order_by("kind").values_list("kind").annotate(Count("pk"))
            found = ", ".join(f"{number} {kind}" for kind, number in counts)
        if options["verbosity"]:
            self.stdout.write(f"Found again: {found or 'nothing yet'}.")


def put_organisations() -> None:
    index.put(one.search_entry() for one in Organisation.objects.iterator(chunk_size=500))


def put_partnerships() -> None:
    rows = Partnership.objects.select_related("municipality").prefetch_related("goals")
    index.put(one.search_entry() for one in rows.iterator(chunk_size=500))


def put_strategies() -> None:
    for strategy in Strategy.objects.select_related("municipality").iterator(chunk_size=100):
        strategy.put_in_index()


def put_workshops() -> None:
    """Each with its notes, its actions and the questions some of its notes became."""
    rows = Workshop.objects.select_related("municipality").prefetch_related("goals")
    for workshop in rows.iterator(chunk_size=100):
        workshop.put_in_index()


SOURCES: Final[Mapping[str, Callable[[], None]]] = {
    "organisations": put_organisations,
    "partnerships": put_partnerships,
    "practices": lambda: Practice.objects.reindex(),
    "strategies": put_strategies,
    "workshops": put_workshops,
}
