"""How long minutes take from the request to the file: `python -m bench.minutes`.

The whole page: rights, rows, tags, document, writer. Each run reads another workshop, so that
no cache of a finished file helps. Uses a database in memory and leaves nothing behind.
"""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

os.environ["DATABASE_URL"] = "sqlite://:memory:"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

RUNS = 9
CASES = (
    ("pdf", 42, 150),
    ("docx", 42, 150),
    ("xlsx", 42, None),
    ("json", 42, None),
    ("pdf", 1_000, 1_000),
    ("docx", 1_000, None),
)
QUADRANTS = ("works", "question", "does_not_work", "take_forward")


@contextmanager
def house() -> Iterator[Any]:
    """A browser of Fjordby's facilitator, in front of an empty platform."""
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    from tests.factories import member

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(member("facilitator"))
    yield client


def workshop_of(notes: int, run: int) -> int:
    """The id of a workshop with so many tagged notes that differ from those of other runs."""
    from tests.factories import WorkshopFactory
    from workshops.models import NewReflection

    workshop = WorkshopFactory(title=f"Workshop {run}")
    text = "Sundhed er et fælles middel på tværs af forvaltninger, note {} i {}"
    added = workshop.add_reflections(
        [NewReflection(QUADRANTS[n % 4], text.format(n, run)) for n in range(notes)]
    )
    for note in added[::3]:
        note.goals.set([3, 17])
    return workshop.pk


def main() -> None:
    logging.disable()
    print(f"{'file':<6}{'notes':>7}{'best ms':>10}{'median ms':>12}{'limit ms':>10}")
    with house() as client:
        for form, notes, limit in CASES:
            times = []
            for run in range(RUNS):
                url = f"/workshops/{workshop_of(notes, run)}/minutes.{form}"
                start = time.perf_counter()
                assert client.get(url).status_code == 200, url
                times.append((time.perf_counter() - start) * 1000)
            taken = f"{min(times):>10.0f}{median(times):>12.0f}"
            print(f"{form:<6}{notes:>7}{taken}{limit or '-':>10}")


if __name__ == "__main__":
    main()
