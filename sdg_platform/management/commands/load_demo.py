"""Example data to try the platform with; invented, and it says so."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from sdg_platform.management import demo

PASSWORD = "demo-verdensmaal"  # noqa: S105  Known to everybody: these accounts need DEBUG=1.


class Command(BaseCommand):
    help = "Load four invented municipalities with people, workshops, practices, partnerships."

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "Example data stay out of a real installation: they hold accounts with a known "
                "password. Set DEBUG=1 on a machine of your own."
            )
        steps: list[Callable[[], None]] = [
            demo.load_municipalities,
            lambda: demo.load_people(PASSWORD),
            demo.load_partnerships,
            demo.load_practices,
            demo.load_life,
            demo.load_strategies,
            demo.load_workshops,
            demo.load_answers,
            demo.load_afterlife,
            demo.load_brief,
        ]
        with transaction.atomic():
            for step in tqdm(steps, desc="Example data", disable=None, leave=False):
                step()
        if options["verbosity"]:
            self.stdout.write(
                f"Example data are loaded. Log in as coordinator@example.org with {PASSWORD}; "
                f"the open workshop's code is {demo.open_code()}."
            )
