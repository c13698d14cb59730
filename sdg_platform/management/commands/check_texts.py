"""Refuse a text that has no English, or one whose English lost something."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sdg_platform import catalogue


class Command(BaseCommand):
    help = "List texts without English, fuzzy ones and broken placeholders; exit 1 if any."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        found = list(catalogue.faults(settings.BASE_DIR))
        for fault in found:
            self.stdout.write(fault)
        if found:
            self.stdout.write(f"{len(found)} texts to mend in locale/en (manage.py collect_texts).")
            sys.exit(1)
