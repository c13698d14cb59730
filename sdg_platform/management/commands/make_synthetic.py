"""Invented rows for benchmarks: as many as asked for, the same for the same seed."""

import argparse
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, reset_queries
from tqdm import tqdm

from sdg_platform.management import synthetic

# Organisations first: practices name them as partners.
KINDS = {
    "organisations": synthetic.make_organisations,
    "practices": synthetic.make_practices,
    "reflections": synthetic.make_reflections,
}


def whole_number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 upwards")
    return int(text)


class Command(BaseCommand):
    help = (
        "Make invented practices, reflections and organisations for benchmarks. They stand under "
        "real municipalities and carry a source address with the word 'opdigtet'."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        for kind in KINDS:
            parser.add_argument(f"--{kind}", type=whole_number, default=0, metavar="N")
        parser.add_argument(
            "--seed", type=whole_number, default=1, help="the same seed makes the same rows"
        )
        parser.add_argument("--yes", action="store_true", help="needed in a real installation")

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG and not options["yes"]:
            raise CommandError(
                "This is a real installation (DEBUG=0), and invented rows would stand among the "
                "real ones. Add --yes if you mean it."
            )
        wanted = {kind: options[kind] for kind in KINDS if options[kind]}
        if not wanted:
            raise CommandError("Say how many: --practices N, --reflections N, --organisations N.")
        world = synthetic.World.read(options["seed"])
        if world.is_used():
            raise CommandError(
                f"Seed {world.seed} was used in this database already; give another --seed."
            )
        took = {kind: self._make(kind, number, world) for kind, number in wanted.items()}
        with connection.cursor() as cursor:
            # The planner knows nothing of so many new rows until it is told.
            cursor.execute("ANALYZE")
        if options["verbosity"]:
            self._tell(wanted, took, world.seed)

    def _make(self, kind: str, number: int, world: synthetic.World) -> float:
        """Make them; the seconds it took."""
        began = time.perf_counter()
        with tqdm(total=number, desc=kind.capitalize(), disable=None, leave=False) as bar:

            def progress(made: int) -> None:
                bar.update(made)
                # With DEBUG=1 Django keeps the text of each query, rows and all.
                reset_queries()

            KINDS[kind](number, world, progress)
        return time.perf_counter() - began

    def _tell(self, wanted: dict[str, int], took: dict[str, float], seed: int) -> None:
        for kind, number in wanted.items():
            self.stdout.write(f"Made {number:,} {kind} in {took[kind]:.1f} s.")
        self.stdout.write(f"All of it is invented, with seed {seed}.")
