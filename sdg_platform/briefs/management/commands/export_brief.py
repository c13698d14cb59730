"""A brief as a file, for a script or an administrator."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sdg_platform.briefs.models import Brief
from sdg_platform.briefs.picks import is_id
from sdg_platform.briefs.summary import summarise
from sdg_platform.briefs.views import FORMATS
from sdg_platform.exports.writers import WRITERS


class Command(BaseCommand):
    help = (
        "Write one brief to a file, with what its own municipality may take along. The file is "
        "replaced where it exists, and only when the new one is whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", metavar="ID", help="the brief's number, as in its address")
        parser.add_argument("--format", required=True, choices=FORMATS)
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")

    def handle(self, *args: Any, id: str, output: Path, **options: Any) -> None:
        brief = Brief.objects.filter(pk=int(id)).first() if is_id(id) else None
        if brief is None:
            raise CommandError(f"There is no brief {id}.")
        content = WRITERS[options["format"]].write(summarise(brief, brief.house()))
        part = output.with_name(f"{output.name}.part")
        try:
            part.write_bytes(content)
            part.replace(output)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        if options["verbosity"]:
            self.stdout.write(f"{output}: {len(content)} bytes, {brief.title}")
