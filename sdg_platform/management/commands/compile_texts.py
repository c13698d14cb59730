"""Compile the English texts, without gettext from the operating system."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sdg_platform import catalogue


class Command(BaseCommand):
    help = "Write the .mo beside locale/en's .po."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-changed", action="store_true", help="skip when it is up to date")

    def handle(self, *, if_changed: bool, **options: Any) -> None:
        source = catalogue.catalogue_path(settings.BASE_DIR)
        target = source.with_suffix(".mo")
        if not source.exists():
            return
        if if_changed and target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            return
        self.stdout.write(f"{catalogue.compile_to(source, target)} English texts compiled.")
