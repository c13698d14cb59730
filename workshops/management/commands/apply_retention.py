"""Forget who wrote what in workshops whose last day is over."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from sdg_platform.search.models import Verdict
from workshops.models import Workshop
from workshops.models.retention import forget, past_retention


class Command(BaseCommand):
    help = (
        "After a workshop's last day: close it, let its codes and links die, and cut the thread "
        "from notes to those who wrote them. Notes, dots and actions stay. What was said of "
        "searches is forgotten after 90 days. Run it daily."
    )

    def handle(self, **options: Any) -> None:
        today = timezone.localdate()
        Verdict.objects.forget_old(today)
        ids = past_retention(today)
        for pk in tqdm(ids, desc="Workshops", disable=None, leave=False, file=sys.stderr):
            forget(Workshop.objects.get(pk=pk))
        if options["verbosity"]:
            count = f"{len(ids)} workshop{'' if len(ids) == 1 else 's'}"
            self.stdout.write(f"{count} forgot their participants and links.")
