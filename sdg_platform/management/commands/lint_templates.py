"""Refuse what the Content-Security-Policy would silence, before anybody ships it."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sdg_platform.lint_templates import lint_python, lint_template

ROOMS = ("sdg_platform", "workshops", "practices", "partnerships")


class Command(BaseCommand):
    help = "Check every template and every Python file against the rules of docs/look.md."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("root", nargs="?", type=Path, default=settings.BASE_DIR)

    def handle(self, *, root: Path, **options: Any) -> None:
        findings = list(_findings(root))
        for finding in findings:
            self.stderr.write(finding)
        if findings:
            raise CommandError(f"{len(findings)} findings.")
        self.stdout.write("Templates are clean.")


def _findings(root: Path) -> Iterator[str]:
    for path in sorted((root / "templates").rglob("*.html")):
        name = path.relative_to(root)
        for line, message in lint_template(path.name, path.read_text(encoding="utf-8")):
            yield f"{name}:{line}: {message}"
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            for line, message in lint_python(path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(root)}:{line}: {message}"
