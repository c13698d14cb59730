"""Workshop notes out of documents, as a script or an administrator brings them in."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext, ngettext
from tqdm import tqdm

from sdg_platform.accounts.models import Municipality
from workshops.documents import DocumentRefused
from workshops.documents.limits import MOST_BYTES
from workshops.models import Quadrant, Source, Workshop, WrongState
from workshops.models.source import text_of
from workshops.notes import ParsedNotes, parse_notes
from workshops.reading.placing import clean_title


@dataclass
class Imported:
    """One document, what was read in it, and where it went (nowhere in a dry run)."""

    path: Path
    content: bytes
    parsed: ParsedNotes
    workshop: Workshop | None = None
    added: int = 0

    @property
    def name(self) -> str:
        """The file's name as it can be stored: one the system cannot spell gets question marks."""
        return self.path.name.encode(errors="replace").decode()[-255:]

    def as_json(self) -> dict[str, Any]:
        return {
            "workshop": self.workshop.pk if self.workshop else None,
            "title": self.parsed.title,
            "counts": self.parsed.counts,
            "added": self.added,
            "reflections": [
                {"quadrant": n.quadrant, "text": n.text, "parent": n.parent, "line": n.line}
                for n in self.parsed.notes
            ],
            "not_placed": [
                {"line": line.line, "text": line.text, "reason": line.reason.value}
                for line in self.parsed.not_placed
            ],
        }

    def as_text(self) -> str:
        counts = self.parsed.counts
        lines = [f"{Quadrant(code).label}: {counts[code]}" for code in counts]
        if not_placed := self.parsed.not_placed:
            lines.append(gettext("Ikke placeret: %(count)d") % {"count": len(not_placed)})
        for left in not_placed:
            place = gettext("Linje %(number)d") % {"number": left.line}
            lines.append(f"  {place}: {left.text} ({left.reason.sentence})")
        return "\n".join([*lines, self.outcome()])

    def outcome(self) -> str:
        if self.workshop is None:
            return gettext("Intet er gemt.")
        return ngettext(
            "%(count)d ny note i workshop %(id)d: %(title)s",
            "%(count)d nye noter i workshop %(id)d: %(title)s",
            self.added,
        ) % {"count": self.added, "id": self.workshop.pk, "title": self.workshop.title}


class Command(BaseCommand):
    help = (
        "Read workshop notes out of .md .txt .docx .odt .rtf .html files and store them. Each "
        "file becomes a workshop, or is added to the one that --workshop names. The same file "
        "in the same workshop adds nothing; a changed file is a new one and adds all its lines."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--title", help="instead of the one in the document")
        parser.add_argument("--date", metavar="YYYY-MM-DD", help="when the workshop was held")
        parser.add_argument("--municipality", metavar="CODE", help="whose workshop it becomes")
        parser.add_argument("--workshop", metavar="ID", help="add to this one")
        parser.add_argument("--dry-run", action="store_true", help="read and report, store nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, files: list[Path], dry_run: bool, **options: Any) -> None:
        """Read every file before anything is stored; then store all of them or none."""
        target = self.find_target(dry_run=dry_run, **options)
        documents = [self.read(path, dry_run=dry_run) for path in self.progress(files)]
        if not dry_run:
            with transaction.atomic():
                for document in documents:
                    self.store(document, target)
        self.report(documents, options["format"])

    def find_target(
        self,
        *,
        dry_run: bool,
        municipality: str | None,
        workshop: str | None,
        title: str | None,
        date: str | None,
        **options: Any,
    ) -> Workshop:
        """The workshop to add to, or one that is not stored yet; refuses before a file is read."""
        day = self.read_date(date)
        if workshop is not None:
            found = Workshop.objects.filter(pk=workshop).first() if is_id(workshop) else None
            if found is None or municipality not in (None, found.municipality_id):
                raise CommandError(gettext("Der findes ingen workshop med det nummer."))
            return found
        if not municipality and not dry_run:
            raise CommandError(
                gettext("Skriv --municipality KODE eller --workshop NUMMER, eller brug --dry-run.")
            )
        if municipality and not Municipality.objects.filter(pk=municipality).exists():
            raise CommandError(
                gettext("Der findes ingen kommune med koden %(code)s.") % {"code": municipality}
            )
        if title and not clean_title(title):
            raise CommandError(gettext("Titlen kan ikke gemmes; skriv en anden."))
        return Workshop(
            municipality_id=municipality or "", title=clean_title(title or ""), date=day
        )

    def read_date(self, text: str | None) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise CommandError(gettext("Skriv datoen som 2026-11-22.")) from None

    def progress(self, files: list[Path]) -> "tqdm[Path]":
        """A bar for somebody who watches and has something to wait for."""
        is_watched = len(files) > 1 and sys.stderr.isatty()
        return tqdm(files, disable=not is_watched, file=sys.stderr)

    def read(self, path: Path, *, dry_run: bool) -> Imported:
        """Raises CommandError for what cannot be read, or holds nothing that could be stored."""
        about = {"name": path.name}
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
            document = Imported(path, content, parse_notes(text_of(content, path.name)))
        except OSError:
            raise CommandError(gettext("Filen %(name)s kan ikke læses.") % about) from None
        except DocumentRefused as refused:
            if dry_run and refused.reason == "empty":
                return Imported(path, content, ParsedNotes())
            raise CommandError(str(refused)) from None
        if not dry_run and not document.parsed.notes:
            raise CommandError(
                gettext("Vi fandt ingen noter i %(name)s; se linjerne med --dry-run.") % about
            )
        return document

    def store(self, document: Imported, target: Workshop) -> None:
        workshop = target
        if target.pk is None:
            title = target.title or clean_title(document.parsed.title or "")
            workshop = Workshop.objects.create(
                municipality_id=target.municipality_id,
                title=title or clean_title(document.path.stem) or gettext("Workshop"),
                date=target.date,
            )
            workshop.open()
        try:
            document.added = Source.objects.store_document(
                workshop, document.parsed.notes, name=document.name, content=document.content
            )
        except WrongState:
            raise CommandError(
                gettext("Workshoppen er arkiveret og tager ikke imod flere noter.")
            ) from None
        document.workshop = workshop

    def report(self, documents: list[Imported], form: str) -> None:
        """One document is one object; several are a list, or paragraphs under their names."""
        if form == "json":
            answers = [{"file": document.name, **document.as_json()} for document in documents]
            answer = answers if len(documents) > 1 else documents[0].as_json()
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        for document in documents:
            if len(documents) > 1:
                self.stdout.write(document.name)
            self.stdout.write(document.as_text())


def is_id(text: str) -> bool:
    """Whether `text` could be the number of a row."""
    return text.isascii() and text.isdigit() and len(text) < 19
