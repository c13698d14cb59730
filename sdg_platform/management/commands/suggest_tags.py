"""Suggested goals for a document, or for many texts at once, as a script asks for them."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from sdg_platform.taxonomy.lexicon import WORD
from sdg_platform.taxonomy.suggest import Suggestion, guess_language, suggest
from workshops.documents import DocumentRefused, read_document
from workshops.documents.limits import MOST_BYTES


class Command(BaseCommand):
    help = (
        "Suggest goals for the text of a file, the surest first, with the words that led to each; "
        'nothing for "no goal". With --lines each line in is a JSON object with "id", "text" and, '
        'if known, "language", and each line out one with "id" and "tags".'
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help='"-" reads what is piped in')
        parser.add_argument("--lines", action="store_true", help="one JSON object a line")
        parser.add_argument("--language", choices=["da", "en"], help="else guessed from the words")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, file: str, lines: bool, **options: Any) -> None:
        content = self.read(file)
        if lines:
            for answer in [self.tag_line(*line) for line in self.split(content)]:
                self.write_json(answer)
            return
        try:
            text = read_document(content, "" if file == "-" else Path(file).name)
        except DocumentRefused as refused:
            raise CommandError(str(refused)) from None
        tags = suggest(text, options["language"] or guess_language(text))
        if options["format"] == "json":
            self.write_json(as_json(tags))
            return
        for tag in tags:
            self.stdout.write(f"{tag.goal:2}  {tag.score:.2f}  {', '.join(tag.because)}")
        if not tags:
            self.stdout.write(gettext("Ingen mål ligger lige for."))

    def read(self, file: str) -> bytes:
        try:
            if file == "-":
                content = sys.stdin.buffer.read(MOST_BYTES + 1)
            else:
                with Path(file).open("rb") as opened:
                    content = opened.read(MOST_BYTES + 1)
        except (OSError, ValueError):
            raise CommandError(
                gettext("Filen %(name)s kan ikke læses.") % {"name": Path(file).name}
            ) from None
        if not content.strip():
            raise CommandError(str(DocumentRefused("empty")))
        if len(content) > MOST_BYTES:
            raise CommandError(str(DocumentRefused("too_large")))
        return content

    def split(self, content: bytes) -> list[tuple[int, str]]:
        """The lines that hold something, numbered from 1."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise CommandError(gettext("Linjerne skal være tekst i UTF-8.")) from None
        numbered = enumerate(text.split("\n"), start=1)
        return [(number, line) for number, line in numbered if line.strip()]

    def tag_line(self, number: int, line: str) -> dict[str, Any]:
        try:
            asked = json.loads(line)
            given, text, language = asked["id"], asked["text"], asked.get("language")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            given = text = language = None
        if not isinstance(text, str) or not isinstance(language, str | None):
            raise CommandError(
                gettext('Linje %(number)d skal være et JSON-objekt med "id" og "text".')
                % {"number": number}
            )
        return {"id": given, "tags": as_json(suggest(text, language or guess_language(text)))}

    def write_json(self, answer: Any) -> None:
        # Half a surrogate pair may stand in an id; it cannot be written.
        written = json.dumps(answer, ensure_ascii=False)
        self.stdout.write(written.encode(errors="replace").decode())


def as_json(tags: list[Suggestion]) -> list[dict[str, Any]]:
    """`because` holds single words for a script; a phrase as the words it is made of."""
    return [{**tag._asdict(), "because": single_words(tag.because)} for tag in tags]


def single_words(because: tuple[str, ...]) -> list[str]:
    found = (WORD.findall(told) if " " in told else [told] for told in because)
    return list(dict.fromkeys(word for words in found for word in words))
