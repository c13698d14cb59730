"""Danish sentences out of the code, into the catalogue of English ones."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sdg_platform import catalogue


class Command(BaseCommand):
    help = "Update locale/en from the code; translations that still fit are kept."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        path = catalogue.catalogue_path(settings.BASE_DIR)
        merged = catalogue.merge(catalogue.read(path), catalogue.collect(settings.BASE_DIR))
        catalogue.write(merged, path)
        missing = sum(1 for message in merged if message.id and catalogue.lacks_english(message))
        self.stdout.write(f"{len(merged)} texts, {missing} without English.")
