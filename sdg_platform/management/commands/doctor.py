"""Look the installation over before anyone else does."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from sdg_platform.checks import findings


class Command(BaseCommand):
    help = "Check the installation: each finding is one sentence with its cure; exit 1 if any."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        found = list(findings())
        for finding in found:
            self.stdout.write(finding)
        if found:
            sys.exit(1)
        self.stdout.write("Everything is sound.")
